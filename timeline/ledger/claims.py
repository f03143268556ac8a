"""The ledger: each claim with how it stands, and who stands where on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from timeline import evidence
from timeline.collection.places import stands_in
from timeline.collection.tables import Tables
from timeline.collection.vocabulary import CONTESTS, SOUGHT, STANCES
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.stands import (
    Part,
    Stand,
    actors_within,
    check_claims,
    check_ids,
    days_of,
    find_stands,
    is_against,
    latest_positions,
)

LEDGER = (
    *("claim", "event", "also", "title", "when_words", "start"),
    *("text", "contest", "positions", "said", "changed", "stands", "sought", "sought_words", "looked"),
)
"""The columns of :func:`claims_table`."""

SORTS: Mapping[str, str] = {
    "contest": "most disputed first",
    "positions": "most positions first",
    "change": "latest change of position first",
    "said": "latest position first",
    "event": "by date of the event",
    "sought": "longest not looked for first",
}

DIFFER = "differ"
"""In a matrix: members of one side last took different stances."""


def claims_table(
    record: Tables | Part, claims: Iterable[str] | None = None, events: Iterable[str] | None = None
) -> pd.DataFrame:
    """The ledger of some or all claims.

    Args:
        record: with grades.
        claims: claim ids; None for all.
        events: event ids; with both, claims that are named and stand in one of these events.

    Returns:
        One row a claim, by the start of its event, then by number: ``claim``, ``event``, ``also`` (the ids that it
        has in further events), ``title`` and ``when_words`` of the event, ``start`` (of the event), ``text``,
        ``contest``, ``positions`` (how many were taken, earlier ones included), ``said`` (day of the latest position,
        NaT if none is dated), ``changed`` (day of the latest change of position, NaT if nobody changed), ``stands`` (a
        tuple of :class:`Stand`, each actor's latest position, by date), ``sought`` and ``sought_words`` (of a claim on
        which only one side has spoken, whether anybody looked for what others say: a word of
        ``vocabulary.SOUGHT`` and a sentence; '' for other claims), ``looked`` (day of the last search on any claim, NaT
        if there was none). Days are first possible days.
    """
    table = record.claims
    if claims is not None:
        table = table[table["id"].isin(check_claims(table, claims))]
    if events is not None:
        table = table[stands_in(table, check_ids("event", events, record.events["id"]))]
    table = table.rename(columns={"id": "claim"})
    rank = dict(zip(record.events["id"], range(len(record.events)), strict=True))
    table = table.sort_values("event", key=lambda ids: ids.map(rank), kind="stable", ignore_index=True)
    table = table.join(record.events.set_index("id")[["title", "when_words", "start"]], on="event")
    said = record.positions.groupby("claim")["date_start"]
    changed = find_turns(derive_stances(record, table["claim"])).groupby("subject")["to_date_start"].max()
    by_claim: dict[str, list[Stand]] = {}
    for stand in find_stands(evidence.order_positions(latest_positions(record))):
        by_claim.setdefault(stand.claim, []).append(stand)
    sought = evidence.read_searches(record.claims, record.searches)
    found = [sought.get(claim, ("", "")) for claim in table["claim"]]
    table = table.assign(
        positions=table["claim"].map(said.size()).astype("int64"),
        said=days_of(table["claim"], said.max()),
        changed=days_of(table["claim"], changed),
        stands=pd.Series([tuple(by_claim[claim]) for claim in table["claim"]], index=table.index, dtype="object"),
        sought=pd.Series([kind for kind, _ in found], index=table.index, dtype="str"),
        sought_words=pd.Series([words for _, words in found], index=table.index, dtype="str"),
        looked=days_of(table["claim"], record.searches.groupby("claim")["date"].max().astype("datetime64[s]")),
    )
    return table[list(LEDGER)]


def filter_claims(
    table: pd.DataFrame,
    record: Tables,
    *,
    contest: Sequence[str] = (),
    sought: Sequence[str] = (),
    speaker: Sequence[str] = (),
    stance: Sequence[str] = (),
    counter: Sequence[str] = (),
) -> pd.DataFrame:
    """The claims that fit every wish, in the order given; an empty wish asks for nothing.

    "Claims Alpha asserts and Beta denies" is ``speaker=["alpha"], stance=["asserts"],
    counter=["beta"]``. Only latest positions count, and an actor includes its members.

    Args:
        table: as from :func:`claims_table`.
        record: the record it was made from.
        contest: any of these grades.
        sought: only one side has spoken, and the last search for what others say came to any of these.
        speaker: any of these actors has spoken; with ``stance``, in this way.
        stance: any of these stances was taken, by a speaker if any are named.
        counter: any of these actors denies what the speaker asserts, or asserts what the speaker denies.

    Raises:
        ValueError: a word or an actor that there is not, with the nearest one.
    """
    check_ids("grade of contest", contest, CONTESTS)
    check_ids("outcome of a search", sought, SOUGHT)
    check_ids("stance", stance, STANCES)
    speakers = actors_within(record, speaker or list(record.actors["id"]))
    counters = actors_within(record, counter)

    def fits(stands: tuple[Stand, ...]) -> bool:
        mine = [s for s in stands if s.actor in speakers and (not stance or s.stance in stance)]
        if not counter:
            return bool(mine) or not (speaker or stance)
        against = [s.stance for s in stands if s.actor in counters]
        return any(is_against(s.stance, other) for s in mine for other in against)

    kept = np.array([fits(stands) for stands in table["stands"]], dtype=bool)
    if contest:
        kept &= table["contest"].isin(contest).to_numpy()
    if sought:
        kept &= table["sought"].isin(sought).to_numpy()
    return table[kept].reset_index(drop=True)


def find_speakers(record: Tables) -> list[str]:
    """Actors who have taken a position, and their sides, in the register's order."""
    spoken = {*record.positions["actor"], *record.positions["side"]}
    return [actor for actor in record.actors["id"] if actor in spoken]


