"""API tokens that are in use: who has which, and taking one back.

Making one is `AccountService.issue_token`: its secret is shown once and kept as
a hash.
"""

from engine.clock import Clock
from engine.domain.identity import Actor, Right
from engine.domain.values import UserId
from engine.errors import UserNotFoundError
from engine.services.transactions.access import require_right
from engine.services.transactions.changes import Changes
from engine.store.database import Database
from engine.store.values import ApiToken

__all__ = ["ApiToken", "TokenService"]


class TokenService:
    """Tokens after they were made."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of_user(self, user: UserId, actor: Actor) -> list[ApiToken]:
        """Return a user's tokens, oldest first, revoked and expired ones too.

        Raises:
            RefusedError: neither one's own nor an administrator's to see.
        """
        _require_own(user, actor)
        with self._database.read() as uow:
            return uow.people.tokens_of(user)

    def revoke(self, token: str, user: UserId, actor: Actor) -> None:
        """Let a user's token open nothing from now on; twice is once.

        Raises:
            UserNotFoundError: the user has no such token.
            RefusedError: neither one's own nor an administrator's to revoke.
        """
        _require_own(user, actor)
        with self._database.write() as uow:
            held = {one.id: one for one in uow.people.tokens_of(user)}
            if token not in held:
                raise UserNotFoundError(user=user)
            if held[token].revoked_at is not None:
                return
            changes = Changes(uow=uow, now=self._clock.now(), actor=actor)
            uow.people.revoke_token(token, now=changes.now)
            changes.record("token.revoked", facts={"user": user, "token": token})
            changes.write()


def _require_own(user: UserId, actor: Actor) -> None:
    if actor.user != user:
        require_right(actor, Right.ADMINISTER, action="tokens", subject=user)
