"""The page Bring: a file of somebody's becomes a timeline by the keyboard alone, on a page that everybody can read."""

from __future__ import annotations

import json
import time

import httpx2
import pytest

from tests.browser.contrast import faint_texts
from tests.browser.driving import go, overflow, rerun, settled, shown
from tests.browser.test_axe import COLOURS, axe, faults
from tests.writing import event, write_collection
from timeline.bring.empty import write_empty
from timeline.bring.recipe import load_recipe

__all__ = ["axe"]

CSV = (
    "Datum;Titel;Was geschah;Ort;Wer;Quelle;Notiz der Redaktion\n"
    "03/04/2024;Damm bei Höhbeck gebrochen;Der Damm brach auf zwölf Metern.;Höhbeck;Feuerwehr Höhbeck;"
    "https://www.ndr.de/damm.html;von A. am Telefon\n"
    "05/04/2024;Dorf geräumt;340 Menschen verließen das Dorf.;Höhbeck;Landkreis Lüchow;"
    "https://www.ejz.de/dorf.html;\n"
    "07/04/2024;Hilfe beantragt <b>sofort</b>;Der Kreis bat um Hilfe.;Lüchow;Landkreis Lüchow;"
    "https://www.tagesschau.de/hilfe.html;\n"
).encode("cp1252")
IS_AT = "selector => document.activeElement.matches(selector)"
OURS = ".st-key-bring"
DAY_FIRST = "input[type=radio][value='day-first']"


@pytest.fixture
def folder(tmp_path):
    """An empty collection, and a file beside it."""
    write_empty(tmp_path / "floods")
    (tmp_path / "overview.csv").write_bytes(CSV)
    return tmp_path / "floods"


