"""What the pinned package says of Indonesia, through our adapter."""

from datetime import date

import pytest

from engine.adapters.holidays import (
    OFFICE_CATEGORIES,
    national_holidays,
    pinned_holidays,
)
from engine.errors import CalendarInvalidError


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(date(2024, 8, 17), "Hari Kemerdekaan", id="public"),
        pytest.param(date(2024, 4, 8), "Cuti Bersama", id="joint leave"),
        pytest.param(date(2024, 2, 14), "Hari Pemilihan", id="election"),
        pytest.param(date(2026, 3, 20), "Cuti Bersama", id="joint leave of 2026"),
        pytest.param(date(1950, 8, 17), "Hari Kemerdekaan", id="a year long ago"),
        pytest.param(date(2099, 12, 25), "Hari Raya Natal", id="a year far ahead"),
    ],
)
def test_public_holidays_and_joint_leave_have_indonesian_names(day, name):
    days = national_holidays([day.year])

    assert days[day].startswith(name)


def test_several_years_are_one_mapping():
    days = national_holidays([2024, 2025])

    assert {day.year for day in days} == {2024, 2025}


def test_names_do_not_follow_the_language_of_the_machine(monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en_US")
    pinned_holidays.cache_clear()

    days = pinned_holidays("ID", OFFICE_CATEGORIES, 2024)

    assert days[date(2024, 12, 25)] == "Hari Raya Natal"


def test_a_year_that_the_package_does_not_know_has_no_holidays():
    assert not pinned_holidays("ID", OFFICE_CATEGORIES, 2150)


def test_no_category_is_no_holiday():
    assert not pinned_holidays("ID", (), 2024)


@pytest.mark.parametrize(
    ("country", "categories", "where"),
    [
        pytest.param("XX", ("public",), "country", id="country"),
        pytest.param("ID", ("public", "lebaran"), "categories", id="category"),
    ],
)
def test_what_the_package_does_not_know_is_refused(country, categories, where):
    with pytest.raises(CalendarInvalidError) as refused:
        pinned_holidays(country, categories, 2024)

    assert refused.value.facts["where"] == where


def test_the_answer_is_shared_and_cannot_be_changed():
    days = pinned_holidays("ID", OFFICE_CATEGORIES, 2024)

    with pytest.raises(TypeError):
        days[date(2024, 8, 19)] = "Hari libur sendiri"  # type: ignore[index]
