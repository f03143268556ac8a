"""How long one use of the store may wait: SQLite for its lock, PostgreSQL for any answer at all.

PostgreSQL's own limits work as long as the server does. A server that is stopped, or whose machine is cut off, answers
nothing, and its kernel may still keep the connection alive: only the client's clock ends that wait.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event

WAIT_SECONDS = 5.0
"""Of one use of the store, all its steps together."""
_until: ContextVar[float | None] = ContextVar("_until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is asked of a database in here is answered within these seconds, or is given up."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def limit_waiting(engine: Engine) -> None:
    """Makes the connections of an engine for PostgreSQL keep to :func:`within`."""
    event.listen(engine, "do_connect", _connect)


def _connect(dialect: Any, _: Any, arguments: Any, options: dict[str, Any]) -> Any:
    """A new connection.

    Raises:
        OperationalError: of the driver's; there is none in time.
    """
    left = seconds_left()
    if left == 0:  # an old connection took it all, and the pool would go on with a new one
        raise dialect.loaded_dbapi.OperationalError("the database does not answer")
    # Half of it: a host may have two addresses, and the driver waits so long for each. It takes whole seconds.
    patience = {} if left is None else {"connect_timeout": max(2, math.floor(left / 2))}
    connection = dialect.connect(*arguments, **(options | patience))
    _limit_connection(connection, dialect.loaded_dbapi)
    return connection


def _limit_connection(connection: Any, driver: Any) -> None:
    """Each wait of the driver for an answer ends in time; where it does not, the connection is of no more use."""
    wait = connection.wait

    def wait_within(*arguments: Any, **options: Any) -> Any:
        try:
            return wait(*arguments, **({"timeout": seconds_left()} | options))
        except driver.OperationalError as error:
            if seconds_left() != 0:
                raise
            connection.close()
            raise driver.OperationalError("the database does not answer") from error

    connection.wait = wait_within


def seconds_left() -> float | None:
    """Seconds that are left, not below 0; None where there is no limit."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
