"""A field of a step without a form decides the way onwards: no way is told there."""

import pytest

from engine.domain.tasks import TaskState
from engine.errors import SubmissionInvalidError
from tests.services.diagrams import END, START, flow, process, task

GATEWAY = '<exclusiveGateway id="putus" name="Disetujui?"/>'
# As tools of other houses draw it: the answer is compared with a text.
COMPARED = process(
    "dibandingkan",
    START
    + task("periksa")
    + GATEWAY
    + task("terbit")
    + END
    + flow("mulai", "periksa")
    + flow("periksa", "putus")
    + flow("putus", "terbit", condition="${action == 'Approved'}")
    + flow("putus", "selesai", condition="${action == 'Rejected'}")
    + flow("terbit", "selesai"),
    lanes={"staf": ["mulai", "periksa", "putus", "terbit", "selesai"]},
)


@pytest.mark.parametrize(
    "data", [{}, {"action": "approve"}, {"action": 3}, {"catatan": "baik"}]
)
def test_an_answer_that_leads_nowhere_is_told_at_its_field(house, data):
    house.deploy(COMPARED)
    case = house.start("dibandingkan")
    opened = house.open_task(case.id)

    with pytest.raises(SubmissionInvalidError) as refused:
        house.complete(opened, house.staf, data=data)

    assert refused.value.facts["errors"] == {"action": "form.leads_nowhere"}
    assert house.open_task(case.id).state is not TaskState.COMPLETED


def test_an_answer_that_a_condition_waits_for_leads_on(house):
    house.deploy(COMPARED)
    case = house.start("dibandingkan")

    house.complete(house.open_task(case.id), house.staf, data={"action": "Approved"})

    assert house.open_task(case.id).element == "terbit"
