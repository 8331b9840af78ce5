"""The board of supervisors: what is open, what was measured, and who may look."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.domain.values import ElementId, ProcessKey
from engine.errors import ProcessNotFoundError, RefusedError
from engine.services.monitoring.service import Asked, Sought
from tests.services.diagrams import END, START, TWO_STEPS, flow, process, standard, task

SOP = Asked(process=ProcessKey("dua-langkah"))
MINUTE = 60


def later(house, minutes):
    house.clock.set(house.clock.now() + timedelta(minutes=minutes))


def known(house):
    """Do what a serving process does all the time."""
    house.office.facts.tick(house.clock.now())
    return house.office.packing.tick(house.clock.now())


def played(house, *minutes, by=None):
    """Complete step A of cases after so many minutes of waiting each."""
    cases = []
    for one in minutes:
        case = house.start("dua-langkah")
        begun = house.clock.now()
        opened = house.open_task(case.id)
        later(house, one)
        house.complete(opened, by or house.staf)
        house.clock.set(begun)
        cases.append(case.id)
    later(house, max(minutes, default=0))
    known(house)
    return cases


def board(house, asked=SOP):
    return house.office.monitoring.board(house.kepala, asked)


def line(found, element="A"):
    return next(one for one in found.lines if one.element == element)


def behind(house, what, asked=SOP, element="A"):
    sought = Sought(element=ElementId(element), what=what)
    return house.office.monitoring.behind(house.kepala, asked, sought)


def test_a_step_shows_median_p90_and_the_share_that_kept_its_standard(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    played(house, 10, 20, 31, 40, 25)

    found = line(board(house))

    assert (found.tally.count, found.tally.judged, found.tally.on_time) == (5, 5, 3)
    assert found.tally.quantile(50) == 25 * MINUTE
    assert found.tally.quantile(90) == 40 * MINUTE
    assert found.tally.waiting == 126 * MINUTE
    assert found.standard is not None


def test_open_tasks_are_late_at_risk_or_neither(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    for minutes in (10, 15, 10):
        house.start("dua-langkah")
        later(house, minutes)

    found = line(board(house)).now

    # 35, 25 and 10 minutes have passed of the 30 that the step may take.
    assert (found.open, found.late, found.risk) == (3, 1, 1)
    assert board(house).now == found


def test_a_paused_task_stands_as_when_it_was_paused(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    opened = house.open_task(case.id)
    house.office.inbox.claim(opened.id, house.staf)
    later(house, 10)
    house.office.inbox.pause(opened.id, house.staf, reason="menunggu data")
    later(house, 300)

    found = line(board(house)).now

    assert (found.open, found.late, found.risk) == (1, 0, 0)


def test_every_number_opens_the_rounds_behind_it(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    cases = played(house, 10, 31)
    house.start("dua-langkah")

    missed = behind(house, "missed").ended.items
    longest = behind(house, "longest").ended.items
    opened = behind(house, "open").open

    assert [one.fact.instance for one in missed] == [cases[1]]
    assert [one.fact.instance for one in longest] == [cases[1], cases[0]]
    assert [one.fact.instance for one in behind(house, "kept").ended.items] == [
        cases[0]
    ]
    assert len(behind(house, "done").ended.items) == 2
    assert len(opened) == 1
    assert behind(house, "late").open == ()


def test_only_the_chosen_officer_period_and_version_count(house):
    house.deploy(TWO_STEPS)
    played(house, 10, 10)
    played(house, 31, by=house.other_staf)
    changed = TWO_STEPS.replace(b"PT30M", b"PT45M")
    house.deploy(changed)
    played(house, 40)

    by_other = replace(SOP, officer=house.other_staf.user)
    counts = {
        name: line(board(house, asked)).tally.count
        for name, asked in {
            "all": SOP,
            "officer": by_other,
            "first": replace(SOP, version=1),
            "second": replace(SOP, version=2),
            "month": replace(SOP, period="2024-08"),
            "month before": replace(SOP, period="2024-07"),
            "role": replace(SOP, section="kepala"),
        }.items()
    }

    assert counts == {
        "all": 4,
        "officer": 1,
        "first": 3,
        "second": 1,
        "month": 4,
        "month before": 0,
        "role": 0,
    }
    assert line(board(house, replace(SOP, version=2))).tally.on_time == 1


def test_a_step_that_only_an_older_version_has_is_still_shown(house):
    house.deploy(TWO_STEPS)
    played(house, 10)
    body = START + task("C") + standard("C", "PT30M") + END
    body += flow("mulai", "C") + flow("C", "selesai")
    house.deploy(
        process("dua-langkah", body, lanes={"staf": ["mulai", "C", "selesai"]})
    )

    found = board(house)

    assert line(found).retired
    assert not line(found, "C").retired


def test_packs_follow_facts_that_were_made_anew(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    played(house, 10)
    with house.office.database.write() as uow:
        uow.connection.execute(text("UPDATE task_facts SET elapsed_seconds = 1"))

    house.office.facts.rebuild(house.clock.now(), house.admin)
    packed = known(house)

    assert packed == 1
    assert line(board(house)).tally.quantile(50) == 10 * MINUTE
    assert known(house) == 0


def test_a_round_in_the_first_hours_of_a_month_counts_for_that_month(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    # The first of September in the office, still August in UTC.
    house.clock.set(house.clock.now().replace(month=9, day=1, hour=2))
    house.complete(house.open_task(case.id), house.staf)
    known(house)

    september = board(house, replace(SOP, period="2024-09"))
    august = board(house, replace(SOP, period="2024-08"))

    assert line(september).tally.count == 1
    assert line(august).tally.count == 0


def test_who_does_not_supervise_sees_no_board(house):
    house.deploy(TWO_STEPS)

    for actor in (house.staf, house.stranger):
        with pytest.raises(RefusedError):
            house.office.monitoring.board(actor, SOP)
        with pytest.raises(RefusedError):
            house.office.monitoring.behind(
                actor, SOP, Sought(element=ElementId(""), what="open")
            )


def test_an_sop_that_nobody_deployed_has_no_board(house):
    house.deploy(TWO_STEPS)

    with pytest.raises(ProcessNotFoundError):
        board(house, Asked(process=ProcessKey("lain")))
    with pytest.raises(ProcessNotFoundError):
        board(house, replace(SOP, version=9))


def test_an_office_without_sops_has_an_empty_board(house):
    found = board(house, Asked())

    assert found.definition is None
    assert found.choices.processes == ()
