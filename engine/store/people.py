"""Users, roles, assignments and API tokens; who acts is asked by one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select, update

from engine.domain.identity import (
    Actor,
    Assignment,
    AssignmentKind,
    Right,
    Role,
    User,
)
from engine.domain.values import RoleKey, UserId
from engine.errors import RoleNotFoundError, UserNotFoundError
from engine.store.schema import assignments, roles, tokens, users
from engine.store.shapes import Shape, Versioned
from engine.store.types import UtcInstant
from engine.store.values import ApiToken

_USER = Versioned(User, users)
_ROLE = Versioned(Role, roles, key="key")
_ASSIGNMENT = Versioned(Assignment, assignments)
_TOKEN = Shape(ApiToken, tokens)


def _valid() -> ColumnElement[bool]:
    now = bindparam("now", type_=UtcInstant)
    begun = or_(assignments.c.valid_from.is_(None), assignments.c.valid_from <= now)
    lasts = or_(assignments.c.valid_until.is_(None), assignments.c.valid_until > now)
    return begun & lasts


_USER_BY_ID = _USER.select.where(users.c.id == bindparam("id"))
_USER_BY_LOGIN = _USER.select.where(users.c.login == bindparam("login"))
_USERS = _USER.select.order_by(users.c.name, users.c.login)
_ROLE_BY_KEY = _ROLE.select.where(roles.c.key == bindparam("key"))
_ROLES = _ROLE.select.order_by(roles.c.name, roles.c.key)
_ASSIGNMENTS = _ASSIGNMENT.select.order_by(assignments.c.role, assignments.c.id)
_OF_USER = _ASSIGNMENTS.where(assignments.c.user == bindparam("user"))
_HOLDERS = (
    select(*_USER.columns, *_ASSIGNMENT.columns)
    .join_from(assignments, users, users.c.id == assignments.c.user)
    .where(assignments.c.role == bindparam("role"), users.c.active, _valid())
    .order_by(assignments.c.kind, users.c.name, assignments.c.id)
)
ACTOR: Select[Any] = (
    select(
        users.c.id, users.c.name, assignments.c.role, assignments.c.kind, roles.c.rights
    )
    .select_from(users)
    .outerjoin(assignments, (assignments.c.user == users.c.id) & _valid())
    .outerjoin(roles, roles.c.key == assignments.c.role)
    .where(users.c.active)
)
"""Asks who a user is: one row per role, or one without a role. It binds `now`."""

_ACTOR_OF = ACTOR.where(users.c.id == bindparam("user"))
_ACTOR_BY_TOKEN = ACTOR.join(tokens, tokens.c.user == users.c.id).where(
    tokens.c.hash == bindparam("hash"),
    tokens.c.revoked_at.is_(None),
    or_(
        tokens.c.expires_at.is_(None),
        tokens.c.expires_at > bindparam("now", type_=UtcInstant),
    ),
)
_TOKENS_OF = _TOKEN.select.where(tokens.c.user == bindparam("user")).order_by(
    tokens.c.created_at, tokens.c.id
)
_REVOKE = (
    update(tokens)
    .where(tokens.c.id == bindparam("row_id"), tokens.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)


class PeopleStore:
    """Everybody who works here, and in which role."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_user(self, user: User) -> None:
        """Add a user; a login that exists ends in a conflict."""
        _USER.add_all(self._connection, [user])

    def save_user(self, user: User) -> User:
        """Write a changed user and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _USER.save(self._connection, user)

    def user(self, user: UserId) -> User:
        """Return a user.

        Raises:
            UserNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_USER_BY_ID, {"id": user}).first()
        if row is None:
            raise UserNotFoundError(user=user)
        return _USER.value(row)

    def user_by_login(self, login: str) -> User | None:
        """Return the user of a login, in lower case, or None."""
        row = self._connection.execute(_USER_BY_LOGIN, {"login": login}).first()
        return None if row is None else _USER.value(row)

    def users(self) -> list[User]:
        """Return all users by name, inactive ones too."""
        return [_USER.value(row) for row in self._connection.execute(_USERS)]

    def add_role(self, role: Role) -> None:
        """Add a role; a key that exists ends in a conflict."""
        _ROLE.add_all(self._connection, [role])

    def save_role(self, role: Role) -> Role:
        """Write a changed role and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _ROLE.save(self._connection, role)

    def role(self, key: RoleKey) -> Role:
        """Return a role.

        Raises:
            RoleNotFoundError: there is none of that key.
        """
        row = self._connection.execute(_ROLE_BY_KEY, {"key": key}).first()
        if row is None:
            raise RoleNotFoundError(role=key)
        return _ROLE.value(row)

    def roles(self) -> list[Role]:
        """Return all roles by name."""
        return [_ROLE.value(row) for row in self._connection.execute(_ROLES)]

    def assign(self, assignment: Assignment) -> None:
        """Give a role to a user."""
        _ASSIGNMENT.add_all(self._connection, [assignment])

    def save_assignment(self, assignment: Assignment) -> Assignment:
        """Write a changed assignment, its end for one, and return it.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _ASSIGNMENT.save(self._connection, assignment)

    def assignments(self) -> list[Assignment]:
        """Return all assignments by role, past and future ones too."""
        rows = self._connection.execute(_ASSIGNMENTS)
        return [_ASSIGNMENT.value(row) for row in rows]

    def assignments_of(self, user: UserId) -> list[Assignment]:
        """Return a user's assignments by role, past and future ones too."""
        rows = self._connection.execute(_OF_USER, {"user": user})
        return [_ASSIGNMENT.value(row) for row in rows]

    def holders(self, role: RoleKey, now: datetime) -> list[tuple[User, Assignment]]:
        """Return the active users who have a role now: holders, then acting ones."""
        parameters = {"role": role, "now": now}
        rows = self._connection.execute(_HOLDERS, parameters)
        width = len(_USER.columns)
        return [(_USER.value(row), _ASSIGNMENT.value(row[width:])) for row in rows]

    def actor_of(self, user: UserId, now: datetime) -> Actor | None:
        """Return who a user is at an instant, None where inactive or unknown."""
        parameters = {"user": user, "now": now}
        return actor_of_rows(self._connection.execute(_ACTOR_OF, parameters).all())

    def actor_by_token_hash(self, digest: bytes, now: datetime) -> Actor | None:
        """Return who a token's sha256 stands for; None where it is not valid now."""
        parameters = {"hash": digest, "now": now}
        return actor_of_rows(
            self._connection.execute(_ACTOR_BY_TOKEN, parameters).all()
        )

    def add_token(self, token: ApiToken) -> None:
        """Add an API token by its hash."""
        _TOKEN.add_all(self._connection, [token])

    def tokens_of(self, user: UserId) -> list[ApiToken]:
        """Return a user's tokens, oldest first, revoked and expired ones too."""
        rows = self._connection.execute(_TOKENS_OF, {"user": user})
        return [_TOKEN.value(row) for row in rows]

    def revoke_token(self, token: str, *, now: datetime) -> None:
        """Let a token open nothing from now on. Twice is once."""
        self._connection.execute(_REVOKE, {"row_id": token, "at": now})


def actor_of_rows(rows: Sequence[Any]) -> Actor | None:
    """Return the actor that the rows of `ACTOR` tell of, None without any row."""
    if not rows:
        return None
    kinds: dict[RoleKey, AssignmentKind] = {}
    rights: set[Right] = set()
    for _, _, role, kind, allowed in rows:
        if role is None:
            continue
        # Whoever holds a post does not act for it, whatever else was ordered.
        if kinds.get(role) is not AssignmentKind.HOLDER:
            kinds[role] = kind
        rights |= allowed
    acting = {
        role: kind for role, kind in kinds.items() if kind is not AssignmentKind.HOLDER
    }
    return Actor(
        user=UserId(rows[0][0]),
        name=rows[0][1],
        roles=frozenset(kinds),
        rights=frozenset(rights),
        acting=tuple(sorted(acting.items())),
    )
