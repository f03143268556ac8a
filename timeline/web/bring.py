"""The page Bring: it hears what somebody chooses, and draws the steps of ``timeline.bring`` as they stand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

import streamlit as st
from markupsafe import Markup

from timeline.bring.assessments import assess_first, write_assessment
from timeline.bring.desk import Desk
from timeline.bring.errors import BringError
from timeline.bring.preview import previewed
from timeline.bring.statements import Where
from timeline.bring.steps import (
    render_assessments,
    render_balance,
    render_columns,
    render_decisions,
    render_file,
    render_write,
    render_written,
    without_links,
)
from timeline.cards.render import render_cards
from timeline.front.answer import answer
from timeline.front.look import theme_rules
from timeline.front.place import Place
from timeline.query.answerer import NotHere
from timeline.query.record import Record
from timeline.web.blocks import read_tables
from timeline.web.browser import BRING, mount
from timeline.web.editing import session_may_edit
from timeline.web.front import read_screen
from timeline.web.notices import waiting
from timeline.web.settings import data_folder
from timeline.web.store import CannotOpen, standing
from timeline.web.uploads import MOST_BYTES, UPLOADS

KEY = "bring"
_FIRST_CARDS = 5
_WIDEST = 1040
"""Pixels that the steps take at most (bring.css)."""
_ANEW_SECONDS = 10.0
"""How long the page waits until the record on show is the one that was written."""


@dataclass
class Work:
    """What a session has done on the page.

    Attributes:
        desk: the file, once there is one.
        token: of its upload.
        preview: parts of the page, once they are asked for.
        written: what was written, as a part of the page.
        problem: what is wrong with what was asked last, and at which step.
        agreed: whether the terms of the format are accepted.
        assessed: what is said of publishers and not set yet: publisher and field to value.
        heard: number of what was heard last.
        focus: id of the heading that a step has opened, with that number.
        is_anew: whether the record on show was changed.
    """

    desk: Desk | None = None
    token: str = ""
    preview: Mapping[str, Markup] = field(default_factory=dict)
    written: Markup = field(default_factory=Markup)
    problem: str = ""
    agreed: bool = False
    assessed: dict[Where, str] = field(default_factory=dict)
    heard: int = 0
    focus: str = ""
    is_anew: bool = False


def draw() -> None:
    """Draws the page for whoever may use it."""
    if not session_may_edit():
        st.html(
            '<p class="prose">This page is for a browser on the server’s own machine that opens the dashboard '
            "directly, at localhost or 127.0.0.1. From elsewhere, and through a proxy, nothing can be brought.</p>"
        )
        return
    work = cast(Work, st.session_state.setdefault("_bring", Work()))
    with waiting() as tell:
        _hear(work, tell)
    if work.is_anew:
        work.is_anew = False
        st.rerun()  # the frame around the page still shows the record as it was
    parts = _parts(work)
    mount(
        KEY,
        "drawBring",
        parts,
        {"heard": work.heard, "focus": work.focus},
        BRING,
        on_said_change=_nothing,
    )


def _nothing() -> None:
    """What was said is heard by the page itself, after it has looked at the rights of the session."""


def _hear(work: Work, tell: Callable[[str], None]) -> None:
    """Does what was said since the last time, up to the first thing that cannot be done: that is told."""
    held = st.session_state.get(KEY)
    new = [said for said in read_said(held.get("said") if held else None) if said.number > work.heard]
    if not new:
        return
    work.heard, work.problem = new[-1].number, ""
    try:
        for said in new:
            _take(work, said.path, said.value, tell)
    except BringError as error:
        work.problem, work.focus = str(error), f"bring-problem {work.heard}"


class Said(NamedTuple):
    """One thing that was chosen or pressed."""

    number: int
    path: Where
    value: str


def read_said(sent: object) -> Iterator[Said]:
    """What the page has sent, as far as it is what our script sends.

    >>> list(read_said({"entries": [{"number": 1, "path": ["do", "write"], "value": ""}, {"number": 2}, "x"]}))
    [Said(number=1, path=('do', 'write'), value='')]
    """
    entries = sent.get("entries") if isinstance(sent, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        number, path, value = (entry.get(n) if isinstance(entry, dict) else None for n in ("number", "path", "value"))
        if isinstance(number, int) and isinstance(path, list) and path and isinstance(value, str):
            yield Said(number, tuple(map(str, path)), value)


def _take(work: Work, path: Where, value: str, tell: Callable[[str], None]) -> None:
    """One thing that was chosen or pressed.

    Raises:
        BringError: it cannot be done.
    """
    desk = work.desk
    if path == ("file",):
        _open(work, value)
    elif path[0] == "assess" and len(path) == 3:
        work.assessed[path[1:]] = value
    elif path == ("do", "assess"):
        _assess(work, value)
    elif desk is None:
        raise BringError("There is no file.", "Choose one first.")
    elif path == ("agreed",):
        work.agreed = bool(value)
    elif path[0] == "columns" and len(path) == 2:
        desk.map_column(path[1], value)
        work.preview = {}
    elif path in (("do", "columns"), ("do", "preview")):
        _plan(work, desk, tell)
    elif path == ("do", "write"):
        _write(work, desk, tell)
    elif path == ("do", "again"):
        UPLOADS.drop(work.token)
        work.desk, work.token, work.preview, work.written = None, "", {}, Markup()
        work.focus = f"step-file {work.heard}"
    else:
        desk.answer(path, value)
        work.preview = {}


def _open(work: Work, token: str) -> None:
    desk = Desk(UPLOADS.open(token), data_folder(), MOST_BYTES)
    _ = _until_the_session_ends(token)
    if work.desk:
        desk.take_over(work.desk)
    work.desk, work.token, work.preview, work.written, work.agreed = desk, token, {}, Markup(), False
    work.focus = f"step-columns {work.heard}"


@st.cache_resource(scope="session", show_spinner=False, on_release=UPLOADS.drop)
def _until_the_session_ends(token: str) -> str:
    """Keeps a token until its session ends; then Streamlit releases it, and the file goes."""
    return token


def _plan(work: Work, desk: Desk, tell: Callable[[str], None]) -> None:
    """Works out what would be written, and shows it unless there is something new to decide.

    Raises:
        BringError: it cannot be worked out.
    """
    asked = set(desk.asked) if desk.is_mapped else set()
    desk.make_plan(tell)
    if set(desk.asked) - asked:
        work.preview, work.focus = {}, f"step-decisions {work.heard}"
    else:
        _preview(work, desk, tell)


def _preview(work: Work, desk: Desk, tell: Callable[[str], None]) -> None:
    """The collection as it would be.

    Raises:
        BringError: it cannot be made.
    """
    plan = desk.plan
    if plan is None:
        return
    tell("Making the preview")
    try:
        with previewed(plan) as record:
            balance = render_balance(plan, record.problems)
            work.preview = {"balance": balance, **_as_they_will_be(record, list(plan.events))}
    except OSError as error:
        raise BringError(f"There is no room for the preview: {error.strerror}.") from error
    work.focus = f"step-preview {work.heard}"


def _as_they_will_be(record: Record, events: list[str]) -> dict[str, Markup]:
    """The lanes of the whole record and the first cards of what is brought, by the functions of the opening page."""
    if not events:
        return {"lanes": Markup(), "list": Markup()}
    view, place = record.view(), Place()
    try:
        lanes = answer(view, place, width=min(read_screen().content, _WIDEST)).lanes
        rows = record.find("events", events[:_FIRST_CARDS])
        cards = render_cards(record, rows, view.filter, place.url)
    except NotHere as refusal:
        return {"lanes": Markup('<p class="prose">{}</p>').format(str(refusal)), "list": Markup()}
    head = Markup('<h3 class="title">The timeline as it will be</h3>')
    first = Markup('<h3 class="title">The first cards of what is brought</h3>')
    drawn = {"lanes": head + without_links(lanes), "list": first + without_links(cards)}
    return {"look": theme_rules(record), **drawn}  # its new themes have colours that the record on show does not know


def _write(work: Work, desk: Desk, tell: Callable[[str], None]) -> None:
    """Writes it, and waits until the record on show has it.

    Raises:
        BringError: the terms are not accepted, or it cannot be written.
    """
    plan, before = desk.plan, standing().record
    if desk.terms and not work.agreed:
        raise BringError("The terms of this format are not accepted.", "Read them, and say so in the box.")
    tell("Writing")
    files = desk.write()
    if plan:
        work.written = render_written(files, desk.folder, plan)
        if files and plan.changed:  # recipe and rows that wait are no part of the record
            _wait_for_readers(work, before)
    work.focus = f"step-written {work.heard}"


def _wait_for_readers(work: Work, before: Record) -> None:
    """Waits until readers see what was written."""
    deadline = time.monotonic() + _ANEW_SECONDS
    while standing().record is before and time.monotonic() < deadline:
        time.sleep(0.2)
    work.is_anew = True


def _assess(work: Work, publisher: str) -> None:
    """Writes what was said of a publisher.

    Raises:
        BringError: its entry would have a fault, or it is weak without a reason.
    """
    before = standing().record
    said = {name: value for (of, name), value in work.assessed.items() if of == publisher}
    if said.get("weak") and not said.get("weak_because", "").strip():
        raise BringError(
            "Nothing was set: the publisher is weak, and nobody says why.", "Write the reason beside the box."
        )
    write_assessment(
        data_folder(),
        publisher,
        said.get("control", "unknown"),
        said.get("controlled_by", ""),
        bool(said.get("weak")),
        said.get("weak_because", ""),
    )
    work.assessed = {key: value for key, value in work.assessed.items() if key[0] != publisher}
    work.focus = f"step-assess {work.heard}"
    _wait_for_readers(work, before)


def _parts(work: Work) -> dict[str, Markup]:
    """The steps that are open, in their order."""
    desk, parts = work.desk, {"file": render_file(work.desk, MOST_BYTES)}
    if work.problem:
        problem = Markup('<p class="notices" role="alert" id="bring-problem" tabindex="-1">{}</p>')
        parts["problem"] = problem.format(work.problem)
    if work.written:
        return parts | {"written": work.written} | _assessments(work)
    if desk:
        parts["columns"] = render_columns(desk)
        if desk.is_mapped:
            parts["decisions"] = render_decisions(desk, is_previewed=bool(work.preview))
        if desk.plan and work.preview:
            parts |= work.preview
            parts["write"] = render_write(desk, agreed=work.agreed)
        return parts
    return parts | _assessments(work)


def _assessments(work: Work) -> dict[str, Markup]:
    """Publishers to assess; nothing where there are none, or the record is too large to look at them here."""
    try:
        record = standing().record
        read_tables(record)
        found = assess_first(record)
    except (CannotOpen, NotHere):
        return {}
    return {"assess": render_assessments(record, found, work.assessed)} if len(found) else {}
