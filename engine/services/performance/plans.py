"""Plans of years: begun, copied, signed, revised; every signed one stays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.domain.identity import Actor, Right
from engine.domain.plan_rules import (
    PlanChange,
    PlanProblem,
    plan_changes,
    plan_problems,
)
from engine.domain.plans import Plan, PlanRevision, PlanState
from engine.domain.values import JsonObject, RoleKey
from engine.errors import (
    OfficeInvalidError,
    PlanDraftError,
    PlanExistsError,
    PlanIncompleteError,
    PlanMadeAloneError,
    PlanNotFoundError,
    PlanSignedError,
    RefusedError,
    VersionConflictError,
)
from engine.services.office.directory import OfficeLists
from engine.services.performance.plan_sight import (
    may_edit,
    require_edit,
    sections_seen,
    seen_part,
    sees_all,
)
from engine.services.performance.plan_standing import put_in_force
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.plans import PlanStore
from engine.store.values import Provenance

FIRST_YEAR, LAST_YEAR = 2000, 2100
RENSTRA_YEARS = 5
MAX_REASON = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanView:
    """A plan as somebody sees it.

    Attributes:
        revision: its plan holds what is the actor's to see.
        history: signed revisions, newest first, with what each changed; for those
            only who see all of the plan.
        problems: what keeps a draft from being signed, for those who work on it.
        sections: names by role key.
        may_edit: the actor may work on it, and it is a draft.
        may_revise: the actor may begin a revision.
        may_sign: the actor may sign it, and it is a draft without problems.
        own_work: the actor would sign it, but worked on it last.
    """

    revision: PlanRevision
    history: tuple[tuple[PlanRevision, tuple[PlanChange, ...]], ...]
    problems: tuple[PlanProblem, ...]
    sections: Mapping[RoleKey, str]
    may_edit: bool
    may_revise: bool
    may_sign: bool
    own_work: bool


class PlanService:
    """The office's plans."""

    def __init__(self, *, desk: Desk, lists: OfficeLists) -> None:
        self._desk = desk
        self._lists = lists

    def years(self, actor: Actor) -> list[int]:
        """Return the years that have a plan for the actor, newest first."""
        with self._desk.database.read() as uow:
            if not sections_seen(actor, uow.people.roles()):
                return []
            store = PlanStore(uow.connection)
            return [
                year
                for year in reversed(store.years())
                if sees_all(actor) or store.standing(year)
            ]

    def view(self, year: int, actor: Actor, *, revision: int | None = None) -> PlanView:
        """Return a year's plan: the newest one that the actor may see.

        A draft is seen by those who see every section; others see what was signed.

        Raises:
            PlanNotFoundError: there is none, or none that is the actor's to see.
        """
        with self._desk.database.read() as uow:
            revisions = PlanStore(uow.connection).of_year(year)
            roles = uow.people.roles()
        seen = [one for one in revisions if sees_all(actor) or not one.is_draft]
        wanted = [one for one in seen if revision in (None, one.revision)]
        if not wanted or not sections_seen(actor, roles):
            raise PlanNotFoundError(year=year)
        shown = wanted[-1]
        sections = {role.key: role.name for role in roles if role.section}
        problems = tuple(plan_problems(shown.plan, sections)) if shown.is_draft else ()
        approves = shown.is_draft and actor.has(Right.APPROVE) and not problems
        return PlanView(
            revision=replace(shown, plan=seen_part(shown.plan, actor, roles)),
            history=_history(revisions) if sees_all(actor) else (),
            problems=problems if may_edit(actor) else (),
            sections=sections,
            may_edit=shown.is_draft and may_edit(actor),
            may_revise=shown is revisions[-1]
            and not shown.is_draft
            and may_edit(actor),
            may_sign=approves and shown.changed_by != actor.user,
            own_work=approves and shown.changed_by == actor.user,
        )

    def begin(self, year: int, actor: Actor, *, copy_of: int | None = None) -> None:
        """Begin a year's plan, empty or as a copy of another year's newest one.

        Raises:
            RefusedError, PlanExistsError, PlanNotFoundError (of the year to copy),
            OfficeInvalidError: it is no year of ours.
        """
        require_edit(actor, "plan_begin")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OfficeInvalidError(errors={"year": "plans.no_year"})
        with self._desk.database.write() as uow:
            store = PlanStore(uow.connection)
            if store.of_year(year):
                raise PlanExistsError(year=year)
            if copy_of is None:
                plan = Plan(year=year, renstra=(year, year + RENSTRA_YEARS - 1))
            else:
                plan = _copied(store.newest(copy_of).plan, year)
            changes = self._changes(uow, actor)
            store.add(_draft(plan, 1, "", changes))
            facts: JsonObject = {"year": year, "copy_of": copy_of or 0}
            changes.record("plan.begun", facts=facts)
            changes.write()

    def revise(self, year: int, reason: str, actor: Actor) -> None:
        """Begin a revision of a signed plan.

        Raises:
            RefusedError, PlanNotFoundError, PlanDraftError.
            OfficeInvalidError: no reason was given.
        """
        require_edit(actor, "plan_revise")
        told = reason.strip()[:MAX_REASON]
        if not told:
            raise OfficeInvalidError(errors={"reason": "plans.reason_needed"})
        with self._desk.database.write() as uow:
            store = PlanStore(uow.connection)
            newest = store.newest(year)
            if newest.is_draft:
                raise PlanDraftError(year=year)
            changes = self._changes(uow, actor)
            store.add(_draft(newest.plan, newest.revision + 1, told, changes))
            changes.record(
                "plan.revised",
                facts={"year": year, "revision": newest.revision + 1, "reason": told},
            )
            changes.write()

    def discard(self, year: int, version: int, actor: Actor) -> None:
        """Throw a draft away; what was signed stays.

        Raises:
            RefusedError, PlanNotFoundError, PlanSignedError, VersionConflictError.
        """
        require_edit(actor, "plan_discard")
        with self._desk.database.write() as uow:
            store = PlanStore(uow.connection)
            draft = open_draft(store, year, version)
            store.remove(draft)
            changes = self._changes(uow, actor)
            changes.record(
                "plan.discarded", facts={"year": year, "revision": draft.revision}
            )
            changes.write()

    def sign(self, year: int, version: int, actor: Actor) -> None:
        """Put a draft in force: its targets count from now on.

        Raises:
            RefusedError, PlanNotFoundError, PlanSignedError, VersionConflictError.
            PlanMadeAloneError: the actor worked on it last.
            PlanIncompleteError: it has problems.
        """
        if not actor.has(Right.APPROVE):
            raise RefusedError(action="plan_sign", subject="plan")
        with self._desk.database.write() as uow:
            store = PlanStore(uow.connection)
            draft = open_draft(store, year, version)
            if draft.changed_by == actor.user:
                raise PlanMadeAloneError(year=year)
            sections = {one.key for one in uow.people.roles() if one.section}
            problems = plan_problems(draft.plan, sections)
            if problems:
                raise PlanIncompleteError(year=year, problems=len(problems))
            changes = self._changes(uow, actor)
            sign_draft(uow, draft, self._signed_as(uow, actor, changes), changes)
            changes.write()
            self._lists.forget()

    def _signed_as(self, uow: UnitOfWork, actor: Actor, changes: Changes) -> str:
        """Return name and post of who signs: «Plh. Camat Silaut» where that is so."""
        facts = self._lists.facts(uow, now=changes.now)
        posts = [
            f"{officer.prefix} {officer.title}".strip()
            for role, several in facts.officers.items()
            for officer in several
            if officer.user == actor.user and role in actor.roles
        ]
        return "\n".join([actor.name, *posts[:1]])

    def _changes(self, uow: UnitOfWork, actor: Actor) -> Changes:
        return Changes(uow=uow, now=self._desk.clock.now(), actor=actor)


