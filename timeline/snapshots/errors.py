"""What can go wrong with a snapshot; every message is meant for the reader of the page or the command line."""

from __future__ import annotations


class SnapshotError(ValueError):
    """Any refusal that has to do with snapshots."""


class Damaged(SnapshotError):
    """The text is no snapshot, or it is not what its hash says."""


class Unknown(SnapshotError):
    """The store has no snapshot of that id."""

    def __init__(self, snapshot_id: str) -> None:
        shown = snapshot_id if len(snapshot_id) <= 40 else snapshot_id[:40] + "…"
        advice = "Check the link: an id has 16 characters, small letters and the digits 2 to 7."
        super().__init__(f"There is no snapshot “{shown}” here. {advice}")


class Withdrawn(SnapshotError):
    """The snapshot was taken back; ``reason`` and ``withdrawn`` (a time in words) say why and when."""

    def __init__(self, snapshot_id: str, withdrawn: str, reason: str) -> None:
        super().__init__(f"The snapshot {snapshot_id} was withdrawn on {withdrawn}: {reason}")
        self.snapshot_id, self.withdrawn, self.reason = snapshot_id, withdrawn, reason


class TooLarge(SnapshotError):
    """More bytes than the store takes."""

    def __init__(self, size_bytes: int, cap_bytes: int) -> None:
        size, cap = -(-size_bytes // 100_000) / 10, cap_bytes // 100_000 / 10  # or one could read like the other
        super().__init__(
            f"This view takes {size:,.1f} MB and a snapshot may have {cap:,.1f} MB. "
            "Narrow the filter, for example to a shorter period, and freeze again."
        )


class TooMany(SnapshotError):
    """One client froze more than the store takes in an hour; ``retry_seconds`` says when it may go on."""

    def __init__(self, an_hour: int, retry_seconds: int) -> None:
        minutes = max(1, -(-retry_seconds // 60))
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        most = "one snapshot" if an_hour == 1 else f"{an_hour:,} snapshots"
        super().__init__(f"More than {most} an hour cannot be frozen from one address. Try again in {wait}.")
        self.retry_seconds = retry_seconds


class Stale(SnapshotError):
    """What is shown is not what the record's files hold."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Nothing can be frozen now. {why} Freeze this view when the files are fixed.")


class Unsigned(SnapshotError):
    """A signature, or a key to check one with, is asked for, and there is none."""


class StoreUnavailable(SnapshotError):
    """The database cannot be opened or written."""
