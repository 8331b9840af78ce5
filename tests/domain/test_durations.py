"""How durations and instants are read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.durations import (
    MAX_DAYS,
    WorkDuration,
    duration_parts,
    format_duration_iso,
    parse_duration,
    parse_instant,
)
from engine.errors import DurationInvalidError, InstantInvalidError
from engine.translations import LANGUAGES, sentence

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "days", "seconds"),
    [
        pytest.param("PT30M", 0, 1800, id="minutes"),
        pytest.param("PT90M", 0, 5400, id="more minutes than an hour has"),
        pytest.param("PT36H", 0, 129_600, id="hours never become days"),
        pytest.param("PT1H30M15S", 0, 5415, id="every unit of time"),
        pytest.param("PT1H15S", 0, 3615, id="a unit left out"),
        pytest.param("P3D", 3, 0, id="days"),
        pytest.param("P1DT2H", 1, 7200, id="days and time"),
        pytest.param("P2W", 10, 0, id="a week is five working days"),
        pytest.param("P1W2D", 7, 0, id="weeks and days"),
        pytest.param("PT0S", 0, 0, id="zero seconds"),
        pytest.param("P0D", 0, 0, id="zero days"),
        pytest.param("P0DT0H", 0, 0, id="zero of two units"),
        pytest.param("PT005M", 0, 300, id="leading zeros"),
        pytest.param(" PT5M\n", 0, 300, id="blanks that an XML file puts around"),
        pytest.param("P3660D", 3660, 0, id="the most days"),
        pytest.param("PT87600H", 0, 87_600 * 3600, id="the most time"),
    ],
)
def test_a_duration_is_read_as_working_days_and_time(text, days, seconds):
    read = parse_duration(text)

    assert read == WorkDuration(days=days, time=timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("P", id="no unit"),
        pytest.param("PT", id="no unit of time"),
        pytest.param("P1DT", id="a T without time"),
        pytest.param("5M", id="no P"),
        pytest.param("PT5", id="no unit letter"),
        pytest.param("pt5m", id="small letters"),
        pytest.param("-PT5M", id="minus before"),
        pytest.param("PT-5M", id="minus inside"),
        pytest.param("+PT5M", id="plus"),
        pytest.param("P1M", id="month"),
        pytest.param("P1Y", id="year"),
        pytest.param("P0Y0M1D", id="no months and no years, but written"),
        pytest.param("P1H", id="time without T"),
        pytest.param("PT1D", id="days after T"),
        pytest.param("P1DT1W", id="weeks after T"),
        pytest.param("PT5M1H", id="wrong order"),
        pytest.param("PT1.5H", id="fraction"),
        pytest.param("PT0,5S", id="fraction with comma"),
        pytest.param("PT5M PT5M", id="two"),
        pytest.param("PT\u0665M", id="digits of another script"),
        pytest.param("R3/PT5M", id="repetition"),
        pytest.param("15 Minuten", id="plain words"),
        pytest.param("P3661D", id="too many days"),
        pytest.param("P733W", id="too many weeks"),
        pytest.param("PT87600H1S", id="too much time"),
        pytest.param("PT" + "9" * 5000 + "H", id="too many digits"),
        pytest.param("P0003-06-04T12:30:05", id="the alternative form"),
    ],
)
def test_what_is_no_duration_of_a_standard_is_refused(text):
    with pytest.raises(DurationInvalidError) as refused:
        parse_duration(text)

    assert refused.value.facts["text"][:20] == text[:20]
    assert len(refused.value.facts["text"]) <= 60


@pytest.mark.parametrize(
    "parts",
    [
        {"days": -1},
        {"time": timedelta(seconds=-1)},
        {"time": timedelta(microseconds=1)},
    ],
    ids=["negative days", "negative time", "fraction of a second"],
)
def test_a_duration_is_never_negative_nor_finer_than_seconds(parts):
    with pytest.raises(DurationInvalidError):
        WorkDuration(**parts)


@given(
    days=st.integers(0, MAX_DAYS), seconds=st.sampled_from([0, 1, 60, 3661, 360_000])
)
def test_a_written_duration_reads_as_the_same(days, seconds):
    duration = WorkDuration(days=days, time=timedelta(seconds=seconds))

    written = format_duration_iso(duration)

    assert parse_duration(written) == duration


@pytest.mark.parametrize(
    ("text", "shortest"),
    [("PT90M", "PT1H30M"), ("P0D", "PT0M"), ("P1WT0S", "P5D"), ("PT61S", "PT1M1S")],
)
def test_a_duration_is_written_in_its_largest_units(text, shortest):
    assert format_duration_iso(parse_duration(text)) == shortest


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_of_a_duration_has_words_in_both_numbers(language):
    parts = duration_parts(parse_duration("P2DT3H4M5S"))

    for unit, count in parts.items():
        for number in ("one", "other"):
            words = sentence(f"duration.{unit}.{number}", language, {"count": count})
            assert words.startswith(f"{count} ")


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        pytest.param(
            "2024-08-19T08:20:00+07:00", BERLIN, "2024-08-19T01:20:00", id="offset wins"
        ),
        pytest.param(
            "2024-08-19T08:20", JAKARTA, "2024-08-19T01:20:00", id="without offset"
        ),
        pytest.param(
            "2024-08-19 08:20:05", JAKARTA, "2024-08-19T01:20:05", id="blank for T"
        ),
        pytest.param("2024-08-19T01:20:00Z", JAKARTA, "2024-08-19T01:20:00", id="Zulu"),
        pytest.param(
            "2024-08-19T01:20:59.999999999Z",
            JAKARTA,
            "2024-08-19T01:20:59",
            id="a fraction is dropped, not rounded",
        ),
        pytest.param(
            "2024-08-19T08:20+0700", BERLIN, "2024-08-19T01:20:00", id="short offset"
        ),
        pytest.param(
            "2024-10-27T02:30", BERLIN, "2024-10-27T00:30:00", id="the first of two"
        ),
        pytest.param(
            "2024-03-31T02:30", BERLIN, "2024-03-31T01:30:00", id="skipped: 03.30"
        ),
        pytest.param(
            "2024-02-29T00:00", JAKARTA, "2024-02-28T17:00:00", id="a leap day"
        ),
    ],
)
def test_an_instant_is_read_as_utc_in_whole_seconds(text, zone, instant):
    read = parse_instant(text, zone)

    assert read == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("2024-08-19", id="no time of day"),
        pytest.param("2024-08-19T08", id="no minutes"),
        pytest.param("2024-08-19T08:20.5", id="a fraction of a minute"),
        pytest.param("2024-02-30T08:20", id="no such day"),
        pytest.param("2023-02-29T08:20", id="no leap year"),
        pytest.param("2024-08-19T24:00", id="no such hour"),
        pytest.param("2024-08-19T23:59:60", id="leap second"),
        pytest.param("2024-08-19T08:20+25:00", id="no such offset"),
        pytest.param("19-08-2024T08:20", id="day first"),
        pytest.param("0204-08-19T08:20", id="mistyped year"),
        pytest.param("9999-12-31T23:59:59-12:00", id="beyond the calendar"),
        pytest.param("0001-01-01T00:00:00+07:00", id="before the calendar"),
        pytest.param("2024-08-19T08:20 besok", id="words after it"),
        pytest.param("besok pagi", id="plain words"),
    ],
)
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(InstantInvalidError) as refused:
        parse_instant(text, JAKARTA)

    assert refused.value.facts == {"text": text}