def sign_draft(
    uow: UnitOfWork, draft: PlanRevision, signed_as: str, changes: Changes
) -> None:
    """Sign a draft that has no problems and put it in force."""
    signed = replace(
        draft,
        state=PlanState.SIGNED,
        signed_by=changes.actor.user,
        signed_as=signed_as,
        signed_at=changes.now,
    )
    PlanStore(uow.connection).save(signed)
    source = Provenance(by=changes.actor.user, at=changes.now, reason=draft.reason)
    put_in_force(uow, draft.plan, source)
    facts: JsonObject = {
        "year": draft.year,
        "revision": draft.revision,
        "reason": draft.reason,
    }
    changes.record("plan.signed", facts=facts)


def open_draft(store: PlanStore, year: int, version: int) -> PlanRevision:
    """Return a year's draft as somebody saw it.

    Raises:
        PlanNotFoundError, PlanSignedError, VersionConflictError.
    """
    newest = store.newest(year)
    if not newest.is_draft:
        raise PlanSignedError(year=year)
    if newest.version != version:
        raise VersionConflictError(what="plans", id=f"{year}/{newest.revision}")
    return newest


def _draft(plan: Plan, revision: int, reason: str, changes: Changes) -> PlanRevision:
    return PlanRevision(
        year=plan.year,
        revision=revision,
        state=PlanState.DRAFT,
        plan=plan,
        reason=reason,
        changed_by=changes.actor.user,
        changed_at=changes.now,
    )


def _copied(plan: Plan, year: int) -> Plan:
    """Return another year's plan with the same rows; Renstra years move on."""
    first, last = plan.renstra
    if year > last:
        first, last = last + 1, last + 1 + (last - first)
    return replace(plan, year=year, renstra=(first, last))


def _history(
    revisions: list[PlanRevision],
) -> tuple[tuple[PlanRevision, tuple[PlanChange, ...]], ...]:
    signed = [one for one in revisions if not one.is_draft]
    told = []
    for place, one in enumerate(signed):
        before = signed[place - 1].plan if place else None
        changed = plan_changes(before, one.plan) if before else []
        told.append((one, tuple(changed)))
    return tuple(reversed(told))
