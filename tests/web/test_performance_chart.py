"""The course of an indicator as geometry: every value in its place, gaps as gaps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.indicators import Indicator, assess
from engine.domain.periods import month_of, quarter_of
from engine.domain.values import RoleKey
from engine.services.performance.history import Point
from web.asking import Visit
from web.performance.chart import HEIGHT, WIDTH, course_chart

INDICATOR = Indicator(
    code="IKU-1", objective="", name="Indeks", unit="%", section=RoleKey("kasi")
)
VISIT = Visit(actor=None, login="", language="id", theme="auto", key="", csrf="")
values = st.none() | st.decimals(0, 10**6, places=2)


def points(pairs, at=quarter_of):
    return [
        Point(
            period=at(2025, place),
            assessment=assess(
                INDICATOR,
                None if target is None else Decimal(target),
                None if reached is None else Decimal(reached),
            ),
        )
        for place, (target, reached) in enumerate(pairs, start=1)
    ]


@given(st.lists(st.tuples(values, values), min_size=1, max_size=4))
def test_every_reported_value_has_a_dot_inside_the_chart(pairs):
    chart = course_chart(points(pairs), "%", VISIT)

    # Without a target nothing was assessed, but what was reached is shown.
    reported = [reached for _, reached in pairs if reached is not None]
    assert (chart is None) == (not reported)
    if chart is not None:
        assert len(chart.dots) == len(reported)
        assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in chart.dots)


def test_higher_stands_higher_and_a_gap_parts_the_line():
    chart = course_chart(points([(80, 70), (80, None), (80, 90), (80, 85)]), "%", VISIT)

    assert chart is not None
    low, high, middle = (dot.y for dot in chart.dots)
    assert high < middle < low
    assert [run.count(",") for run in chart.reached] == [1, 2]
    assert [run.count(",") for run in chart.target] == [4]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (70, 90, ["70", "75", "80", "85", "90"]),
        (5, 5, ["5", "5,5"]),
        (0, 0, ["0", "0,1"]),
    ],
)
def test_the_grid_has_round_numbers(low, high, labels):
    chart = course_chart(points([(low, low), (high, high)]), "%", VISIT)

    assert chart is not None
    assert [label for _, label in chart.grid][: len(labels)] == labels


def test_months_are_named_where_there_is_room():
    chart = course_chart(points([(1, 1)] * 12, month_of), "%", VISIT)

    assert chart is not None
    assert [label for _, label, _ in chart.ticks if label] == [
        "Jan",
        "Apr",
        "Jul",
        "Okt",
    ]
    assert [year for *_, year in chart.ticks if year] == ["2025"]
