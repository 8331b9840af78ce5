"""Repairs what finished steps took after the calendar was changed for days gone by.

A person asks for it, a job does it batch by batch, and what it has done so far stands
in one row of the office's settings: so a page can show how far it is, and a worker
that takes over from a dead one goes on where that one was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.audit import AuditEvent
from engine.domain.facts import StepFact
from engine.domain.identity import Actor, Right
from engine.domain.values import JsonObject, JsonValue, UserId
from engine.errors import OfficeInvalidError
from engine.ports import Job
from engine.services.monitoring.facts import FactService, Walk, Walked
from engine.services.transactions import access
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.unit_of_work import UnitOfWork

REPAIR_FACTS = "facts.repair"
SETTING = "facts_repair"
SHOWN = 100
_ZERO: JsonObject = {"after": 0, "facts": 0, "changed": 0, "strays": 0}
_TOLD = ("elapsed_seconds", "standard_seconds", "late")


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """A repair of past facts, under way or done.

    Attributes:
        by: who asked for it, by name; `at` when.
        done, total: events of the log; equal once it is over.
        facts: seen so far; `changed` of them were not what they should be.
        strays: facts that should not have been there.
        late: how many of the changed ones were late, before and after.
        shown: the first changed ones, each with step, case, number, `before` (or
            None) and `after`, both with elapsed_seconds, standard_seconds, late.
    """

    by: str
    at: datetime
    ended_at: datetime | None
    done: int
    total: int
    facts: int
    changed: int
    strays: int
    late: tuple[int, int]
    shown: tuple[Mapping[str, JsonValue], ...]


class PastFactService:
    """Repairs of past facts, for administrators."""

    def __init__(self, *, desk: Desk, facts: FactService) -> None:
        self._desk = desk
        self._facts = facts

    def newest(self, actor: Actor) -> Repair | None:
        """Return the newest repair, None where there never was one.

        Raises:
            RefusedError: the actor may not administer.
        """
        _require(actor)
        with self._desk.database.read() as uow:
            stored = _stored(uow)
        return _repair(stored) if stored else None

    def ask(self, actor: Actor) -> None:
        """Let a worker make every past fact anew.

        Raises:
            RefusedError: the actor may not administer.
            OfficeInvalidError: a repair is under way.
        """
        _require(actor)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            stored = _stored(uow)
            if stored and stored.get("ended_at") is None:
                raise OfficeInvalidError(errors={"": "admin.repair_under_way"})
            run = new_id()
            begun: JsonObject = {"run": run, "user": actor.user, "name": actor.name}
            times: JsonObject = {"at": now.isoformat(), "ended_at": None}
            first: JsonObject = {"late": [0, 0], "shown": [], "upto": 0}
            uow.office.put(SETTING, begun | times | _ZERO | first)
            changes = Changes(uow=uow, now=now, actor=actor)
            changes.record("facts.repair_asked", facts={})
            changes.enqueue(
                Job(
                    kind=REPAIR_FACTS,
                    key=f"{REPAIR_FACTS}:{run}",
                    payload={"run": run},
                    patience=5,
                )
            )
            changes.write()

    def repair(self, payload: JsonObject) -> None:
        """Do what was asked for: the job. One that is over already does nothing."""
        now = self._desk.clock.now()
        run = str(payload["run"])
        upto = self._facts.reach(now)
        with self._desk.database.write() as uow:
            state = _change(uow, run, {"upto": upto})
        while state is not None and state["ended_at"] is None:
            walk = Walk(after=_int(state, "after"), upto=_int(state, "upto"))
            if walk.after >= walk.upto:
                self._end(run, now)
                return

            def note(uow: UnitOfWork, walked: Walked) -> None:
                stored = _stored(uow)
                _change(uow, run, _went_on(uow, stored, walked))

            self._facts.walk_on(walk, now, repair=True, note=note)
            with self._desk.database.read() as uow:
                state = _stored(uow)
            state = state if state["run"] == run else None

    def _end(self, run: str, now: datetime) -> None:
        """Write down, also in the log, what a repair came to."""
        strays = len(self._facts.strays(repair=True))
        with self._desk.database.write() as uow:
            ended: JsonObject = {"ended_at": now.isoformat(), "strays": strays}
            state = _change(uow, run, ended)
            if state is None:
                return
            facts = {name: state[name] for name in ("facts", "changed", "late")}
            event = AuditEvent(
                kind="facts.rebuilt",
                at=now,
                actor=UserId(str(state["user"])),
                actor_name=str(state["name"]),
                facts=facts | {"differing": _int(state, "changed") + strays},
            )
            uow.events.append([event])


def _change(uow: UnitOfWork, run: str, changed: JsonObject) -> JsonObject | None:
    """Change the row of a repair under way and return it, None where it is over."""
    stored = _stored(uow)
    if not stored or stored["run"] != run or stored["ended_at"] is not None:
        return None
    uow.office.put(SETTING, stored | changed)
    return stored | changed


def _went_on(uow: UnitOfWork, state: JsonObject, walked: Walked) -> JsonObject:
    shown, late = list(_list(state, "shown")), _list(state, "late")
    names = {one.id: one.name for one in uow.facts.steps()}
    for before, after in walked.changed[: max(SHOWN - len(shown), 0)]:
        shown.append(
            {
                "step": names.get(after.step, ""),
                "case": after.instance,
                "number": uow.instances.get(after.instance).number,
                "before": _told(before) if before else None,
                "after": _told(after),
            }
        )
    was = sum(1 for before, _ in walked.changed if before and before.late)
    now = sum(1 for _, after in walked.changed if after.late)
    return {
        "after": walked.after,
        "facts": _int(state, "facts") + walked.facts,
        "changed": _int(state, "changed") + len(walked.changed),
        "late": [int(str(late[0])) + was, int(str(late[1])) + now],
        "shown": shown,
    }


def _require(actor: Actor) -> None:
    access.require_right(actor, Right.ADMINISTER, action="calendar", subject="facts")


def _stored(uow: UnitOfWork) -> JsonObject:
    found = uow.office.get(SETTING)
    return found if isinstance(found, dict) else {}


def _repair(stored: JsonObject) -> Repair:
    ended = stored["ended_at"]
    late = [int(str(one)) for one in _list(stored, "late")]
    return Repair(
        by=str(stored["name"]),
        at=datetime.fromisoformat(str(stored["at"])),
        ended_at=None if ended is None else datetime.fromisoformat(str(ended)),
        done=_int(stored, "after"),
        total=_int(stored, "upto"),
        facts=_int(stored, "facts"),
        changed=_int(stored, "changed"),
        strays=_int(stored, "strays"),
        late=(late[0], late[1]),
        shown=tuple(one for one in _list(stored, "shown") if isinstance(one, dict)),
    )


def _told(fact: StepFact) -> JsonObject:
    return {name: getattr(fact, name) for name in _TOLD}


def _int(state: JsonObject, name: str) -> int:
    value = state[name]
    return value if isinstance(value, int) else 0


def _list(state: JsonObject, name: str) -> list[JsonValue]:
    value = state[name]
    return value if isinstance(value, list) else []
