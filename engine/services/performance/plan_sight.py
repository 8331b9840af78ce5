"""Whose figures somebody sees, and who may change the plan.

Superiors and those who make or sign plans see all of them; the officer of a
section sees that section's. A plan is drafted by those who may draft (or
administer), and signed by those who may approve, never by who worked on it last.
"""

from collections.abc import Iterable

from engine.domain.identity import Actor, Right, Role
from engine.domain.plans import Plan
from engine.domain.values import RoleKey
from engine.errors import RefusedError

_SEES_ALL = (Right.SUPERVISE, Right.ADMINISTER, Right.DRAFT, Right.APPROVE)


def sections_seen(actor: Actor, roles: Iterable[Role]) -> frozenset[RoleKey]:
    """Return the sections whose figures are the actor's to see; may be none."""
    sections = frozenset(role.key for role in roles if role.section)
    return sections if sees_all(actor) else sections & actor.roles


def sees_all(actor: Actor) -> bool:
    """Tell whether every section's figures are the actor's to see."""
    return any(actor.has(right) for right in _SEES_ALL)


def seen_part(plan: Plan, actor: Actor, roles: Iterable[Role]) -> Plan:
    """Return what of a plan is the actor's to see."""
    return plan if sees_all(actor) else plan.of_sections(sections_seen(actor, roles))


def may_edit(actor: Actor) -> bool:
    """Tell whether the actor may work on plans and correct realisations."""
    return actor.has(Right.DRAFT) or actor.has(Right.ADMINISTER)


def require_edit(actor: Actor, action: str) -> None:
    """Raise RefusedError unless the actor may work on plans."""
    if not may_edit(actor):
        raise RefusedError(action=action, subject="plan")
