"""Dates, numbers and durations as the office writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.wording import (
    date_text,
    duration_text,
    instant_text,
    month_text,
    number_text,
    rounded_half_up,
    weekday_text,
    words_of,
)

DAY = date(2024, 8, 5)


def test_dates_are_written_without_a_leading_zero():
    written = [date_text(DAY), weekday_text(DAY), month_text(DAY)]

    assert written == ["5 Agustus 2024", "Senin, 5 Agustus 2024", "Agustus 2024"]


def test_english_has_words_of_its_own():
    assert weekday_text(DAY, "en") == "Monday, 5 August 2024"


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Asia/Jakarta", "id", "Senin, 19 Agustus 2024 08.20 WIB"),
        ("Asia/Makassar", "id", "Senin, 19 Agustus 2024 09.20 WITA"),
        ("Asia/Jayapura", "en", "Monday, 19 August 2024 10:20 WIT"),
    ],
)
def test_an_instant_is_written_in_the_office_s_zone(zone, language, text):
    instant = datetime(2024, 8, 19, 1, 20, tzinfo=UTC)

    assert instant_text(instant, ZoneInfo(zone), language) == text


@pytest.mark.parametrize(
    ("value", "digits", "fixed", "text"),
    [
        pytest.param(94.1, 2, False, "94,1", id="no zeros at the end"),
        pytest.param(94.1, 2, True, "94,10", id="fixed for columns"),
        pytest.param(Decimal("1250.555"), 2, False, "1.250,56", id="half up"),
        pytest.param(2.5, 0, False, "3", id="half up to the whole"),
        pytest.param(-0.001, 2, False, "0", id="no minus before nothing"),
        pytest.param(1_246_800_000, 0, False, "1.246.800.000", id="rupiah"),
    ],
)
def test_numbers_have_a_comma_and_points(value, digits, fixed, text):
    assert number_text(value, digits, fixed=fixed) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 d"),
        (59, "59 d"),
        (60, "1 m"),
        (3600, "1 j"),
        (5700, "1 j 35 m"),
        (7230, "2 j"),
        (47 * 3600, "47 j"),
        (48 * 3600, "2 hari"),
        (50 * 3600, "2 hari 2 j"),
        (-300, "-5 m"),
    ],
)
def test_a_duration_shows_its_two_largest_units(seconds, text):
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (14, "empat belas"),
        (25, "dua puluh lima"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1125, "seribu seratus dua puluh lima"),
        (2_000_001, "dua juta satu"),
        (10**12, "satu triliun"),
    ],
)
def test_a_number_in_words(number, words):
    assert words_of(number) == words


def test_there_are_no_words_for_a_negative_number():
    with pytest.raises(ValueError, match="-1"):
        words_of(-1)


@given(number=st.integers(0, 10**15 - 1))
def test_every_number_has_words_without_a_double_blank(number):
    words = words_of(number)

    assert words
    assert words == " ".join(words.split())


@given(value=st.decimals(-(10**9), 10**9, places=6))
def test_rounding_is_never_off_by_more_than_half(value):
    assert abs(rounded_half_up(value) - value) <= Decimal("0.005")
