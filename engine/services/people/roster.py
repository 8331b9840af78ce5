"""Everybody who works here at one moment: officers, posts, roles, what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.domain.identity import Actor, Assignment, Right, Role, User
from engine.domain.values import RoleKey, UserId
from engine.services.transactions import access
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An officer with posts; `now` are those that hold at this moment."""

    user: User
    posts: tuple[Assignment, ...]
    now: tuple[Assignment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EmptyLane:
    """A lane of an SOP in use that nobody can work for now."""

    lane: str
    role: RoleKey
    sops: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """Everybody, every role, and what is missing."""

    members: tuple[Member, ...]
    roles: tuple[Role, ...]
    empty_lanes: tuple[EmptyLane, ...]
    now: datetime

    def names(self) -> dict[RoleKey, str]:
        """Return the roles' names by key."""
        return {role.key: role.name for role in self.roles}


class RosterService:
    """Reads the staff, for administrators and superiors."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def staff(self, actor: Actor) -> Staff:
        """Return everybody; superiors may read it too.

        Raises:
            RefusedError.
        """
        if not actor.has(Right.SUPERVISE):
            access.require_right(
                actor, Right.ADMINISTER, action="users", subject="users"
            )
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            posts: dict[UserId, list[Assignment]] = defaultdict(list)
            for one in uow.people.assignments():
                posts[one.user].append(one)
            members = tuple(
                Member(
                    user=user,
                    posts=tuple(posts[user.id]),
                    now=tuple(one for one in posts[user.id] if one.is_valid(now)),
                )
                for user in uow.people.users()
            )
            roles = tuple(uow.people.roles())
            return Staff(
                members=members,
                roles=roles,
                empty_lanes=self._empty_lanes(uow, members),
                now=now,
            )

    def _empty_lanes(
        self, uow: UnitOfWork, members: Sequence[Member]
    ) -> tuple[EmptyLane, ...]:
        held = {o.role for one in members if one.user.active for o in one.now}
        empty: dict[tuple[str, RoleKey], list[str]] = defaultdict(list)
        for summary in uow.definitions.listing():
            for lane in self._desk.library.of(uow, summary.id).definition.lanes:
                if lane.role not in held:
                    empty[lane.lane, lane.role].append(summary.name)
        return tuple(
            EmptyLane(lane=lane, role=role, sops=tuple(sops))
            for (lane, role), sops in empty.items()
        )
