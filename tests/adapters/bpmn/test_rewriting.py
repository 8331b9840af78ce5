"""A standard time is changed in the file, and nothing else of it."""

from pathlib import Path

import pytest

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.bpmn.rewriting import with_standards
from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.domain.checking import NOTHING_KNOWN, check
from engine.domain.durations import parse_duration
from engine.domain.values import ElementId
from engine.errors import NotFoundError

SOP = (Path(__file__).parents[3] / "bpmn/pengukuran-kinerja.bpmn").read_bytes()
FORMAT = ElementId("Activity_Format")
WITHOUT = ElementId("Activity_IsiData")


def process_of(source):
    return XmlDiagramReader().read(source, "x.bpmn").processes[0]


def durations(source):
    return {
        node.attached_to: node.timer.duration
        for node in process_of(source).nodes
        if node.attached_to and node.timer
    }


def test_a_standard_is_changed_and_the_others_stay():
    changed = with_standards(SOP, {FORMAT: parse_duration("PT1H30M")})

    before, after = durations(SOP), durations(changed)
    assert after[FORMAT] == "PT1H30M"
    assert {k: v for k, v in after.items() if k != FORMAT} == {
        k: v for k, v in before.items() if k != FORMAT
    }
    assert process_of(changed).identity == process_of(SOP).identity


def test_a_step_without_a_standard_is_given_one_that_is_drawn_in_its_lane():
    free = SOP.replace(b' mutubaku:due="batas_pengisian"', b"")

    changed = with_standards(free, {WITHOUT: parse_duration("P3D")})

    assert durations(changed)[WITHOUT] == "P3D"
    lanes = {node.id: node.lane for node in process_of(changed).nodes}
    assert lanes[f"Waktu_{WITHOUT}"] == lanes[WITHOUT]
    drawn = XmlShapeReader().layout(changed, "pengukuran-kinerja")
    assert drawn is not None
    assert f"Waktu_{WITHOUT}" in {one.element for one in drawn.shapes}
    report = check(XmlDiagramReader().read(changed, "x"), known=NOTHING_KNOWN)
    assert not [one for one in report.problems if one.severity.value == "error"]


def test_a_standard_is_taken_away_with_its_drawing():
    changed = with_standards(SOP, {FORMAT: None})

    assert FORMAT not in durations(changed)
    assert b"Waktu_Format" not in changed


def test_taking_away_what_is_not_there_changes_nothing():
    assert durations(with_standards(SOP, {WITHOUT: None})) == durations(SOP)


def test_an_unknown_step_is_refused():
    with pytest.raises(NotFoundError):
        with_standards(SOP, {ElementId("Tidak_Ada"): parse_duration("PT5M")})


def test_a_timer_that_is_no_standard_is_left_alone():
    warning = SOP.replace(
        b'<bpmn:boundaryEvent id="Waktu_Format"',
        b'<bpmn:boundaryEvent id="Lain" cancelActivity="true" '
        b'attachedToRef="Activity_Format"><bpmn:timerEventDefinition>'
        b"<bpmn:timeDuration>P9D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        b'</bpmn:boundaryEvent><bpmn:boundaryEvent id="Waktu_Format"',
    )

    changed = with_standards(warning, {FORMAT: parse_duration("PT2H")})

    assert b"P9D" in changed
    assert b"PT2H" in changed
