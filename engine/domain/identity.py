"""Who may do what: users, roles, assignments, and the actor of one request.

A role is a post or a section of the office; a lane stands for one. An
assignment gives a role to a user for a time, as holder or acting for somebody
(Plt. while the post is vacant, Plh. while its holder is away). Rights belong to
roles, never to names in code.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.values import RoleKey, UserId


class Right(StrEnum):
    """What a role allows beyond doing its own tasks.

    `supervise` sees every case; `administer` repairs, reassigns and manages
    users; `draft` edits SOPs; `approve` deploys them; `start` starts cases.
    """

    SUPERVISE = "supervise"
    ADMINISTER = "administer"
    DRAFT = "draft"
    APPROVE = "approve"
    START = "start"


class AssignmentKind(StrEnum):
    """How somebody has a role: as holder, Plt. or Plh."""

    HOLDER = "holder"
    PLT = "plt"
    PLH = "plh"


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """A post or section. `section` roles answer for a part of the performance data."""

    key: RoleKey
    name: str
    rights: frozenset[Right] = frozenset()
    section: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A person with a login.

    Attributes:
        login: lower case, unique.
        nip: civil servant's number, or empty.
        rank: pangkat/golongan, or empty.
        password: argon2id hash, or None where no login by password is possible.
        stand_in: made by `run` for a role without an officer.
    """

    id: UserId
    login: str
    name: str
    nip: str = ""
    rank: str = ""
    email: str = ""
    language: str = "id"
    password: str | None = None
    active: bool = True
    stand_in: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """A role given to a user from `valid_from` until (not including) `valid_until`.

    Attributes:
        letter: number of the letter of order, for acting officers.
        title: the post's name as it signs («Camat Silaut»).
    """

    id: str
    user: UserId
    role: RoleKey
    kind: AssignmentKind
    title: str = ""
    letter: str = ""
    letter_date: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    version: int = 1

    def is_valid(self, now: datetime) -> bool:
        """Tell whether the assignment holds at an aware instant."""
        begun = self.valid_from is None or self.valid_from <= now
        return begun and (self.valid_until is None or now < self.valid_until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who acts in one request, with everything that decides what is allowed.

    Attributes:
        roles: keys of the roles held now, acting ones included.
        acting: key of an acting role to the prefix it signs with (`plt`, `plh`).
        machine: the scheduler or a command, which no role limits.
    """

    user: UserId
    name: str
    roles: frozenset[RoleKey] = frozenset()
    rights: frozenset[Right] = frozenset()
    acting: tuple[tuple[RoleKey, AssignmentKind], ...] = ()
    machine: bool = False

    def has(self, right: Right) -> bool:
        """Tell whether one of the actor's roles carries a right."""
        return self.machine or right in self.rights

    def acts_as(self, role: RoleKey) -> AssignmentKind:
        """Return in which way the actor has a role."""
        return dict(self.acting).get(role, AssignmentKind.HOLDER)


MACHINE = Actor(user=UserId("machine"), name="Mutu Baku", machine=True)
