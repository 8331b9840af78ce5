"""Who works here: officers, roles with their rights, posts and who has them.

Every change asks for the right to administer, is logged, and must leave
somebody who may administer.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.domain.identity import (
    MACHINE,
    Actor,
    Assignment,
    AssignmentKind,
    Right,
    Role,
    User,
)
from engine.domain.values import JsonValue, RoleKey, UserId
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import OfficeInvalidError, VersionConflictError
from engine.services.office.directory import OfficeLists
from engine.services.people.acting import Order, Said, Span, doubts, overlap, problems
from engine.services.transactions import access
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork

ZONE = ZoneInfo(DEFAULT_ZONE)
MOST_LETTERS = 200
_WORDS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True, kw_only=True, slots=True)
class UserChange:
    """What an administrator may change of an officer; `version` was seen."""

    name: str
    nip: str
    rank: str
    email: str
    active: bool
    version: int


class StaffingService:
    """Officers, roles and posts, for administrators."""

    def __init__(self, *, desk: Desk, lists: OfficeLists) -> None:
        self._desk = desk
        self._lists = lists

    def change_user(self, user_id: UserId, change: UserChange, actor: Actor) -> User:
        """Change an officer, or let one sign in no more (again).

        Raises:
            UserNotFoundError, VersionConflictError, OfficeInvalidError, RefusedError.
        """
        if not change.name.strip():
            raise OfficeInvalidError(errors={"name": "office.name_needed"})
        with self._desk.database.write() as uow:
            changes = self._changes(uow, actor)
            user = uow.people.user(user_id)
            if user.version != change.version:
                raise VersionConflictError(what="users", id=user_id)
            after = replace(
                user,
                name=change.name.strip()[:MOST_LETTERS],
                nip=change.nip.strip()[:MOST_LETTERS],
                rank=change.rank.strip()[:MOST_LETTERS],
                email=change.email.strip()[:MOST_LETTERS],
                active=change.active,
            )
            saved = uow.people.save_user(after)
            if user.active and not after.active:
                uow.sessions.remove_of(user.id)
            kind = _kind_of(user, after)
            changes.record(kind, facts={"user": user.id, "name": after.name})
            self._require_administrator(changes)
            changes.write()
            return saved

    def put_role(self, role: Role, actor: Actor, *, fresh: bool) -> None:
        """Add a role, or give a known one another name or other rights.

        Raises:
            OfficeInvalidError, RoleNotFoundError, VersionConflictError, RefusedError.
        """
        if not role.name.strip():
            raise OfficeInvalidError(errors={"name": "office.name_needed"})
        with self._desk.database.write() as uow:
            changes = self._changes(uow, actor)
            if fresh:
                if any(one.key == role.key for one in uow.people.roles()):
                    raise OfficeInvalidError(errors={"key": "office.role_known"})
                uow.people.add_role(role)
            else:
                uow.people.role(role.key)
                uow.people.save_role(role)
            rights: list[JsonValue] = [right.value for right in sorted(role.rights)]
            changes.record("role.changed", facts={"role": role.key, "rights": rights})
            self._require_administrator(changes)
            changes.write()

    def doubts(self, order: Order, actor: Actor) -> tuple[Said, ...]:
        """Return what should be looked at twice before an order is given.

        Raises:
            OfficeInvalidError, RoleNotFoundError, UserNotFoundError, RefusedError.
        """
        with self._desk.database.read() as uow:
            access.require_right(
                actor, Right.ADMINISTER, action="users", subject="users"
            )
            span = self._checked(uow, order)[0]
            known = _of_role(uow, order.role)
            own = uow.people.assignments_of(UserId(order.user))
            found = [*doubts(order, known, own, span)]
            return (*found, *self._both_hands(uow, order, own, span))

    def assign(self, order: Order, actor: Actor) -> Assignment:
        """Give an officer a post, as holder, Plt. or Plh., for a time.

        Raises:
            OfficeInvalidError, RoleNotFoundError, UserNotFoundError, RefusedError.
        """
        with self._desk.database.write() as uow:
            changes = self._changes(uow, actor)
            _, span = self._checked(uow, order)
            given = Assignment(
                id=new_id(),
                user=UserId(order.user),
                role=RoleKey(order.role),
                kind=order.kind,
                title=order.title.strip()[:MOST_LETTERS],
                letter=order.letter.strip()[:MOST_LETTERS],
                letter_date=order.letter_date,
                valid_from=span.since,
                valid_until=span.until,
            )
            uow.people.assign(given)
            _record(changes, "role.assigned", given)
            changes.write()
            return given

    def end(self, assignment_id: str, actor: Actor, *, reason: str) -> Assignment:
        """End an assignment now; one that has not begun never begins.

        Raises:
            OfficeInvalidError: it has ended, or the last administrator would go.
            VersionConflictError, RefusedError.
        """
        with self._desk.database.write() as uow:
            changes = self._changes(uow, actor)
            found = next(
                (o for o in uow.people.assignments() if o.id == assignment_id), None
            )
            now = changes.now
            if found is None or (found.valid_until and found.valid_until <= now):
                raise OfficeInvalidError(errors={"": "office.has_ended"})
            first = found.valid_from
            since = now if first is not None and first > now else first
            ended = replace(found, valid_from=since, valid_until=now)
            uow.people.save_assignment(ended)
            _record(changes, "role.withdrawn", ended, reason.strip()[:MOST_LETTERS])
            self._require_administrator(changes)
            changes.write()
            return ended

    def _checked(self, uow: UnitOfWork, order: Order) -> tuple[Span, Span]:
        """Return the time of an order from now on, which counts, and the whole."""
        uow.people.role(RoleKey(order.role))
        uow.people.user(UserId(order.user))
        whole = Span(since=midnight(order.first), until=midnight(order.last, days=1))
        # Who left this morning does not stand in the way of who comes today.
        now = self._desk.clock.now()
        span = Span(since=max(whole.since or now, now), until=whole.until)
        errors = problems(order, _of_role(uow, order.role), span)
        if errors:
            raise OfficeInvalidError(errors=errors)
        return span, whole

    def _both_hands(
        self, uow: UnitOfWork, order: Order, own: Sequence[Assignment], span: Span
    ) -> list[Said]:
        """Return the SOPs in which the officer would get a second lane.

        Nobody both makes and approves the same document.
        """
        if order.kind is AssignmentKind.HOLDER:
            return []
        roles = {one.role for one in own if overlap(one, span)}
        found: list[Said] = []
        for summary in uow.definitions.listing():
            lanes = self._desk.library.of(uow, summary.id).definition.lanes
            named = {lane.role: lane.lane for lane in lanes}
            both = [lane for role, lane in named.items() if role in roles]
            if order.role in named and both:
                facts = {"sop": summary.name, "lanes": ", ".join(both)}
                found.append(("office.both_hands", dict(facts)))
        return found

    def _changes(self, uow: UnitOfWork, actor: Actor) -> Changes:
        access.require_right(actor, Right.ADMINISTER, action="users", subject="users")
        self._lists.forget()
        return Changes(uow=uow, now=self._desk.clock.now(), actor=actor)

    def _require_administrator(self, changes: Changes) -> None:
        """Raise OfficeInvalidError where nobody would be left to administer."""
        people = changes.uow.people
        may = {role.key for role in people.roles() if Right.ADMINISTER in role.rights}
        if changes.actor != MACHINE and not any(
            people.holders(role, changes.now) for role in may
        ):
            raise OfficeInvalidError(errors={"": "office.last_administrator"})


def new_password() -> str:
    """Return a password that is easily read aloud and typed, 70 bits."""
    parts = ("".join(secrets.choice(_WORDS) for _ in range(5)) for _ in range(3))
    return "-".join(parts)


def midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """Return when a day of the office begins, `days` later; None stays None."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=ZONE)


def _of_role(uow: UnitOfWork, role: str) -> list[Assignment]:
    return [one for one in uow.people.assignments() if one.role == role]


def _kind_of(before: User, after: User) -> str:
    if before.active == after.active:
        return "user.changed"
    return "user.enabled" if after.active else "user.disabled"


def _record(changes: Changes, kind: str, of: Assignment, reason: str = "") -> None:
    facts = {"user": of.user, "role": of.role, "kind": of.kind.value}
    if reason:
        facts["reason"] = reason
    changes.record(kind, facts={**facts, "letter": of.letter})
