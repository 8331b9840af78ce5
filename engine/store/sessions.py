"""Sessions of browsers by the hash of their key, and attempts to sign in.

Who asks, in which session, and what they may do is one statement: every
request of every officer begins with it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, update

from engine.domain.identity import Actor
from engine.domain.values import UserId
from engine.store.dialects import insert_into
from engine.store.people import ACTOR, actor_of_rows
from engine.store.schema import login_attempts, users, web_sessions
from engine.store.shapes import Shape
from engine.store.types import UtcInstant

_OPENED, _SEEN = web_sessions.c.opened_at, web_sessions.c.seen_at
_OWN_COLUMNS = (users.c.login, users.c.language, users.c.password, _OPENED, _SEEN)
_FOUND = (
    ACTOR.add_columns(*_OWN_COLUMNS, web_sessions.c.password_mark)
    .join(web_sessions, web_sessions.c.user == users.c.id)
    .where(
        web_sessions.c.hash == bindparam("hash"),
        bindparam("opened_after", type_=UtcInstant) < _OPENED,
        bindparam("seen_after", type_=UtcInstant) < _SEEN,
    )
)
_TOUCH = (
    update(web_sessions)
    .where(web_sessions.c.hash == bindparam("row_hash"))
    .values(seen_at=bindparam("now"))
)
_REMOVE = delete(web_sessions).where(web_sessions.c.hash == bindparam("hash"))
_REMOVE_OF = delete(web_sessions).where(web_sessions.c.user == bindparam("user"))
_FORGET = delete(web_sessions).where(
    (bindparam("opened_before", type_=UtcInstant) >= _OPENED)
    | (bindparam("seen_before", type_=UtcInstant) >= _SEEN)
)
_FORGIVE = delete(login_attempts).where(login_attempts.c.subject == bindparam("of"))
_GIVE_BACK = (
    update(login_attempts)
    .where(login_attempts.c.subject == bindparam("of"), login_attempts.c.attempts > 0)
    .values(attempts=login_attempts.c.attempts - 1)
)
_FORGET_ATTEMPTS = delete(login_attempts).where(
    login_attempts.c.since <= bindparam("before", type_=UtcInstant)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class WebSession:
    """A browser in which somebody signed in.

    Attributes:
        hash: sha256 of the key that the browser holds; the key is kept nowhere.
        password_mark: sha256 of the password's hash at that time: a new password
            ends every session, whoever set it and from wherever.
    """

    hash: bytes
    user: UserId
    password_mark: bytes
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundSession:
    """What a session's key opens: who asks, and the password they have now."""

    actor: Actor
    login: str
    language: str
    password: str | None
    password_mark: bytes
    opened_at: datetime
    seen_at: datetime


_SHAPE = Shape(WebSession, web_sessions)


class SessionStore:
    """Browsers and those who sign in with them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: WebSession) -> None:
        """Add a session."""
        _SHAPE.add_all(self._connection, [session])

    def find(
        self,
        digest: bytes,
        *,
        now: datetime,
        opened_after: datetime,
        seen_after: datetime,
    ) -> FoundSession | None:
        """Return what a session opens now; both bounds are excluded.

        None: there is no such session, it expired, or its user is inactive.
        """
        parameters = {
            "hash": digest,
            "now": now,
            "opened_after": opened_after,
            "seen_after": seen_after,
        }
        rows = self._connection.execute(_FOUND, parameters).all()
        actor = actor_of_rows([row[:5] for row in rows])
        if actor is None:
            return None
        login, language, password, opened_at, seen_at, mark = rows[0][5:]
        return FoundSession(
            actor=actor,
            login=login,
            language=language,
            password=password,
            password_mark=mark,
            opened_at=opened_at,
            seen_at=seen_at,
        )

    def touch(self, digest: bytes, *, now: datetime) -> None:
        """Say that a session is in use."""
        self._connection.execute(_TOUCH, {"row_hash": digest, "now": now})

    def remove(self, digest: bytes) -> None:
        """End a session. Twice is once."""
        self._connection.execute(_REMOVE, {"hash": digest})

    def remove_of(self, user: UserId) -> None:
        """End every session of a user."""
        self._connection.execute(_REMOVE_OF, {"user": user})

    def forget(self, *, opened_before: datetime, seen_before: datetime) -> None:
        """Throw away what expired; both bounds are included."""
        bounds = {"opened_before": opened_before, "seen_before": seen_before}
        self._connection.execute(_FORGET, bounds)

    def count_attempt(
        self, subject: bytes, *, now: datetime, since: datetime
    ) -> tuple[int, datetime]:
        """Count one more attempt and return the count and when it began.

        A count that began at `since` or before begins anew. Attempts at the same
        moment are counted one after another, on both databases.
        """
        columns = login_attempts.c
        insert = insert_into(self._connection, login_attempts).values(
            subject=subject, attempts=1, since=now
        )
        is_old = columns.since <= since
        begun = insert.excluded["since"]
        changed = {
            "attempts": case((is_old, 1), else_=columns.attempts + 1),
            "since": case((is_old, begun), else_=columns.since),
        }
        counted = insert.on_conflict_do_update(
            index_elements=[columns.subject], set_=changed
        ).returning(columns.attempts, columns.since)
        row = self._connection.execute(counted).one()
        return row.attempts, row.since

    def give_back(self, subject: bytes) -> None:
        """Take one attempt back: it was a good one."""
        self._connection.execute(_GIVE_BACK, {"of": subject})

    def forgive(self, subject: bytes) -> None:
        """Forget the attempts of a subject."""
        self._connection.execute(_FORGIVE, {"of": subject})

    def forget_attempts(self, *, before: datetime) -> None:
        """Throw away counts that began at an instant or earlier."""
        self._connection.execute(_FORGET_ATTEMPTS, {"before": before})
