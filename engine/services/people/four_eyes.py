"""Who approves SOPs, and whether programs deploy only what a second person approved."""

from datetime import datetime

from engine.domain.identity import Actor, Assignment, Right, User
from engine.domain.values import UserId
from engine.errors import ApprovalNeededError
from engine.services.transactions.access import require_right
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork

FOUR_EYES = "four_eyes"


class FourEyesService:
    """The office's choice on deployments by programs, for administrators.

    In the web a draft always waits for a second person where there is one; the
    command line never does, and is logged.
    """

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def is_asked(self, actor: Actor) -> bool:
        """Return whether what programs send is refused until somebody approved it.

        Raises:
            RefusedError: the actor is no administrator.
        """
        require_right(actor, Right.ADMINISTER, action="office", subject="office")
        with self._desk.database.read() as uow:
            return _is_asked(uow)

    def ask(self, actor: Actor, *, asked: bool) -> None:
        """Choose it.

        Raises:
            RefusedError: the actor is no administrator.
        """
        require_right(actor, Right.ADMINISTER, action="office", subject="office")
        with self._desk.database.write() as uow:
            if _is_asked(uow) is asked:
                return
            uow.office.put(FOUR_EYES, asked)
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            changes.record("four_eyes.changed", facts={"asked": asked})
            changes.write()


def approvers(uow: UnitOfWork, now: datetime) -> list[tuple[User, Assignment]]:
    """Return who may approve SOPs now, each once, with the post that allows it."""
    found: dict[UserId, tuple[User, Assignment]] = {}
    for role in uow.people.roles():
        if Right.APPROVE in role.rights:
            for user, post in uow.people.holders(role.key, now):
                if not user.stand_in:
                    found.setdefault(user.id, (user, post))
    return list(found.values())


def require_second_person(uow: UnitOfWork, actor: Actor, now: datetime) -> None:
    """Refuse a deployment by one person where the office asks for two.

    The command line may deploy alone; so may who is the only one to approve.

    Raises:
        ApprovalNeededError: others may approve, and the office asks for it.
    """
    if actor.machine or not _is_asked(uow):
        return
    others = [user.name for user, _ in approvers(uow, now) if user.id != actor.user]
    if others:
        raise ApprovalNeededError(approvers=", ".join(others))


def _is_asked(uow: UnitOfWork) -> bool:
    return uow.office.get(FOUR_EYES) is True
