"""The habits of the house that a test can hold: what lies where, what imports what, how large things are."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOT_FILES = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", "pyproject.toml", "Makefile"}
ROOT_FILES |= {"requirements.txt", "requirements-dev.txt", "requirements-archive.txt", "constraints.txt"}
ROOT_FILES |= {"CITATION.cff", "dashboard.py"}
ROOT_FOLDERS = {"pages", "data", "timeline", "tests", "benchmarks", "docs", "var"}
GENERATED = {"__pycache__", "build"}

# What a room may import: rooms of its own row and of the rows above it. A new room needs a row here.
LAYERS = (
    {"collection"},
    {"dates", "evidence", "query", "waves", "ledger", "profiles", "sample"},
    {"charts", "cards", "exchange", "archive", "advice"},
    {"bring", "front", "snapshots"},
    {"web", "commands", "__main__"},
)
ARCHIVE = ROOT / "timeline/archive"
"""The one room that uses the network, and packages of an extra."""
FACADE = "timeline"  # `import timeline` itself, which gathers the public names: for those on top only
FRAMEWORKS = {"streamlit", "starlette"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "shared", "misc"}
MODULE_LINES, FUNCTION_LINES = 400, 60
# Tests and scripts see what they like; these are the product.
PRODUCT = ("timeline", "pages")
OUTSIDE_ASSETS = re.compile(
    r"\bcdn\.|unpkg\.com|jsdelivr|cdnjs|googleapis\.com|gstatic\.com|typekit|cartocdn|fontawesome"
    r"|@import\s+url\(|\bsrc=[\"']https?:|url\([\"']?https?:",
    re.IGNORECASE,
)


def python_files(*folders: str) -> list[Path]:
    """All modules below these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    """A path as it stands in messages and test ids."""
    return path.relative_to(ROOT).as_posix()


PRODUCT_FILES = [*python_files(*PRODUCT), ROOT / "dashboard.py"]
ALL_FILES = [*PRODUCT_FILES, *python_files("tests", "benchmarks")]
each_product_file = pytest.mark.parametrize("path", PRODUCT_FILES, ids=named)
each_file = pytest.mark.parametrize("path", ALL_FILES, ids=named)


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def distributions() -> Mapping[str, list[str]]:
    """Which distributions bring a package: each one's list of files is read for it, half a second in all."""
    return importlib.metadata.packages_distributions()


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every import in the file, wherever it stands: (line, dotted name), `from a import b` as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def room(name: str) -> str | None:
    """The room of timeline/ that a dotted name belongs to, FACADE for the package itself, else None."""
    first, _, rest = name.partition(".")
    if first != "timeline":
        return None
    inner = rest.partition(".")[0]
    is_module = (ROOT / "timeline" / inner).is_dir() or (ROOT / "timeline" / f"{inner}.py").is_file()
    return inner if inner and is_module else FACADE


def layer(name: str) -> int:
    """The row of a room; fails for one that has none."""
    for number, rooms in enumerate(LAYERS):
        if name in rooms:
            return number
    pytest.fail(f"timeline/{name} has no place in LAYERS (tests/test_house.py): say what may import it")


def wrong_imports(tree: ast.Module, own: str) -> list[str]:
    """The imports that go upward from a room of timeline/."""
    wrong = []
    for line, name in imports(tree):
        other = room(name)
        if name.partition(".")[0] in ("pages", "tests", "dashboard", "benchmarks"):
            wrong.append(f"line {line}: {name}")
        elif other == FACADE:
            if layer(own) != len(LAYERS) - 1:
                wrong.append(f"line {line}: {name} (name the module that has it)")
        elif other is not None and layer(other) > layer(own):
            wrong.append(f"line {line}: {name}")
    return wrong


def test_root_holds_only_what_belongs_there() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - GENERATED
    there = {name for name in there if not name.endswith(".egg-info")}
    assert there - ROOT_FILES - ROOT_FOLDERS == set()
    assert ROOT_FILES - there == set(), "missing"


@pytest.mark.parametrize("path", python_files("timeline"), ids=named)
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(ROOT / "timeline").parts[0].removesuffix(".py")
    if own == "__init__":  # the facade gathers public names; nothing below imports it
        rooms = {room(name) for _, name in imports(parse(path))} - {None}
        assert all(layer(other) < layer("web") for other in rooms if other)
        return
    assert wrong_imports(parse(path), own) == []


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("from timeline.query.record import View", "collection"),
        ("from timeline.charts.lanes import plan_lanes", "query"),
        ("from timeline import web", "cards"),
        ("def draw():\n    import timeline.web.state", "exchange"),
        ("import timeline", "evidence"),
        ("from timeline import Filter", "charts"),
        ("import pages.record", "web"),
    ],
)
def test_an_upward_import_is_found(code: str, own: str) -> None:
    assert wrong_imports(ast.parse(code), own) != []


