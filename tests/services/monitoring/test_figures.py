"""What charts are drawn from: ratios, stages in time, and officers fairly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.values import ProcessKey
from engine.errors import RefusedError
from engine.services.monitoring.service import Asked
from tests.services.diagrams import TWO_STEPS

SOP = Asked(process=ProcessKey("dua-langkah"), period="2024-08")


@pytest.fixture
def worked(house):
    """Play six cases: five by STAF in 15 minutes each, one by another in 45."""
    house.deploy(TWO_STEPS)
    for place in range(6):
        actor, minutes = (house.staf, 15) if place < 5 else (house.other_staf, 45)
        case = house.start("dua-langkah")
        task = house.open_task(case.id)
        house.clock.set(house.clock.now() + timedelta(minutes=10))
        house.office.inbox.claim(task.id, actor)
        house.clock.set(house.clock.now() + timedelta(minutes=minutes))
        house.complete(task, actor)
        house.clock.set(house.clock.now().replace(day=20 + place % 2, hour=2))
    house.office.facts.tick(house.clock.now())
    house.office.packing.tick(house.clock.now())
    return house


def figures(house, asked=SOP):
    return house.office.figures.figures(house.kepala, asked)


def test_each_round_is_a_share_of_its_own_standard(worked):
    step = figures(worked).steps[0]

    assert step.ratios == (83, 83, 83, 83, 83, 183)
    assert [one // 60 for one in step.working] == [15, 15, 15, 15, 15, 45]


def test_a_month_is_told_by_its_days_and_a_year_by_its_months(worked):
    days = figures(worked).stages
    year = figures(worked, replace(SOP, period="2024")).stages

    assert [(one.day, one.count) for one in days] == [(19, 1), (20, 3), (21, 2)]
    assert len(year) == 12
    assert [one.count for one in year if one.count] == [6]
    assert year[7].share == 5 / 6


def test_officers_are_told_by_what_they_worked_not_by_what_waited(worked):
    staf, other = figures(worked).officers

    assert (staf.name, staf.count, staf.working) == ("Staf", 5, 5 * 15 * 60)
    assert staf.pace == 50  # percent of half an hour
    assert (other.count, other.pace) == (1, None)


def test_only_superiors_see_figures_of_officers(worked):
    with pytest.raises(RefusedError):
        worked.office.figures.figures(worked.staf, SOP)
