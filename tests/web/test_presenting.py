"""Words for spans, instants and lateness."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from web.presenting import (
    clock_words,
    day_words,
    instant_words,
    lateness,
    number_words,
    span_words,
)

MONDAY = datetime.fromisoformat("2024-08-19T01:20:00+00:00")


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        pytest.param(5700, "1 j 35 m", "1 h 35 min", id="hours and minutes"),
        pytest.param(3600, "1 j", "1 h", id="a whole hour"),
        pytest.param(59 * 60, "59 m", "59 min", id="minutes"),
        pytest.param(45, "45 d", "45 s", id="less than a minute"),
        pytest.param(0, "0 d", "0 s", id="nothing"),
        pytest.param(-1200, "20 m", "20 min", id="the sign is told elsewhere"),
        pytest.param(3600 * 1200, "1.200 j", "1,200 h", id="very long"),
    ],
)
def test_a_span_is_told_in_hours_and_minutes(seconds, indonesian, english):
    assert span_words(seconds, "id") == indonesian
    assert span_words(seconds, "en") == english


def test_an_instant_is_told_as_the_office_writes_it():
    assert instant_words(MONDAY, "id") == "Senin, 19 Agustus 2024 08.20 WIB"
    assert instant_words(MONDAY, "en") == "Monday, 19 August 2024 08:20 WIB"
    assert instant_words(MONDAY, "id", short=True) == "19 Agu 2024 08.20"
    assert clock_words(MONDAY, "id") == "08.20"


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Makassar", "09.20 WITA"),
        ("Asia/Jayapura", "10.20 WIT"),
        ("Europe/Paris", "03.20 UTC+02:00"),
        ("Asia/Kolkata", "06.50 UTC+05:30"),
    ],
)
def test_a_zone_is_named_as_in_indonesia(zone, told):
    assert instant_words(MONDAY, "id", zone=ZoneInfo(zone)).endswith(told)


def test_days_and_numbers_are_written_in_the_readers_language():
    assert day_words(date(2024, 8, 17), "id") == "Sabtu, 17 Agustus 2024"
    assert number_words(Decimal("94.1"), "id") == "94,1"
    assert number_words(Decimal("94.1"), "en") == "94.1"
    assert number_words(12500, "id") == "12.500"


@pytest.mark.parametrize(
    ("remaining", "standard", "state", "words"),
    [
        pytest.param(5700, 7200, "fine", "Sisa 1 j 35 m", id="time enough"),
        pytest.param(1800, 7200, "risk", "Sisa 30 m", id="a quarter is left"),
        pytest.param(0, 7200, "risk", "Sisa 0 d", id="to the second"),
        pytest.param(-1, 7200, "late", "Lewat 1 d", id="just over"),
        pytest.param(-1200, 7200, "late", "Lewat 20 m", id="over"),
        pytest.param(60, None, "fine", "Sisa 1 m", id="due without a standard"),
        pytest.param(None, None, "none", "Tanpa waktu baku", id="no due instant"),
    ],
)
def test_lateness_is_told_in_word_icon_and_colour(remaining, standard, state, words):
    told = lateness(remaining, standard, "id")

    assert (told.state, told.words) == (state, words)
    assert told.icon
