"""An office with as little in it as a test of the store needs."""

from datetime import UTC, datetime, timedelta

from engine.domain.audit import AuditEvent
from engine.domain.diagram import WaitKind
from engine.domain.identity import Assignment, AssignmentKind, Right, Role, User
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task, TaskState
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    ElementId,
    InstanceId,
    ProcessKey,
    RoleKey,
    TaskId,
    TokenId,
    UserId,
)
from engine.store import UnitOfWork
from engine.store.values import StoredDefinition

NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
KASUBAG = UserId("kasubag")
SEKRETARIS = UserId("sekretaris")
KASUBAG_ROLE = RoleKey("kasubag-program")
CAMAT_ROLE = RoleKey("camat")
DEFINITION = DefinitionId("d1")
PROCESS = ProcessKey("pengukuran")


def name_of(number: int) -> str:
    """Return an id such as services make: twenty hex digits."""
    return f"{number:020x}"


def office(uow: UnitOfWork) -> None:
    """Add two officers, two roles and a deployed SOP."""
    for user in (KASUBAG, SEKRETARIS):
        uow.people.add_user(User(id=user, login=user, name=user.title()))
    uow.people.add_role(Role(key=KASUBAG_ROLE, name="Kasubag Program"))
    uow.people.add_role(
        Role(key=CAMAT_ROLE, name="Camat", rights=frozenset({Right.SUPERVISE}))
    )
    uow.people.assign(
        Assignment(id="a1", user=KASUBAG, role=KASUBAG_ROLE, kind=AssignmentKind.HOLDER)
    )
    uow.definitions.add(definition())


def definition(version: int = 1) -> StoredDefinition:
    """Return a version of the SOP."""
    return StoredDefinition(
        id=DefinitionId(f"d{version}"),
        key=PROCESS,
        version=version,
        name="Pengukuran Kinerja",
        file="pengukuran.bpmn",
        process_id="pengukuran",
        checksum=f"checksum {version}",
        author=KASUBAG,
        note="",
        deployed_at=NOW,
        calendar=CalendarKey("kantor"),
        xml=b"<definitions>" + b"<task/>" * 100 + b"</definitions>",
        forms={"disposisi": "{}"},
        templates={"surat": "<p>{{ perihal }}</p>"},
        roles={"Camat": CAMAT_ROLE},
        known={"forms": ["disposisi"]},
    )


def instance(number: int, **changes: object) -> Instance:
    """Return a running case; its id follows from its number."""
    facts: dict[str, object] = {
        "id": InstanceId(name_of(number)),
        "number": number,
        "definition": DEFINITION,
        "process": PROCESS,
        "title": f"Triwulan {number}",
        "state": InstanceState.RUNNING,
        "snapshot": b"[1, 2, 3]",
        "calendar": CalendarKey("kantor"),
        "started_at": NOW,
        "started_by": KASUBAG,
        "data": {"perihal": "Pengukuran", "sandi": "x" * 300},
    }
    return Instance(**facts | changes)  # type: ignore[arg-type]


def task(number: int, of: int = 1, **changes: object) -> Task:
    """Return a ready task of the case `of`, due `number` minutes after NOW."""
    facts: dict[str, object] = {
        "id": TaskId(name_of(number)),
        "instance": InstanceId(name_of(of)),
        "process": PROCESS,
        "element": ElementId("Activity_1"),
        "token": TokenId(f"{number:016x}.7"),
        "name": "Mengisi format data kinerja",
        "kind": WaitKind.USER,
        "lane": "Kasubag",
        "role": KASUBAG_ROLE,
        "state": TaskState.READY,
        "ready_at": NOW,
        "due_at": NOW + timedelta(minutes=number),
    }
    return Task(**facts | changes)  # type: ignore[arg-type]


def event(number: int, **changes: object) -> AuditEvent:
    """Return an audit event that tells its number."""
    facts: dict[str, object] = {
        "kind": "task.completed",
        "at": NOW + timedelta(seconds=number),
        "actor": KASUBAG,
        "actor_name": "Kasubag",
        "facts": {"number": number, "catatan": "«ya»"},
    }
    return AuditEvent(**facts | changes)  # type: ignore[arg-type]
