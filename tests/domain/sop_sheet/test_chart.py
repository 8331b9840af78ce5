"""What becomes a row of the printed table, and which symbol it gets."""

from pathlib import Path

import pytest
import yaml

from engine.domain.sop_sheet.chart import Symbol, chart_of
from tests.domain.checking.drawing import (
    event,
    gateway,
    node,
    process,
    standard,
    timer,
)
from tests.domain.sop_sheet.made_up import compiled, shipped

STEPS = Path("../shared/sop/steps.yaml")


def chart(arrows, *nodes):
    found = compiled(process(arrows, *nodes))
    assert found is not None
    return chart_of(found)


def rows(found):
    return [(row.text, row.symbol.value) for row in found.rows]


def arrows(found):
    return {(one.source, one.target, one.label) for one in found.arrows}


def test_first_and_last_activity_are_the_capsules():
    found = chart("s>a|a>b|b>c|c>e")

    assert rows(found) == [
        ("A", "terminator"),
        ("B", "process"),
        ("C", "terminator"),
    ]
    assert arrows(found) == {("a", "b", ""), ("b", "c", "")}


def test_a_step_before_a_gateway_is_the_diamond_and_the_gateway_its_question():
    found = chart(
        "s>a|a>b|b>g|g>c:Ya|g>a:Tidak|c>e", gateway("g", name="Sudah lengkap?")
    )

    assert rows(found)[1] == ("B", "decision")
    assert found.rows[1].note == "Sudah lengkap?"
    assert arrows(found) == {("a", "b", ""), ("b", "c", "Ya"), ("b", "a", "Tidak")}


def test_a_decision_that_ends_the_case_has_its_end_in_a_row_of_its_own():
    found = chart("s>a|a>b|b>g|g>c:Ya|g>x:Ditolak|c>e", gateway("g"), end("x"))

    assert ("Berkas ditolak", "terminator") in rows(found)
    assert ("b", "b#selesai0", "Ditolak") in arrows(found)


def test_branches_that_run_together_are_arrows_from_one_row_to_several():
    found = chart(
        "s>a|a>p|p>b|p>c|b>q|c>q|q>d|d>e",
        gateway("p", "parallel"),
        gateway("q", "parallel"),
    )

    assert arrows(found) == {
        ("a", "b", ""),
        ("a", "c", ""),
        ("b", "d", ""),
        ("c", "d", ""),
    }


def test_a_case_that_begins_with_a_decision_has_a_capsule_before_it():
    found = chart("s>a|a>g|g>b:Ya|g>c:Tidak|b>e|c>e", gateway("g"))

    assert rows(found)[:2] == [("Mulai", "terminator"), ("A", "decision")]
    assert ("#mulai", "a", "") in arrows(found)


def test_waiting_for_time_is_a_row_with_its_duration():
    found = chart("s>a|a>t|t>b|b>e", timer("t", text="P3D", name="Masa sanggah"))

    (row,) = [row for row in found.rows if row.key == "t"]
    assert (row.text, row.waktu, row.number) == ("Masa sanggah", "3 hari kerja", None)


def test_a_time_limit_with_a_way_out_is_an_arrow_with_its_name():
    limit = timer(
        "t", "boundaryEvent", text="P3D", name="Lewat 3 hari", attached_to="a"
    )
    found = chart("s>a|a>b|t>c|b>e|c>e", limit)

    assert ("a", "c", "Lewat 3 hari") in arrows(found)


def test_the_rows_inside_a_sub_process_follow_its_place():
    found = chart(
        "s>a|a>sub|sub>b|b>e|s2>x|x>e2",
        node("sub", "subProcess"),
        event("s2", "startEvent", parent="sub"),
        node("x", parent="sub"),
        event("e2", "endEvent", parent="sub"),
    )

    assert arrows(found) == {("a", "x", ""), ("x", "b", "")}


def test_a_standard_is_told_in_the_ministrys_words():
    found = chart("s>a|a>b|b>e", standard("a", "P2DT1H30M"), standard("b", "PT5M"))

    assert [row.waktu for row in found.rows] == [
        "2 hari kerja 1 jam 30 menit",
        "5 menit",
    ]


def end(identifier):
    return event(identifier, "endEvent", name="Berkas ditolak")


@pytest.mark.skipif(not STEPS.exists(), reason="the seed is not here")
def test_the_shipped_sop_prints_every_text_of_the_seed_verbatim():
    seed = yaml.safe_load(STEPS.read_text(encoding="utf-8"))["steps"]

    found = [row for row in chart_of(shipped()).rows if row.number is not None]

    names = ("uraian", "waktu", "kelengkapan", "output", "keterangan")
    printed = [
        (row.text, row.waktu, row.kelengkapan, row.output, row.keterangan)
        for row in found
    ]
    assert printed == [tuple(step[name] for name in names) for step in seed]


def test_the_shipped_sop_decides_where_it_returns():
    found = chart_of(shipped())

    deciding = [row.number for row in found.rows if row.symbol is Symbol.DECISION]
    assert deciding == [5, 6, 7, 9, 11]
    assert [row.symbol for row in (found.rows[0], found.rows[-1])] == [
        Symbol.TERMINATOR
    ] * 2
