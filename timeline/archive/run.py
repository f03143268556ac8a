"""A run: every cited address is asked, what it gives is kept, and what changed or is gone since is told.

It is for an editor's machine and is never called by the server.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from timeline.archive.errors import NotCopied, Unanswered
from timeline.archive.exchange import Answer, Network
from timeline.archive.keep import Keeper, wacz_of
from timeline.archive.manners import Manners
from timeline.archive.text import TakeOut, read_text, take_out_apart
from timeline.archive.visit import visit
from timeline.collection.copies import COPIED, FAILED, GONE, INDEX, TIME_FORM, Copies, Visit, load_visits, sum_up
from timeline.collection.folder import Folder
from timeline.exchange.csv_tables import defuse
from timeline.query.collection import open_collection

Tell = Callable[[str], None]
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_GONE = (404, 410)


class IndexFaulty(ValueError):
    """The index cannot be read, so nothing is added to it."""


class Report(NamedTuple):
    """What a run found."""

    visits: tuple[Visit, ...]
    copies: Mapping[str, Copies]
    """What is now known of each address that was ever asked."""
    left: int
    """Addresses that were not asked: the limit was reached."""

    def lines(self) -> list[str]:
        """In words: what changed, what is gone, what could not be copied, and how many of all."""
        found = [f"{visit.url}: {told}" for visit in self.visits if (told := self._of(visit))]
        number = Counter(visit.outcome for visit in self.visits)
        total = f"Asked: {len(self.visits):,}. Copied: {number[COPIED]:,}. Not found: {number[GONE]:,}. "
        total += f"Not copied for other reasons: {number[FAILED]:,}."
        return [*found, total + (f" Left for the next run: {self.left:,}." if self.left else "")]

    def _of(self, visit: Visit) -> str:
        """What a visit brought that the editor should know; "" for a copy like the one before."""
        known = self.copies[visit.url]
        if visit.outcome == COPIED:
            return known.change_words if known.change and known.change[1] == visit else ""
        since = known.words if known.gone_since else ""
        return "; ".join(part for part in (visit.reason, since) if part)


def archive_record(
    path: str | os.PathLike[str],
    *,
    only_new: bool = False,
    limit: int | None = None,
    network: Network | None = None,
    take_out: TakeOut = take_out_apart,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    tell: Tell = lambda words: None,
) -> Report:
    """Asks for the documents that a collection cites and keeps them below its folder, in ``archive/``.

    What was kept stays kept when the run is broken off.

    Args:
        path: the collection's folder.
        only_new: whether addresses that we have a copy of are passed over.
        limit: the most addresses that are asked: those never asked first, then those asked longest ago.
        network: how it is asked.
        take_out: what finds the main text of a page.
        now: the time.
        tell: called with each address that is asked.

    Raises:
        IndexFaulty: ``archive/index.csv`` cannot be read.
    """
    network = network or Network()
    folder = Folder(Path(path))
    before = load_visits(folder)
    if folder.problems:
        raise IndexFaulty(f"{folder.problems[0]} Mend it or move it away, then run again.")
    urls = list(dict.fromkeys(open_collection(path).sources["url"]))
    chosen, left = _choose(urls, before, only_new, limit)
    place = folder.path / Path(INDEX).parent
    place.mkdir(exist_ok=True)
    (place / ".gitignore").write_text("# texts of third parties: they are not published\n*\n", encoding="utf-8")
    made: list[Visit] = []
    with Keeper(place, now()) as keeper:
        try:
            for found in _visits(chosen, network, now, tell, _Shelf(place, before, keeper), take_out):
                made.append(found)
        finally:
            made = _settle(made)
            _write(folder.path / INDEX, made)
    return Report(tuple(made), sum_up([*before, *made]), left)


def _choose(urls: Sequence[str], before: Iterable[Visit], only_new: bool, limit: int | None) -> tuple[list[str], int]:
    """The addresses to ask, those of one host spread out, and how many more there would be."""
    asked: dict[str, str] = {}
    copied: set[str] = set()
    for found in before:
        asked[found.url] = max(found.time, asked.get(found.url, ""))
        copied |= {found.url} if found.outcome == COPIED else set()
    wanted = sorted((url for url in urls if not (only_new and url in copied)), key=lambda url: asked.get(url, ""))
    chosen = wanted[:limit]
    turns: Counter[str] = Counter()
    rank = {}
    for url in chosen:
        host = urlsplit(url).hostname or ""
        rank[url] = turns[host]
        turns[host] += 1
    return sorted(chosen, key=lambda url: rank[url]), len(wanted) - len(chosen)


class _Shelf:
    """Keeps a copy once: one that is the same to the byte as an earlier one is not written again."""

    def __init__(self, place: Path, before: Iterable[Visit], keeper: Keeper) -> None:
        self._place, self._keeper = place, keeper
        self._files = {(found.url, found.sha256): found.file for found in before if found.outcome == COPIED}

    def put(self, url: str, sha256: str, answers: Sequence[Answer], moment: datetime, title: str) -> str:
        """The file that holds the copy."""
        file = self._files.get((url, sha256), "")
        if file and any((self._place / name).is_file() for name in (file, wacz_of(file))):
            return file
        return self._keeper.add(answers, moment, title)


def _visits(
    urls: Sequence[str], network: Network, now: Callable[[], datetime], tell: Tell, shelf: _Shelf, take_out: TakeOut
) -> Iterator[Visit]:
    """Asks one address after the other."""
    manners = Manners(network)
    for number, url in enumerate(urls, 1):
        tell(f"{number:,} of {len(urls):,}: {url}")
        moment = now().astimezone(UTC).replace(microsecond=0)
        at = moment.strftime(TIME_FORM)
        try:
            answers = visit(url, network, manners)
        except NotCopied as error:
            yield Visit(url, at, GONE if isinstance(error, Unanswered) else FAILED, reason=str(error))
            continue
        yield _seen(Visit(url, at, COPIED), answers, moment, shelf, take_out)


def _seen(made: Visit, answers: Sequence[Answer], moment: datetime, shelf: _Shelf, take_out: TakeOut) -> Visit:
    """The visit with what its answers say."""
    last = answers[-1]
    led = " ".join(answer.url for answer in answers[1:])
    made = made._replace(status=str(last.status), redirects=led)
    if last.status != 200 or not last.body:
        said = f"the server answers {last.status}" if last.status != 200 else "the server sends an empty document"
        return made._replace(outcome=GONE if last.status in _GONE else FAILED, reason=said)
    told = last.header("content-type").partition(";")[0].strip().lower()
    media_type = told if _MEDIA_TYPE.fullmatch(told) else ""
    text = read_text(last.body, media_type, take_out)
    sha256 = hashlib.sha256(last.body).hexdigest()
    return made._replace(
        media_type=media_type,
        title=defuse(text.title),
        size=str(len(last.body)),
        sha256=sha256,
        text_sha256=text.sha256,
        text_by=text.by,
        file=shelf.put(made.url, sha256, answers, moment, text.title),
    )


def _settle(visits: Sequence[Visit]) -> list[Visit]:
    """The visits of a run; where nobody at all answered, it is our own connection that is missing."""
    if any(found.status for found in visits):
        return list(visits)
    alone = "; nobody answered in this run, so it says nothing about the address"
    return [v._replace(outcome=FAILED, reason=v.reason + alone) if v.outcome == GONE else v for v in visits]


def _write(index: Path, visits: Sequence[Visit]) -> None:
    """Adds visits to the index, all of them or none: whoever reads it meanwhile sees the old one or the new one."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    before = index.read_bytes() if index.is_file() else b""
    if not before:
        writer.writerow(Visit._fields)
    writer.writerows(visits)
    between = b"" if not before or before.endswith(b"\n") else b"\n"
    part = index.with_name(f".{index.name}.part")
    part.write_bytes(before + between + target.getvalue().encode())
    part.replace(index)
