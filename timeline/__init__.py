"""On the Record: a sourced timeline that anyone can check.

>>> import timeline
>>> record = timeline.open_collection("data")
>>> view = record.view(timeline.Filter(themes=["diplomacy"], start="2026-01-01"))
>>> len(view.events) == len(view)
True
"""

from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter, Ignored
from timeline.query.record import View

__all__ = ["Collection", "Filter", "Ignored", "View", "open_collection"]
