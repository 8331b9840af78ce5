"""How many tasks lie on each pile of an inbox: capped, so that a million cost no time."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    text,
    union_all,
)

from engine.domain.values import RoleKey, UserId
from engine.store.schema import tasks
from engine.store.schema.cases import HAS_ENDED, IS_HELD, IS_SHARED

COUNT_CAP = 100
_MARKS = 999_983  # a prime, so that a few digits tell most sums apart


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxCounts:
    """Numbers for the tabs, each at most `COUNT_CAP`.

    Attributes:
        mark: another one when one task goes and another comes, so that a page sees
            that its list is old though the numbers are the same.
    """

    mine: int
    shared: int
    late: int
    ended: int
    mark: int = 0

    @property
    def known(self) -> str:
        """Everything that a page shows of them, as a few letters of an address."""
        return f"{self.mine}-{self.shared}-{self.late}-{self.mark}"


def counts(
    connection: Connection, roles: frozenset[RoleKey], user: UserId, *, now: datetime
) -> InboxCounts:
    """Return the capped numbers of one's own, shared and late tasks."""
    shared = sorted(roles)
    parameters = {
        "user": user,
        "now": now,
        **{f"role_{place}": role for place, role in enumerate(shared)},
    }
    row = connection.execute(_counts(len(shared)), parameters).one()
    return InboxCounts(
        mine=row.mine,
        shared=row.shared,
        late=row.late,
        ended=row.ended,
        mark=int(row.mark) % _MARKS,
    )


@lru_cache(maxsize=64)
def _counts(roles: int) -> Select[Any]:
    # The order says which index counts. Without it PostgreSQL reads the whole table
    # for a role of few tasks, because it expects as many of every role.
    one = select(tasks.c.id).order_by(tasks.c.due_at)
    held = one.where(tasks.c.assignee == bindparam("user"), text(IS_HELD))
    shared = [
        one.where(tasks.c.role == bindparam(f"role_{place}"), text(IS_SHARED))
        for place in range(roles)
    ]
    is_late = tasks.c.due_at < bindparam("now")
    late = [branch.where(is_late) for branch in (held, *shared)]
    whose = tasks.c.assignee == bindparam("user")
    done = select(tasks.c.id).where(whose, text(HAS_ENDED)).order_by(tasks.c.ended_at)
    return select(
        _capped([held]).label("mine"),
        _capped(shared).label("shared"),
        _capped(late).label("late"),
        _capped([done]).label("ended"),
        _marked([held, *shared]).label("mark"),
    )


def _marked(branches: list[Select[Any]]) -> ColumnElement[Any]:
    """Return the sum of the seconds at which the tasks that are counted came."""
    came = tasks.c.ready_at.label("came")
    limited = [
        select(one.with_only_columns(came).limit(COUNT_CAP).subquery())
        for one in branches
    ]
    every = union_all(*limited).subquery()
    total = func.coalesce(func.sum(cast(every.c.came, BigInteger)), 0)
    return select(total).select_from(every).scalar_subquery()


def _capped(branches: list[Select[Any]]) -> ColumnElement[Any]:
    if not branches:
        return literal_column("0")
    limited = [select(one.limit(COUNT_CAP).subquery()) for one in branches]
    every = union_all(*limited).subquery()
    few = select(literal_column("1")).select_from(every).limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(few).scalar_subquery()
