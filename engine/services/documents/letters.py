"""What a template sees: the words of docs/adr/0014, plain values only."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.documents import Document, DocumentState
from engine.domain.identity import AssignmentKind
from engine.domain.instances import Instance
from engine.domain.measuring import measured_rows, period_of
from engine.domain.sla import is_late
from engine.domain.tasks import Task, TaskState
from engine.domain.values import ElementId, JsonObject, JsonValue, UserId
from engine.domain.working_calendar import WorkingCalendar
from engine.domain.worktime import DEFAULT_ZONE
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.office.directory import OfficeFacts, Officer

_ZONE = ZoneInfo(DEFAULT_ZONE)
_PREFIX = {AssignmentKind.PLT: "Plt.", AssignmentKind.PLH: "Plh."}


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """Everything that a document is made from.

    Attributes:
        loaded: the version under which its step was done.
        earlier: versions that the case ran in before it was moved.
    """

    document: Document
    instance: Instance
    loaded: LoadedDefinition
    office: OfficeFacts
    tasks: tuple[Task, ...]
    documents: tuple[Document, ...]
    calendar: WorkingCalendar
    earlier: tuple[LoadedDefinition, ...] = ()

    def number_of(self, element: ElementId) -> int | None:
        """Return a step's number in the SOP, as the version that has it counts."""
        for one in (self.loaded, *self.earlier):
            if element in one.definition.steps:
                return one.definition.steps[element].number
        return None


def letter_context(letter: Letter) -> JsonObject:
    """Return the names that templates use, with their values.

    The day of a letter is the day on which its step was completed, so that a
    letter made again later is the same letter.
    """
    instance, document = letter.instance, letter.document
    definition = letter.loaded.definition
    task = next(one for one in letter.tasks if one.id == document.task)
    step = definition.steps[task.element]
    office = letter.office
    return {
        "kantor": office.letterhead,
        "berkas": _case(instance, definition.name),
        "sop": {
            "nomor": definition.identity.nomor,
            "judul": definition.identity.judul or definition.name,
        },
        "langkah": {"nomor": step.number, "nama": step.name, "pelaksana": step.lane},
        "pelaksana": _performer(office, task).words(),
        "pejabat": {
            role: several[0].words() for role, several in office.officers.items()
        },
        "seksi": {str(key): name for key, name in office.sections.items()},
        "petugas": {
            role: {"nama": several[0].name, "jabatan": several[0].title}
            for role, several in office.officers.items()
        },
        "nomor": document.number,
        "tanggal": _day(task.ended_at or document.created_at),
        "data": instance.data,
        "indikator": list[JsonValue](measured_rows(instance.data, office.indicators)),
        "riwayat": _history(letter),
        "dokumen": _archive(letter),
        "revisi": document.revision,
    }


def _case(instance: Instance, process: str) -> JsonObject:
    return {
        "id": f"{_initials(process)}-{instance.started_at.year}-{instance.number:04d}",
        "judul": instance.title,
        "periode": period_of(instance.data),
    }


def _performer(office: OfficeFacts, task: Task) -> Officer:
    """Return who did a task, in the post and with the prefix of that moment."""
    known = office.officer(task.role, task.assignee)
    prefix = _PREFIX.get(task.assignee_kind, "")
    if known is not None and known.user == task.assignee:
        return Officer(
            user=known.user,
            name=task.assignee_name,
            title=known.title,
            prefix=prefix,
            nip=known.nip,
            rank=known.rank,
        )
    # An administrator, or somebody who has left the post since.
    return Officer(
        user=task.assignee or UserId(""),
        name=task.assignee_name,
        title=task.lane,
        prefix=prefix,
    )


def _history(letter: Letter) -> list[JsonValue]:
    rows: list[JsonValue] = []
    for task in letter.tasks:
        if task.state is not TaskState.COMPLETED or task.ended_at is None:
            continue
        spent = letter.calendar.working_time_between(task.ready_at, task.ended_at)
        performer = _performer(letter.office, task)
        rows.append(
            {
                "nomor": letter.number_of(task.element),
                "nama": task.name,
                "pelaksana": performer.name,
                "jabatan": performer.title,
                "selesai": task.ended_at.astimezone(_ZONE).isoformat(),
                "waktu_baku": task.standard_seconds,
                "waktu": int(spent.total_seconds()) - task.paused_seconds,
                "terlambat": task.due_at is not None
                and is_late(task.ended_at, task.due_at),
            }
        )
    return rows


def _archive(letter: Letter) -> list[JsonValue]:
    """Return the case's documents that stand, one revision of each."""
    by_revision = sorted(letter.documents, key=lambda one: one.revision)
    standing = {one.template or one.id: one for one in by_revision}
    newest = sorted(standing.values(), key=lambda one: one.created_at)
    return [
        {
            "nama": one.name,
            "nomor": one.number,
            "tanggal": _day(one.created_at),
            "sha256": one.sha256,
            "klasifikasi": one.classification,
            "retensi": "",
        }
        for one in newest
        if one.id != letter.document.id and one.state is not DocumentState.VOID
    ]


def _day(instant: datetime) -> str:
    return instant.astimezone(_ZONE).date().isoformat()


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words)[:3].upper() or "K"
