"""Dates in people's words to EDTF: the reader's period box calls it, importers and forms will.

This room knows what people write; the files of a collection hold EDTF (``timeline.collection.edtf``).
"""

from timeline.dates.read import MAX_LENGTH, Period, Reading, read_date, read_period

__all__ = ["MAX_LENGTH", "Period", "Reading", "read_date", "read_period"]
