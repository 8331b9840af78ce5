"""Real offices for the bench and the fault tests, and officers who play cases.

The office is the demo's, with the shipped SOP and a real job queue; the players
do what the example answers say, through the same services as the browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from engine.bootstrap import Office, build_engine
from engine.clock import Clock, FixedClock
from engine.domain.forms import default_submission
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task, TaskState
from engine.domain.values import InstanceId, ProcessKey, RoleKey
from engine.ports import Attachment, DocumentRenderer
from engine.services.demo.office import OFFICERS, ROLES
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion, named_item
from engine.services.simulation.answers import Answers, read_answers
from engine.settings import Settings, load_settings
from engine.worker import connect_jobs

ROOT = Path(__file__).parents[2]
SOP = ProcessKey("pengukuran-kinerja")
NOW = datetime(2024, 7, 1, 1, 0, tzinfo=UTC)
MOST_ROUNDS = 200


class PlainRenderer:
    """Stands for the layout of PDFs, which costs half a second each."""

    def render(
        self,
        template: str,
        context: Mapping[str, object],
        attachments: Sequence[Attachment] = (),
        partials: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return something that differs from document to document."""
        sizes = f"%PDF-1.7 {len(template)} {len(context)} {len(partials or {})} "
        return sizes.encode() + b" ".join(one.content for one in attachments)


def settings_of(url: str) -> Settings:
    """Return the settings of an office whose database is at `url`."""
    return load_settings(
        {"MUTUBAKU_DATABASE_URL": url, "MUTUBAKU_SECRET_KEY": "contoh" * 12}
    )


def opened(
    url: str, *, clock: Clock | None = None, renderer: DocumentRenderer | None = None
) -> Office:
    """Return an office whose database is ready, with its job queue; close it."""
    office = build_engine(
        settings_of(url),
        clock=clock or FixedClock(NOW),
        renderer=renderer or PlainRenderer(),
    )
    connect_jobs(office)
    return office


def demo_office(url: str, *, renderer: DocumentRenderer | None = None) -> Office:
    """Return a new office with the demo's people and the SOP, without history."""
    office = build_engine(
        settings_of(url), clock=FixedClock(NOW), renderer=renderer or PlainRenderer()
    )
    office.migrate()
    connect_jobs(office)
    people_without_passwords(office)
    office.demo().load([sop_order()], None)
    return office


def people_without_passwords(office: Office) -> None:
    """Add the demo's officers, who sign in nowhere here: a hash costs a quarter second."""
    for role in ROLES:
        office.accounts.add_role(role, MACHINE)
    for officer in OFFICERS:
        office.accounts.add_user(replace(officer.user(), password=None), MACHINE)


def sop_order() -> DeployOrder:
    """Return what deploys the shipped SOP."""
    diagram = ROOT / "bpmn" / f"{SOP}.bpmn"
    return DeployOrder(
        files=[SourceFile(name=diagram.name, content=diagram.read_bytes())],
        forms=_texts(".form.json"),
        templates=_texts(".html.j2"),
    )


def example_answers() -> Answers:
    """Return the realistic quarter with two returns."""
    return read_answers((ROOT / "bpmn" / f"{SOP}.answers.yaml").read_bytes())


def without_returns() -> Answers:
    """Return the same quarter as if everything had been right at once."""
    told = example_answers()
    entries = {
        element: (visits[0][-1:],) if element in told.flat else visits[:1]
        for element, visits in told.entries.items()
    }
    return replace(told, entries=entries)


class Players:
    """Officers who do what the answers say; they remember nothing of a case.

    Whatever they need to know is in the database, so that others can go on
    where these were killed.
    """

    def __init__(self, office: Office, answers: Answers | None = None) -> None:
        self.office = office
        self._answers = answers or example_answers()
        self._actors: dict[RoleKey, Actor] = {}

    def start(self, process: ProcessKey = SOP, title: str = "") -> Instance:
        """Start a case that is no simulation."""
        return self.office.runtime.start(
            StartOrder(process=process, title=title), MACHINE
        )

    def situation(self, case: InstanceId) -> tuple[Instance, list[Task]]:
        """Return a case with its open tasks."""
        with self.office.database.read() as uow:
            return uow.instances.get(case), uow.tasks.open_of(case)

    def actor(self, task: Task) -> Actor:
        """Return an officer of a task's role."""
        if task.role not in self._actors:
            now = self.office.clock.now()
            with self.office.database.read() as uow:
                holder, _ = uow.people.holders(task.role, now=now)[0]
                found = uow.people.actor_of(holder.id, now=now)
            assert found is not None
            self._actors[task.role] = found
        return self._actors[task.role]

    def completion(self, task: Task) -> Completion:
        """Return what the officer of a task sends."""
        with self.office.database.read() as uow:
            case = uow.instances.get(task.instance)
            loaded = self.office.library.of(uow, case.definition)
            step = loaded.definition.steps[task.element]
            known = case.data | named_item(step, task.item)
            form = loaded.form_of(step)
            lists = self.office.lists.of(uow, form, known, now=self.office.clock.now())
        visit = case.visits.get(task.element, 1)
        answer = self._answers.of(task.element, visit=visit, position=task.item_index)
        decision = answer.decision
        if decision is None and step.decision is not None:
            decision = step.decision.default.label
        filled = default_submission(form, case_data=known, options=lists)
        return Completion(
            data=filled | answer.data, decision=decision, reason=answer.reason
        )

    def claim(self, task: Task) -> Task:
        """Let the officer of a task take it; taken already is as good."""
        if task.state is TaskState.CLAIMED:
            return task
        return self.office.inbox.claim(task.id, self.actor(task))

    def complete(self, task: Task) -> Task:
        """Let the officer who holds a task complete it."""
        return self.office.inbox.complete(
            task.id, self.actor(task), self.completion(task)
        )

    def play(self, case: InstanceId, *, steps: int = MOST_ROUNDS) -> Instance:
        """Do a number of steps of a case, or all to its end; return the case."""
        for _ in range(steps):
            found, waiting = self.situation(case)
            if found.state is not InstanceState.RUNNING or not waiting:
                break
            self.complete(self.claim(waiting[0]))
        return self.situation(case)[0]


def _texts(ending: str) -> dict[str, str]:
    return {
        path.name.removesuffix(ending): path.read_text(encoding="utf-8")
        for path in (ROOT / "forms").glob(f"*{ending}")
    }
