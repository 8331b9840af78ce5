"""Cases that start by themselves: once per period, whatever happens to the server."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from engine.bootstrap import build_engine
from engine.clock import FixedClock
from engine.domain.cycles import CycleRule, Missed, StartState
from engine.domain.identity import MACHINE, Right
from engine.domain.values import ElementId, ProcessKey
from engine.errors import (
    CycleNotFoundError,
    CycleTakenError,
    ReasonMissingError,
    RefusedError,
)
from engine.store.instances import InstanceFilter
from tests.services.diagrams import END, TWO_STEPS, flow, process, standard, task

KEY = ProcessKey("laporan")
MONTHLY, DAILY = ElementId("Bulanan"), ElementId("Harian")


def timer(key, text):
    return (
        f'<startEvent id="{key}" name="Setiap {key.lower()}"><timerEventDefinition '
        f'id="{key}_t"><timeCycle>{text}</timeCycle></timerEventDefinition></startEvent>'
    )


def report(*cycles, key=KEY, extra=""):
    members = [one for one, _ in cycles]
    return process(
        key,
        '<startEvent id="mulai" name="Mulai"/>'
        + "".join(timer(*one) for one in cycles)
        + task("A")
        + standard("A", "PT30M")
        + END
        + flow("mulai", "A")
        + "".join(flow(one, "A") for one in members)
        + flow("A", "selesai")
        + extra,
        lanes={"staf": ["mulai", *members, "A", "selesai"]},
        name="Laporan",
    )


MONTHLY_REPORT = report((MONTHLY, "30 7 1 * *"))
CALLS_AT_ONCE = process(
    KEY,
    timer(MONTHLY, "30 7 1 * *")
    + '<callActivity id="Panggil" name="Panggil" calledElement="dua-langkah"/>'
    + END
    + flow(MONTHLY, "Panggil")
    + flow("Panggil", "selesai"),
    lanes={"staf": [MONTHLY, "Panggil", "selesai"]},
    name="Laporan",
)
DAILY_REPORT = report((DAILY, "0 8 * * *"))


def at(text):
    return datetime.fromisoformat(f"{text}+07:00")


def deployed(house, diagram):
    """Deploy a diagram and let a scheduler see it, as it does within a minute."""
    house.deploy(diagram)
    house.office.cycles.tick(house.clock.now())


def tick(house, text):
    house.clock.set(at(text))
    return house.office.cycles.tick(house.clock.now())


def reopened(house):
    """The same office as another process sees it."""
    return build_engine(
        house.office.settings,
        clock=FixedClock(house.clock.now()),
        jobs=house.jobs,
        renderer=house.renderer,
    )


def cases(house):
    with house.office.database.read() as uow:
        found = uow.instances.listing(InstanceFilter(process=KEY), limit=200).items
    return sorted(found, key=lambda one: one.number)


def periods(house):
    return [one.period for one in cases(house)]


def states(house):
    with house.office.database.read() as uow:
        found = uow.cycles.newest(limit=200).items
    return [(one.key, one.state) for one in reversed(found)]


@pytest.fixture
def boss(house):
    return house.officer("sekretaris", "sekretaris", Right.START, Right.SUPERVISE)


def test_a_case_starts_when_the_office_opens_and_knows_its_period(either_house):
    house = either_house
    house.deploy(MONTHLY_REPORT)

    before = tick(house, "2024-09-02T07:29:59")
    started = tick(house, "2024-09-02T07:30:00")

    (case,) = cases(house)
    assert (before, started) == (0, 1)
    assert (case.period, case.title) == ("2024-08", "Laporan – Bulan Agustus 2024")
    assert case.data == {"periode_jenis": "bulanan", "tahun": 2024, "bulan": 8}
    assert case.started_by == MACHINE.user
    assert "cycle.started" in house.kinds(case.id)


def test_a_year_of_months_starts_twelve_cases_one_each(house):
    house.deploy(MONTHLY_REPORT)
    now = house.clock.now()

    for _ in range(366):
        now += timedelta(days=1)
        house.clock.set(now)
        house.office.cycles.tick(now)

    found = periods(house)
    assert found == [f"2024-{month:02d}" for month in range(8, 13)] + [
        f"2025-{month:02d}" for month in range(1, 8)
    ]


def test_an_idle_tick_asks_nothing_and_a_minute_later_little(house):
    house.deploy(MONTHLY_REPORT)
    now = house.clock.now()
    house.office.cycles.tick(now)

    with house.office.database.counted() as idle:
        house.office.cycles.tick(now + timedelta(seconds=59))
    with house.office.database.counted() as looking:
        house.office.cycles.tick(now + timedelta(seconds=60))

    assert (idle.statements, looking.commits) == (0, 0)
    assert looking.statements <= 5


def test_a_clock_that_is_set_back_starts_nothing_twice(house):
    house.deploy(MONTHLY_REPORT)
    tick(house, "2024-09-02T09:00:00")

    again = tick(house, "2024-08-31T12:00:00"), tick(house, "2024-09-02T09:00:00")

    assert again == (0, 0)
    assert periods(house) == ["2024-08"]


def test_two_schedulers_start_one_case(either_house):
    house = either_house
    house.deploy(MONTHLY_REPORT)
    now = at("2024-09-02T08:00:00")
    offices = [reopened(house) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda one: one.cycles.tick(now), offices))
    for one in offices:
        one.close()

    assert sum(started) == 1
    assert periods(house) == ["2024-08"]
    assert house.office.audit.verify() is None


def test_a_server_that_was_off_for_three_days_catches_up_in_order(house):
    house.deploy(DAILY_REPORT)
    tick(house, "2024-08-20T08:00:00")

    tick(house, "2024-08-23T08:10:00")

    keys = [f"2024-08-{day}T08:00" for day in (20, 21, 22, 23)]
    assert states(house) == [(key, StartState.STARTED) for key in keys]
    assert len(cases(house)) == 4


@pytest.mark.parametrize("missed", [Missed.SKIP, Missed.LATEST])
def test_periods_that_were_missed_are_left_to_a_person_where_the_sop_says_so(
    house, boss, missed
):
    house.deploy(DAILY_REPORT)
    house.office.cycle_desk.rule(KEY, CycleRule(missed=missed), boss)
    tick(house, "2024-08-20T08:00:00")

    tick(house, "2024-08-23T08:10:00")

    found = [key[8:10] for key, state in states(house) if state is StartState.STARTED]
    assert found == ["20", "23"]
    assert [
        one.start.key[8:10] for one in house.office.cycle_desk.board(boss).waiting
    ] == [
        "21",
        "22",
    ]


def test_of_months_that_were_missed_only_the_last_one_may_be_wanted(house, boss):
    deployed(house, MONTHLY_REPORT)
    house.office.cycle_desk.rule(KEY, CycleRule(missed=Missed.LATEST), boss)

    tick(house, "2024-12-10T09:00:00")

    assert periods(house) == ["2024-11"]
    assert [state for _, state in states(house)].count(StartState.MISSED) == 3


def test_more_than_fifty_missed_times_are_not_all_caught_up(house):
    deployed(house, report((DAILY, "0 9 * * *")))

    tick(house, "2025-08-19T10:00:00")

    assert len(cases(house)) == 50
    with house.office.database.read() as uow:
        kinds = [one.event.kind for one in uow.events.all_in_order()]
    assert kinds.count("cycle.dropped") == 1


def test_cycles_that_are_stopped_start_nothing_and_catch_nothing_up(house, boss):
    deployed(house, MONTHLY_REPORT)
    house.office.cycle_desk.rule(KEY, CycleRule(runs=False), boss)
    tick(house, "2024-09-10T09:00:00")
    house.office.cycle_desk.rule(KEY, CycleRule(runs=True), boss)

    tick(house, "2024-10-01T09:00:00")

    assert periods(house) == ["2024-09"]


def test_a_new_version_counts_from_its_deployment_and_never_repeats_a_period(house):
    house.deploy(MONTHLY_REPORT)
    tick(house, "2024-09-02T09:00:00")
    house.clock.set(at("2024-09-05T09:00:00"))
    house.deploy(report((MONTHLY, "0 8 10 * *")))

    for day in ("2024-09-10", "2024-10-10"):
        tick(house, f"{day}T08:00:00")

    assert periods(house) == ["2024-08", "2024-09"]


def test_a_cycle_that_the_newest_version_does_not_have_starts_nothing(house):
    house.deploy(MONTHLY_REPORT)
    house.deploy(report((DAILY, "0 8 * * *")))

    tick(house, "2024-09-02T08:00:00")

    assert "" in periods(house)
    assert "2024-08" not in periods(house)


def test_a_retired_sop_starts_nothing_and_what_passed_meanwhile_is_not_caught_up(
    house,
):
    house.deploy(MONTHLY_REPORT)
    house.office.cycles.tick(house.clock.now())
    with house.office.database.write() as uow:
        uow.definitions.retire(uow.definitions.latest_id(KEY), now=house.clock.now())
    while_retired = tick(house, "2024-10-03T09:00:00")
    house.deploy(report((MONTHLY, "30 7 1 * *"), extra="<!-- baru -->"))

    tick(house, "2024-11-01T09:00:00")

    assert while_retired == 0
    assert periods(house) == ["2024-10"]


def test_a_holiday_that_is_added_moves_the_start(house):
    house.deploy(MONTHLY_REPORT)
    house.office.cycles.tick(house.clock.now())
    calendar = house.office.calendars.calendar("kantor")
    closed = replace(calendar, added_days={date(2024, 9, 2): "Cuti bersama"})
    house.office.calendars.put(closed, house.admin, note="cuti bersama")

    monday, tuesday = (
        tick(house, "2024-09-02T12:00:00"),
        tick(house, "2024-09-03T07:30:00"),
    )

    assert (monday, tuesday) == (0, 1)


def test_starting_early_leaves_nothing_for_the_scheduler(either_house):
    house = either_house
    boss = house.officer("sekretaris", "sekretaris", Right.START)
    house.deploy(MONTHLY_REPORT)
    (first, *_) = house.office.cycle_desk.board(boss).coming

    case = house.office.cycle_desk.start(KEY, MONTHLY, first.occurrence.key, boss)
    later = tick(house, "2024-09-02T08:00:00")

    assert later == 0
    assert house.instance(case).period == "2024-08"
    assert house.instance(case).started_by == boss.user
    with pytest.raises(CycleTakenError):
        house.office.cycle_desk.start(KEY, MONTHLY, "2024-08", boss)


def test_a_period_that_is_skipped_with_a_reason_passes_and_can_still_be_started(
    house, boss
):
    house.deploy(MONTHLY_REPORT)
    desk = house.office.cycle_desk
    with pytest.raises(ReasonMissingError):
        desk.skip(KEY, MONTHLY, "2024-08", boss, reason=" ")
    desk.skip(KEY, MONTHLY, "2024-08", boss, reason="Data sama dengan bulan lalu")

    passed = tick(house, "2024-09-02T08:00:00")
    desk.start(KEY, MONTHLY, "2024-08", boss)

    assert passed == 0
    assert periods(house) == ["2024-08"]


def test_only_those_who_may_start_cases_decide_of_cycles(house):
    house.deploy(MONTHLY_REPORT)
    desk = house.office.cycle_desk

    for asked in (
        lambda: desk.board(house.staf),
        lambda: desk.start(KEY, MONTHLY, "2024-08", house.kepala),
        lambda: desk.skip(KEY, MONTHLY, "2024-08", house.kepala, reason="x"),
        lambda: desk.rule(KEY, CycleRule(), house.kepala),
    ):
        with pytest.raises(RefusedError):
            asked()
    assert not desk.board(house.kepala).may_change


def test_what_is_not_planned_cannot_be_started(house, boss):
    house.deploy(MONTHLY_REPORT)

    for key in ("2020-01", "besok", ""):
        with pytest.raises(CycleNotFoundError):
            house.office.cycle_desk.start(KEY, MONTHLY, key, boss)


def test_a_start_that_fails_waits_for_a_person_and_is_not_tried_for_ever(house, boss):
    house.deploy(TWO_STEPS)
    house.deploy(CALLS_AT_ONCE)
    with house.office.database.write() as uow:
        called = uow.definitions.latest_id(ProcessKey("dua-langkah"))
        uow.definitions.retire(called, now=house.clock.now())

    first = tick(house, "2024-09-02T08:00:00")
    again = tick(house, "2024-09-02T09:00:00")
    board = house.office.administration.incidents.board(house.admin)
    (waiting,) = house.office.cycle_desk.board(boss).waiting

    assert (first, again) == (0, 0)
    assert [one.incident.kind for one in board.incidents] == ["cycle"]
    assert waiting.start.state is StartState.FAILED
    house.deploy(TWO_STEPS.replace(b"PT30M", b"PT40M"))
    house.office.administration.incidents.retry(
        board.incidents[0].incident.id, house.admin
    )
    (job,) = [one for one in house.jobs.jobs if one.kind == "cycle"]
    for _ in range(2):  # at least once, says the queue
        house.office.cycle_desk.retry(job.payload, MACHINE)
    assert periods(house) == ["2024-08"]
    assert not house.office.administration.incidents.board(house.admin).incidents


def test_the_board_shows_a_year_ahead_and_what_was_started(house, boss):
    house.deploy(MONTHLY_REPORT)
    tick(house, "2024-09-02T08:00:00")

    board = house.office.cycle_desk.board(boss)

    assert len(board.coming) == 12
    assert board.coming[0].title == "Laporan – Bulan September 2024"
    assert [one.case.period for one in board.gone.items] == ["2024-08"]
    assert board.may_change


def test_an_old_sop_starts_no_years_of_cases_where_nobody_saw_its_cycles(house):
    house.deploy(MONTHLY_REPORT)

    first = tick(house, "2026-11-02T07:40:00")

    assert first == 1
    assert periods(house) == ["2026-10"]
