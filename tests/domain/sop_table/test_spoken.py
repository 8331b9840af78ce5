"""Durations as tables say them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.durations import WorkDuration
from engine.domain.sop_sheet.chart import duration_words
from engine.domain.sop_table.spoken import spoken_duration


@pytest.mark.parametrize(
    ("text", "days", "minutes"),
    [
        ("5 menit", 0, 5),
        ("5 Menit.", 0, 5),
        ("15 mnt", 0, 15),
        ("30'", 0, 30),
        ("30’", 0, 30),
        ("1 jam", 0, 60),
        ("1/2 jam", 0, 30),
        ("½ jam", 0, 30),
        ("setengah jam", 0, 30),
        ("1 ½ jam", 0, 90),
        ("1,5 jam", 0, 90),
        ("1 jam 30 menit", 0, 90),
        ("satu jam", 0, 60),
        ("2 hari kerja", 2, 0),
        ("2 (dua) hari kerja", 2, 0),
        ("1 hari, 2 jam", 1, 120),
        ("1 minggu", 5, 0),
    ],
)
def test_a_time_in_words_is_read_exactly(text, days, minutes):
    found = spoken_duration(text)

    assert found is not None
    wanted = WorkDuration(days=days, time=timedelta(minutes=minutes))
    assert (found.duration, found.exact) == (wanted, True)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("5-10 menit", 10), ("5 s/d 10 menit", 10), ("± 5 menit", 5), ("maks. 1 jam", 60)],
)
def test_of_a_range_the_longest_time_counts_and_is_told_as_a_guess(text, minutes):
    found = spoken_duration(text)

    assert found is not None
    assert (found.duration.time, found.exact) == (timedelta(minutes=minutes), False)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "secukupnya", "1 bulan", "0,5 hari", "0 menit", "1/0 jam"),
        *("99999 jam", "60 menit/berkas", "menit", "5", "9" * 400 + " menit"),
        "1 jam lalu pulang",
    ],
)
def test_what_names_no_working_time_is_not_understood(text):
    assert spoken_duration(text) is None


@given(
    st.integers(min_value=0, max_value=300),
    st.integers(min_value=0, max_value=60 * 20),
)
def test_what_is_printed_is_read_back(days, minutes):
    duration = WorkDuration(days=days, time=timedelta(minutes=minutes))

    found = spoken_duration(duration_words(duration))

    assert duration.is_zero or (found and found.duration == duration)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text):
    found = spoken_duration(text)

    assert found is None or not found.duration.is_zero
