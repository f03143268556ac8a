"""A collection without events."""

from __future__ import annotations

from pathlib import Path

from timeline.bring.errors import BringError
from timeline.bring.yaml_edit import dump_yaml
from timeline.collection.entries import MAX_LINE
from timeline.collection.journal import alone, write_files

_NOTE = (
    "# What the collection says of itself. The codebook (data/README.md of the software) has every field, such as\n"
    "# headline, standfirst, licence and covers_to.\n"
)


def write_empty(folder: Path) -> None:
    """Writes a collection that opens and holds nothing; its title is the name of its folder.

    Raises:
        BringError: there is something at this place.
        OSError: the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BringError(f"{folder} holds something already.", "Name a new folder.")
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
    folder.mkdir(parents=True, exist_ok=True)
    about = _NOTE + dump_yaml({"title": (title or "My timeline")[:MAX_LINE], "figures": []})
    lists = {f"{name}.yaml": dump_yaml({name: []}).encode() for name in ("actors", "themes", "publishers")}
    with alone(folder):
        write_files(folder, {"collection.yaml": about.encode(), **lists})
