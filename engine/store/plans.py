"""Plans by year and revision: drafts change, signed ones never."""

from datetime import MAXYEAR
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.domain.plans import Plan, PlanRevision, PlanState
from engine.errors import PlanNotFoundError, VersionConflictError
from engine.store.plan_json import budget_of, json_of, plan_of
from engine.store.schema import plans

_ALL = select(plans).order_by(plans.c.year, plans.c.revision)
_OF_YEAR = _ALL.where(plans.c.year == bindparam("year"))
_SIGNED = (
    select(plans.c.year, plans.c.plan)
    .where(
        plans.c.year.between(bindparam("first"), bindparam("last")),
        plans.c.state == PlanState.SIGNED,
    )
    .order_by(plans.c.year, plans.c.revision)
)
_DRAFT = (
    (plans.c.year == bindparam("of_year"))
    & (plans.c.revision == bindparam("of_revision"))
    & (plans.c.version == bindparam("seen"))
    & (plans.c.state == PlanState.DRAFT)
)
_SAVE = update(plans).where(_DRAFT).returning(plans.c.version)
_REMOVE = delete(plans).where(_DRAFT).returning(plans.c.version)


class PlanStore:
    """The office's plans."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_year(self, year: int) -> list[PlanRevision]:
        """Return the revisions of a year's plan, oldest first; no year has none."""
        if not 0 < year <= MAXYEAR:
            return []
        rows = self._connection.execute(_OF_YEAR, {"year": year})
        return [_revision(row._mapping) for row in rows]  # noqa: SLF001 - its public name

    def years(self) -> list[int]:
        """Return the years that have a plan, in order."""
        found = select(plans.c.year).distinct().order_by(plans.c.year)
        return list(self._connection.scalars(found))

    def newest(self, year: int) -> PlanRevision:
        """Return the newest revision of a year, draft or not.

        Raises:
            PlanNotFoundError: the year has no plan.
        """
        found = self.of_year(year)
        if not found:
            raise PlanNotFoundError(year=year)
        return found[-1]

    def standing(self, year: int) -> PlanRevision | None:
        """Return the newest signed revision of a year, None where none was signed."""
        signed = [one for one in self.of_year(year) if not one.is_draft]
        return signed[-1] if signed else None

    def budgets(self, first: int, last: int) -> list[Plan]:
        """Return the standing plans of some years, branches and budget alone."""
        rows = self._connection.execute(_SIGNED, {"first": first, "last": last})
        # Later revisions come later and take the place of those before them.
        return list({row.year: budget_of(row.year, row.plan) for row in rows}.values())

    def add(self, revision: PlanRevision) -> None:
        """Add a revision.

        Raises:
            VersionConflictError: at the commit, if somebody else did the same.
        """
        self._connection.execute(insert(plans), _row(revision))

    def save(self, revision: PlanRevision) -> PlanRevision:
        """Write a changed draft, or sign it, and return it with its new version.

        Raises:
            VersionConflictError: it changed or was signed since it was read.
        """
        row = _row(revision) | {"version": revision.version + 1}
        saved = self._connection.execute(_SAVE, row | _seen(revision)).scalar()
        if saved is None:
            raise _conflict(revision)
        return _revision(row | {"plan": json_of(revision.plan)})

    def remove(self, revision: PlanRevision) -> None:
        """Throw a draft away.

        Raises:
            VersionConflictError: it changed or was signed since it was read.
        """
        if self._connection.execute(_REMOVE, _seen(revision)).scalar() is None:
            raise _conflict(revision)


def _seen(revision: PlanRevision) -> dict[str, Any]:
    return {
        "of_year": revision.year,
        "of_revision": revision.revision,
        "seen": revision.version,
    }


def _conflict(revision: PlanRevision) -> VersionConflictError:
    return VersionConflictError(what="plans", id=f"{revision.year}/{revision.revision}")


def _row(revision: PlanRevision) -> dict[str, Any]:
    return {
        "year": revision.year,
        "revision": revision.revision,
        "state": revision.state,
        "plan": json_of(revision.plan),
        "reason": revision.reason,
        "changed_by": revision.changed_by,
        "changed_at": revision.changed_at,
        "signed_by": revision.signed_by,
        "signed_as": revision.signed_as,
        "signed_at": revision.signed_at,
        "version": revision.version,
    }


def _revision(row: Any) -> PlanRevision:  # noqa: ANN401 - a row or its values
    values = dict(row)
    return PlanRevision(**values | {"plan": plan_of(values["year"], values["plan"])})
