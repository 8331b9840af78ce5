"""When open cases are likely to end, out of real ended ones."""

from datetime import timedelta

import pytest

from engine.domain.values import ProcessKey
from engine.errors import RefusedError
from tests.services.diagrams import TWO_STEPS

SOP = ProcessKey("dua-langkah")


@pytest.fixture
def measured(house):
    """Play twelve cases one after another, each 5 minutes at A and 5 at B."""
    house.deploy(TWO_STEPS)
    for _ in range(12):
        case = house.start(SOP)
        for _ in range(2):
            house.clock.set(house.clock.now() + timedelta(minutes=5))
            actor = (
                house.staf if house.open_task(case.id).role == "staf" else house.kepala
            )
            house.complete(house.open_task(case.id), actor)
    house.office.facts.tick(house.clock.now())
    return house


def test_an_open_case_is_foretold_from_where_it_stands(measured):
    house = measured
    house.start(SOP)
    begun = house.clock.now()
    house.clock.set(begun + timedelta(minutes=4))

    found = house.office.outlooks.forecasts(house.kepala, SOP)

    (one,) = found.cases
    assert found.sample == 12
    assert one.so_far == 4 * 60
    assert one.likely == begun + timedelta(minutes=10)
    assert one.low == one.high == one.likely
    assert one.outlook.like == 12


def test_the_risk_is_to_miss_the_standards_of_all_steps_together(measured):
    house = measured
    house.start(SOP)

    fresh = house.office.outlooks.forecasts(house.kepala, SOP)
    house.clock.set(house.clock.now() + timedelta(minutes=61))
    waiting = house.office.outlooks.forecasts(house.kepala, SOP)
    house.clock.set(house.clock.now() + timedelta(minutes=120))
    late = house.office.outlooks.forecasts(house.kepala, SOP)

    # Half an hour for A and an hour for B.
    assert fresh.standard == 90 * 60
    risks = [found.cases[0].outlook.risk for found in (fresh, waiting, late)]
    assert risks == [0, 0, 1]
    assert fresh.calibration.count == 4


def test_only_supervisors_see_forecasts(measured):
    with pytest.raises(RefusedError):
        measured.office.outlooks.forecasts(measured.staf, SOP)


def test_without_ended_cases_nothing_is_foretold(house):
    house.deploy(TWO_STEPS)
    house.start(SOP)

    (one,) = house.office.outlooks.forecasts(house.kepala, SOP).cases

    assert one.outlook is None
    assert one.likely is None
