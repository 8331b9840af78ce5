"""Which cases a person may look for: the rule of `access` as a condition.

A case is seen by its version's lanes too, so the versions whose lanes somebody
holds a role of are named beside the person.
"""

from engine.domain.identity import Actor, Right
from engine.domain.values import DefinitionId, RoleKey
from engine.services.definitions.deployed import DefinitionLibrary
from engine.store import searches
from engine.store.database import UnitOfWork
from engine.store.searches import Eyes


class Sight:
    """Remembers the roles of each version's lanes; a version never changes.

    They are a few words each and kept for good, where the library lets go of
    whole definitions: so no list of cases compiles old versions again.
    """

    def __init__(self, *, library: DefinitionLibrary) -> None:
        self._library = library
        self._lanes: dict[DefinitionId, frozenset[RoleKey]] = {}

    def of(self, uow: UnitOfWork, actor: Actor) -> Eyes:
        """Return whose search it is; cheap for those who see everything."""
        if actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER):
            return Eyes(
                user=actor.user, roles=actor.roles, definitions=frozenset(), all=True
            )
        held = [
            one
            for one in searches.versions(uow.connection)
            if actor.roles & self._roles(uow, one)
        ]
        return Eyes(user=actor.user, roles=actor.roles, definitions=frozenset(held))

    def _roles(self, uow: UnitOfWork, version: DefinitionId) -> frozenset[RoleKey]:
        known = self._lanes.get(version)
        if known is None:
            lanes = self._library.of(uow, version).definition.lanes
            known = self._lanes[version] = frozenset(lane.role for lane in lanes)
        return known