def test_rooms_do_not_import_each_other_in_a_ring() -> None:
    asks: dict[str, set[str]] = {}
    for path in python_files("timeline"):
        own = path.relative_to(ROOT / "timeline").parts[0].removesuffix(".py")
        found = {room(name) for _, name in imports(parse(path))} - {None, FACADE, own}
        asks.setdefault(own, set()).update(name for name in found if name)
    while free := {name for name in asks if not asks[name] & asks.keys()}:
        for name in free:
            del asks[name]
    assert asks == {}, "these import each other"


def test_modules_do_not_import_each_other_in_a_ring() -> None:
    """Not even for types: what two modules need of each other belongs into one of them, or into a third."""
    asks = {path: {target for target in modules_that(path) if target != path} for path in python_files("timeline")}
    while free := [path for path in asks if not asks[path] & asks.keys()]:
        for path in free:
            del asks[path]
    assert sorted(map(named, asks)) == [], "these import each other, or one that does"


def modules_that(path: Path) -> Iterator[Path]:
    """The modules of timeline/ that a file imports anything from."""
    for _, name in imports(parse(path)):
        parts = name.split(".")
        if parts[0] != "timeline":
            continue
        places = [ROOT.joinpath(*p).with_suffix(".py") for p in (parts, parts[:-1])]
        yield from [found for found in (*places, ROOT.joinpath(*parts, "__init__.py")) if found.is_file()][:1]


# What pages, cards, charts, exports and routes ask a record or a view for is in timeline/query/record.py; these
# names are its tables, its row numbers and its indexes, and stay behind that door.
BEHIND_THE_DOOR = {"events", "claims", "positions", "sources", "links", "rows", "index", "event_rows", "row_numbers"}
RECORDS = {"record", "view", "tables", "today", "collection", "read_tables", "whole_record"}
OUTSIDE = ("pages", "timeline/web", "timeline/charts", "timeline/cards", "timeline/front", "timeline/exchange")


def looks_behind_the_door(tree: ast.Module) -> list[str]:
    """Where a table, row number or index of a record is read: ``view.events``, ``context.view.record.claims``."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in BEHIND_THE_DOOR and last_name(node.value) in RECORDS
    ]


def last_name(node: ast.expr) -> str:
    """What an expression is called: of ``a.b.record`` and of ``a.record()`` it is "record"."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("path", python_files(*OUTSIDE), ids=named)
def test_nobody_looks_behind_the_door(path: Path) -> None:
    """Under another name mypy refuses it: ``Record`` and ``View``, by which all of these are typed, have no tables."""
    assert looks_behind_the_door(parse(path)) == []


@pytest.mark.parametrize(
    "code",
    [
        "view.events",
        "context.view.record.claims",
        "record.view(flt).rows",
        "record.tables().sources",
        "view.record.index",
    ],
)
def test_a_look_behind_the_door_is_found(code: str) -> None:
    assert len(looks_behind_the_door(ast.parse(code))) == 1


def test_what_is_typed_as_a_record_or_a_view_has_no_tables() -> None:
    from timeline.query.record import Record, View

    for kind in (Record, View):
        assert {
            name for name in dir(kind) if name in BEHIND_THE_DOOR
        } | kind.__annotations__.keys() & BEHIND_THE_DOOR == set()


# What of Streamlit's shows text that it reads as Markdown: in its first argument, in these named ones, and for some in
# their options. What comes from the address, the collection or a form goes through as_text().
MARKDOWN = set(
    re.findall(
        r"\w+",
        "caption markdown write write_stream title header subheader badge latex error warning info success toast "
        "status spinner progress expander popover tabs dialog metric button download_button link_button page_link "
        "menu_button form_submit_button checkbox toggle radio pills segmented_control selectbox multiselect "
        "select_slider slider text_input text_area number_input date_input time_input datetime_input file_uploader "
        "camera_input audio_input color_picker",
    )
)
MARKDOWN_NAMED = {"label", "body", "text", "title", "help", None}
"""None is ``**more``, which may hold any of them."""
MARKDOWN_OPTIONS = {"radio", "pills", "segmented_control"}


