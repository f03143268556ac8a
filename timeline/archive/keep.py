"""Copies on disk: one WARC file a run, packed as WACZ at its end, so that any player of web archives opens it."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from types import TracebackType

from wacz.main import main as run_wacz
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from timeline.archive.exchange import AGENT, Answer
from timeline.collection.copies import TIME_FORM

_ENDING = ".warc.gz"


def wacz_of(warc: str) -> str:
    """The name of the WACZ that a WARC is packed into."""
    return f"{warc.removesuffix(_ENDING)}.wacz"


class Keeper:
    """Writes the copies of one run; a run that keeps none writes no file.

    Args:
        folder: for the files.
        start: when the run began; the files are named by it.
    """

    def __init__(self, folder: Path, start: datetime) -> None:
        self._folder, self._start = folder, start
        self._pages: list[dict[str, str]] = []
        self._warc: Path | None = None
        self._files = contextlib.ExitStack()
        self._writer: WARCWriter | None = None

    def __enter__(self) -> Keeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Packs what was written."""
        self._files.close()
        if self._warc is not None:
            self._pack(self._warc)

    def add(self, answers: Sequence[Answer], moment: datetime, title: str) -> str:
        """Keeps the answers of one visit; returns the name of the WARC.

        Args:
            answers: the document's own last.
            moment: of the visit.
            title: of the document.
        """
        writer = self._writer or self._open()
        told = {"WARC-Date": moment.strftime(TIME_FORM)}
        for answer in answers:
            head = StatusAndHeaders(f"{answer.status} {answer.reason}".strip(), answer.headers, protocol="HTTP/1.1")
            response = writer.create_warc_record(
                answer.url,
                "response",
                payload=io.BytesIO(answer.sent),
                length=len(answer.sent),
                warc_headers_dict=told | {"WARC-IP-Address": answer.ip},
                http_headers=head,
            )
            request = writer.create_warc_record(
                answer.url,
                "request",
                payload=io.BytesIO(answer.request),
                length=len(answer.request),
                warc_headers_dict=dict(told),
            )
            writer.write_request_response_pair(request, response)
        page = {"url": answers[-1].url, "ts": told["WARC-Date"], "title": title or answers[-1].url}
        self._pages.append(page)
        return self._warc.name if self._warc else ""

    def _open(self) -> WARCWriter:
        """The WARC, begun under a name that is free."""
        stem = f"{self._start:%Y%m%dT%H%M%SZ}"
        names = (f"{stem}{f'-{number}' if number > 1 else ''}{_ENDING}" for number in count(1))
        name = next(n for n in names if not ((self._folder / n).exists() or (self._folder / wacz_of(n)).exists()))
        self._warc = self._folder / name
        stream = self._files.enter_context(self._warc.open("xb"))
        self._writer = writer = WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_warcinfo_record(name, {"software": AGENT, "format": "WARC File Format 1.0"}))
        return writer

    def _pack(self, warc: Path) -> None:
        """The WARC as WACZ, in its place once that is whole."""
        part = warc.with_name(f".{wacz_of(warc.name)}.part")
        with tempfile.TemporaryDirectory() as place:
            pages = Path(place) / "pages.jsonl"
            pages.write_text("".join(json.dumps(page) + "\n" for page in self._pages), encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()):  # it tells each of its steps
                status = run_wacz(["create", "-o", str(part), "-p", str(pages), "-f", str(warc)])
        if status == 0:
            part.replace(warc.with_name(wacz_of(warc.name)))
            warc.unlink()
