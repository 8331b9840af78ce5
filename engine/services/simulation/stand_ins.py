"""Who plays a step of a simulated case, where the office has nobody."""

from engine.clock import Clock
from engine.domain.identity import MACHINE, Actor, AssignmentKind, Role, User
from engine.domain.values import RoleKey
from engine.errors import RoleNotFoundError, UserNotFoundError
from engine.services.people.accounts import NewUser, added
from engine.services.transactions.changes import Changes
from engine.store.database import Database

_SUBSTITUTES_FIRST = (AssignmentKind.PLH, AssignmentKind.PLT, AssignmentKind.HOLDER)


class StandIns:
    """Finds officers for steps, and makes them up where there are none."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def performer(self, role: RoleKey, lane: str) -> Actor:
        """Return who does a simulated step: an officer of the role or a stand-in.

        Who substitutes comes before the one who is substituted. A role without
        anybody gets a stand-in «(peran) contoh», known by `User.stand_in`.
        """
        now = self._clock.now()
        with self._database.write() as uow:
            held = uow.people.holders(role, now=now)
            held.sort(key=lambda pair: _SUBSTITUTES_FIRST.index(pair[1].kind))
            changes = Changes(uow=uow, now=now, actor=MACHINE)
            user = held[0][0] if held else _stand_in(changes, role, lane)
            changes.write()
            actor = uow.people.actor_of(user.id, now=now)
        if actor is None:
            raise UserNotFoundError(user=user.login)
        return actor

    def made(self) -> list[User]:
        """Return the users that `run` made."""
        with self._database.read() as uow:
            return [user for user in uow.people.users() if user.stand_in]


def _stand_in(changes: Changes, role: RoleKey, lane: str) -> User:
    uow = changes.uow
    try:
        name = uow.people.role(role).name
    except RoleNotFoundError:
        name = lane or role
        uow.people.add_role(Role(key=role, name=name))
    login = f"contoh.{role}"[:80].lower()
    known = uow.people.user_by_login(login)
    if known is not None:
        return known
    new = NewUser(login=login, name=f"({name}) contoh", roles=(role,), stand_in=True)
    return added(changes, new, None)