def stands_in_the_code(node: ast.expr | None) -> bool:
    """Whether a text comes from nowhere else: it is written out, a constant, or one of a constant's; or is escaped."""
    match node:
        case ast.Constant() | ast.Call(func=ast.Name(id="as_text")):
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.Subscript(value=ast.Name(id=name)) | ast.Attribute(value=ast.Name(id=name), attr="__getitem__"):
            return name.isupper()
        case ast.Lambda(body=told):
            return stands_in_the_code(told)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(stands_in_the_code, parts))
    return False


def texts_as_markdown(call: ast.Call, name: str) -> Iterator[ast.expr | None]:
    """The arguments of a call that Streamlit reads as Markdown; None for one that is not given and has to be."""
    named_ones = {keyword.arg: keyword.value for keyword in call.keywords}
    yield from [value for key, value in named_ones.items() if key in MARKDOWN_NAMED]
    if name == "page_link":  # what stands first is a page, and its title is shown where no label is given
        yield named_ones.get("label")
    else:
        yield from call.args if name == "write" else call.args[:1]
    if name in MARKDOWN_OPTIONS:
        yield named_ones.get("format_func")


def data_as_markdown(tree: ast.Module) -> list[str]:
    """Where Streamlit may read data as Markdown: a text that is not escaped, or a call by another name."""
    calls = {node.func: node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    wrong = [f"line {line}: {name}" for line, name in imports(tree) if name.removeprefix("streamlit.") in MARKDOWN]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MARKDOWN:
            called = calls.get(node)
            if called and not all(map(stands_in_the_code, texts_as_markdown(called, node.attr))):
                wrong.append(f"line {node.lineno}: {ast.unparse(called)[:100]}")
            elif not called and last_name(node.value) == "st":
                wrong.append(f"line {node.lineno}: {ast.unparse(node)} by another name")
    return wrong


@pytest.mark.parametrize("path", python_files("pages", "timeline/web"), ids=named)
def test_no_data_is_read_as_markdown(path: Path) -> None:
    assert data_as_markdown(parse(path)) == [], "write as_text(…), from timeline.web.running_text"


@pytest.mark.parametrize(
    "code",
    [
        *("st.caption(text)", "st.error(str(error))", "left.write('Found', words)", "st.caption(f'{n} events')"),
        *("st.header('About ' + name)", "box.warning('%s' % text)", "st.info('{}'.format(text))", "st.tabs(['A', b])"),
        *("st.button('Go', help=told)", "st.toggle(label=facet.label)", "st.text_input('Find', **more)"),
        *("st.pills('Theme', names)", "st.pills('Theme', ids, format_func=lambda i: names[i])"),
        *("st.page_link(page)", "st.page_link(page, label=page.title)", "widget = st.pills"),
        *("from streamlit import caption", "@st.dialog(title)\ndef draw(): ..."),
    ],
)
def test_data_that_is_read_as_markdown_is_found(code: str) -> None:
    assert len(data_as_markdown(ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        *("st.caption(as_text(text))", "st.error('No.')", "st.button(CITE, help=_HELP[name])", "st.html(text)"),
        *("st.pills('Theme', ids, format_func=lambda i: as_text(names[i]))", "st.selectbox('Who', ids, format_func=f)"),
        *("st.radio('By', STEPS, format_func=STEPS.__getitem__)", "st.page_link(page, label=as_text(page.title))"),
    ],
)
def test_text_of_our_own_is_left_alone(code: str) -> None:
    assert data_as_markdown(ast.parse(code)) == []


@pytest.mark.parametrize("path", python_files("pages"), ids=named)
def test_pages_import_no_page(path: Path) -> None:
    own = {page.stem for page in python_files("pages")}
    roots = {name.partition(".")[0] for _, name in imports(parse(path))}
    assert roots & ({"pages", "dashboard"} | own) == set()


@each_product_file
def test_streamlit_stays_where_it_belongs(path: Path) -> None:
    at = named(path)
    if at == "dashboard.py" or at.startswith(("pages/", "timeline/web/")):
        return
    assert [found for found in imports(parse(path)) if found[1].partition(".")[0] in FRAMEWORKS] == []


def test_importing_timeline_stays_light() -> None:
    heavy = ("streamlit", "starlette", "plotly", "dateparser")
    code = f"import sys, timeline; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@each_product_file
def test_what_is_imported_is_required(path: Path) -> None:
    names = ["requirements.txt", *(["requirements-archive.txt"] if path.is_relative_to(ARCHIVE) else [])]
    lines = [line for name in names for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    required = {re.split(r"[<>=\[ ]", line)[0].lower() for line in lines if line and line[0] != "#"}
    providers = distributions()
    roots = {name.partition(".")[0] for _, name in imports(parse(path))}
    third_party = roots - sys.stdlib_module_names - {"timeline"}
    missing = {name for name in third_party if not {d.lower() for d in providers.get(name, [])} & required}
    assert missing == set(), f"not in {' or '.join(names)}"


@each_product_file
def test_only_the_command_uses_the_archive(path: Path) -> None:
    """It asks other machines, and its packages are an extra: the server has nothing to do with it."""
    if path.is_relative_to(ARCHIVE) or path == ROOT / "timeline/commands/archive.py":
        return
    assert [found for found in imports(parse(path)) if found[1].startswith("timeline.archive")] == []


@each_file
def test_names_say_something(path: Path) -> None:
    assert set(path.relative_to(ROOT).with_suffix("").parts) & VAGUE_NAMES == set()


@each_file
def test_modules_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    limit = MODULE_LINES if path in PRODUCT_FILES else 2 * MODULE_LINES
    assert len(text.splitlines()) <= limit
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("path", python_files("pages"), ids=named)
def test_every_page_is_registered(path: Path) -> None:
    strings = {
        node.value
        for node in ast.walk(parse(ROOT / "timeline/web/pages.py"))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert any(text.endswith(path.name) for text in strings), "not named in timeline/web/pages.py"


def own_text_files() -> list[Path]:
    """Code, templates, styles and settings of our own that may end up in a browser."""
    found = [path for folder in (*PRODUCT, ".streamlit") for path in (ROOT / folder).rglob("*") if path.is_file()]
    foreign = {"__pycache__", "vendor"}
    kept = [path for path in found if not foreign & set(path.parts) and path.suffix != ".pyc"]
    return [*sorted(kept), ROOT / "dashboard.py"]


@pytest.mark.parametrize("path", own_text_files(), ids=named)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [f"line {number}: {line}" for number, line in enumerate(lines, 1) if OUTSIDE_ASSETS.search(line)] == []


def make_targets() -> set[str]:
    """The targets of the Makefile that a person calls."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_commands_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    called = set(re.findall(r"\bmake (?:[A-Z_]+=\S+ )*([a-z][a-z-]*)", code))
    assert called - make_targets() == set()
    assert {"run", "test"} <= called if name == "README.md" else {"check"} <= called


def test_settings_that_the_readme_names_reach_the_server() -> None:
    told = set(re.findall(r"\b([A-Z_]+)=\S+ make run", (ROOT / "README.md").read_text(encoding="utf-8")))
    passed = re.search(r"^export (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert passed
    assert "TIMELINE_DATA" in told
    assert told <= set(passed[1].split())


def test_paths_that_the_readme_names_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text))
    assert {path for path in linked if not (ROOT / path).exists()} == set()


def test_change_log_and_citation_know_this_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {version[1]}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


SUBJECT = re.compile(
    r"drone|missile|intercept|strike|ukrain|russia|kyiv|moscow|lavrov|putin|anchorage|abu.dhabi|air force",
    re.IGNORECASE,
)
"""Words of the record that the project ships."""
KNOWS_A_SUBJECT = "timeline/collection/first_series.py"
LANGUAGES = re.compile(r"English, Russian, Ukrainian, German (and|or) French")
READS_DATES = re.compile(r"timeline/(dates|collection/date)")
"""Where the names of languages and time zones belong."""


def subject_words(text: str) -> list[str]:
    """Lines that name the subject; ``strikes`` alone is the fixed name of the table of a series' days."""
    name = re.compile(r"(?<=\.)strikes\b|(?<=[\"`])strikes(?=[\"`])|\bstrikes(?=\s*[:=])")
    lines = enumerate(LANGUAGES.sub("", name.sub("", text)).splitlines(), 1)
    return [f"line {number}: {line.strip()}" for number, line in lines if SUBJECT.search(line)]


@pytest.mark.parametrize("path", [p for p in own_text_files() if named(p) != KNOWS_A_SUBJECT], ids=named)
def test_the_software_knows_no_subject(path: Path) -> None:
    if READS_DATES.match(named(path)) or path.suffix in (".png", ".gz"):
        return
    assert subject_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["_KINDS = ('drones',)", "# how heavy the strikes were", '"Strike days"', "about strikes and talks"]
)
def test_a_word_of_the_subject_is_found(line: str) -> None:
    assert subject_words(line) != []
