"""The example quarter and the forms' own defaults both play the SOP to its end."""

from datetime import date

import pytest

from engine.domain.forms import check_submission, default_submission, options_of
from engine.domain.measuring import calendar_names, measured_rows
from tests.adapters.letters import (
    INDICATORS,
    OPTIONS,
    VISITS,
    answers,
    finished_case,
    form,
)
from tests.diagrams.test_pengukuran_kinerja import DEFINITION, FORMS

LISTS = {
    **OPTIONS,
    **calendar_names(date(2024, 7, 1)),
    "indikator": [
        {
            "value": "IKU-1",
            "label": "IKU-1",
            "kode": "IKU-1",
            "seksi": "kasi_pemerintahan",
            "satuan": "%",
            "arah": "naik",
            "target": 80,
        }
    ],
}
STEPS = {str(element): step for element, step in DEFINITION.steps.items()}


def test_the_example_names_every_step_and_only_steps():
    assert set(answers()) - {"defaults"} == set(STEPS)


def test_the_example_decides_as_the_diagram_asks():
    for element, step in STEPS.items():
        entries = answers()[element]
        entries = entries if isinstance(entries, list) else [entries]
        for entry in entries:
            decided = entry.get("decision") if isinstance(entry, dict) else None
            if step.decision is None:
                assert decided is None
            else:
                assert decided in [choice.label for choice in step.decision.choices]


def test_the_example_goes_back_twice_and_says_why():
    returns = [
        (element, entry["reason"])
        for element, step in STEPS.items()
        if step.decision and isinstance(answers()[element], list)
        for entry in answers()[element]
        if entry["decision"] in [one.label for one in step.decision.choices[1:]]
    ]

    assert [element for element, _ in returns] == [
        "Activity_Himpun",
        "Activity_TandaTangan",
    ]
    assert all(reason for _, reason in returns)


def test_only_the_section_that_was_wrong_fills_in_again():
    first, second = answers()["Activity_IsiData"]

    case = finished_case()

    assert (len(first), len(second)) == (6, 1)
    corrected = case["Activity_IsiData"][0]
    assert corrected["seksi_ini"] == "kasi_pemerintahan"
    assert corrected["realisasi_indikator"][0]["realisasi"] == 80


def test_what_the_example_measures_is_what_the_letters_show():
    rows = measured_rows(finished_case(), INDICATORS)

    assert [row["capaian"] for row in rows] == [
        100.0,
        84.71,
        133.33,
        90.0,
        104.53,
        103.5,
        101.83,
        112.5,
        87.5,
        105.22,
    ]


def test_the_form_computes_achievement_as_the_letters_do():
    shown = {
        row["kode"]: row["capaian"]
        for answer in finished_case()["Activity_IsiData"]
        for row in answer["realisasi_indikator"]
        if row["satuan"] != "Predikat"
    }

    measured = {
        row["kode"]: row["capaian"]
        for row in measured_rows(finished_case(), INDICATORS)
        if row["satuan"] != "Predikat"
    }

    assert len(shown) == 9
    assert shown == measured


def test_an_officer_who_changes_nothing_still_completes_every_step():
    case: dict[str, object] = {}
    done = []
    for element, key in dict(VISITS).items():
        known = {**case, "seksi_ini": "kasi_pemerintahan"}
        shown = default_submission(form(key), case_data=known, options=LISTS)
        values = check_submission(
            form(key), shown, case_data=known, options=LISTS
        ).values
        if element == "Activity_IsiData":
            values = {element: [{**values, "seksi_ini": "kasi_pemerintahan"}]}
        case |= values
        done.append(element)

    assert set(done) == set(STEPS)
    assert case["triwulan"] == 2
    assert case["seksi_pelapor"] == OPTIONS["semua_seksi"]


@pytest.mark.parametrize("key", ["format-pengumpulan", "penyampaian-format"])
def test_an_office_without_sections_chooses_from_the_form_s_own(key):
    (choice,) = [one for one in form(key).components if one.kind == "checklist"]

    own = options_of(choice, {"seksi": []}, {})
    office = options_of(choice, {"seksi": [{"value": "a", "label": "A"}]}, {})

    assert "sekretariat" in [one.value for one in own]
    assert [one.value for one in office] == ["a"]


def test_steps_write_no_name_of_another_step_by_chance():
    written: dict[str, set[str]] = {}
    for key, one in FORMS.items():
        for name in one.field_names:
            written.setdefault(name, set()).add(key)

    shared = {name: keys for name, keys in written.items() if len(keys) > 1}

    assert shared == {
        "seksi_mengisi": {"penyampaian-format", "pemeriksaan-data"},
        # What is still open is asked in the invitation and again in the meeting.
        "tindak_lanjut_sebelumnya": {"undangan-rapat", "notulen"},
        "batas_pengisian": {"penyampaian-format", "pemeriksaan-data"},
        "konsep_ikhtisar": {"konsep", "koreksi"},
        "konsep_simpulan": {"konsep", "koreksi"},
        "konsep_saran": {"konsep", "koreksi"},
    }
