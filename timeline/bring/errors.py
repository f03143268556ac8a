"""What stops an import, told to the person whose file it is."""

from __future__ import annotations

from timeline.collection.problems import ToldError


class BringError(ToldError):
    """Nothing was written."""
