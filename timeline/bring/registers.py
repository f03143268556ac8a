"""What an import adds to collection.yaml and to the registers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.events import counts_by, title_of
from timeline.bring.fields import FIGURE
from timeline.bring.forms import FORMS
from timeline.bring.known import REGISTERS, Known, Value
from timeline.bring.plan import Plan
from timeline.bring.yaml_edit import add_items, dump_yaml, inline, replace_item
from timeline.collection.yaml_text import MAX_LIST_NODES, parse_yaml

_ABOUT = "collection.yaml"
_FURTHER = ("topics", "statements", "corrections")
"""Lists that only our own exports bring along; ``documents`` and, into a new folder, ``coverage`` as well."""


def register_files(plan: Plan) -> dict[str, bytes]:
    """collection.yaml and the lists, as far as they change; all that a new folder needs.

    Raises:
        BringError: the collection declares its figures in the older way, and none can be added.
    """
    files = {}
    for name in REGISTERS:
        text = plan.known.text(f"{name}.yaml")
        new = [*_entries_brought(plan, name), *_entries_used(plan, name)]
        if not text:
            new = [*_entries_named(plan.known, name, new), *new]
        for (register, entry), aliases in plan.cast.aliases.items():
            if register == name:
                text = _add_aliases(text, name, entry, aliases)
        if new or plan.known.is_new:
            files[f"{name}.yaml"] = (add_items(text, name, new) or dump_yaml({name: []})).encode()
        elif text != plan.known.text(f"{name}.yaml"):
            files[f"{name}.yaml"] = text.encode()
    for name in _FURTHER:
        if new := _entries_brought(plan, name):
            files[f"{name}.yaml"] = add_items(plan.known.text(f"{name}.yaml"), name, new).encode()
    if documents := _documents_brought(plan):
        files["documents.yaml"] = add_items(plan.known.text("documents.yaml"), "documents", documents).encode()
    if plan.known.is_new:
        files |= _files_of_new(plan)
    about = _about(plan)
    return files | ({_ABOUT: about} if about else {})


def _entries_used(plan: Plan, name: str) -> Iterable[Mapping[str, Any]]:
    """New entries that something of what is written names; a row that waits brings nobody."""
    used: set[str] = set()
    for value in plan.events.values():
        documents = value.get("sources", {}).values()
        used |= (
            {*value.get(name, ()), value.get("figures", {}).get("by", "")}
            if name != "publishers"
            else _put_out(documents)
        )
    if name == "publishers":
        used |= _put_out(plan.documents.values())
    for entry in plan.cast.new[name].values():
        if entry["name" if name == "publishers" else "id"] in used:
            yield entry


def _put_out(documents: Iterable[Mapping[str, Any]]) -> set[str]:
    return {str(document.get(part, "")) for document in documents for part in ("publisher", "via")}


def _entries_brought(plan: Plan, name: str) -> list[Mapping[str, Any]]:
    """Entries of a list that came with the file and that the collection does not have."""
    given = plan.input.lists.get(name, ())
    if not given:
        return []
    text = plan.known.text(f"{name}.yaml")
    there = parse_yaml(text, max_nodes=MAX_LIST_NODES).value.get(name, []) if text else []
    known = [_identity(entry) for entry in there]
    return [entry for entry in given if _identity(entry) not in known]


def _documents_brought(plan: Plan) -> list[Mapping[str, Any]]:
    """Documents of an export that the collection has by no event and in no list; each with an id of its own."""
    known, found = plan.known, list[Mapping[str, Any]]()
    taken = {str(entry.get("id")) for entry in known.documents.values()}
    for document in plan.input.lists.get("documents", ()):
        if document["url"] in known.documents or document["url"] in known.addresses:
            continue
        name, number = document["id"], 2
        while name in taken:
            name, number = f"{document['id']}-{number}", number + 1
        taken.add(name)
        found.append({**document, "id": name})
    return found


def _files_of_new(plan: Plan) -> dict[str, bytes]:
    """Coverage and the days of the series: a collection that is there says these itself."""
    files = {}
    if coverage := plan.input.lists.get("coverage"):
        files["coverage.yaml"] = dump_yaml({"coverage": list(coverage)}).encode()
    if plan.input.days:
        target = io.StringIO()
        writer = csv.DictWriter(target, list(plan.input.days[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(plan.input.days)
        files[plan.input.about["series"]["file"]] = target.getvalue().encode()
    return files


def _identity(entry: Mapping[str, Any]) -> Any:
    """What makes an entry one of a kind: its id, a document's address, or all of it."""
    return entry.get("id") or entry.get("document") or dict(entry)


def _entries_named(known: Known, name: str, new: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Entries for what events of a folder without this register name: with it, they have to be in it."""
    if known.is_new:
        return
    there = {entry["id"] for entry in new}
    for entry in getattr(known.register, name).values():
        if entry.id not in there:
            yield {field: value for field, value in entry.model_dump().items() if value not in (None, "", (), "false")}


def _add_aliases(text: str, name: str, entry: str, aliases: Iterable[str]) -> str:
    items = parse_yaml(text, max_nodes=MAX_LIST_NODES).value[name]
    number = next(number for number, item in enumerate(items) if item["id"] == entry)
    item = dict(items[number])
    item["aliases"] = list(dict.fromkeys([*item.get("aliases", []), *aliases]))
    return replace_item(text, name, number, item)


def _about(plan: Plan) -> bytes | None:
    """collection.yaml of a new folder, or with further figures; None where it stays.

    Raises:
        BringError: figures cannot be added to what it says.
    """
    figures = [figure for figure in _figures(plan) if figure["id"] not in plan.known.figures]
    if plan.known.is_new:
        return dump_yaml(_said(plan) | {"figures": [*plan.input.about.get("figures", ()), *figures]}).encode()
    if not figures:
        return None
    text = plan.known.text(_ABOUT)
    if not plan.known.declares:
        raise BringError(
            f"{plan.known.path / _ABOUT} does not declare what is counted.",
            "Add `figures:` with the figures that its events have (the codebook says how), or map no figure.",
        )
    return add_items(text, "figures", figures).encode()


def _said(plan: Plan) -> Value:
    """What a new collection says of itself: what came with the file, else what is known of it."""
    if plan.input.about:
        return dict(plan.input.about)
    recipe = plan.recipe
    title = recipe.data_set.title if recipe.data_set else title_of(recipe.file.name)
    return {"title": title, **({"licence": {"name": recipe.licence}} if recipe.licence else {})}


def _figures(plan: Plan) -> Iterable[Mapping[str, Any]]:
    """Declarations of what the file's columns count, if anything of it is written."""
    if not counts_by(plan.recipe):
        return
    declared = {figure["id"]: figure for figure in FORMS[plan.recipe.form].figures}
    for column, field in plan.recipe.columns.items():
        name = field.removeprefix(FIGURE)
        if field.startswith(FIGURE):
            yield declared.get(name) or {
                "id": name,
                "label": column,
                "unit": inline({"one": column, "many": column}),
            }
