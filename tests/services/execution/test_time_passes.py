"""Clocks of tasks, timers of cases, and calendars that change."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from engine.bootstrap import build_engine
from engine.domain.identity import MACHINE
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.domain.values import ProcessKey
from engine.errors import (
    CalendarHasNoWorkingTimeError,
    ReasonMissingError,
    TaskNotClaimedError,
    TaskTakenError,
)
from engine.services.execution.starting import StartOrder
from tests.services.diagrams import (
    TWO_STEPS,
    WITH_ALARM,
    WITH_FAILING_ALARM,
    form,
)


def at(text):
    return datetime.fromisoformat(f"2024-08-19T{text}+07:00")


def test_a_clock_that_starts_with_the_claim_has_no_due_before_it(house):
    house.deploy(WITH_ALARM)
    task = house.open_task(house.start("dengan-alarm").id)
    house.clock.set(at("08:50:00"))

    claimed = house.office.inbox.claim(task.id, house.staf)

    assert task.due_at is None
    assert claimed.due_at == at("09:20:00")


def test_releasing_a_task_stops_a_clock_that_started_with_the_claim(house):
    house.deploy(WITH_ALARM)
    task = house.open_task(house.start("dengan-alarm").id)
    house.office.inbox.claim(task.id, house.staf)

    released = house.office.inbox.release(task.id, house.staf)

    assert (released.state, released.due_at) == (TaskState.READY, None)


def test_a_pause_moves_the_due_instant_by_the_time_it_lasted(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.office.inbox.claim(task.id, house.staf)
    house.clock.set(at("08:40:00"))
    house.office.inbox.pause(task.id, house.staf, reason="Menunggu data")
    house.clock.set(at("11:40:00"))

    resumed = house.office.inbox.resume(task.id, house.staf)

    # 10 of 30 minutes had passed; 20 remain after 11.40.
    assert resumed.due_at == at("12:00:00")
    assert resumed.paused_seconds == 3 * 3600


def test_a_pause_says_why(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.office.inbox.claim(task.id, house.staf)

    with pytest.raises(ReasonMissingError):
        house.office.inbox.pause(task.id, house.staf, reason="")


def test_only_who_holds_a_task_pauses_it(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)

    with pytest.raises(TaskNotClaimedError):
        house.office.inbox.pause(task.id, house.staf, reason="x")
    house.office.inbox.claim(task.id, house.staf)
    with pytest.raises(TaskTakenError):
        house.office.inbox.pause(task.id, house.other_staf, reason="x")


def test_a_timer_interrupts_its_task_in_working_time(either_house):
    house = either_house
    house.deploy(WITH_ALARM)
    case = house.start("dengan-alarm")
    before = house.office.deadlines.tick(at("09:29:59"))

    woken = house.office.deadlines.tick(at("09:30:00"))

    with house.office.database.read() as uow:
        states = {one.element: one.state for one in uow.tasks.of_instance(case.id)}
    assert (before, woken) == (0, 1)
    assert states == {"A": TaskState.INTERRUPTED, "C": TaskState.READY}


def test_a_timer_whose_task_was_completed_never_fires(house):
    house.deploy(WITH_ALARM)
    case = house.start("dengan-alarm")
    house.complete(house.open_task(case.id), house.staf)

    woken = house.office.deadlines.tick(at("15:00:00"))

    assert woken == 0
    assert house.instance(case.id).state is InstanceState.COMPLETED


def test_timers_of_a_suspended_case_wait_until_it_is_resumed(house):
    house.deploy(WITH_ALARM)
    case = house.start("dengan-alarm")
    house.office.runtime.suspend(case.id, house.kepala, reason="Audit")
    while_suspended = house.office.deadlines.tick(at("10:00:00"))

    house.office.runtime.resume(case.id, house.kepala)

    assert while_suspended == 0
    assert house.office.deadlines.tick(at("10:00:00")) == 1


def test_timers_of_a_simulated_case_are_left_to_who_plays_it(house):
    house.deploy(WITH_ALARM)
    order = StartOrder(process=ProcessKey("dengan-alarm"), simulated=True)
    house.office.runtime.start(order, MACHINE)

    assert house.office.deadlines.tick(at("15:00:00")) == 0


def test_a_holiday_added_later_moves_what_is_open(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    house.clock.set(at("15:50:00"))
    case = house.start("dua-langkah")
    before = house.open_task(case.id).due_at
    calendar = house.office.calendars.calendar("kantor")

    moved = house.office.calendars.put(
        replace(calendar, added_days={date(2024, 8, 20): "Cuti bersama"})
    )

    after = house.open_task(case.id).due_at
    assert moved == 1
    assert (before, after) == (
        at("07:50:00") + timedelta(days=1),
        at("07:50:00") + timedelta(days=2),
    )
    assert "task.due_moved" in house.kinds(case.id)


def test_a_calendar_that_another_process_changed_moves_what_this_one_opened(
    house,
):
    house.deploy(TWO_STEPS)
    house.clock.set(at("15:50:00"))
    house.open_task(house.start("dua-langkah").id)
    other = build_engine(house.office.settings, clock=house.clock)
    other.calendars.put(
        replace(
            other.calendars.calendar("kantor"),
            added_days={date(2024, 8, 20): "Cuti bersama"},
        )
    )
    other.close()
    stale = house.open_task(house.start("dua-langkah").id).due_at

    house.office.refresh(house.clock.now())

    with house.office.database.read() as uow:
        dues = {
            task.due_at
            for task in uow.tasks.due_before(at("23:59:00") + timedelta(days=9)).items
        }
    assert stale == at("07:50:00") + timedelta(days=1)
    assert dues == {at("07:50:00") + timedelta(days=2)}


def test_a_holiday_added_later_moves_timers_that_count_working_time(house):
    house.deploy(WITH_ALARM)
    house.clock.set(at("15:30:00"))
    house.start("dengan-alarm")
    calendar = house.office.calendars.calendar("kantor")

    house.office.calendars.put(
        replace(calendar, added_days={date(2024, 8, 20): "Cuti bersama"})
    )

    # Half an hour was left for the next morning, which is now the day after it.
    next_day, day_after = timedelta(days=1), timedelta(days=2)
    assert house.office.deadlines.tick(at("15:00:00") + next_day) == 0
    assert house.office.deadlines.tick(at("07:59:59") + day_after) == 0
    assert house.office.deadlines.tick(at("08:00:00") + day_after) == 1


def test_a_case_that_cannot_go_on_is_parked_and_does_not_stop_the_others(house):
    house.deploy(WITH_FAILING_ALARM, WITH_ALARM, forms={"angka": form("nilai")})
    broken = house.start("alarm-gagal")
    house.complete(house.open_task(broken.id), house.staf, data={"nilai": "banyak"})
    sound = house.start("dengan-alarm")

    woken = house.office.deadlines.tick(at("15:00:00"))

    with house.office.database.read() as uow:
        (incident,) = uow.incidents.of_instance(broken.id)
    assert woken == 2
    assert (incident.code, incident.facts["reason"]) == ("kernel", "kernel.expression")
    assert house.instance(broken.id).state is InstanceState.FAILED
    assert house.open_task(sound.id).element == "C"
    assert house.office.deadlines.tick(at("15:00:00")) == 0


def test_a_calendar_by_which_nothing_is_ever_due_is_refused(house):
    calendar = house.office.calendars.calendar("kantor")

    with pytest.raises(CalendarHasNoWorkingTimeError):
        house.office.calendars.put(replace(calendar, hours=((),) * 7))

    assert house.office.calendars.calendar("kantor").hours == calendar.hours
