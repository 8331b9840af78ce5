"""What the shipped SOP costs the database, step by step."""

from datetime import datetime
from pathlib import Path

from engine.clock import FixedClock
from engine.domain.values import ProcessKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.inbox import InboxService
from engine.services.simulation.answers import read_answers
from engine.services.simulation.service import RunOrder

ROOT = Path(__file__).parents[2]
BUDGET = 12
# Who the caller is costs the request one more statement than the service.
ASKING_WHO = 1


def texts(ending):
    return {
        path.name.removesuffix(ending): path.read_text("utf-8")
        for path in (ROOT / "forms").glob(f"*{ending}")
    }


def deploy_sop(house):
    source = (ROOT / "bpmn" / "pengukuran-kinerja.bpmn").read_bytes()
    order = DeployOrder(
        files=[SourceFile(name="pengukuran-kinerja.bpmn", content=source)],
        forms=texts(".form.json"),
        templates=texts(".html.j2"),
    )
    house.office.demo().load([order], None)
    return read_answers(
        (ROOT / "bpmn" / "pengukuran-kinerja.answers.yaml").read_bytes()
    )


def test_no_step_of_the_sop_needs_more_than_its_budget(either_house, monkeypatch):
    house = either_house
    answers = deploy_sop(house)
    start = datetime.fromisoformat("2024-07-01T07:30:00+07:00")
    assert isinstance(house.clock, FixedClock)
    costs = []
    complete = InboxService.complete

    def counted(self, task_id, actor, completion):
        with house.office.database.read() as uow:
            # A serving process reads these ahead of any request.
            house.office.lists.refresh(uow, now=house.clock.now())
            house.office.schedule.calendar(uow, "kantor", now=house.clock.now())
        with house.office.database.counted() as cost:
            done = complete(self, task_id, actor, completion)
        costs.append((done.element, cost.statements, cost.commits))
        return done

    monkeypatch.setattr(InboxService, "complete", counted)
    order = RunOrder(
        process=ProcessKey("pengukuran-kinerja"),
        answers=answers,
        start=start,
        simulated=False,
    )
    house.office.simulation().run(order)

    assert len(costs) == 25
    assert {commits for _, _, commits in costs} == {1}
    dearest = max(costs, key=lambda one: one[1])
    # The job engine's own two statements come with the real queue.
    assert dearest[1] + ASKING_WHO + 2 <= BUDGET, dearest
    assert house.office.audit.verify() is None
