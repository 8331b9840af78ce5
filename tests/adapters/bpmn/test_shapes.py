"""A file's own drawing is read whole, or not at all."""

from pathlib import Path

import pytest

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.bpmn.shapes import MAX_POINTS, XmlShapeReader
from engine.domain.diagram import EventKind
from engine.domain.layout import Box, Point, Repeated
from engine.errors import DiagramInvalidError

ROOT = Path(__file__).parents[3]
SOP = ROOT / "bpmn/pengukuran-kinerja.bpmn"
SAMPLES = sorted((ROOT / "../shared/samples/bpmn").glob("*.bpmn"))
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:b="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:c="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:d="http://www.omg.org/spec/DD/20100524/DI">'
)
FLOW = '<sequenceFlow id="f" sourceRef="a" targetRef="z" name="terus"/>'
NODES = (
    f'<process id="p"><userTask id="a" name="Tulis"/><endEvent id="z"/>{FLOW}</process>'
)


def shape(element, x="10", y="10", more=""):
    bounds = f'<c:Bounds x="{x}" y="{y}" width="100" height="80"/>'
    return f'<b:BPMNShape id="{element}_s" bpmnElement="{element}"{more}>{bounds}</b:BPMNShape>'


def edge(*points):
    ways = "".join(f'<d:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<b:BPMNEdge id="e" bpmnElement="f">{ways}</b:BPMNEdge>'


def read(drawn, nodes=NODES, process="p"):
    plane = f'<b:BPMNDiagram><b:BPMNPlane bpmnElement="p">{drawn}</b:BPMNPlane></b:BPMNDiagram>'
    return XmlShapeReader().layout(
        f"{HEAD}{nodes}{plane}</definitions>".encode(), process
    )


def test_the_shipped_sop_is_drawn_with_its_lanes_and_timers():
    layout = XmlShapeReader().layout(SOP.read_bytes(), "pengukuran-kinerja")

    assert layout is not None
    by_id = {one.element: one for one in layout.shapes}
    assert by_id["Lane_Camat"].name == "Camat"
    assert by_id["Waktu_Perintah"].event is EventKind.TIMER
    assert by_id["Waktu_Perintah"].timer == "PT5M"
    assert not by_id["Waktu_Perintah"].interrupting
    assert by_id["Activity_IsiData"].repeated is Repeated.PARALLEL
    assert by_id["Participant_KecamatanSilaut"].box.width == 4647


def test_frames_come_before_what_stands_in_them():
    layout = XmlShapeReader().layout(SOP.read_bytes(), "pengukuran-kinerja")

    assert layout is not None
    kinds = [one.kind for one in layout.shapes]
    assert kinds[:6] == ["participant", *["lane"] * 5]
    assert kinds[-1] == "boundaryEvent"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:24])
def test_drawings_of_other_tools_are_read(path):
    source = path.read_bytes()
    names = [one.id for one in XmlDiagramReader().read(source, path.name).processes]

    layouts = [XmlShapeReader().layout(source, one) for one in names]

    drawn = [layout for layout in layouts if layout is not None]
    assert bool(drawn) == (b"BPMNShape" in source)
    assert all(layout.extent.width < 10_000 for layout in drawn)


def test_a_name_has_its_place_and_an_arrow_its_points():
    layout = read(shape("a") + shape("z", x="200") + edge((110, 50), (200, 50)))

    assert layout is not None
    arrow = layout.edges[0]
    assert (arrow.name, len(arrow.points)) == ("terus", 2)
    assert layout.shapes[0].box == Box(x=10, y=10, width=100, height=80)


def test_half_a_drawing_is_none():
    assert read(shape("z")) is None


def test_a_process_that_the_file_does_not_have_has_no_drawing():
    assert read(shape("a") + shape("z"), process="other") is None


@pytest.mark.parametrize("wrong", ["NaN", "inf", "-1e300", "", "satu"])
def test_a_shape_at_no_place_is_left_out(wrong):
    assert read(shape("a", x=wrong) + shape("z")) is None


def test_a_drawing_larger_than_any_paper_is_none():
    assert read(shape("a") + shape("z", x="99000")) is None


def test_points_beyond_the_bound_are_dropped():
    points = [(110 + place % 20, 50) for place in range(MAX_POINTS * 3)]

    layout = read(shape("a") + shape("z", x="130") + edge(*points))

    assert layout is not None
    assert len(layout.edges[0].points) == MAX_POINTS


def test_the_drawing_that_shows_the_process_is_taken_of_several():
    other = '<process id="q"><userTask id="b"/></process>'
    first = f"<b:BPMNDiagram><b:BPMNPlane>{shape('b')}</b:BPMNPlane></b:BPMNDiagram>"
    second = f"<b:BPMNDiagram><b:BPMNPlane>{shape('a')}{shape('z')}</b:BPMNPlane></b:BPMNDiagram>"
    source = f"{HEAD}{NODES}{other}{first}{second}</definitions>".encode()

    layout = XmlShapeReader().layout(source, "p")

    assert layout is not None
    assert {one.element for one in layout.shapes} == {"a", "z"}


def test_a_file_that_declares_entities_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa">]>' + HEAD.encode() + b"</definitions>"

    with pytest.raises(DiagramInvalidError):
        XmlShapeReader().layout(bomb, "p")


def test_an_arrow_that_ends_in_the_void_is_led_to_its_shape():
    layout = read(
        shape("a", x="300", y="300")
        + shape("z", x="600", y="300")
        + edge((400, 340), (0, 0))
    )

    assert layout is not None
    assert layout.edges[0].points == (Point(x=400, y=340), Point(x=600, y=340))


def test_an_arrow_that_begins_in_the_void_is_led_from_its_shape():
    layout = read(
        shape("a", x="300", y="300")
        + shape("z", x="600", y="500")
        + edge((0, 0), (650, 500))
    )

    assert layout is not None
    first, *_, last = layout.edges[0].points
    assert first == Point(x=400, y=340)
    assert last == Point(x=650, y=500)


def test_arrows_that_end_at_their_shapes_stay_as_they_are():
    layout = XmlShapeReader().layout(SOP.read_bytes(), "pengukuran-kinerja")

    assert layout is not None
    arrow = next(one for one in layout.edges if one.element == "Flow_Rapat_Sampaikan")
    assert len(arrow.points) == 4
