"""«Bertindak sebagai»: an officer who acts for others chooses in which post to work.

Without a choice every post counts at once, and each task says in which way its
role is had. With one, only that post's tasks and rights are there.
"""

from dataclasses import dataclass, replace

from engine.domain.identity import Actor, AssignmentKind, Right
from engine.domain.values import RoleKey
from engine.store.database import Database, UnitOfWork

OWN = "own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hat:
    """A post that somebody acts in; `name` is its role's."""

    role: RoleKey
    kind: AssignmentKind
    name: str


class HatService:
    """Tells which posts one acts in, and limits an actor to one of them."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def hats(self, actor: Actor) -> tuple[Hat, ...]:
        """Return the posts that somebody acts in now; most have none."""
        if not actor.acting:
            return ()
        with self._database.read() as uow:
            names = {role.key: role.name for role in uow.people.roles()}
        return tuple(
            Hat(role=role, kind=kind, name=names.get(role, role))
            for role, kind in actor.acting
        )

    def wearing(self, actor: Actor, chosen: str) -> Actor:
        """Return the actor in the chosen post only.

        Args:
            actor: with every post held now.
            chosen: key of a role acted in, `own` for the posts held, else all;
                one that has ended meanwhile counts as all.
        """
        roles = {role for role, _ in actor.acting}
        if not roles or (chosen != OWN and chosen not in roles):
            return actor
        kept = actor.roles - roles if chosen == OWN else {RoleKey(chosen)}
        with self._database.read() as uow:
            rights = _rights(uow, frozenset(kept))
        acting = tuple((role, kind) for role, kind in actor.acting if role in kept)
        return replace(actor, roles=frozenset(kept), rights=rights, acting=acting)


def _rights(uow: UnitOfWork, kept: frozenset[RoleKey]) -> frozenset[Right]:
    found: set[Right] = set()
    for role in uow.people.roles():
        if role.key in kept:
            found |= role.rights
    return frozenset(found)
