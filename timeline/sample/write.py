"""An invented collection on disk: as large as asked for, the same for the same seed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import yaml

from timeline.sample.records import DAYS, FIRST_DAY, make_sheets
from timeline.sample.world import World, make_world

ABOUT: dict[str, Any] = {
    "title": "Invented events",
    "description": "Made by `python -m timeline sample`. No person, state or event in it is real.",
    "licence": {"name": "CC0 1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
    "figures": [],
    "series": {
        "file": "outages.csv",
        "page": "Outages",
        "title": "Outages of power and water, day by day",
        "theme": "outages",
        "least": 30,
        "unit": {"one": "outage", "many": "outages"},
        "kinds": [
            {"unit": {"one": "power cut", "many": "power cuts"}, "total": "power", "part": "power_mended"},
            {"unit": {"one": "burst pipe", "many": "burst pipes"}, "total": "water", "part": "water_mended"},
        ],
        "part": {"verb": "mended the same day"},
    },
}


def write_sample(folder: str | os.PathLike[str], events: int, seed: int = 1) -> Path:
    """Writes a collection of ``events`` events into a folder, which is made if it is not there.

    Raises:
        ValueError: no event is asked for, or the folder holds something else already.
    """
    path = Path(folder)
    if events < 1:
        raise ValueError(f"{events} events are asked for; ask for one at least")
    if path.exists() and (not path.is_dir() or not is_ours(path)):
        raise ValueError(f"{path} holds something already; name a new folder")
    path.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    world = make_world(events, random)
    sheets = make_sheets(events, world, random)
    _write_lists(path, world)
    for name in ("events", "sources", "claims", "positions"):
        pq.write_table(getattr(sheets, name), path / f"{name}.parquet", compression="zstd")
    (path / ABOUT["series"]["file"]).write_text(_days(random), encoding="utf-8")
    return path


def is_ours(path: Path) -> bool:
    """Whether a folder is empty or holds a collection that this module wrote."""
    about = path / "collection.yaml"
    return not any(path.iterdir()) or (about.is_file() and ABOUT["title"] in about.read_text(encoding="utf-8"))


def _write_lists(path: Path, world: World) -> None:
    lists: dict[str, Any] = {
        "collection": ABOUT,
        "actors": {"actors": world.actors},
        "themes": {"themes": world.themes},
        "publishers": {"publishers": world.publishers},
    }
    for name, content in lists.items():
        written = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (path / f"{name}.yaml").write_text(written, encoding="utf-8")


def _days(random: np.random.Generator) -> str:
    """The last two years day by day, heavy every week or two."""
    lines = ["date,power,power_mended,water,water_mended,source"]
    last = FIRST_DAY + DAYS
    for number, day in enumerate(np.arange(last - 730, last)):
        heavy = number % 11 in (4, 5)
        power, water = int(random.poisson(400 if heavy else 80)), int(random.poisson(25 if heavy else 2))
        mended = int(random.binomial(power, 0.8)), int(random.binomial(water, 0.6))
        lines.append(f"{day},{power},{mended[0]},{water},{mended[1]},https://example.org/outages/{day}")
    return "\n".join(lines) + "\n"
