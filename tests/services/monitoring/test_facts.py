"""Facts of finished steps follow the log, and can be made anew from it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from engine.domain.tasks import TaskState
from engine.domain.values import ProcessKey
from engine.services.versions.moving import MoveOrder
from tests.services.diagrams import TWO_STEPS, WITH_ALARM, WITH_RETURN

MINUTE = 60


def facts_of(house, case):
    with house.office.database.read() as uow:
        return uow.facts.of_instance(case)


def later(house, minutes):
    house.clock.set(house.clock.now() + timedelta(minutes=minutes))


def known(house):
    return house.office.facts.tick(house.clock.now())


def test_waiting_working_and_paused_time_of_a_round_are_told_apart(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    task = house.open_task(case.id)

    later(house, 10)
    house.office.inbox.claim(task.id, house.staf)
    later(house, 5)
    house.office.inbox.pause(task.id, house.staf, reason="menunggu data")
    later(house, 60)
    house.office.inbox.resume(task.id, house.staf)
    later(house, 20)
    house.complete(task, house.staf)
    written = known(house)

    (fact,) = facts_of(house, case.id)
    assert written == 1
    assert (fact.waiting_seconds, fact.working_seconds) == (10 * MINUTE, 25 * MINUTE)
    assert fact.paused_seconds == 60 * MINUTE
    assert (fact.elapsed_seconds, fact.standard_seconds) == (35 * MINUTE, 30 * MINUTE)
    assert fact.late
    assert (fact.outcome, fact.returned) == (TaskState.COMPLETED, False)


def test_a_released_step_waits_again_and_a_reassigned_one_goes_on(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    task = house.open_task(case.id)

    house.office.inbox.claim(task.id, house.staf)
    later(house, 4)
    house.office.inbox.release(task.id, house.staf)
    later(house, 6)
    house.office.inbox.claim(task.id, house.other_staf)
    later(house, 7)
    house.office.inbox.reassign(task.id, house.kepala, to=house.staf.user)
    later(house, 8)
    house.complete(task, house.staf)
    known(house)

    (fact,) = facts_of(house, case.id)
    assert (fact.waiting_seconds, fact.working_seconds) == (6 * MINUTE, 19 * MINUTE)
    assert fact.performer == house.staf.user


def test_each_round_has_its_own_fact_and_a_return_is_marked(house):
    house.deploy(WITH_RETURN, templates={"surat": "<p>{{ nomor }}</p>"})
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    later(house, 90)
    house.complete(
        house.open_task(case.id), house.kepala, decision="Tidak", reason="kurang"
    )
    later(house, 3)
    house.complete(house.open_task(case.id), house.staf)
    known(house)

    found = [
        (one.round, one.returned, one.late, one.elapsed_seconds)
        for one in facts_of(house, case.id)
    ]
    assert found == [
        (1, False, False, 0),
        (1, True, True, 90 * MINUTE),
        (2, False, False, 3 * MINUTE),
    ]


def test_a_step_that_a_timer_took_away_is_a_fact_of_its_own(house):
    house.deploy(WITH_ALARM)
    case = house.start("dengan-alarm")
    later(house, 61)
    house.office.deadlines.tick(house.clock.now())
    known(house)

    (fact,) = facts_of(house, case.id)
    assert fact.outcome is TaskState.INTERRUPTED
    assert (fact.due_at, fact.elapsed_seconds, fact.performer) == (None, 0, None)
    assert fact.waiting_seconds == 61 * MINUTE


def test_an_idle_look_writes_nothing_and_asks_once(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)
    known(house)

    with house.office.database.counted() as cost:
        written = known(house)

    assert (written, cost.statements, cost.commits) == (0, 1, 0)


def test_a_fact_that_somebody_changed_is_found_and_made_anew(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala)
    known(house)
    good = facts_of(house, case.id)
    assert house.office.facts.compare(house.clock.now()).differing == ()

    with house.office.database.write() as uow:
        uow.connection.execute(text("UPDATE task_facts SET waiting_seconds = 1"))
    found = house.office.facts.compare(house.clock.now())
    house.office.facts.rebuild(house.clock.now(), house.admin)

    assert (found.facts, set(found.differing)) == (2, {one.task for one in good})
    assert facts_of(house, case.id) == good
    assert house.office.facts.compare(house.clock.now()).differing == ()
    assert house.office.audit.verify() is None


def test_a_fact_of_a_task_that_is_still_open_is_taken_away(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)
    known(house)
    with house.office.database.write() as uow:
        (fact,) = uow.facts.of_instance(case.id)
        uow.connection.execute(
            text("UPDATE tasks SET ended_at = NULL WHERE ended_at IS NOT NULL")
        )

    report = house.office.facts.rebuild(house.clock.now(), house.admin)

    assert report.differing == (fact.task,)
    assert facts_of(house, case.id) == []


def test_a_power_cut_entered_afterwards_changes_facts_only_when_they_are_made_anew(
    house,
):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    later(house, 45)
    house.complete(house.open_task(case.id), house.staf)
    known(house)
    (before,) = facts_of(house, case.id)

    calendar = house.office.calendars.calendar("kantor")
    today = house.clock.now().astimezone(calendar.zone).date()
    closed = replace(calendar, added_days={today: "Listrik padam"})
    house.office.calendars.put(closed, house.admin, note="listrik padam")
    report = house.office.facts.rebuild(house.clock.now(), house.admin)

    (after,) = facts_of(house, case.id)
    assert (before.late, after.late) == (True, False)
    assert after.waiting_seconds == 0
    assert report.differing == (before.task,)


def test_two_readers_of_the_log_write_each_fact_once(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)

    with ThreadPoolExecutor(4) as readers:
        written = sum(readers.map(lambda _: known(house), range(4)))

    assert written + known(house) == 1
    assert len(facts_of(house, case.id)) == 1


def test_a_round_is_held_to_the_version_under_which_it_was_done(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    later(house, 45)
    house.complete(house.open_task(case.id), house.staf)
    later(house, 1)
    house.deploy(TWO_STEPS.replace(b"PT30M", b"PT2H").replace(b"PT1H", b"PT3H"))
    order = MoveOrder(process=ProcessKey("dua-langkah"), version=2, reason="baru")
    house.office.moving.move(order, house.admin)
    later(house, 1)
    house.complete(house.open_task(case.id), house.kepala)
    known(house)

    first, second = facts_of(house, case.id)

    with house.office.database.read() as uow:
        versions = {one.id: one.version for one in uow.facts.steps()}
    assert (first.standard_seconds, first.late) == (30 * MINUTE, True)
    assert second.standard_seconds == 180 * MINUTE
    assert [versions[first.step], versions[second.step]] == [1, 2]
