"""The documents that a row cites, as the sources of an event hold them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from timeline.bring.cast import Cast
from timeline.bring.cells import Cells, as_text
from timeline.bring.codes import language_code
from timeline.bring.duplicates import same_address
from timeline.bring.names import fold, make_slug
from timeline.bring.publishers import split_archived
from timeline.bring.recipe import DataSetEntry, Recipe
from timeline.bring.when import DateAnswers, read_when
from timeline.collection.entries import MAX_LINE
from timeline.collection.vocabulary import SOURCE_KINDS
from timeline.collection.web_addresses import is_url

Document = dict[str, Any]
_PARTS: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "link", "href", "address", "uri"),
    "title": ("title", "headline", "name"),
    "publisher": ("publisher", "outlet", "source", "organization", "organisation", "site", "website"),
    "published": ("published", "date", "published_date"),
    "archived": ("archived", "archive", "archive_url", "archived_url"),
}
"""What the parts of a document in a nested list are called."""


class Documents:
    """Makes documents out of cells.

    Args:
        recipe: defaults, and the data set.
        cast: who publishes.
        named: local name of a document by its address, where it has one already.
        answers: how dates are read.
        described: documents that others than this import describe, by address.

    Attributes:
        differing: addresses that rows describe in more than one way; the first one counts.
    """

    def __init__(
        self,
        recipe: Recipe,
        cast: Cast,
        named: dict[str, str],
        answers: DateAnswers,
        described: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._recipe, self._cast, self._named, self._answers = recipe, cast, named, answers
        self._addresses = {same_address(url): url for url in named}
        """Each address as it was written first, by what is the same in all its spellings."""
        self._known = {url: dict(document) for url, document in described.items()}
        self.differing: dict[str, None] = {}

    def of(self, cells: Cells) -> dict[str, Document]:
        """The documents that a row cites, by local name; none where it has no address and there is no data set."""
        found = [*self._described(cells), *self._listed(cells.raw("sources"))]
        if not found and self._recipe.data_set:
            found = [self._data_set(cells, self._recipe.data_set)]
        return {self.name(document): document for document in found}

    def one(self, cells: Cells) -> Document | None:
        """The document that a row of a bibliography is; None where it has no address."""
        return next(iter(self._described(cells)), None)

    def _described(self, cells: Cells) -> Iterator[Document]:
        """What the columns on the source say: all parts of the first address, for further ones the address only."""
        addresses = [word for text in cells.texts("url") for word in text.split() if is_url(word)]
        for number, address in enumerate(dict.fromkeys(addresses)):
            parts = {} if number else {field: cells.line(field) for field in _FIELDS}
            yield self._make(address, parts)

    def _listed(self, value: Any) -> Iterator[Document]:
        """What a nested list says, whose items are addresses or have parts."""
        for item in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
            if not isinstance(item, dict):
                yield from (self._make(word, {}) for word in as_text(item).split() if is_url(word))
                continue
            given = {fold(str(name)).replace(" ", "_"): as_text(part) for name, part in item.items()}
            parts = {
                part: next((given[name] for name in names if given.get(name)), "") for part, names in _PARTS.items()
            }
            if is_url(parts["url"]):
                yield self._make(parts["url"], parts | {"source_title": parts["title"]})

    def _make(self, address: str, parts: Mapping[str, str]) -> Document:
        url, archived = split_archived(address)
        url = self._addresses.setdefault(same_address(url), url)
        archived = archived or (parts.get("archived", "") if is_url(parts.get("archived", "")) else "")
        defaults = self._recipe.defaults
        document: Document = {
            "publisher": self._cast.publisher(url, parts.get("publisher", "")),
            "via": self._cast.publisher("", parts["via"]) if parts.get("via") else "",
            "citing": parts.get("citing", ""),
            "title": (parts.get("source_title") or _shown(url))[:MAX_LINE],
            "url": url,
            "published": self._day(parts.get("published", "")),
            "language": language_code(parts.get("language", "") or defaults.language),
            "kind": _kind(parts.get("source_kind", "") or defaults.source_kind),
            "archived": archived,
        }
        return self._as_first({field: value for field, value in document.items() if value})

    def _as_first(self, document: Document) -> Document:
        """One document is described in one way: as the first row does, or who cited it before. Citing may differ."""
        first = self._known.setdefault(document["url"], document)
        same = {field: first[field] for field in _ONE_WAY if first.get(field)}
        if any(document.get(field, same.get(field)) != same.get(field) for field in _ONE_WAY):
            self.differing[document["url"]] = None
        return same | ({"citing": document["citing"]} if document.get("citing") else {})

    def without_address(self, cells: Cells) -> str:
        """What columns on sources say beside addresses, which no document can hold."""
        listed = cells.raw("sources")
        items = [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []
        texts = [text for text in (*cells.texts("url"), *items) if any(not is_url(word) for word in text.split())]
        whole = (
            [json.dumps(item, ensure_ascii=False) for item in listed if _lacks_address(item)] if items != listed else []
        )
        return "\n".join([*texts, *whole]) if isinstance(listed, list) else "\n".join(texts)

    def _data_set(self, cells: Cells, given: DataSetEntry) -> Document:
        """The data set, which says in ``citing`` whom it has the row from."""
        document: Document = {
            "publisher": self._cast.publisher("", given.publisher),
            "citing": (cells.line("citing") or cells.line("publisher"))[:MAX_LINE],
            "title": f"{given.title}, version {given.version}" if given.version else given.title,
            "url": given.url,
            "published": given.published or "",
            "kind": "dataset",
        }
        return {field: value for field, value in document.items() if value}

    def _day(self, text: str) -> str:
        """When a document was published; "" where the words do not say it without a doubt."""
        return read_when({"when": text}, self._answers, {}).edtf if text else ""

    def name(self, document: Document) -> str:
        """The local name, one for each address."""
        url = document["url"]
        if url not in self._named:
            host = make_slug((urlsplit(url).hostname or "").removeprefix("www."))[:60].strip("-")
            self._named[url] = f"{host or 'document'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
        return self._named[url]


def _lacks_address(item: Any) -> bool:
    """Whether an item of a nested list has parts, and no address among them."""
    if not isinstance(item, dict):
        return False
    given = {fold(str(name)).replace(" ", "_"): as_text(part) for name, part in item.items()}
    return bool(given) and not any(is_url(given.get(name, "")) for name in _PARTS["url"])


_ONE_WAY = ("publisher", "via", "title", "url", "published", "language", "kind", "archived")
_FIELDS = ("source_title", "publisher", "via", "citing", "published", "language", "source_kind", "archived")


def _shown(url: str) -> str:
    """What stands for the title of a document that nobody names: its address, without what every address has."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def _kind(text: str) -> str:
    """A word for a kind of document as the record has it; "" for any other."""
    folded = fold(text).replace(" ", "")
    return folded if folded in SOURCE_KINDS else ""
