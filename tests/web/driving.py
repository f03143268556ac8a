"""Driving pages by Streamlit's AppTest: one run of the frame with a page and its parameters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup
from streamlit.testing.v1 import AppTest

FRAME = Path(__file__).parents[2] / "timeline/web/frame.py"


def run(script: str = "", **params: str | list[str]) -> AppTest:
    """The page of a script (the opening page by default) for a link with these parameters."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    if script:  # AppTest can only switch once something has run
        app.run().switch_page(f"../../pages/{script}")
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def table(app: AppTest, chart: str) -> pd.DataFrame:
    """The first table under a chart, opened as a reader would."""
    app.session_state[f"{chart}_table"] = True
    app.run()
    assert not app.exception, app.exception
    return app.dataframe[0].value


def as_shown(markdown: str) -> str:
    """What a reader sees of a text that went through ``as_text``."""
    return re.sub(r"\\([!-/:-@\[-`{-~])|\u2060", r"\1", markdown)


def html(app: AppTest) -> BeautifulSoup:
    """All HTML blocks of the page."""
    return BeautifulSoup("\n".join(block.proto.body for block in app.get("html")), "html.parser")


def rows(app: AppTest, *columns: str) -> list[list[str]]:
    """The body of the first table with these headings, as text."""
    for table in html(app).select("table"):
        if [cell.text for cell in table.select("thead th")][: len(columns)] == list(columns):
            return [[cell.text for cell in row.select("th, td")] for row in table.select("tbody tr")]
    raise AssertionError(f"no table with the columns {columns}")


def charts(app: AppTest) -> list[dict[str, Any]]:
    """What each chart of the page sends to the browser, its figure read."""
    sent = [json.loads(part.proto.json) for part in app.get("bidi_component") if "figure" in part.proto.json]
    return [{**data, "figure": json.loads(data["figure"])} for data in sent]
