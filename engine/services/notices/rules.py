"""Rules of one SOP about time: who hears of what is late, who may pause how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.identity import Actor, Right, Role
from engine.domain.notices import chain_of
from engine.domain.pausing import MOST_HOURS, PauseRule, pause_rule_of
from engine.domain.values import JsonObject, JsonValue, ProcessKey, RoleKey
from engine.errors import OfficeInvalidError, RefusedError
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import ESCALATION
from engine.store.unit_of_work import UnitOfWork

PAUSES = "pauses"
MOST_RANKS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class SopRules:
    """The rules of one SOP.

    Attributes:
        chain: roles that hear of a late step, nearest first; empty: everybody
            who supervises.
        roles: of the office, by name.
    """

    process: ProcessKey
    name: str
    chain: tuple[RoleKey, ...]
    pause: PauseRule
    roles: tuple[Role, ...]


class SopRuleService:
    """Rules of SOPs, for those who supervise and for administrators."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def rules(self, process: ProcessKey, actor: Actor) -> SopRules:
        """Return the rules of an SOP.

        Raises:
            ProcessNotFoundError, RefusedError.
        """
        _require(actor, process)
        with self._desk.database.read() as uow:
            loaded = self._desk.library.latest(uow, process)
            roles = sorted(uow.people.roles(), key=lambda role: role.name)
            return SopRules(
                process=process,
                name=loaded.definition.name,
                chain=chain_of(uow.office.get(ESCALATION), process),
                pause=pause_rule(uow, process),
                roles=tuple(roles),
            )

    def keep(
        self,
        process: ProcessKey,
        actor: Actor,
        *,
        chain: Sequence[str],
        pause: PauseRule,
    ) -> None:
        """Keep the rules of an SOP; an empty chain tells everybody who supervises.

        Raises:
            ProcessNotFoundError, RefusedError.
            OfficeInvalidError: a role nobody knows, one twice, or too many hours.
        """
        _require(actor, process)
        with self._desk.database.write() as uow:
            self._desk.library.latest(uow, process)
            known = {role.key for role in uow.people.roles()}
            errors = _wrong(chain, known, pause)
            if errors:
                raise OfficeInvalidError(errors=errors)
            named: list[JsonValue] = list(chain)
            _put(uow, ESCALATION, process, named or None)
            is_plain = pause == PauseRule()
            _put(uow, PAUSES, process, None if is_plain else pause.plain())
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            facts: JsonObject = {"process": process, "chain": named}
            changes.record("sop.rules_changed", facts=facts | {"pause": pause.plain()})
            changes.write()


def pause_rule(uow: UnitOfWork, process: ProcessKey) -> PauseRule:
    """Return who may pause the steps of an SOP, and for how long."""
    return pause_rule_of(uow.office.get(PAUSES), process)


def _require(actor: Actor, process: ProcessKey) -> None:
    if not (actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)):
        raise RefusedError(action="sop_rules", subject=process)


def _wrong(
    chain: Sequence[str], known: set[RoleKey], pause: PauseRule
) -> dict[str, str]:
    errors = {}
    if any(RoleKey(role) not in known for role in chain):
        errors["chain"] = "sop_rules.role_unknown"
    elif len(set(chain)) != len(chain):
        errors["chain"] = "sop_rules.role_twice"
    if pause.hours is not None and not 1 <= pause.hours <= MOST_HOURS:
        errors["hours"] = "sop_rules.hours_wrong"
    return errors


def _put(uow: UnitOfWork, setting: str, process: ProcessKey, value: JsonValue) -> None:
    """Write what an office setting says of one SOP; None takes it away."""
    stored = uow.office.get(setting)
    kept: JsonObject = dict(stored) if isinstance(stored, dict) else {}
    kept.pop(process, None)
    if value is not None:
        kept[process] = value
    uow.office.put(setting, kept)