def sort_claims(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """The same rows in another order (:data:`SORTS`); equal ones stay as they were.

    Raises:
        ValueError: an order that there is not, with the ones there are.
    """
    check_ids("order of claims", [by], SORTS)
    rank = {grade: number for number, grade in enumerate(CONTESTS)}
    keys: Mapping[str, Callable[[], pd.Series]] = {
        "contest": lambda: table["contest"].map(rank),
        "positions": lambda: -table["positions"],
        "change": lambda: -_seconds(table["changed"]),
        "said": lambda: -_seconds(table["said"]),
        "event": lambda: _seconds(table["start"]),
        "sought": lambda: _seconds(table["looked"]).fillna(-np.inf).where(table["sought"] != ""),
    }
    order = np.argsort(keys[by]().to_numpy(dtype="float64"), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _seconds(days: pd.Series) -> pd.Series:
    """Days as numbers; unknown ones as NaN, which argsort puts last."""
    return days.astype("int64").astype("float64").where(days.notna())


def stance_matrix(record: Tables, claims: Iterable[str] | None = None, by: str = "side") -> pd.DataFrame:
    """Who last said what on which claim.

    Args:
        record: with grades.
        claims: claim ids, the rows in this order; None for all.
        by: "side" or "actor", the columns.

    Returns:
        One row a claim (index: claim id), one column for each side or actor that has spoken to any of them,
        those that spoke to most claims first, equals in the order of the register. A cell holds the stance;
        "differ" where members of the side last stood differently ("declines" beside another stance does not
        count); "" where it has said nothing that we know of.

    Raises:
        ValueError: an unknown claim, or ``by`` that is neither.
    """
    if by not in ("side", "actor"):
        raise ValueError(f"by is {by!r}; write side or actor")
    rows = list(record.claims["id"]) if claims is None else check_claims(record.claims, claims)
    latest = latest_positions(record, rows)
    definite = latest["stance"].ne("declines")
    spoke = latest.assign(definite=definite).groupby(["claim", by])["definite"].transform("any")
    cells = latest[definite | ~spoke].groupby(["claim", by])["stance"].agg(["first", "nunique"])
    stance = cells["first"].where(cells["nunique"].eq(1), DIFFER)
    spoken = latest.drop_duplicates(["claim", by])[by].value_counts()
    register = [actor for actor in record.actors["id"] if actor in spoken.index]
    columns = sorted(register, key=lambda actor: -int(spoken[actor]))
    matrix = stance.unstack(by) if len(stance) else pd.DataFrame()
    matrix = matrix.reindex(index=rows, columns=columns).fillna("").astype("str")
    return matrix.rename_axis(index="claim", columns=by)
