"""The demo office at its SOP: officers by login, cases brought to any step."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.bootstrap import Office
from engine.clock import FixedClock
from engine.domain.forms import default_submission
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.values import JsonObject, ProcessKey
from engine.services.demo.office import PASSWORD
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion

__all__ = ["MONDAY", "PASSWORD", "ROOT", "Story", "loaded"]

ROOT = Path(__file__).parents[3]
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
# What no default fills in, by field.
FILLED: JsonObject = {
    "tahun": 2026,
    "triwulan": 3,
    "batas_disposisi": "2026-12-04",
    "rapat_tanggal": "2026-11-25",
    "notulen_tanggal": "2026-11-25",
    "batas_pengisian": "2026-12-04",
}


def loaded(office: Office) -> None:
    """Load the demo office and the shipped SOP, without history."""
    files = [
        SourceFile(name=path.name, content=path.read_bytes())
        for path in sorted((ROOT / "bpmn").glob("*.bpmn"))
    ]
    forms = {
        path.name.removesuffix(".form.json"): path.read_text("utf-8")
        for path in (ROOT / "forms").glob("*.form.json")
    }
    templates = {
        path.name.removesuffix(".html.j2"): path.read_text("utf-8")
        for path in (ROOT / "forms").glob("*.html.j2")
    }
    order = DeployOrder(files=files, forms=forms, templates=templates)
    office.migrate()
    office.demo().load([order], None)


class Story:
    """Cases of the SOP, worked on by the officers of the demo."""

    def __init__(self, office: Office, clock: FixedClock) -> None:
        self.office = office
        self.clock = clock

    def officer(self, login: str) -> Actor:
        with self.office.database.read() as uow:
            user = uow.people.user_by_login(login)
        assert user is not None
        actor = self.office.accounts.actor(user.id)
        assert actor is not None
        return actor

    def holder(self, task: Task) -> Actor:
        with self.office.database.read() as uow:
            held = uow.people.holders(task.role, now=self.clock.now())
        actor = self.office.accounts.actor(held[0][0].id)
        assert actor is not None
        return actor

    def start(self, title: str = "Pengukuran Kinerja Triwulan III") -> Instance:
        order = StartOrder(process=ProcessKey("pengukuran-kinerja"), title=title)
        return self.office.runtime.start(order, self.officer("camat"))

    def waiting(self, case: Instance) -> list[Task]:
        with self.office.database.read() as uow:
            return uow.tasks.open_of(case.id)

    def at(self, element: str, title: str = "Pengukuran Kinerja Triwulan III") -> Task:
        """Return the (first) task of a new case that stands at an element."""
        case = self.start(title)
        for _ in range(40):
            waiting = self.waiting(case)
            found = [task for task in waiting if task.element == element]
            if found:
                return found[0]
            self.done(waiting[0])
        raise AssertionError(element)

    def data(self, task: Task, actor: Actor) -> JsonObject:
        """Return a submission that fits the task's form."""
        detail = self.office.task_details.detail(task.id, actor)
        filled: JsonObject = default_submission(
            detail.form, case_data=detail.known, options=detail.lists
        )
        wanted = {k: v for k, v in FILLED.items() if k in detail.form.field_names}
        rows: Any = filled.get("realisasi_indikator")
        for row in rows or ():
            grade = row.get("satuan") == "Predikat"
            row["realisasi_predikat" if grade else "realisasi"] = "B" if grade else 80
        return filled | wanted

    def done(
        self, task: Task, *, decision: str | None = None, reason: str = ""
    ) -> Task:
        """Complete a task as its officer, forward where nothing else is said."""
        self.clock.advance(timedelta(minutes=2))
        actor = self.holder(task)
        detail = self.office.task_details.detail(task.id, actor)
        if decision is None and detail.ways:
            ahead = [way for way in detail.ways if not way.choice.leads_back]
            decision = ahead[0].choice.label
        completion = Completion(
            data=self.data(task, actor), decision=decision, reason=reason
        )
        return self.office.inbox.complete(task.id, actor, completion)

    def next_of(self, task: Task) -> Sequence[Task]:
        with self.office.database.read() as uow:
            return uow.tasks.open_of(task.instance)
