"""Diagrams are drawn small, whole, escaped and without inline style."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.domain.layout import Box, Edge, Layout, Point, Shape
from engine.domain.swimlanes import swimlanes
from web.diagrams import Chip, Mark, Words, picture
from web.diagrams.texts import fitted, width_of

ROOT = Path(__file__).parents[2]
SOP = ROOT / "bpmn/pengukuran-kinerja.bpmn"
FILES = [SOP, *sorted((ROOT / "../shared/samples/bpmn").glob("*.bpmn"))]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> & "tanda"'


def box(x=0.0, y=0.0, width=100.0, height=80.0):
    return Box(x=x, y=y, width=width, height=height)


def read(markup):
    return etree.fromstring(
        str(markup).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1)
    )


def sop(marks=None):
    layout = XmlShapeReader().layout(SOP.read_bytes(), "pengukuran-kinerja")
    assert layout is not None
    return picture(layout, Words(title="Pengukuran kinerja"), marks)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:24])
def test_every_diagram_becomes_well_formed_svg_of_a_few_kilobytes(path):
    source = path.read_bytes()
    for process in XmlDiagramReader().read(source, path.name).processes:
        own = XmlShapeReader().layout(source, process.id)
        for layout in (own, swimlanes(process)):
            if layout is None:
                continue
            svg = picture(layout, Words(title=process.name))

            tree = read(svg)
            assert tree.findtext(f"{SVG}title") == process.name
            assert "style=" not in svg
            assert len(gzip.compress(svg.encode())) < 5_000
            texts = "".join(tree.itertext())
            assert all(
                shape.name.split()[0] in texts for shape in layout.shapes if shape.name
            )


def test_what_is_used_is_defined():
    tree = read(sop({"Activity_Rapat": Mark(classes=("is-done",), sign="check")}))

    ids = {one.get("id") for one in tree.iter() if one.get("id")}
    used = {one.get("href") for one in tree.iter(f"{SVG}use")}
    assert used
    assert used <= {f"#{one}" for one in ids}


def test_a_marked_step_says_so_in_words_and_class():
    mark = Mark(
        classes=("is-here", "is-late"),
        chips=(Chip(text="Lewat 20 m", tone="late"),),
        note="lewat waktu",
    )

    tree = read(sop({"Activity_Rapat": mark}))

    step = next(one for one in tree.iter(f"{SVG}g") if "is-late" in one.get("class"))
    assert "Lewat 20 m" in "".join(step.itertext())
    assert step.findtext(f"{SVG}title", "").endswith("· lewat waktu")


def test_names_and_words_are_escaped():
    shape = Shape(element="a", kind="userTask", name=HOSTILE, box=box(width=400))
    edge = Edge(
        element="f",
        kind="sequenceFlow",
        name=HOSTILE,
        points=(Point(x=0, y=0), Point(x=9, y=9)),
    )

    svg = picture(
        Layout(shapes=(shape,), edges=(edge,)),
        Words(title=HOSTILE, description=HOSTILE),
        {"a": Mark(note=HOSTILE, chips=(Chip(text=HOSTILE),))},
    )

    assert "<script" not in svg
    assert read(svg).findtext(f"{SVG}title") == HOSTILE


@pytest.mark.parametrize(
    "kind",
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateThrowEvent",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
        "participant",
        "lane",
        "group",
        "textAnnotation",
        "dataObjectReference",
        "dataStoreReference",
    ],
)
@pytest.mark.parametrize("name", ["", "Menyusun laporan"])
def test_every_kind_of_shape_can_be_drawn(kind, name):
    shape = Shape(element="a", kind=kind, name=name, box=box(), expanded=False)

    tree = read(picture(Layout(shapes=(shape,)), Words(title="x")))

    drawn = tree.findall(f"{SVG}g")
    assert len(drawn) == 1
    assert len(drawn[0]) > bool(name)


def test_a_pool_with_nothing_in_it_shows_its_name_inside():
    pool = Shape(element="p", kind="participant", name="Warga", box=box(width=400))
    step = Shape(element="a", kind="task", name="Tulis", box=box(x=60, y=10))

    empty = picture(Layout(shapes=(pool,)), Words(title="x"))
    filled = picture(Layout(shapes=(pool, step)), Words(title="x"))

    assert "rotate" not in empty
    assert "rotate" in filled


@given(
    st.text(max_size=300),
    st.floats(30, 300),
    st.floats(10, 120),
)
def test_words_never_leave_their_room(text, width, height):
    found = fitted(text, width=width, height=height)

    wide = [line for line in found.lines if len(line) > 1]
    assert all(width_of(line, found.size) <= width for line in wide)
    assert found.height <= max(height, found.size * 1.2) or len(found.lines) == 1


def test_a_long_text_is_cut_and_says_so():
    found = fitted("kata " * 200, width=80, height=40)

    assert found.lines[-1].endswith("…")


def test_a_text_that_fits_is_kept_whole():
    found = fitted("Menyusun laporan kinerja", width=90, height=60)

    assert " ".join(found.lines) == "Menyusun laporan kinerja"
    assert found.size == 12
