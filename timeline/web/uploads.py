"""Files that somebody sends to be brought in: one a person, in a private folder, for an hour at most."""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from timeline.bring.errors import BringError
from timeline.collection.numbers import whole_number
from timeline.web.editing import is_on, refusal

MOST_BYTES = 50_000_000
KEPT_SECONDS = 3_600.0
IDLE_SECONDS = 30.0
"""How long an upload may stand still before it is given up."""
_ALL_SECONDS = 1_800.0
"""How long one may take."""
_LONGEST_NAME = 100
_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn a name around, hide in it, or mean something to a system of files."""
_CLOSES: Mapping[str, str] = {"connection": "close", "cache-control": "no-store"}
"""What is refused is not read to its end."""


class Refused(Exception):
    """An upload that is not taken: the status of the answer, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Uploads:
    """The one file that a person has sent, by a token that nobody guesses.

    A server with TIMELINE_EDIT=local serves one person; a newer file takes the place of the one before.
    """

    def __init__(self) -> None:
        self._root: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        self._held: tuple[str, Path] | None = None

    def new_file(self, name: str) -> Path:
        """Where a file of this name may be written, in a private folder of its own; goes when the server stops."""
        with self._lock:
            self._root = self._root or tempfile.TemporaryDirectory(prefix="on-the-record-", ignore_cleanup_errors=True)
            return Path(tempfile.mkdtemp(dir=self._root.name)) / clean_name(name)

    def keep(self, path: Path) -> str:
        """Keeps a file that was written for an hour; returns its token, 128 bits."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            before, self._held = self._held, (token, path)
        if before:
            discard(before[1])
        timer = threading.Timer(KEPT_SECONDS, self.drop, [token])
        timer.daemon = True
        timer.start()
        return token

    def open(self, token: str) -> Path:
        """The file of a token.

        Raises:
            BringError: it is gone.
        """
        with self._lock:
            held = self._held
        if held is None or not secrets.compare_digest(held[0].encode(), token.encode()) or not held[1].is_file():
            raise BringError(
                "The file is no longer here: it is kept until another one comes, at most for an hour.",
                "Choose it once more; what you have answered for it is still here.",
            )
        return held[1]

    def drop(self, token: str) -> None:
        """Deletes the file of a token, where it is there."""
        with self._lock:
            held = self._held
            if held is None or held[0] != token:
                return
            self._held = None
        discard(held[1])


UPLOADS = Uploads()


def discard(path: Path) -> None:
    """Deletes a file with the folder that was made for it."""
    shutil.rmtree(path.parent, ignore_errors=True)


def clean_name(name: str) -> str:
    r"""The last part of a name, without signs that mean something to a system.

    >>> clean_name("C:\\maps\\floods 2024.csv"), clean_name("../../.bashrc"), clean_name("\u202e"), clean_name("a/..")
    ('floods 2024.csv', 'bashrc', 'file', 'file')
    """
    last = _NO_NAME.sub("", re.split(r"[/\\]", name)[-1]).strip(". ")
    stem, dot, ending = last.rpartition(".")
    room = _LONGEST_NAME - len(ending) - 1
    return (f"{stem[:room]}.{ending}" if dot and room > 0 else last[:_LONGEST_NAME]) or "file"


async def take_upload(request: Request) -> Response:
    """Takes one file: who may send it is asked first, before a byte of it is read.

    Answers:
        200 with ``token`` and ``name``; 403, 404, 408, 413 or 400 with ``error``, a sentence.
    """
    if not is_on():
        return PlainTextResponse("Not Found", 404, _CLOSES)
    if why := refusal(request.scope):
        return JSONResponse({"error": why}, 403, _CLOSES)
    try:
        declared = _declared(request)
        path = UPLOADS.new_file(request.query_params.get("name", ""))
        try:
            async with asyncio.timeout(_ALL_SECONDS):
                await _store(request.stream(), path, declared)
            token = UPLOADS.keep(path)
        except BaseException:
            discard(path)
            raise
    except Refused as refused:
        return JSONResponse({"error": str(refused)}, refused.status, _CLOSES)
    except TimeoutError:
        return JSONResponse({"error": "The file stopped coming. Send it once more."}, 408, _CLOSES)
    except ClientDisconnect:
        return Response(status_code=400, headers=_CLOSES)  # nobody is there to read it
    return JSONResponse({"token": token, "name": path.name}, headers={"cache-control": "no-store"})


def _declared(request: Request) -> int | None:
    """How many bytes the request says that it has; None where it does not say.

    Raises:
        Refused: too many, or no number.
    """
    text = request.headers.get("content-length")
    declared = None if text is None else whole_number(text, most=10**18)
    if text is not None and declared is None:
        raise Refused(400, "The length of the file is no number.")
    if declared is not None and declared > MOST_BYTES:
        raise Refused(413, _too_large())
    return declared


def _too_large() -> str:
    return (
        f"The file has more than {MOST_BYTES / 1e6:.0f} MB. Divide it, or bring it by command: "
        "python -m timeline bring FILE --into FOLDER."
    )


async def _store(chunks: AsyncIterator[bytes], path: Path, declared: int | None) -> None:
    """Writes what comes into a file.

    Raises:
        Refused: it is more than may come, or not what was declared.
        TimeoutError: nothing came for a while.
    """
    size = 0
    with path.open("wb") as file:
        async for chunk in _lively(chunks):
            size += len(chunk)
            if size > MOST_BYTES:
                raise Refused(413, _too_large())
            if declared is not None and size > declared:
                break
            await asyncio.to_thread(file.write, chunk)
    if declared is not None and size != declared:
        raise Refused(400, "The file did not come as it was announced. Send it once more.")


async def _lively(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """What comes, as long as it comes."""
    while True:
        async with asyncio.timeout(IDLE_SECONDS):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        yield chunk


UPLOAD_ROUTES = [Route("/bring/upload", take_upload, methods=["PUT"])]
