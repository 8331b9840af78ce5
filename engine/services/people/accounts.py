"""People: users, the roles they hold, how they sign in."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from engine.clock import Clock
from engine.domain.identity import (
    Actor,
    Assignment,
    AssignmentKind,
    Right,
    Role,
    User,
)
from engine.domain.values import JsonValue, RoleKey, UserId
from engine.errors import (
    LoginTakenError,
    PasswordWeakError,
    RoleNotFoundError,
    UserNotFoundError,
)
from engine.services.office.directory import OfficeLists
from engine.services.transactions import access
from engine.services.transactions.changes import Changes, new_id
from engine.store.database import Database, UnitOfWork
from engine.store.values import ApiToken

LEAST_PASSWORD = 10
MOST_PASSWORD = 200
TOKEN_PREFIX = "mb_"  # noqa: S105 - what tokens begin with, no secret


class Passwords(Protocol):
    """Hashes passwords slowly."""

    def hashed(self, password: str) -> str:
        """Return the text under which a password is kept."""
        ...

    def matches(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the one."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class NewUser:
    """Somebody who gets a login; `roles` are held without limit of time."""

    login: str
    name: str
    roles: tuple[RoleKey, ...] = ()
    password: str | None = None
    nip: str = ""
    rank: str = ""
    email: str = ""
    title: str = ""
    stand_in: bool = False


class AccountService:
    """Users, roles, assignments and tokens."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        passwords: Passwords,
        lists: OfficeLists,
    ) -> None:
        self._lists = lists
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._nobodys_hash: str | None = None

    def add_user(self, new: NewUser, actor: Actor) -> User:
        """Add a user with the roles held.

        Raises:
            LoginTakenError, PasswordWeakError, RoleNotFoundError, RefusedError.
        """
        hashed = None if new.password is None else self._hashed(new.password)
        with self._database.write() as uow:
            changes = self._changes(uow, actor)
            user = added(changes, new, hashed)
            changes.write()
        return user

    def set_password(self, login: str, password: str, actor: Actor) -> None:
        """Give a user a new password.

        Raises:
            UserNotFoundError, PasswordWeakError, RefusedError.
        """
        hashed = self._hashed(password)
        with self._database.write() as uow:
            user = _by_login(uow, login)
            changes = self._changes(uow, actor, own=user.id)
            uow.people.save_user(replace(user, password=hashed))
            changes.record("user.password_changed", facts={"user": user.id})
            changes.write()

    def disable(self, login: str, actor: Actor) -> None:
        """Let a user sign in no more; what they did stays theirs.

        Raises:
            UserNotFoundError, RefusedError.
        """
        with self._database.write() as uow:
            user = _by_login(uow, login)
            changes = self._changes(uow, actor)
            uow.people.save_user(replace(user, active=False))
            changes.record("user.disabled", facts={"user": user.id})
            changes.write()

    def add_role(self, role: Role, actor: Actor) -> None:
        """Add a role, or give an existing one this name, these rights.

        Raises:
            RefusedError.
        """
        with self._database.write() as uow:
            changes = self._changes(uow, actor)
            try:
                known = uow.people.role(role.key)
            except RoleNotFoundError:
                uow.people.add_role(role)
            else:
                uow.people.save_role(replace(role, version=known.version))
            rights: list[JsonValue] = [right.value for right in sorted(role.rights)]
            changes.record("role.changed", facts={"role": role.key, "rights": rights})
            changes.write()

    def has_role(self, role: RoleKey) -> bool:
        """Tell whether the office has a role."""
        with self._database.read() as uow:
            return any(one.key == role for one in uow.people.roles())

    def assign(self, assignment: Assignment, actor: Actor) -> None:
        """Give a role to a user, as holder, Plt. or Plh.

        Raises:
            RoleNotFoundError, UserNotFoundError, RefusedError.
        """
        with self._database.write() as uow:
            changes = self._changes(uow, actor)
            uow.people.role(assignment.role)
            uow.people.user(assignment.user)
            uow.people.assign(assignment)
            changes.record(
                "role.assigned",
                facts={
                    "user": assignment.user,
                    "role": assignment.role,
                    "kind": assignment.kind.value,
                    "letter": assignment.letter,
                },
            )
            changes.write()

    def issue_token(
        self, login: str, actor: Actor, *, days: int | None = None, name: str = ""
    ) -> str:
        """Return a new API token; it is shown this once and kept as a hash.

        Args:
            login: of the user it stands for.
            actor: an administrator, or the user.
            days: how long it is valid, None for ever.
            name: what the user calls it.

        Raises:
            UserNotFoundError, RefusedError.
        """
        now = self._clock.now()
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        with self._database.write() as uow:
            user = _by_login(uow, login)
            if not user.active:
                raise UserNotFoundError(user=login)
            changes = self._changes(uow, actor, own=user.id)
            token = ApiToken(
                id=new_id(),
                user=user.id,
                name=name,
                hash=_digest(secret),
                created_at=now,
                expires_at=None if days is None else now + timedelta(days=days),
            )
            uow.people.add_token(token)
            facts = {"user": user.id, "token": token.id}
            changes.record("token.issued", facts=dict(facts))
            changes.write()
        return secret

    def actor_of_token(self, token: str) -> Actor | None:
        """Return who a token stands for now, None where it opens nothing."""
        with self._database.read() as uow:
            return uow.people.actor_by_token_hash(_digest(token), now=self._clock.now())

    def actor(self, user: UserId) -> Actor | None:
        """Return who a user is now, None where inactive or unknown."""
        with self._database.read() as uow:
            return uow.people.actor_of(user, now=self._clock.now())

    def sign_in(self, login: str, password: str) -> Actor | None:
        """Return who signs in with a password, None where it does not fit."""
        with self._database.read() as uow:
            user = uow.people.user_by_login(login.strip().lower())
        # An unknown login costs as much time as a wrong password.
        kept = user.password if user and user.password else self._nobody
        fits = self._passwords.matches(kept, password)
        if user is None or user.password is None or not user.active or not fits:
            return None
        return self.actor(user.id)

    def users(self) -> list[tuple[User, list[Assignment]]]:
        """Return all users with their assignments, by name."""
        with self._database.read() as uow:
            assignments = uow.people.assignments()
            return [
                (user, [one for one in assignments if one.user == user.id])
                for user in uow.people.users()
            ]

    def _hashed(self, password: str) -> str:
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise PasswordWeakError(least=LEAST_PASSWORD, most=MOST_PASSWORD)
        return self._passwords.hashed(password)

    @property
    def _nobody(self) -> str:
        if self._nobodys_hash is None:
            self._nobodys_hash = self._passwords.hashed(secrets.token_hex(16))
        return self._nobodys_hash

    def _changes(
        self, uow: UnitOfWork, actor: Actor, *, own: UserId | None = None
    ) -> Changes:
        if actor.user != own:
            access.require_right(
                actor, Right.ADMINISTER, action="users", subject="users"
            )
        self._lists.forget()
        return Changes(uow=uow, now=self._clock.now(), actor=actor)


def added(changes: Changes, new: NewUser, hashed: str | None) -> User:
    """Add a user with the roles held, within a transaction of somebody else's.

    Raises:
        LoginTakenError, RoleNotFoundError.
    """
    login = new.login.strip().lower()
    people = changes.uow.people
    if people.user_by_login(login) is not None:
        raise LoginTakenError(login=login)
    for role in new.roles:
        people.role(role)
    user = User(
        id=UserId(new_id()),
        login=login,
        name=new.name.strip() or login,
        nip=new.nip,
        rank=new.rank,
        email=new.email,
        password=hashed,
        stand_in=new.stand_in,
    )
    people.add_user(user)
    for role in new.roles:
        people.assign(
            Assignment(
                id=new_id(),
                user=user.id,
                role=role,
                kind=AssignmentKind.HOLDER,
                title=new.title,
            )
        )
    roles: list[JsonValue] = list(new.roles)
    changes.record("user.added", facts={"user": user.id, "roles": roles})
    return user


def _by_login(uow: UnitOfWork, login: str) -> User:
    user = uow.people.user_by_login(login.strip().lower())
    if user is None:
        raise UserNotFoundError(user=login)
    return user


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
