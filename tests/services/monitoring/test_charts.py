"""Charts: one SVG each, told in words too, whatever the names are."""

import pytest
from lxml import etree

from engine.services.monitoring.charts import (
    Band,
    Bar,
    BoxRow,
    Lane,
    Point,
    TimelineWords,
    bars,
    boxes,
    lines,
    timeline,
)
from engine.services.monitoring.charts.svg import Named

EVIL = "<script>alert(1)</script> & «nama»"
NAMED = Named(key="uji", title=EVIL, description=EVIL)
SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {
    "bars": bars([Bar(name=EVIL, parts=((3, "keep"), (0, "miss")), told=EVIL, said=EVIL)], NAMED),
    "boxes": boxes([BoxRow(name=EVIL, ratios=(10, 90, 400), told=EVIL, said=EVIL)], NAMED, standard=EVIL),
    "lines": lines([Point(name=EVIL, share=0.5, said=EVIL), Point(name="b", share=1, said="")], NAMED, limit=0.9, aim=EVIL),
    "timeline": timeline(
        [Lane(name=EVIL, bands=(Band(start=0, end=5, css="waiting", said=EVIL),), due=3, signs=((9, EVIL),))],
        5,
        TimelineWords(named=NAMED, days=((0, EVIL),), due=EVIL),
    ),
    "no bars": bars([], NAMED),
    "no boxes": boxes([], NAMED, standard=""),
    "no lines": lines([], NAMED),
    "no timeline": timeline([], 0, TimelineWords(named=NAMED, days=(), due="")),
}  # fmt: skip


def parsed(name):
    return etree.fromstring(
        str(CHARTS[name]).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    )


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_named_and_told_and_escapes_what_people_typed(name):
    root = parsed(name)

    assert root.find(f"{SVG}title").text == EVIL
    assert root.find(f"{SVG}desc").text == EVIL
    assert not root.findall(f".//{SVG}script")
    assert "style=" not in CHARTS[name]


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_drawn_outside_the_picture(name):
    root = parsed(name)
    _, _, width, height = map(float, root.get("viewBox").split())

    for one in root.iter(f"{SVG}rect"):
        assert 0 <= float(one.get("x")) <= width
        assert float(one.get("x")) + float(one.get("width")) <= width + 0.2
        assert 0 <= float(one.get("y")) <= height
    for one in root.iter(f"{SVG}circle"):
        assert 0 <= float(one.get("cx")) <= width


def test_a_month_without_measurements_parts_the_line():
    shares = (0.5, 0.6, None, 0.7, 0.8)
    points = [Point(name=str(n), share=one, said="") for n, one in enumerate(shares)]

    drawn = lines(points, NAMED)

    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 4
