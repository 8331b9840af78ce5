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


@pytest.mark.parametrize("field", ["sop", "semester"])
@pytest.mark.parametrize("text", ["a\r\nSet-Cookie: x=y", "x" * 100_000, "&a=b"])
def test_where_a_form_leads_back_to_holds_no_more_than_an_address(
    signed_in, field, text
):
    browser = signed_in("camat")
    browser.get("/pemantauan/evaluasi")

    answer = browser.post("/pemantauan/evaluasi/batas", {"batas": "80", field: text})

    assert answer.status_code == 303
    assert len(answer.headers["Location"]) < 500
    assert "Set-Cookie: x" not in str(answer.headers)
