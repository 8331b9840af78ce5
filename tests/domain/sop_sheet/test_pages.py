"""The printed SOP: nothing is hidden, nothing is lost between pages."""

from dataclasses import replace
from itertools import pairwise

import pytest

from engine.domain.layout import Point
from engine.domain.sop_sheet import Paper, sheet_of
from engine.domain.sop_sheet.chart import chart_of
from engine.domain.sop_sheet.lettering import text_width
from engine.domain.sop_sheet.paging import STRIP
from engine.domain.sop_sheet.paper import BOTTOM, HEAD, TITLE, TOP
from tests.domain.sop_sheet.made_up import made_up, shipped

SIZES = [(5, 2, 1), (5, 9, 2), (14, 3, 3), (25, 5, 4), (40, 7, 5), (60, 9, 6)]
_kept: dict[tuple[object, ...], object] = {}


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}-steps-{size[1]}-lanes")
def definition(request):
    return kept(request.param, lambda: made_up(*request.param))


@pytest.fixture
def sheet(definition, request):
    paper = Paper.F4 if len(definition.steps) % 2 else Paper.A4
    return kept(
        ("sheet", request.node.callspec.id), lambda: sheet_of(definition, paper)
    )


def kept(key, make):
    """Make a thing once: drawing sixty steps takes a second."""
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


def crosses(one, other, box, by=0.2):
    """Tell whether a line passes the inside of a box."""
    left, right = sorted((one.x, other.x))
    top, bottom = sorted((one.y, other.y))
    return (
        left < box.right - by
        and right > box.x + by
        and top < box.bottom - by
        and bottom > box.y + by
    )


def segments(arrow):
    return list(pairwise(arrow.points))


def overlap(one, other):
    """Return the length along which two lines lie on each other."""
    (a, b), (c, d) = one, other
    if a.x == b.x == c.x == d.x:
        return min(max(a.y, b.y), max(c.y, d.y)) - max(min(a.y, b.y), min(c.y, d.y))
    if a.y == b.y == c.y == d.y:
        return min(max(a.x, b.x), max(c.x, d.x)) - max(min(a.x, b.x), min(c.x, d.x))
    return 0.0


def test_no_arrow_passes_through_a_symbol(sheet):
    for page in sheet.pages:
        boxes = [one.box for one in (*page.drawing.symbols, *page.drawing.links)]
        for arrow in page.drawing.arrows:
            for one, other in segments(arrow):
                assert not any(crosses(one, other, box) for box in boxes), arrow


def test_arrows_run_along_each_other_only_where_they_part_or_meet(sheet):
    for page in sheet.pages:
        arrows = page.drawing.arrows
        for place, arrow in enumerate(arrows):
            for other in arrows[place + 1 :]:
                related = arrow.source == other.source or arrow.target.removeprefix(
                    "ke:"
                ) == other.target.removeprefix("ke:")
                long = max(
                    overlap(one, two)
                    for one in segments(arrow)
                    for two in segments(other)
                )
                assert related or long <= 0.01, (arrow, other)


def test_no_label_hides_a_symbol_or_another_label(sheet):
    for page in sheet.pages:
        labels = [one.box for one in page.drawing.labels]
        boxes = [one.box for one in (*page.drawing.symbols, *page.drawing.links)]
        for place, label in enumerate(labels):
            first, last = ends_of(label)
            others = [*boxes, *labels[place + 1 :]]
            assert not any(crosses(first, last, box, by=0.0) for box in others)


def ends_of(box):
    return Point(x=box.x, y=box.y), Point(x=box.right, y=box.bottom)


def test_everything_stays_within_the_performers_columns(sheet):
    for page in sheet.pages:
        drawing = page.drawing
        for arrow in drawing.arrows:
            for point in arrow.points:
                assert 0 < point.x < drawing.width
                assert 0 < point.y < drawing.height
        for label in drawing.labels:
            assert label.box.x >= 0
            assert label.box.right <= drawing.width


def test_every_row_stands_once_in_order_and_every_page_fits_its_paper(
    sheet, definition
):
    keys = [
        piece.row.key for page in sheet.pages for piece in page.pieces if piece.first
    ]
    assert keys == [row.key for row in chart_of(definition).rows]
    for number, page in enumerate(sheet.pages):
        used = sum(piece.height for piece in page.pieces) + sum(page.strips) * STRIP
        head = HEAD + sheet.columns.head + (0 if number else TITLE)
        assert used + head <= sheet.paper.size[1] - TOP - BOTTOM


def test_an_arrow_that_leaves_a_page_comes_in_on_the_page_it_names(sheet):
    for number, page in enumerate(sheet.pages, start=1):
        for link in page.links:
            for other in link.pages:
                facing = [
                    one
                    for one in sheet.pages[other - 1].links
                    if one.letter == link.letter and one.outgoing != link.outgoing
                ]
                assert [number in one.pages for one in facing] == [True]


def test_every_arrow_of_the_chart_is_drawn_from_its_row_to_its_row(sheet, definition):
    drawn = {
        (arrow.source, arrow.target)
        for page in sheet.pages
        for arrow in page.drawing.arrows
    }
    for arrow in chart_of(definition).arrows:
        whole = (arrow.source, arrow.target) in drawn
        parts = {
            (arrow.source, f"ke:{arrow.target}"),
            (f"dari:{arrow.target}", arrow.target),
        }
        assert whole or parts <= drawn


def test_every_line_fits_its_column(sheet):
    names = ("uraian", "kelengkapan", "output", "keterangan")
    widths = {name: getattr(sheet.columns, name) for name in names}
    for page in sheet.pages:
        for piece in page.pieces:
            for name, width in widths.items():
                for line in getattr(piece.cells, name):
                    assert text_width(line, 8) <= width - 2.4


def test_the_columns_fill_the_paper(sheet):
    assert sum(sheet.columns.all) == pytest.approx(sheet.paper.size[0] - 24)


def test_a_row_higher_than_a_page_goes_on_over_the_next():
    definition = shipped()
    steps = dict(definition.steps)
    sheet = sheet_of(long_texts(definition, steps), Paper.A4)

    pieces = [piece for page in sheet.pages for piece in page.pieces]
    first = [piece for piece in pieces if piece.row.number == 1]
    assert len(first) > 1
    assert [piece.first for piece in first] == [True] + [False] * (len(first) - 1)
    words = " ".join(line for piece in first for line in piece.cells.keterangan)
    assert words.split() == ["kata"] * 900


def long_texts(definition, steps):
    key, step = next(iter(steps.items()))
    texts = replace(step.mutu_baku, keterangan="kata " * 900)
    steps[key] = replace(step, mutu_baku=texts)
    return replace(definition, steps=steps)
