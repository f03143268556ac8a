"""The bibliography formats by name, for the command line and the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from timeline.exchange.bibliography import Heading, head_view
from timeline.exchange.bibtex import write_bibtex
from timeline.exchange.csl_json import write_csl_json
from timeline.exchange.plain_text import write_plain_text
from timeline.query.record import View


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a bibliography.

    Attributes:
        label: for readers.
        suffix: of a file's name, with its dot.
        media_type: for downloads.
        write: sources, publishers and heading to text.
    """

    label: str
    suffix: str
    media_type: str
    write: Callable[[pd.DataFrame, pd.DataFrame, Heading], str]


FORMATS = MappingProxyType(
    {
        "bibtex": Format("BibTeX", ".bib", "application/x-bibtex; charset=utf-8", write_bibtex),
        "csl-json": Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", write_csl_json),
        "plain": Format("Plain text", ".txt", "text/plain; charset=utf-8", write_plain_text),
    }
)


def write_bibliography(view: View, form: str) -> str:
    """The documents behind a view in one of the :data:`FORMATS`, with filter, version and licence inside."""
    return FORMATS[form].write(view.whole("sources"), view.record.publishers, head_view(view))
