"""What the fault tests ask of an office after it has been mistreated."""

from collections import Counter

from engine.bootstrap import Office
from engine.domain.documents import Document, DocumentState
from engine.domain.identity import MACHINE, Actor
from engine.domain.tasks import Task, TaskState
from engine.domain.values import InstanceId, ProcessKey, RoleKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.submissions import Completion
from engine.services.people.accounts import NewUser
from engine.store.instances import InstanceFilter

NOTHING = Completion(data={})
BRANCHES = 6

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="d" targetNamespace="contoh">
"""


def deploy(office: Office, xml: str) -> ProcessKey:
    """Deploy the one process of a diagram and return its key."""
    source = SourceFile(name="contoh.bpmn", content=(_HEAD + xml).encode())
    (deployed,) = office.deployment.deploy(DeployOrder(files=[source]), MACHINE)
    return deployed.key


def side_by_side() -> str:
    """Return a process whose branches are worked on at once, then joined."""
    branches = [f"b{number}" for number in range(BRANCHES)]
    tasks = "".join(f'<userTask id="{one}" name="Cabang {one}"/>' for one in branches)
    flows = "".join(
        f'<sequenceFlow id="to_{one}" sourceRef="fork" targetRef="{one}"/>'
        f'<sequenceFlow id="from_{one}" sourceRef="{one}" targetRef="join"/>'
        for one in branches
    )
    return _process(
        "cabang",
        f"""<startEvent id="start"/><parallelGateway id="fork"/>{tasks}
        <parallelGateway id="join"/><endEvent id="end"/>
        <sequenceFlow id="s" sourceRef="start" targetRef="fork"/>{flows}
        <sequenceFlow id="e" sourceRef="join" targetRef="end"/>""",
        ["start", "fork", *branches, "join", "end"],
    )


def waiting_an_hour() -> str:
    """Return a process that waits for a working hour, then for a person."""
    return _process(
        "tunggu",
        """<startEvent id="start"/><intermediateCatchEvent id="hour">
        <timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H
        </timeDuration></timerEventDefinition></intermediateCatchEvent>
        <userTask id="after" name="Sesudahnya"/><endEvent id="end"/>
        <sequenceFlow id="a" sourceRef="start" targetRef="hour"/>
        <sequenceFlow id="b" sourceRef="hour" targetRef="after"/>
        <sequenceFlow id="c" sourceRef="after" targetRef="end"/>""",
        ["start", "hour", "after", "end"],
    )


def colleagues(office: Office, count: int) -> list[Actor]:
    """Return new officers of one role, who compete for its tasks."""
    found = []
    for number in range(count):
        user = office.accounts.add_user(
            NewUser(
                login=f"camat{number}",
                name=f"Camat {number} (contoh)",
                roles=(RoleKey("camat"),),
            ),
            MACHINE,
        )
        actor = office.accounts.actor(user.id)
        assert actor is not None
        found.append(actor)
    return found


def all_cases(office: Office) -> list[InstanceId]:
    """Return every case, oldest first."""
    with office.database.read() as uow:
        page = uow.instances.listing(InstanceFilter(), limit=1000)
    return [one.id for one in reversed(page.items)]


def all_tasks(office: Office) -> list[Task]:
    """Return the tasks of every case."""
    with office.database.read() as uow:
        cases = uow.instances.listing(InstanceFilter(), limit=1000).items
        return [task for one in cases for task in uow.tasks.of_instance(one.id)]


def all_documents(office: Office) -> list[Document]:
    """Return the documents of every case."""
    with office.database.read() as uow:
        cases = uow.instances.listing(InstanceFilter(), limit=1000).items
        return [one for case in cases for one in uow.documents.of_instance(case.id)]


def open_incidents(office: Office) -> list[str]:
    """Return what is parked for a person, in the words it was parked with."""
    with office.database.read() as uow:
        return [f"{one.kind}: {one.code} {one.facts}" for one in uow.incidents.open()]


def require_sound(office: Office) -> None:
    """Assert what must hold of every office at any moment.

    The audit chain holds, each completed task was completed by one event and
    each visit of a step has one task, numbers were drawn without gaps, and a
    ready document was stored once.
    """
    assert office.audit.verify() is None
    tasks = all_tasks(office)
    visits = Counter((one.instance, one.element, one.item_index, one.round)
                     for one in tasks)  # fmt: skip
    assert set(visits.values()) <= {1}
    assert len({one.token for one in tasks}) == len(tasks)
    with office.database.read() as uow:
        events = [one.event for one in uow.events.all_in_order()]
    completions = Counter(one.task for one in events if one.kind == "task.completed")
    completed = {one.id for one in tasks if one.state is TaskState.COMPLETED}
    assert completions == Counter(completed)
    require_gapless(office)
    for document in all_documents(office):
        ready = document.state is DocumentState.READY
        assert bool(document.sha256) is ready
        # One change makes it ready, one more lets a later revision supersede it.
        assert document.version == 1 + ready + document.superseded


def require_gapless(office: Office) -> None:
    """Assert that each register's numbers and the cases' own run from 1 on."""
    drawn: dict[tuple[object, object], list[object]] = {}
    with office.database.read() as uow:
        for one in uow.events.all_in_order():
            facts = one.event.facts
            if one.event.kind == "number.drawn":
                register = (facts["register"], facts["year"])
                drawn.setdefault(register, []).append(facts["sequence"])
        cases = uow.instances.listing(InstanceFilter(), limit=1000).items
    for numbers in drawn.values():
        assert numbers == list(range(1, len(numbers) + 1))
    assert [one.number for one in cases] == list(range(len(cases), 0, -1))
    numbered = [one.number for one in all_documents(office) if one.number]
    first = [one for one in all_documents(office) if one.number and one.revision == 1]
    assert len(first) == sum(map(len, drawn.values()))
    assert len({one.number for one in first}) == len(first)
    assert len(numbered) >= len(first)


def _process(key: str, content: str, nodes: list[str]) -> str:
    members = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    return (
        f'<process id="{key}" name="{key.title()}" isExecutable="true">'
        f'<laneSet id="lanes"><lane id="lane" name="Camat">{members}</lane></laneSet>'
        f"{content}</process></definitions>"
    )
