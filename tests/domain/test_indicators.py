"""Achievement, rating and aggregation as docs/adr/0012-achievement.md says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.indicators import (
    GRADES,
    Aggregation,
    Direction,
    Indicator,
    LowerFormula,
    Outcome,
    achievement,
    assess,
    assess_periods,
    grade_of,
    quantity,
    rating,
)
from engine.domain.values import RoleKey


def indicator(
    direction=Direction.HIGHER,
    formula=LowerFormula.COMPLEMENT,
    aggregation=Aggregation.LAST,
    cap=None,
):
    return Indicator(
        code="IKU-1",
        objective="Sasaran",
        name="Indikator",
        unit="%",
        section=RoleKey("kasi"),
        direction=direction,
        formula=formula,
        aggregation=aggregation,
        cap=cap,
    )


HIGHER = indicator()
COMPLEMENT = indicator(Direction.LOWER)
RATIO = indicator(Direction.LOWER, LowerFormula.RATIO)
CAPPED = indicator(Direction.LOWER, LowerFormula.RATIO, cap=Decimal(120))
SUM = indicator(aggregation=Aggregation.SUM)
LAST = indicator(aggregation=Aggregation.LAST)

amounts = st.decimals(min_value=0, max_value=10**9, places=4)
targets = st.decimals(min_value="0.0001", max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("measure", "target", "reached", "expected"),
    [
        pytest.param(HIGHER, "80", "76", "95.00", id="below the target"),
        pytest.param(HIGHER, "80", "80", "100.00", id="on target"),
        pytest.param(HIGHER, "3", "2", "66.67", id="two decimals, half up"),
        pytest.param(HIGHER, "800", "0.1", "0.01", id="0.0125 goes down"),
        pytest.param(HIGHER, "8000", "0.2", "0.00", id="0.0025 goes down"),
        pytest.param(HIGHER, "80000", "4", "0.01", id="0.005 goes up"),
        pytest.param(HIGHER, "50", "0", "0.00", id="nothing is a value"),
        pytest.param(COMPLEMENT, "10", "5", "150.00", id="lower: complement"),
        pytest.param(RATIO, "10", "5", "200.00", id="lower: ratio"),
        pytest.param(COMPLEMENT, "10", "0", "200.00", id="lower: complement of none"),
        pytest.param(RATIO, "10", "0", None, id="lower: ratio of none"),
        pytest.param(COMPLEMENT, "10", "25", "-50.00", id="lower: far too much"),
        pytest.param(CAPPED, "10", "5", "120.00", id="capped"),
        pytest.param(CAPPED, "10", "0", "120.00", id="none reaches the cap"),
        pytest.param(CAPPED, "10", "20", "50.00", id="below the cap"),
        pytest.param(HIGHER, "0", "5", None, id="no target to divide by"),
        pytest.param(COMPLEMENT, "0", "0", None, id="lower: no target"),
    ],
)
def test_achievement_compares_what_was_reached_with_the_target(
    measure, target, reached, expected
):
    percent = achievement(measure, Decimal(target), Decimal(reached))

    assert percent == (None if expected is None else Decimal(expected))
    assert percent is None or percent.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        ("100", "Sangat Tinggi"),
        ("91", "Sangat Tinggi"),
        ("90.99", "Tinggi"),
        ("76", "Tinggi"),
        ("75.99", "Sedang"),
        ("66", "Sedang"),
        ("65.99", "Rendah"),
        ("51", "Rendah"),
        ("50.99", "Sangat Rendah"),
        ("-50", "Sangat Rendah"),
    ],
)
def test_the_scale_of_ratings_has_no_gap(percent, word):
    assert rating(Decimal(percent)) == word


def test_an_office_may_have_words_of_its_own():
    scale = [(Decimal(90), "Sangat Baik"), (Decimal(70), "Baik")]

    words = [rating(Decimal(percent), scale, "Kurang") for percent in (95, 70, 12)]

    assert words == ["Sangat Baik", "Baik", "Kurang"]


@pytest.mark.parametrize(
    ("measure", "promised", "reached", "outcome", "percent"),
    [
        pytest.param(SUM, [10, 10], [8, 12], Outcome.CALCULATED, 100, id="sum of all"),
        pytest.param(
            SUM, [10, 10, 10], [8, None, 4], Outcome.CALCULATED, 60, id="sum of filled"
        ),
        pytest.param(
            SUM, [10, 10], [0, 5], Outcome.CALCULATED, 25, id="zero is filled"
        ),
        pytest.param(
            SUM,
            [10, None],
            [8, 4],
            Outcome.NOT_EVALUABLE,
            None,
            id="sum, target missing",
        ),
        pytest.param(
            LAST, [50, 60], [55, 45], Outcome.CALCULATED, 75, id="last of all"
        ),
        pytest.param(
            LAST, [50, 60, 70], [55, 45, None], Outcome.CALCULATED, 75, id="last filled"
        ),
        pytest.param(LAST, [50, 60], [55, 0], Outcome.CALCULATED, 0, id="last is zero"),
        pytest.param(
            LAST,
            [50, None],
            [55, 60],
            Outcome.NOT_EVALUABLE,
            None,
            id="last, no target",
        ),
        pytest.param(
            SUM, [10, 10], [None, None], Outcome.INCOMPLETE, None, id="nothing reported"
        ),
        pytest.param(
            LAST, [None], [None], Outcome.NOT_EVALUABLE, None, id="nothing at all"
        ),
    ],
)
def test_periods_add_up_by_the_kind_of_the_indicator(
    measure, promised, reached, outcome, percent
):
    def decimals(row):
        return [None if one is None else Decimal(one) for one in row]

    result = assess_periods(measure, decimals(promised), decimals(reached))

    assert result.outcome is outcome
    assert result.achievement == percent


def test_a_missing_target_is_neither_nothing_nor_everything():
    result = assess(HIGHER, None, Decimal(70))

    assert result.outcome is Outcome.NOT_EVALUABLE
    assert result.achievement is None
    assert result.rating == ""
    assert not result.is_on_target


def test_a_target_without_a_realisation_is_incomplete():
    result = assess(HIGHER, Decimal(70), None)

    assert result.outcome is Outcome.INCOMPLETE
    assert result.target == 70


def test_reaching_the_target_is_success_and_a_hair_less_is_not():
    reached = assess(HIGHER, Decimal(80), Decimal(80))
    missed = assess(HIGHER, Decimal(80), Decimal("79.99"))

    assert reached.is_on_target
    assert not missed.is_on_target


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("BB", GRADES["BB"]),
        (" AA ", GRADES["AA"]),
        ("94.1", Decimal("94.1")),
        (0, Decimal(0)),
        (2.5, Decimal("2.5")),
        ("E", None),
        ("", None),
        (None, None),
        (True, None),
        ("NaN", None),
        ("Infinity", None),
    ],
)
def test_a_figure_or_a_grade_is_a_quantity(written, value):
    assert quantity(written) == value


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_stands_at_a_place_of_its_own_on_the_scale(grade):
    assert grade_of(quantity(grade)) == grade


def test_a_figure_between_two_grades_is_no_grade():
    assert grade_of(Decimal("79.5")) is None
    assert grade_of(None) is None


def test_a_grade_below_the_promised_one_misses_it():
    result = assess(HIGHER, quantity("BB"), quantity("B"))

    assert result.achievement == Decimal("87.50")


@given(target=targets)
def test_exactly_the_target_is_a_hundred_whichever_way_is_better(target):
    for measure in (HIGHER, COMPLEMENT, RATIO):
        assert achievement(measure, target, target) == 100


@given(target=targets, first=amounts, second=amounts)
def test_more_is_never_worse_where_more_is_better(target, first, second):
    less, more = sorted([first, second])

    low, high = (achievement(HIGHER, target, one) for one in (less, more))

    assert low is not None
    assert high is not None
    assert low <= high


@given(target=targets, first=targets, second=targets)
def test_more_is_never_better_where_less_is_better(target, first, second):
    less, more = sorted([first, second])

    for measure in (COMPLEMENT, RATIO):
        good, bad = (achievement(measure, target, one) for one in (less, more))
        assert good is not None
        assert bad is not None
        assert good >= bad


@given(target=targets, reached=amounts, cap=st.decimals(100, 200, places=2))
def test_no_achievement_exceeds_its_cap(target, reached, cap):
    for direction in Direction:
        for formula in LowerFormula:
            percent = achievement(
                indicator(direction, formula, cap=cap), target, reached
            )
            assert percent is None or percent <= cap


@given(rows=st.lists(st.tuples(targets, amounts), min_size=1, max_size=12))
def test_a_sum_does_not_depend_on_the_order_of_periods(rows):
    promised, reached = zip(*rows, strict=True)

    forward = assess_periods(SUM, promised, reached)
    backward = assess_periods(SUM, promised[::-1], reached[::-1])

    assert forward == backward
