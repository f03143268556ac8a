"""Driving pages by Streamlit's AppTest: one run of the frame with a page and its parameters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

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
    """All HTML of the page: blocks, and the parts of our components."""
    blocks = [block.proto.body for block in app.get("html")]
    sent = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    parts = [part["html"] for data in sent for part in data.get("parts", ())]
    return BeautifulSoup("\n".join([*blocks, *parts]), "html.parser")


def follow(app: AppTest, link: str) -> AppTest:
    """Goes to an address of the same page, "?theme=talks", as the page does when a reader presses a link of ours."""
    for name in list(app.query_params):
        del app.query_params[name]
    for name, values in parse_qs(link.partition("?")[2]).items():
        app.query_params[name] = values
    app.run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, facet: str, value: str) -> AppTest:
    """Presses a value in the panel."""
    return follow(app, html(app).select_one(f'[data-param="{facet}"][data-value="{value}"]')["href"])


def options(app: AppTest, facet: str) -> list[str]:
    """The values of a facet in the panel, those below others with "> ": "> Army of Alpha 1"."""
    found = []
    for row in html(app).select(f'[data-param="{facet}"][role="checkbox"]'):
        depth = next((int(css[3:]) for css in row.parent.get("class", ()) if css.startswith("in-")), 0)
        found.append(f"{'> ' * depth}{' '.join(row.text.split())}")
    return found


def chosen(app: AppTest, facet: str) -> list[str]:
    """The values of a facet that the panel shows as chosen."""
    rows = html(app).select(f'[data-param="{facet}"][aria-checked="true"]')
    return [row["data-value"] for row in rows]


def ask(app: AppTest, what: str) -> AppTest:
    """Asks for a dialog: "freeze", "cite", "download". AppTest cannot press what a component's script hears."""
    app.session_state["_dialog"] = what
    return app.run()


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
