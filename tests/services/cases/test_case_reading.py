"""What machines read of cases: parts of them, and who may."""

import pytest

from engine.errors import InstanceNotFoundError
from tests.services.diagrams import TWO_STEPS


@pytest.fixture
def case(house):
    house.deploy(TWO_STEPS)
    return house.start("dua-langkah")


def test_a_case_is_read_with_its_open_tasks_and_whether_one_is_late(house, case):
    reading = house.office.case_reading

    before = reading.case(case.id, house.staf)
    house.clock.set(house.clock.now().replace(hour=15))
    after = reading.case(case.id, house.staf)

    assert [task.element for task in before.open] == ["A"]
    assert (before.sop, before.version, before.parent) == ("Uji", 1, None)
    assert (before.late, after.late) == (False, True)


def test_a_cases_log_is_read_page_by_page(house, case):
    house.complete(house.open_task(case.id), house.staf)
    reading = house.office.case_reading

    first = reading.events(case.id, house.staf, limit=1, cursor=None)
    rest = reading.events(case.id, house.staf, limit=100, cursor=first.next)

    kinds = [one.event.kind for one in (*first.items, *rest.items)]
    assert kinds == house.kinds(case.id)
    assert rest.next is None


def test_a_stranger_reads_no_part_of_a_case(house, case):
    reading = house.office.case_reading

    for read in (
        lambda: reading.case(case.id, house.stranger),
        lambda: reading.events(case.id, house.stranger, limit=1, cursor=None),
        lambda: reading.documents(case.id, house.stranger),
    ):
        with pytest.raises(InstanceNotFoundError):
            read()
