"""Evaluating an SOP: what the clock says, what people judge, what is suggested."""

from datetime import timedelta
from typing import Any, cast

import pytest

from engine.domain.durations import WorkDuration
from engine.domain.evaluations import Judgement, judged, suggestion
from engine.domain.identity import Right
from engine.domain.statistics import Tally
from engine.domain.values import ElementId, ProcessKey
from engine.errors import (
    NotFoundError,
    OfficeInvalidError,
    RefusedError,
    VersionConflictError,
)
from engine.services.monitoring.evaluation import Given
from engine.services.monitoring.evaluation_print import form_words
from tests.services.diagrams import TWO_STEPS

SOP, HALF = ProcessKey("dua-langkah"), "2024-S2"
A = ElementId("A")
HALF_HOUR = WorkDuration(time=timedelta(minutes=30))


@pytest.fixture
def measured(house):
    """Play step A of six cases, each worked on for twelve minutes after a wait."""
    house.deploy(TWO_STEPS)
    for waited in (0, 0, 0, 0, 0, 30):
        case = house.start(SOP)
        task = house.open_task(case.id)
        house.clock.set(house.clock.now() + timedelta(minutes=waited))
        house.office.inbox.claim(task.id, house.staf)
        house.clock.set(house.clock.now() + timedelta(minutes=12))
        house.complete(task, house.staf)
    house.office.facts.tick(house.clock.now())
    house.office.packing.tick(house.clock.now())
    return house


def form(house, half=HALF):
    return house.office.evaluations.form(house.kepala, SOP, half)


def first(house):
    return form(house).lines[0]


def given(judgement=Judgement.NOT_WELL, note="lambat", version=0):
    return Given(element=A, judgement=judgement, note=note, action="", version=version)


def save(house, *ones, actor=None):
    return house.office.evaluations.save(actor or house.kepala, SOP, HALF, ones)


@pytest.mark.parametrize(
    ("count", "on_time", "said"),
    [
        pytest.param(10, 8, Judgement.WELL, id="the limit itself"),
        pytest.param(10, 7, Judgement.NOT_WELL, id="below it"),
        pytest.param(4, 4, Judgement.UNJUDGED, id="too few"),
        pytest.param(0, 0, Judgement.UNJUDGED, id="nothing"),
    ],
)
def test_the_clock_judges_by_the_share_on_time(count, on_time, said):
    tally = Tally(elapsed=(1,) * count, judged=count, on_time=on_time)

    assert judged(tally, 80) is said


@pytest.mark.parametrize(
    ("minutes", "standard", "wanted"),
    [
        pytest.param([12] * 5, HALF_HOUR, WorkDuration(time=timedelta(minutes=15)), id="shorter"),
        pytest.param([1, 1, 1, 40, 500], HALF_HOUR, WorkDuration(time=timedelta(minutes=45)), id="longer"),
        pytest.param([900] * 5, HALF_HOUR, WorkDuration(days=2), id="days"),
        pytest.param([28] * 5, HALF_HOUR, None, id="the same"),
        pytest.param([12] * 4, HALF_HOUR, None, id="too few"),
        pytest.param([12] * 5, None, None, id="no standard"),
    ],
)  # fmt: skip
def test_a_standard_is_suggested_from_what_four_of_five_rounds_took(
    minutes, standard, wanted
):
    assert suggestion([one * 60 for one in minutes], standard) == wanted


def test_the_form_is_filled_from_measured_times(measured):
    line = first(measured)

    assert line.figures.line.tally.count == 6
    assert line.measured is Judgement.WELL
    assert line.suggested == WorkDuration(time=timedelta(minutes=15))
    assert form(measured).is_over is False
    assert form(measured, "2024-S1").is_over is True


def test_what_a_person_judged_counts_and_stays_with_who_judged(measured):
    written = save(measured, given())

    line = first(measured)
    assert written == 1
    assert (line.measured, line.judgement) == (Judgement.WELL, Judgement.NOT_WELL)
    assert line.evaluation.assessor == measured.kepala.user
    assert save(measured, given(version=1)) == 0  # the same again
    assert save(measured, given(note="lebih baik", version=1)) == 1


def test_who_did_not_see_the_last_judgement_overwrites_nothing(measured):
    save(measured, given())

    with pytest.raises(VersionConflictError):
        save(measured, given(note="lain"))
    assert first(measured).evaluation.note == "lambat"


def test_a_limit_decides_and_its_change_is_in_the_log(measured):
    measured.office.evaluations.set_limit(measured.kepala, 90)

    assert first(measured).measured is Judgement.NOT_WELL
    with pytest.raises(OfficeInvalidError):
        measured.office.evaluations.set_limit(measured.kepala, 101)


def test_only_supervisors_evaluate_and_only_half_years(measured):
    service = measured.office.evaluations

    for refused in (
        lambda: service.form(measured.staf, SOP, HALF),
        lambda: save(measured, given(), actor=measured.staf),
        lambda: service.set_limit(measured.staf, 50),
    ):
        with pytest.raises(RefusedError):
            refused()
    with pytest.raises(NotFoundError):
        form(measured, "2024-TW3")
    with pytest.raises(OfficeInvalidError):
        save(measured, given(note="x" * 2001))


def test_a_suggestion_is_prepared_in_the_draft_of_the_sop(measured):
    drafter = measured.officer("penyusun", "penyusun", Right.DRAFT)

    opened = measured.office.sop_drafts.with_standards(
        drafter, SOP, form(measured).suggestions
    )

    assert b"PT15M" in opened.files.diagram
    assert b"PT30M" not in opened.files.diagram


def test_the_printed_form_names_every_step_with_its_judgement(measured):
    save(measured, given())

    words = form_words(form(measured), {"kecamatan": "Contoh"})

    row: dict[str, Any] = cast("Any", words["baris"])[0]
    assert (row["baik"], row["tidak"]) == (False, True)
    assert (row["baku"], row["usul"]) == ("30 menit", "15 menit")
    assert (row["tepat"], row["catatan"]) == ("83,3", "lambat")
    assert words["semester"] == "II"
