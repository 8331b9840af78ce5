"""Numbers that nobody types: too long for Python, too large for a column."""

import pytest

HUGE = [str(10**20), "9" * 5000, "²", "-1"]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(
    ("path", "form", "field", "said"),
    [
        ("/rencana", {"copy": ""}, "year", {422}),
        ("/rencana", {"year": "2031"}, "copy", {303, 404}),
        ("/petugas/peran/staf", {"name": "Staf"}, "version", {409}),
    ],
    ids=["a year", "a year to copy", "a version"],
)
def test_a_number_that_no_column_holds_is_no_crash(
    signed_in, number, path, form, field, said
):
    browser = signed_in("admin")
    browser.get("/rencana")

    answer = browser.post(path, form | {field: number})

    assert answer.status_code in said


@pytest.mark.parametrize("number", HUGE)
def test_a_calendar_of_no_year_shows_this_year(signed_in, number):
    page = signed_in("admin").get(f"/pengaturan/kalender?tahun={number}")

    assert page.status_code == 200
    assert "2024" in page.get_data(as_text=True)
