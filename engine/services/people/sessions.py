"""Sessions of browsers: signing in and out, and who asks in one statement.

docs/adr/0015-web-sessions-and-csrf.md. The browser holds a random key, the
store only its hash. Attempts are counted before a password is looked at, so
that guessing from many processes at once does not outrun the count.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.clock import Clock
from engine.domain.identity import Actor
from engine.errors import LoginRefusedError, TooManyAttemptsError
from engine.services.people.accounts import AccountService
from engine.store.database import Database, UnitOfWork
from engine.store.sessions import FoundSession, WebSession

ATTEMPT_WINDOW = timedelta(minutes=15)
MOST_PER_LOGIN = 5  # of one login from one address
MOST_PER_ADDRESS = 60  # a whole office may sit behind one
_TOUCH_AFTER = timedelta(minutes=1)
_LONGEST_PASSWORD = 1_000  # argon2 would read a megabyte for a stranger


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    """Somebody at a browser.

    Attributes:
        language: in which they want to read.
        expires_at: from when on they have to sign in again at the latest.
    """

    actor: Actor
    login: str
    language: str
    expires_at: datetime


class SessionService:
    """Who sits at which browser.

    Args:
        lifetime: after so long everybody signs in again.
        idle: after so long without a request, too.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: AccountService,
        lifetime: timedelta,
        idle: timedelta,
    ) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._lifetime = lifetime
        self._idle = idle

    def sign_in(self, login: str, password: str, *, address: str) -> str:
        """Return the key of a new session.

        Args:
            login: as typed; case and blanks around it do not matter.
            password: as typed.
            address: the network address that asks.

        Raises:
            TooManyAttemptsError: too often of late, right or wrong.
            LoginRefusedError: login and password do not fit.
        """
        login = login.strip().lower()
        pair, place = _subject("login", login, address), _subject("address", address)
        self._count(pair, place)
        fits = len(password) <= _LONGEST_PASSWORD
        actor = self._accounts.sign_in(login, password) if fits else None
        if actor is None:
            raise LoginRefusedError
        with self._database.write() as uow:
            uow.sessions.forgive(pair)
            uow.sessions.give_back(place)
            self._forget(uow)
            return self._opened(uow, actor)

    def find(self, key: str, *, alive: bool = True) -> SignedIn | None:
        """Return who a session's key stands for now, None where for nobody.

        Args:
            key: as the browser sent it.
            alive: somebody is there, so the session lives on; a page that asks by
                itself for news says nothing about its reader.
        """
        now = self._clock.now()
        with self._database.read() as uow:
            found = uow.sessions.find(
                _digest(key),
                now=now,
                opened_after=now - self._lifetime,
                seen_after=now - self._idle,
            )
        if found is None or not _is_current(found):
            return None
        if alive and now - found.seen_at >= _TOUCH_AFTER:
            self._touch(key, now)
        return SignedIn(
            actor=found.actor,
            login=found.login,
            language=found.language,
            expires_at=found.opened_at + self._lifetime,
        )

    def sign_out(self, key: str) -> None:
        """End a session."""
        with self._database.write() as uow:
            uow.sessions.remove(_digest(key))

    def change_password(self, key: str, *, current: str, new: str, address: str) -> str:
        """Give oneself a new password; return the key of the one session left.

        Raises:
            LoginRefusedError: nobody is signed in, or `current` is wrong.
            TooManyAttemptsError: it was guessed too often.
            PasswordWeakError: the new one is too short or too long.
        """
        signed_in = self.find(key)
        if signed_in is None:
            raise LoginRefusedError
        guesses = _subject("password", signed_in.login, address)
        self._count(guesses)
        fits = len(current) <= _LONGEST_PASSWORD
        actor = self._accounts.sign_in(signed_in.login, current) if fits else None
        if actor is None:
            raise LoginRefusedError
        self._accounts.set_password(signed_in.login, new, actor)
        with self._database.write() as uow:
            uow.sessions.forgive(guesses)
            uow.sessions.remove_of(actor.user)
            return self._opened(uow, actor)

    def choose_language(self, actor: Actor, language: str) -> None:
        """Remember in which language an officer reads."""
        with self._database.write() as uow:
            user = uow.people.user(actor.user)
            if user.language != language:
                uow.people.save_user(replace(user, language=language))

    def _touch(self, key: str, now: datetime) -> None:
        with self._database.write() as uow:
            uow.sessions.touch(_digest(key), now=now)

    def _opened(self, uow: UnitOfWork, actor: Actor) -> str:
        key, now = secrets.token_urlsafe(32), self._clock.now()
        password = uow.people.user(actor.user).password
        uow.sessions.add(
            WebSession(
                hash=_digest(key),
                user=actor.user,
                password_mark=_mark(password),
                opened_at=now,
                seen_at=now,
            )
        )
        return key

    def _count(self, *subjects: bytes) -> None:
        now = self._clock.now()
        limits = (MOST_PER_LOGIN, MOST_PER_ADDRESS)
        with self._database.write() as uow:
            counted = [
                uow.sessions.count_attempt(one, now=now, since=now - ATTEMPT_WINDOW)
                for one in subjects
            ]
        waits = [
            since + ATTEMPT_WINDOW - now
            for (attempts, since), limit in zip(counted, limits, strict=False)
            if attempts > limit
        ]
        if waits:
            seconds = max(1, int(max(waits).total_seconds()))
            raise TooManyAttemptsError(seconds=seconds, minutes=-(-seconds // 60))

    def _forget(self, uow: UnitOfWork) -> None:
        now = self._clock.now()
        uow.sessions.forget(
            opened_before=now - self._lifetime, seen_before=now - self._idle
        )
        uow.sessions.forget_attempts(before=now - ATTEMPT_WINDOW)


def _is_current(found: FoundSession) -> bool:
    return hmac.compare_digest(found.password_mark, _mark(found.password))


def _mark(password: str | None) -> bytes:
    return hashlib.sha256((password or "").encode()).digest()


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def _subject(*words: str) -> bytes:
    return _digest("\n".join(words))
