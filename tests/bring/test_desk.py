"""An import step by step, as the page Bring goes through it."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from timeline.bring.assessments import assess_first
from timeline.bring.desk import Desk
from timeline.bring.empty import write_empty
from timeline.bring.errors import BringError
from timeline.bring.preview import previewed
from timeline.bring.recipe import Recipe
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
from timeline.query.collection import open_collection

HOSTILE = "<img src=x onerror=alert(1)>\"'&"
ROWS = (
    "title;date;url;who;kept back\n"
    "Dam broken;03/04/2024;https://www.ndr.de/a;Fire brigade;told in confidence\n"
    "Village cleared;05/04/2024;;County;\n"
)
DATA_SET = {"title": "Floods", "publisher": "County", "url": "https://county.example/floods"}
ORDER = ("dates", "order")


@pytest.fixture
def folder(tmp_path):
    write_empty(tmp_path / "floods")
    return tmp_path / "floods"


def desk(folder, text=ROWS, name="floods.csv"):
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return Desk(path, folder)


def content(folder):
    """All files of a folder, by their names."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_written_before_the_last_step(folder):
    before, work = content(folder), desk(folder)
    work.make_plan()
    assert (set(work.asked), work.plan.balance) == ({ORDER}, (2, 0, 0, 2, 0))
    work.answer(ORDER, "day-first")
    work.make_plan()
    assert set(work.asked) == {ORDER, ("data_set",)}  # one that nobody could see before
    for name, value in DATA_SET.items():
        work.answer(("data_set", name), value)
    assert work.plan is None  # what was planned is not what was answered
    work.make_plan()
    with previewed(work.plan) as record:
        assert record.sizes["events"] == 2
        assert not record.problems
    assert content(folder) == before
    assert "imports/floods.yaml" in work.write()
    assert open_collection(folder).sizes["events"] == 2


def test_a_question_stays_when_it_is_answered_and_its_answer_can_be_taken_back(folder):
    work = desk(folder)
    work.make_plan()
    work.answer(ORDER, "month-first")
    work.make_plan()
    assert ORDER in work.asked
    assert [outcome.why for outcome in work.plan.outcomes if "order" in outcome.why] == []
    work.answer(ORDER, "")
    work.make_plan()
    assert work.plan.balance.waiting == 2


def test_a_plan_for_other_answers_is_not_written(folder):
    work = desk(folder)
    work.make_plan()
    work.answer(ORDER, "day-first")
    with pytest.raises(BringError, match="not that of the last answers"):
        work.write()


@pytest.mark.parametrize(
    ("column", "field"), [("other", "title"), ("title", "nonsense"), ("title", "figure:any"), ("", "title")]
)
def test_only_columns_and_fields_that_are_there_are_taken(folder, column, field):
    with pytest.raises(BringError):
        desk(folder).map_column(column, field)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (ORDER, "year-first"),
        (("name",), "../../etc"),
        (("data_set", "name"), "x"),
        (("file", "name"), "x"),
        ((), "x"),
    ],
)
def test_only_what_was_asked_can_be_answered(folder, path, value):
    work = desk(folder)
    work.make_plan()
    with pytest.raises(BringError):
        work.answer(path, value)


@pytest.mark.parametrize(
    ("path", "said", "held"),
    [
        (("licence",), " CC  BY 4.0 ", "CC BY 4.0"),
        (("terms",), "Not for sale.\nName us.\n", "Not for sale.\nName us."),
        (("defaults", "themes"), "Floods, Dams; Floods", ("Floods", "Dams")),
        (("defaults", "country"), "Deutschland", "Deutschland"),
        (("defaults", "language"), "German", "German"),
        (("defaults", "source_kind"), "press", "press"),
        (("licence",), "", ""),
    ],
)
def test_what_is_stated_of_the_whole_file_stands_in_the_recipe(folder, path, said, held):
    work = desk(folder)
    work.answer(path, said)
    found = work.recipe
    for part in path:
        found = getattr(found, part)
    assert found == held
    assert work.stated(path) == (", ".join(held) if isinstance(held, tuple) else held)


