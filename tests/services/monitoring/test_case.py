"""Where the time of one case went, for whoever may see the case."""

from datetime import timedelta

import pytest

from engine.domain.clocks import ClockKind
from engine.errors import InstanceNotFoundError
from tests.services.diagrams import TWO_STEPS, WITH_RETURN

MINUTE, HOUR = 60, 3600


def later(house, minutes):
    house.clock.set(house.clock.now() + timedelta(minutes=minutes))


def times(house, case, actor=None):
    return house.office.case_times.of(case.id, actor or house.staf)


def test_every_second_of_a_round_is_waited_worked_or_paused(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    task = house.open_task(case.id)
    later(house, 10)
    house.office.inbox.claim(task.id, house.staf)
    later(house, 20)
    house.office.inbox.pause(task.id, house.staf, reason="menunggu data")
    later(house, 15)
    house.office.inbox.resume(task.id, house.staf)
    later(house, 25)
    house.complete(task, house.staf)

    found = times(house, case)

    first = found.rounds[0]
    assert [one.kind for one in first.stretches] == [
        ClockKind.WAITING,
        ClockKind.WORKING,
        ClockKind.PAUSED,
        ClockKind.WORKING,
    ]
    assert [one.seconds // MINUTE for one in first.stretches] == [10, 20, 15, 25]
    assert (first.elapsed, first.standard, first.late) == (
        55 * MINUTE,
        30 * MINUTE,
        True,
    )
    # Half an hour of standard and a quarter of an hour of pause from its start.
    assert first.due == 30 * MINUTE
    assert found.total == 70 * MINUTE
    assert found.spent(ClockKind.PAUSED) == 15 * MINUTE


def test_nights_and_breaks_are_closed_hours_and_take_no_working_time(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")  # on Monday at 08.30
    later(house, 25 * 60)

    found = times(house, case)

    # 6 h 30 m of Monday without its break, 2 h of Tuesday until 09.30.
    assert found.total == 8 * HOUR + 30 * MINUTE
    assert found.total + found.closed == 25 * HOUR
    assert [second for second, _ in found.days] == [0, 6 * HOUR + 30 * MINUTE]
    assert found.idle == 0


def test_what_was_sent_back_is_told_with_the_time_it_cost(house):
    house.deploy(WITH_RETURN, templates={"surat": "<p>{{ nomor }}</p>"})
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    later(house, 5)
    house.complete(
        house.open_task(case.id), house.kepala, decision="Tidak", reason="kurang"
    )
    later(house, 7)
    house.complete(house.open_task(case.id), house.staf)

    found = times(house, case)

    assert [one.returned for one in found.rounds] == [False, True, False, False]
    assert found.repeated == 7 * MINUTE


def test_superiors_who_were_told_stand_on_the_timeline(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    later(house, 40)
    house.office.reminders.tick(house.clock.now())

    (round_,) = times(house, case).rounds

    (told,) = round_.escalated
    assert told.people >= 2
    assert told.at == house.clock.now()


def test_a_case_that_is_not_one_s_to_see_is_not_there(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    assert times(house, case, house.staf).rounds
    with pytest.raises(InstanceNotFoundError):
        times(house, case, house.stranger)
