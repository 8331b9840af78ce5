"""Texts that other products and hostile hands write where we read numbers and names."""

import pytest

from engine.domain.checking import Known
from engine.domain.diagram import Repetition, TimerText
from tests.domain.checking.drawing import (
    canonical,
    codes,
    gateway,
    node,
    problem,
    report,
    running,
    timer,
)


@pytest.mark.parametrize("count", ["²", "٣", "10**10", "1e9"])
def test_a_number_of_another_script_is_told_as_unreadable(count):
    found = report("s>a|a>e", node("a", repetition=Repetition(cardinality=count)))

    assert "repetition_unreadable" in codes(found)


@pytest.mark.parametrize("count", ["100 * 100", "0", "-1", "1 / 0", '"tiga"', "1.5"])
def test_a_number_that_needs_no_data_is_computed_before_it_is_deployed(count):
    found = report("s>a|a>e", node("a", repetition=Repetition(cardinality=count)))

    assert "too_many_items" in codes(found)


@pytest.mark.parametrize("count", ["3", "= 3", "${2 + 1}", "jumlah"])
def test_a_number_within_bounds_or_from_the_data_is_accepted(count):
    repeated = node("b", repetition=Repetition(cardinality=count))

    assert running("s>a|a>b|b>e", repeated, known=Known()).canonical


@pytest.mark.parametrize(
    "text", ["this.variables.input <= 50", "this.environment.variables.x"]
)
def test_a_condition_over_another_products_objects_is_asked_of_a_person(text):
    checked = running(f"s>a|a>g|g>b?{text}|g>c|b>e|c>e", gateway("g"))

    flows = {str(flow.id): flow for flow in canonical(checked).flows}
    assert flows["g>b"].condition is None
    assert flows["g>b"].chosen_at == "a"


@pytest.mark.parametrize("key", ["surat masuk", "a/b", "..", "a?b", "<b>", "a%2fb"])
def test_a_process_that_no_address_can_name_is_refused(key):
    assert "process_key_unusable" in codes(report("s>a|a>e", id=key))


@pytest.mark.parametrize(
    "key", ["Process_0abc", "sid-1F", "OBJ.x--1", "日本", "a:b", "1"]
)
def test_keys_of_other_tools_are_taken(key):
    assert running("s>a|a>e", id=key).canonical


def test_words_written_as_conditions_become_the_buttons_they_mean():
    checked = running("s>a|a>g|g>b?Ya|g>c?Tidak|b>e|c>e", gateway("g"))

    flows = {str(flow.id): flow for flow in canonical(checked).flows}
    assert {flows[one].label for one in ("g>b", "g>c")} == {"Ya", "Tidak"}
    assert {flows[one].chosen_at for one in ("g>b", "g>c")} == {"a"}


@pytest.mark.parametrize(
    ("one", "other"), [("${ya}", "${tidak}"), ("ya", "not ya"), ("lengkap", "true")]
)
def test_conditions_over_names_stay_with_the_data(one, other):
    checked = running(f"s>a|a>g|g>b?{one}|g>c?{other}|b>e|c>e", gateway("g"))

    flows = {str(flow.id): flow for flow in canonical(checked).flows}
    assert flows["g>b"].condition == one


def test_words_that_a_form_fills_stay_with_the_data():
    known = Known(forms={"f": frozenset({"ya", "tidak"})})

    checked = running(
        "s>a|a>g|g>b?ya|g>c?tidak|b>e|c>e",
        node("a", form="f"),
        gateway("g"),
        known=known,
    )

    flows = {str(flow.id): flow for flow in canonical(checked).flows}
    assert flows["g>c"].condition == "tidak"


ZERO, PAST = TimerText(duration="PT0S"), TimerText(date="2020-01-01")


@pytest.mark.parametrize("time", [ZERO, PAST], ids=["no time", "a date"])
def test_a_timer_that_holds_nothing_up_breaks_no_loop(time):
    wait = timer("t", timer=time)

    found = report(
        "s>a|a>m|m>t|t>g|g>m?ulang|g>e?not ulang", gateway("m"), wait, gateway("g")
    )

    assert "endless_loop" in codes(found)


@pytest.mark.parametrize(("text", "ends"), [("PT0S", True), ("PT1H", False)])
def test_a_step_that_is_taken_away_at_once_breaks_no_loop(text, ends):
    wait = timer("t", "boundaryEvent", text=text, attached_to="a")

    found = report("s>a|t>a|a>e", wait)

    assert ("endless_loop" in codes(found)) is ends


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1899-12-31", "9999-12-31", "20260131", "2026-W05-6"]
)
def test_a_day_that_no_calendar_of_ours_reaches_is_told(day):
    waits = timer("t", timer=TimerText(date=day))
    begins = timer("z", "startEvent", timer=TimerText(cycle=f"R/{day}/P1D"))

    found = report("s>a|a>t|t>e|z>a", waits, begins)

    assert {"timer_unreadable", "cycle_unreadable"} <= codes(found)


def test_a_cycle_of_a_minute_is_taken():
    begins = timer("z", "startEvent", timer=TimerText(cycle="R/PT1M"))

    assert running("s>a|a>e|z>a", begins).cycles


@pytest.mark.parametrize(
    ("text", "name", "proposed"),
    [
        ("setiap bulan tanggal 5", "", "0 8 5 * *"),
        ("tgl. 10", "", "0 8 10 * *"),
        (None, "Tiap triwulan", "R/P3M"),
        ("setiap hari Senin", "", "R/P1W"),
        ("daily", "", "R/P1D"),
        ("setiap tahun", "", "R/P1Y"),
        ("tanggal 45", "", "R/P1M"),
        (None, "", "R/P1M"),
    ],
)
def test_a_schedule_in_words_is_answered_with_how_to_write_it(text, name, proposed):
    begins = timer("z", "startEvent", timer=TimerText(cycle=text), name=name)

    found = report("s>a|a>e|z>a", begins)

    code = "cycle_unreadable" if text else "cycle_without_time"
    assert problem(found, code).facts["suggestion"] == proposed
