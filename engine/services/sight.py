"""Which cases a person may look for: the rule of `access` as a condition.

A case is seen by its version's lanes too, so the versions whose lanes somebody
holds a role of are named beside the person.
"""

from engine.domain.identity import Actor, Right
from engine.services.definitions import DefinitionLibrary
from engine.store.database import UnitOfWork
from engine.store.searches import Eyes


def eyes_of(uow: UnitOfWork, actor: Actor, library: DefinitionLibrary) -> Eyes:
    """Return whose search it is; cheap for those who see everything."""
    if actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER):
        return Eyes(
            user=actor.user, roles=actor.roles, definitions=frozenset(), all=True
        )
    versions = [
        version.id
        for key in uow.definitions.keys()  # noqa: SIM118 - a store, no mapping
        for version in uow.definitions.versions(key)
    ]
    held = {
        one
        for one in versions
        if actor.roles & {lane.role for lane in library.of(uow, one).definition.lanes}
    }
    return Eyes(user=actor.user, roles=actor.roles, definitions=frozenset(held))
