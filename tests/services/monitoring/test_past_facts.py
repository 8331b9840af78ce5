"""Past facts after a change of the calendar: asked for, done by a job, told and logged."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.errors import OfficeInvalidError, RefusedError
from engine.services.monitoring.facts import FactService
from engine.services.monitoring.past_facts import REPAIR_FACTS, PastFactService
from tests.services.diagrams import TWO_STEPS


@pytest.fixture
def closed_later(either_house):
    """Measure three rounds of step A, 45 minutes each; then close their day."""
    house = either_house
    house.deploy(TWO_STEPS)
    for _ in range(3):
        case = house.start("dua-langkah")
        task = house.open_task(case.id)
        house.clock.advance(timedelta(minutes=45))
        house.complete(task, house.staf)
    house.office.facts.tick(house.clock.now())
    house.office.packing.tick(house.clock.now())
    calendar = house.office.calendars.calendar("kantor")
    day = house.clock.now().astimezone(calendar.zone).date()
    closed = replace(calendar, added_days={day: "Listrik padam"})
    house.office.calendars.put(closed, house.admin, note="listrik padam")
    return house


def asked(house):
    """Ask for a repair and return its job, as a worker gets it."""
    house.office.past_facts.ask(house.admin)
    return [job for job in house.jobs.jobs if job.kind == REPAIR_FACTS][-1]


def test_a_repair_tells_what_each_round_was_before_and_after(closed_later):
    house = closed_later
    job = asked(house)
    waiting = house.office.past_facts.newest(house.admin)

    house.office.past_facts.repair(job.payload)

    done = house.office.past_facts.newest(house.admin)
    assert (waiting.ended_at, waiting.facts) == (None, 0)
    assert done.ended_at == house.clock.now()
    assert (done.done, done.facts, done.changed) == (done.total, 3, 3)
    assert done.late == (3, 0)
    assert [one["before"]["elapsed_seconds"] for one in done.shown] == [2700] * 3
    assert [one["after"]["elapsed_seconds"] for one in done.shown] == [0] * 3
    assert house.office.facts.compare(house.clock.now()).differing == ()


def test_what_a_repair_came_to_is_in_the_log_under_who_asked(closed_later):
    house = closed_later

    house.office.past_facts.repair(asked(house).payload)

    with house.office.database.read() as uow:
        told = [one.event for one in uow.events.all_in_order()]
    event = next(one for one in told if one.kind == "facts.rebuilt")
    assert (event.actor, event.facts["differing"]) == (house.admin.user, 3)
    assert event.facts["late"] == [3, 0]
    assert any(one.kind == "facts.repair_asked" for one in told)
    assert house.office.audit.verify() is None


class DyingFacts(FactService):
    """Reads a few events at a time and dies at the second look."""

    looks = 0

    def walk_on(self, *given, **more):
        self.looks += 1
        if self.looks > 1:
            raise KeyboardInterrupt
        return super().walk_on(*given, **more)


def test_a_worker_that_dies_between_two_batches_is_followed_by_one_that_goes_on(
    closed_later,
):
    house = closed_later
    job, desk = asked(house), house.office.desk
    dying = PastFactService(desk=desk, facts=DyingFacts(desk=desk, batch=4))
    with pytest.raises(KeyboardInterrupt):
        dying.repair(job.payload)
    half = house.office.past_facts.newest(house.admin)

    house.office.past_facts.repair(job.payload)
    house.office.past_facts.repair(job.payload)

    whole = house.office.past_facts.newest(house.admin)
    assert 0 < half.done < half.total
    assert (whole.facts, whole.changed, len(whole.shown)) == (3, 3, 3)


def test_a_second_repair_waits_until_the_first_is_over(closed_later):
    house = closed_later
    job = asked(house)

    with pytest.raises(OfficeInvalidError):
        house.office.past_facts.ask(house.admin)

    house.office.past_facts.repair(job.payload)
    again = asked(house)
    house.office.past_facts.repair(job.payload)
    house.office.past_facts.repair(again.payload)
    assert house.office.past_facts.newest(house.admin).changed == 0


def test_only_administrators_repair_and_look(house):
    for actor in (house.staf, house.kepala):
        with pytest.raises(RefusedError):
            house.office.past_facts.ask(actor)
        with pytest.raises(RefusedError):
            house.office.past_facts.newest(actor)

    assert house.office.past_facts.newest(house.admin) is None