def tab_to(page, selector, most=120):
    """Goes on by Tab until something of this selector has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(IS_AT, selector):
            return
    raise AssertionError(f"{selector} is not reached")


def press(page, selector, then, key="Enter"):
    """Goes to something, presses a key, and waits for the heading that opens; the focus is on it."""
    tab_to(page, selector)
    page.keyboard.press(key)
    page.locator(then).wait_for()
    settled(page)
    assert page.evaluate(IS_AT, then), page.evaluate("document.activeElement.outerHTML")


def choose_file(page, folder):
    tab_to(page, "#bring-input")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(str(folder.parent / "overview.csv"))
    page.locator("#step-columns").wait_for()
    settled(page)


def test_a_file_becomes_a_timeline_by_the_keyboard_alone(fresh_server, folder, page):
    server = fresh_server(folder, TIMELINE_EDIT="local")
    go(page, f"{server.url}/")
    assert "This record has no event yet" in page.locator(".st-key-main").inner_text()
    tab_to(page, ".nothing a")
    page.keyboard.press("Enter")
    page.locator("#step-file").wait_for()
    settled(page)

    choose_file(page, folder)
    assert "cp1252" in page.locator(".part-file").inner_text()
    tab_to(page, "select[aria-label='What Was geschah is']")
    with rerun(page):
        page.keyboard.type("Summ")
    told = page.locator("dl.told").inner_text()
    assert "Datum, Titel, Was geschah, Ort, Wer, Quelle" in told
    assert "Notiz der Redaktion" in told.partition("With the editors")[2]

    press(page, "[data-do=columns]", "#step-decisions")
    assert (
        "Does the day or the month come first in 3 dates?" in page.locator(".part-decisions legend").first.inner_text()
    )
    tab_to(page, "input[type=radio]")
    assert "the rows wait" in page.locator("label:has(input:checked)").inner_text()
    while not page.evaluate(IS_AT, DAY_FIRST):
        page.keyboard.press("ArrowDown")
    settled(page)
    press(page, "[data-do=preview]", "#step-preview")
    balance = page.locator(".part-balance").inner_text()
    assert "3 rows = 3 written + 0 merged + 0 waiting + 0 refused." in balance
    assert "What would be written has no fault." in balance
    assert page.locator(".st-key-bring svg.lanes a.mark").count() == 3
    assert "Hilfe beantragt <b>sofort</b>" in page.locator(".part-list").inner_text()
    assert page.locator(".part-list :is(a[data-go], a[href^='?'])").count() == 0
    assert not (folder / "events").exists()  # nothing is written before the last step

    press(page, "[data-do=write]", "#step-written")
    assert shown(page) == 3
    tab_to(page, ".part-written a")
    page.keyboard.press("Enter")
    page.locator(".st-key-main .event-card").first.wait_for()
    settled(page)
    assert shown(page) == 3
    cards = page.locator(".st-key-main .cards").inner_text()
    assert "3 April 2024" in cards
    assert "Damm bei Höhbeck gebrochen" in cards
    assert "von A. am Telefon" not in page.content()
    answer = httpx2.get(f"{server.url}/api/events").text
    assert "von A. am Telefon" not in answer
    assert len(json.loads(answer)["events"]) == 3


def test_like_events_and_names_are_decided_on_the_page(fresh_server, folder, page):
    write_collection(
        folder,
        {"dam": event(title="Damm bei Höhbeck gebrochen", when="2024-04-03", actors=["feuerwehr-hohbeck"])},
        actors=[{"id": "feuerwehr-hohbeck", "name": "Feuerwehr Höhbeck", "kind": "organisation"}],
    )
    rows = "Datum;Titel;Wer;Quelle\n2024-04-04;Damm bei Höhbeck ist gebrochen;{};https://www.ejz.de/damm.html\n"
    (folder.parent / "overview.csv").write_text(rows.format("Feuerwehr Hoebeck"))
    server = fresh_server(folder, TIMELINE_EDIT="local")
    go(page, f"{server.url}/bring")
    page.locator("#bring-input").set_input_files(str(folder.parent / "overview.csv"))
    page.locator("#step-columns").wait_for()
    settled(page)
    page.locator("[data-do=columns]").click()
    page.locator("#step-decisions").wait_for()
    settled(page)

    who = page.locator("fieldset", has_text="Is “Feuerwehr Hoebeck” in actors the same as Feuerwehr Höhbeck")
    who.get_by_label("Yes").check()
    settled(page)
    page.locator("[data-do=preview]").click()
    pair = page.locator("fieldset", has_text="the same event as dam?")
    pair.wait_for()
    settled(page)
    sides = pair.locator(".samples span").all_inner_texts()
    assert sides[0].startswith("The row: 4 April 2024: Damm bei Höhbeck ist gebrochen")
    assert sides[1].startswith("The event: 3 April 2024")
    pair.get_by_label("The same").check()
    settled(page)
    page.locator("[data-do=preview]").click()
    page.locator("#step-preview").wait_for()
    settled(page)
    assert "1 row = 0 written + 1 merged + 0 waiting + 0 refused." in page.locator(".part-balance").inner_text()
    page.locator("details", has_text="Licence, terms").locator("summary").click()
    page.get_by_label("Terms under which you have it").fill("Not for sale.")
    page.get_by_label("Licence, as its makers name it").fill("CC BY 4.0")
    page.locator("[data-do=preview]").click()
    page.locator("#step-preview").wait_for()
    settled(page)
    page.locator("[data-do=write]").click()
    page.locator("#step-written").wait_for()
    settled(page)
    assert shown(page) == 1
    assert "https://www.ejz.de/damm.html" in (folder / "events/dam.md").read_text()
    assert "Feuerwehr Hoebeck" in (folder / "actors.yaml").read_text()
    recipe = load_recipe(folder / "imports/overview.yaml")
    assert (recipe.licence, recipe.terms) == ("CC BY 4.0", "Not for sale.")


def test_the_page_can_be_read_by_everybody(fresh_server, folder, open_page, axe):
    """All rules at both widths and in both schemes, over all steps at once."""
    server = fresh_server(folder, TIMELINE_EDIT="local")
    page = open_page(width=1280, height=720)
    go(page, f"{server.url}/bring")
    choose_file(page, folder)
    page.locator("[data-do=columns]").click()
    page.locator("#step-decisions").wait_for()
    page.locator(DAY_FIRST).check()
    settled(page)
    page.locator("[data-do=preview]").click()
    page.locator("#step-preview").wait_for()
    settled(page)
    found = {}
    for stage in ("preview", "written"):
        page.evaluate(axe)
        found[stage] = faults(page) | set(faint_texts(page, OURS))
        page.emulate_media(color_scheme="dark")
        page.locator("html[data-scheme=dark]").wait_for(state="attached")
        settled(page)
        found[f"{stage}, dark"] = faults(page, **COLOURS) | set(faint_texts(page, OURS))
        page.set_viewport_size({"width": 360, "height": 740})
        page.wait_for_timeout(500)
        settled(page)
        found[f"{stage}, narrow"] = faults(page) | ({"too wide"} if overflow(page) > 0 else set())
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(color_scheme="light")
        page.wait_for_timeout(500)
        settled(page)
        if stage == "preview":
            page.locator("[data-do=write]").click()
            page.locator("#step-assess").wait_for()
            settled(page)
    assert {where: sorted(what) for where, what in found.items() if what} == {}


def test_pasted_rows_and_publishers(fresh_server, folder, page, tmp_path):
    (tmp_path / "temporary").mkdir()
    server = fresh_server(folder, TIMELINE_EDIT="local", TMPDIR=str(tmp_path / "temporary"))
    go(page, f"{server.url}/bring")
    page.get_by_text("Paste rows instead").click()
    page.get_by_label("Rows, with the names").fill("title,date,url\nDam broken,2024-04-03,https://www.ndr.de/a\n")
    page.get_by_role("button", name="Take these rows").click()
    page.locator("#step-columns").wait_for()
    assert len(list((tmp_path / "temporary").rglob("pasted.csv"))) == 1
    page.locator("[data-do=columns]").click()
    page.locator("#step-preview").wait_for()
    page.locator("[data-do=write]").click()
    page.locator("#step-assess").wait_for()
    settled(page)
    page.get_by_label("Control of").select_option("public-service")
    settled(page)
    page.get_by_role("button", name="Set what is said of").click()
    page.locator("#step-assess").wait_for(state="detached")
    settled(page)
    assert "control: public-service" in (folder / "publishers.yaml").read_text(encoding="utf-8")
    page.close()
    deadline = time.monotonic() + 20
    while list((tmp_path / "temporary").rglob("pasted.csv")) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list((tmp_path / "temporary").rglob("*.csv")) == []  # the file goes with its session


def test_what_cannot_be_read_is_told(fresh_server, folder, page, console_errors):
    server = fresh_server(folder, TIMELINE_EDIT="local")
    go(page, f"{server.url}/bring")
    page.locator("#bring-input").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1"}
    )
    page.get_by_role("alert").wait_for()
    assert "scan.pdf is a PDF, which cannot be read." in page.get_by_role("alert").inner_text()
    big = folder.parent / "big.csv"
    with big.open("wb") as file:
        file.truncate(50_000_001)
    page.locator("#bring-input").set_input_files(str(big))
    assert "50 can be sent" in page.locator(".sending [role=status]").inner_text()


def test_without_the_setting_there_is_no_such_page(serve, page, console_errors):
    go(page, f"{serve().url}/")
    assert page.get_by_role("link", name="Bring", exact=True).count() == 0
    go(page, f"{serve().url}/bring")
    assert page.locator(".st-key-bring").count() == 0
    console_errors.clear()  # Streamlit says that there is no such page