def test_what_is_stated_holds_for_every_row(folder):
    work = desk(folder)
    work.make_plan()
    work.answer(ORDER, "day-first")
    work.answer(("defaults", "themes"), "High water")
    work.answer(("defaults", "language"), "German")
    work.make_plan()
    work.write()
    tables = open_collection(folder).tables()
    assert (set(tables.events["themes"]), set(tables.themes["name"])) == ({("high-water",)}, {"High water"})
    assert set(tables.sources["language"]) == {"de"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("defaults", "country"), "Atlantis"),
        (("defaults", "language"), "<script>"),
        (("defaults", "source_kind"), "rumour"),
        (("defaults", "figures_by"), "x"),
        (("licence", "name"), "x"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_and_changes_nothing(folder, path, said):
    work = desk(folder)
    before = work.recipe
    with pytest.raises(BringError) as told:
        work.answer(path, said)
    assert "<script>" not in str(told.value) or "“<script>”" in str(told.value)
    assert work.recipe == before


def test_a_file_is_read_as_somebody_says(folder):
    path = folder.parent / "floods.csv"
    path.write_bytes("title|date;of it\nÜberfall|2024;x\n".encode("cp1251", "replace").replace(b"?", b"\xdc"))
    work = Desk(path, folder)
    assert set(work.readings()) == {"encoding", "delimiter", "quote"}
    work.answer(("reading", "encoding"), "cp1252")
    work.answer(("reading", "delimiter"), "|")
    assert work.columns == ["title", "date;of it"]
    assert next(work.input.read()).cells["title"] == "Überfall"
    assert (work.recipe.reading["encoding"], work.recipe.reading["delimiter"]) == ("cp1252", "|")
    work.answer(("reading", "delimiter"), "")  # found anew
    assert len(work.columns) == 2


@pytest.mark.parametrize(
    ("name", "said"), [("encoding", "no-such"), ("encoding", "utf-8"), ("delimiter", "||"), ("sheet", "1")]
)
def test_a_file_that_cannot_be_read_so_stays_as_it_was(folder, name, said):
    path = folder.parent / "floods.csv"
    path.write_bytes("title,date\nÜberfall,2024\n".encode("cp1252"))
    work = Desk(path, folder)
    before = work.recipe, work.columns
    with pytest.raises(BringError):
        work.answer(("reading", name), said)
    assert (work.recipe, work.columns) == before


def test_columns_stay_mapped_when_the_file_is_read_anew(folder):
    work = desk(folder)
    work.map_column("kept back", "show")
    work.make_plan()
    work.answer(("reading", "encoding"), "cp1252")
    assert (work.recipe.columns["kept back"], work.is_mapped, work.plan) == ("show", False, None)


def test_half_a_data_set_is_told(folder):
    work = desk(folder)
    work.make_plan()
    work.answer(ORDER, "day-first")
    work.make_plan()
    work.answer(("data_set", "title"), "Floods")
    with pytest.raises(BringError, match="data_set"):
        work.make_plan()


def test_what_is_public_is_said_in_words(folder):
    work = desk(folder)
    told = work.told()
    assert told.public == ("title", "date", "url", "who")
    assert told.editors == ("kept back",)
    work.map_column("kept back", "show")
    work.map_column("who", "leave")
    assert (work.told().public, work.told().left) == (("title", "date", "url", "kept back"), ("who",))
    work.map_column("kept back", "title")
    assert "“title”, “kept back”" in work.told().doubled[0]


def test_other_columns_are_decided_anew(folder):
    work = desk(folder)
    work.make_plan()
    work.map_column("date", "keep")
    assert (work.plan, work.is_mapped, work.asked) == (None, False, {})


def test_the_same_file_sent_again_keeps_what_was_said_of_it(folder):
    before, work = desk(folder), desk(folder)
    before.map_column("kept back", "show")
    before.make_plan()
    before.answer(ORDER, "day-first")
    work.take_over(before)
    assert (work.recipe, work.answers) == (before.recipe, {ORDER: "day-first"})
    other = desk(folder, ROWS + "Third;07/04/2024;;;\n")
    other.take_over(before)
    assert other.answers == {}


def test_a_file_that_is_gone_is_told(folder):
    work = desk(folder)
    (folder.parent / "floods.csv").unlink()
    with pytest.raises(BringError, match=r"cannot be read"):
        work.make_plan()


def test_a_second_run_takes_the_recipe_and_changes_nothing(folder):
    work = desk(folder)
    work.make_plan()
    work.answer(ORDER, "day-first")
    work.make_plan()
    work.write()
    again = desk(folder)
    assert again.is_known
    again.make_plan()
    assert (again.plan.changed, again.write()) == (0, [])


def test_an_answer_about_a_pair_goes_into_the_recipe():
    recipe = Recipe(name="floods", file={"name": "floods.csv", "sha256": ""}, form="table")
    recipe = recipe.with_answer(("pairs", "row 2", "dam-broken"), "later")
    recipe = recipe.with_answer(("pairs", "row 3", "dam-broken"), "different")
    recipe = recipe.with_answer(("pairs", "row 2", "dam-broken"), "same")
    assert [(pair.row, pair.answer) for pair in recipe.pairs] == [("row 3", "different"), ("row 2", "same")]


def all_steps(work):
    """Every step as HTML."""
    work.make_plan()
    plan = work.plan
    parts = [render_file(work, 50_000_000), render_columns(work), render_decisions(work, is_previewed=False)]
    parts += [render_balance(plan, ()), render_write(work, agreed=False), render_written(["a"], work.folder, plan)]
    return BeautifulSoup("\n".join(map(str, parts)), "html.parser")


def test_what_a_file_says_stays_text(folder):
    rows = f'"{HOSTILE.replace(chr(34), chr(34) * 2)}";date;title;url\n' + "\n".join(
        f'"{HOSTILE.replace(chr(34), chr(34) * 2)}{n}";0{n}/04/2024;"<script>{n}</script>";<b>{n}' for n in range(1, 5)
    )
    work = desk(folder, rows, "<u>.csv")
    page = all_steps(work)
    assert page.find(["script", "img", "u"]) is None
    assert len(page.find_all("b")) == 2  # ours: the file's name and the balance
    paths = [json.loads(part["data-path"]) for part in page.select(".mapping select")]
    assert paths[0] == ["columns", HOSTILE]
    assert not [name for part in page.find_all() for name in part.attrs if name.startswith("on")]


def test_every_control_has_a_name(folder):
    page = all_steps(desk(folder))
    labelled = {label.get("for") for label in page.find_all("label")}
    for control in page.select("input, select, textarea"):
        assert control.get("aria-label") or control.get("id") in labelled or control.find_parent("label"), control
    ids = [part["id"] for part in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_what_happens_without_an_answer_is_said(folder):
    work = desk(folder)
    work.make_plan()
    page = BeautifulSoup(render_decisions(work, is_previewed=False), "html.parser")
    first = page.select_one("fieldset")
    assert "No answer: the rows wait." in first.text
    assert first.select_one("input[checked]")["value"] == ""


def test_publishers_are_assessed_in_their_place(folder):
    work = desk(folder)
    work.make_plan()
    work.answer(ORDER, "day-first")
    work.make_plan()
    work.write()
    record = open_collection(folder)
    page = BeautifulSoup(
        render_assessments(record, assess_first(record), {("ndr-de", "control"): "private"}), "html.parser"
    )
    assert [row.text.split()[0] for row in page.select("tbody th")] == ["ndr.de"]
    assert page.select_one("select option[selected]")["value"] == "private"
    assert "Fire brigade" in page.select("select")[1].text


def test_links_of_a_preview_lead_nowhere():
    html = Markup('<a href="?event=a" data-go>A</a> <a href="https://ndr.de" rel="x">B</a> <use href="#c"/>')
    assert without_links(html) == '<a>A</a> <a href="https://ndr.de" rel="x">B</a> <use href="#c"/>'
