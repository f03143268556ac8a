"""Records and filters for tests of the front: small ones whose every number can be counted, and filters to draw."""

from __future__ import annotations

from typing import Any

import pandas as pd
from bs4 import BeautifulSoup
from hypothesis import strategies as st

from tests.query.drawing import days_near, few
from timeline.query.facets import FACETS
from timeline.query.filter import Filter
from timeline.query.record import Record


def filters(record: Record, **fixed: Any) -> st.SearchStrategy[Filter]:
    """Filters over a record's own values and the days where its events begin or end; some fields may be fixed."""
    events = record.view().whole("events")
    day = days_near(pd.concat([events["start"], events["end"]]))
    values = {facet.field: few(list(record.facet_names[param])) for param, facet in FACETS.items()}
    drawn = {
        **values,
        "start": day,
        "end": day,
        "certain": st.booleans(),
        "together": st.booleans(),
        "q": st.sampled_from(["", "", "met", "zzz & <b>"]),
        "known": st.none(),
        "event": st.sampled_from(["", *events["id"][:3]]),
        "sort": st.sampled_from(["newest", "oldest"]),
        "page": st.integers(1, 3),
    }
    return st.builds(Filter, **drawn | {name: st.just(value) for name, value in fixed.items()})


def soup(html: str) -> BeautifulSoup:
    """HTML as a browser takes it apart."""
    return BeautifulSoup(html, "html.parser")
