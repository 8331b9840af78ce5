"""A first diagram can be opened, drawn on, and is of the SOP that it is begun for."""

from pathlib import Path

import pytest

from engine.adapters.bpmn.beginnings import adopted, small
from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.domain.checking import NOTHING_KNOWN, check
from engine.errors import DiagramInvalidError
from tests.services.diagrams import TWO_STEPS

SAMPLES = sorted((Path(__file__).parents[4] / "shared/samples/bpmn").glob("*.bpmn"))
SHIPPED = Path(__file__).parents[3] / "bpmn/pengukuran-kinerja.bpmn"
CAMUNDA = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="x">
<process id="Process_1" name="S\xfcrat">
<startEvent id="s"/><userTask id="a" name="A" camunda:formKey="permohonan"
 camunda:candidateGroups="camat"/><endEvent id="e"/>
<sequenceFlow id="f" sourceRef="s" targetRef="a"/>
<sequenceFlow id="g" sourceRef="a" targetRef="e"/></process></definitions>"""


def read(source):
    return XmlDiagramReader().read(source, "x.bpmn")


def process_of(source, key):
    (found,) = [one for one in read(source).processes if one.id == key]
    return found


def test_a_new_sop_can_run_as_soon_as_its_step_has_a_name():
    diagram = small("surat", 'Surat "A" & <B>', ("Camat", "Staf"))

    report = check(read(diagram), known=NOTHING_KNOWN)
    codes = {one.code for one in report.problems}
    process = process_of(diagram, "surat")
    assert codes == {"step_unnamed", "standard_time_missing"}
    assert process.name == 'Surat "A" & <B>'
    assert [lane.name for lane in process.lanes] == ["Camat", "Staf"]
    layout = XmlShapeReader().layout(diagram, "surat")
    assert layout is not None
    assert {one.kind for one in layout.shapes} >= {"participant", "lane", "userTask"}


def test_a_file_of_another_tool_speaks_our_words_too():
    taken = adopted(CAMUNDA, "surat")

    (step,) = [one for one in process_of(taken, "surat").nodes if one.id == "a"]
    assert not step.form_is_foreign
    assert (step.form, step.performer) == ("permohonan", "camat")
    assert process_of(taken, "surat").name == "Sürat"


def test_a_file_without_a_drawing_is_given_one_with_its_pool():
    taken = adopted(CAMUNDA, "surat")

    layout = XmlShapeReader().layout(taken, "surat")

    assert layout is not None
    kinds = [one.kind for one in layout.shapes]
    assert kinds.count("participant") == 1
    assert {one.element for one in layout.shapes} >= {"s", "a", "e"}
    assert {one.element for one in layout.edges} == {"f", "g"}


def test_lanes_are_drawn_where_a_file_has_them():
    layout = XmlShapeReader().layout(adopted(TWO_STEPS, "dua-langkah"), "dua-langkah")

    assert layout is not None
    lanes = [one.element for one in layout.shapes if one.kind == "lane"]
    assert lanes == ["Lane_staf", "Lane_kepala"]


def test_a_drawing_that_is_whole_stays_as_it_is():
    source = SHIPPED.read_bytes()

    taken = adopted(source, "pengukuran-kinerja")

    before, after = (
        XmlShapeReader().layout(one, "pengukuran-kinerja") for one in (source, taken)
    )
    assert before == after
    assert read(taken).processes[0].identity == read(source).processes[0].identity


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_files_of_other_people_can_be_drawn_on(path):
    source = path.read_bytes()
    sizes = [len(one.nodes) for one in read(source).processes]

    taken = adopted(source, "surat")

    assert XmlShapeReader().layout(taken, "surat") is not None
    assert len(process_of(taken, "surat").nodes) == max(sizes)


def test_what_is_no_diagram_is_refused():
    for source in (b"", b"<html/>", b"<!DOCTYPE x []><definitions/>"):
        with pytest.raises(DiagramInvalidError):
            adopted(source, "surat")
