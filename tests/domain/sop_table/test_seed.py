"""From a table to a diagram: what is guessed, what is asked, and the seed's own."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.bpmn.writer import written
from engine.adapters.tables import table_of_text
from engine.domain.checking import check
from engine.domain.problems import Verdict
from engine.domain.sop_table import GuessKind, guessed, process_of, read_table
from engine.domain.sop_table.answering import Answers, answered
from tests.domain.sop_sheet.made_up import of_report, shipped
from tests.domain.sop_table.test_reading import HEAD

SEED = Path("../shared/sop/seed.md")
seeded = pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")


def draft(*rows):
    return guessed(read_table((*HEAD, *rows)))


def row(number, mark=0, keterangan="", waktu="5 menit", name="Kerja"):
    marks = ["v" if place == mark else "" for place in range(3)]
    return (str(number), name, *marks, "", waktu, "", keterangan)


def kinds(found):
    return [(one.step, one.kind) for one in found.guesses]


def test_a_table_that_says_everything_leaves_nothing_to_guess():
    found = draft(row(1, 0), row(2, 1))

    assert found.guesses == ()
    assert [step.lane for step in found.steps] == [0, 1]
    assert found.is_complete


def test_a_step_without_a_mark_is_asked_or_guessed_from_its_remark():
    found = draft(row(1, None, "Disposisi Camat"), row(2, None))

    assert kinds(found) == [(0, GuessKind.LANE_GUESSED), (1, GuessKind.LANE_ASKED)]
    assert [step.lane for step in found.steps] == [0, None]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("remark", "back_to", "kind"),
    [
        ("Jika salah dikembalikan ke Sekcam untuk diperbaiki", 1, "RETURN_GUESSED"),
        ("Bila tidak lengkap, kembali ke langkah 1", 0, "RETURN_GUESSED"),
        ("dikembalikan kepada staf", 2, "RETURN_ASKED"),
        ("Jika tidak setuju diperbaiki", 2, "RETURN_ASKED"),
    ],
)
def test_a_return_is_guessed_from_the_remark(remark, back_to, kind):
    found = draft(row(1, 0), row(2, 1), row(3, 2), row(4, 0, remark))

    assert found.steps[3].back_to == back_to
    assert kinds(found) == [(3, GuessKind[kind])]


def test_several_marks_and_unclear_times_are_told():
    several = ("1", "Rapat", "v", "v", "", "", "5-10 menit", "", "")

    found = draft(several, row(2, 0, waktu="secukupnya"))

    assert kinds(found) == [
        (0, GuessKind.LANE_OF_SEVERAL),
        (0, GuessKind.WAKTU_GUESSED),
        (1, GuessKind.WAKTU_ASKED),
    ]


def answers(found, **more):
    steps = range(len(found.steps))
    usual = Answers(
        name="Surat Masuk",
        lanes=found.lanes,
        performers=dict.fromkeys(steps, "0"),
        standards=dict.fromkeys(steps, "5 menit"),
        returns=dict.fromkeys(steps, ""),
        confirmed=True,
    )
    return replace(usual, **more)


def test_answers_that_are_missing_or_make_no_sense_are_named_by_their_field():
    found = draft(row(1, None), row(2, 0))
    given = answers(
        found,
        name=" ",
        confirmed=False,
        performers={0: "", 1: "7"},
        standards={0: "5 menit", 1: "lama"},
    )

    _, wrong = answered(found, given)

    assert set(wrong) == {
        "nama",
        "diperiksa",
        "pelaksana_0",
        "pelaksana_1",
        "waktu_1",
    }


def test_a_return_can_only_lead_to_a_step_before():
    found = draft(row(1), row(2), row(3))

    made, wrong = answered(found, answers(found, returns={0: "0", 1: "0", 2: "2"}))

    assert wrong == {}
    assert [step.back_to for step in made.steps] == [None, 0, None]


def test_performers_without_a_step_are_not_drawn():
    found = draft(row(1, 0), row(2, 2))

    made, _ = answered(found, answers(found, performers={0: "0", 1: "2"}))

    assert made.lanes == ("Camat", "Kasi")
    assert [step.lane for step in made.steps] == [0, 1]


def test_what_is_written_is_read_back_as_the_same_process():
    found = draft(row(1, 0), row(2, 1, "dikembalikan ke Camat", name='<b>"&\u00e9'))
    made, _ = answered(found, answers(found, returns={0: "", 1: "0"}))
    process = process_of(made, "surat-masuk")

    (read,) = XmlDiagramReader().read(written(process), "x.bpmn").processes

    shown = [(node.id, node.kind, node.name, node.lane) for node in read.nodes]
    assert shown == [
        (node.id, node.kind, node.name, node.lane) for node in process.nodes
    ]
    assert [(one.source, one.target, one.name) for one in read.flows] == [
        (one.source, one.target, one.name) for one in process.flows
    ]
    assert [node.mutu_baku for node in read.nodes] == [
        node.mutu_baku for node in process.nodes
    ]
    assert read.identity == process.identity


LANES = ("Camat", "Sekretaris", "Kasubag Perencanaan, Keuangan dan Pelaporan")
WHO = (0, 1, 2, 2, 1, 1, 2, 1, 1, 1, 0, 3, 3, 3)


@seeded
def test_the_seeds_table_becomes_the_shipped_steps_standards_and_texts():
    found = guessed(read_table(table_of_text(SEED.read_text(encoding="utf-8"))))
    given = Answers(
        name=found.name,
        lanes=(*found.lanes[:3], "Kasubag Umum dan Kepegawaian", "Kasi"),
        performers={place: str(lane) for place, lane in enumerate(WHO)},
        standards={0: "5 menit", 1: "30 menit", 2: "15 menit", 3: "1/2 jam"}
        | dict.fromkeys((4, 5, 6), "1 jam")
        | {7: "30 menit", 8: "10 menit", 9: "5'", 10: "10 menit", 11: "30 menit"}
        | {12: "10 menit", 13: "5 menit"},
        returns={4: "2", 5: "2", 6: "5", 8: "7", 10: "8"},
        confirmed=True,
    )

    made, wrong = answered(found, given)
    report = check(
        XmlDiagramReader().read(written(process_of(made, "impor")), "x.bpmn")
    )

    assert wrong == {}
    assert report.verdict is Verdict.DEPLOYABLE
    imported, ours = of_report(report), shipped()
    assert told(imported) == told(ours)
    assert imported.identity.nomor == ours.identity.nomor
    assert imported.identity.dasar_hukum == ours.identity.dasar_hukum
    assert imported.identity.disahkan_oleh == ours.identity.disahkan_oleh


@seeded
def test_the_seeds_table_asks_who_does_what_and_guesses_its_returns():
    found = guessed(read_table(table_of_text(SEED.read_text(encoding="utf-8"))))

    asked = {one.step + 1 for one in found.guesses if one.kind is GuessKind.LANE_ASKED}
    assert asked == {2, *range(4, 15)}
    returns = [step.back_to is not None for step in found.steps]
    assert [place + 1 for place, back in enumerate(returns) if back] == [5, 6, 7]


def told(definition):
    """Return the counted steps: number, name, lane, standard and texts."""
    return [
        (step.number, step.name, step.lane, step.standard, step.mutu_baku)
        for step in definition.steps.values()
        if step.number is not None
    ]
