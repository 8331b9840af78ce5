"""Symbols drawn over the cells of a workbook, as most offices draw their flowcharts.

A box, capsule or diamond that lies over a cell is that cell's mark; arrows, text
boxes and pentagons say nothing of who does a step.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DIAMONDS = frozenset({"diamond", "flowChartDecision"})
_NO_SYMBOL = frozenset({"line", "flowChartOffpageConnector", "homePlate", "pentagon"})
# Usual size of a cell in EMU; good enough to find the cell under a symbol's middle.
_CELL = {"col": 609_600, "row": 190_500}
DIAMOND, BOX = "◇", "□"

Marks = Mapping[tuple[int, int], str]


def shapes_of(content: bytes) -> dict[str, Marks]:
    """Return for each sheet's name the marks over its cells, by row and column from 0.

    Args:
        content: a workbook that `engine.adapters.tables` found safe to open.

    Raises:
        KeyError, ValueError, lxml.etree.LxmlError: it is no whole workbook.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = _xml(package, "xl/workbook.xml")
        parts = dict(_related(package, "xl/workbook.xml"))
        found: dict[str, Marks] = {}
        for sheet in book.iter(f"{{{_MAIN}}}sheet"):
            part = parts.get(sheet.get(f"{{{_OFFICE}}}id") or "", "")
            marks: dict[tuple[int, int], str] = {}
            for _, drawing in _related(package, part):
                if "/drawings/drawing" in drawing:
                    marks |= dict(_marks(_xml(package, drawing)))
            found[sheet.get("name") or ""] = marks
        return found


def _marks(drawing: etree._Element) -> Iterator[tuple[tuple[int, int], str]]:
    for anchor in drawing.iterchildren(f"{{{_DRAWING}}}twoCellAnchor"):
        shape = anchor.find(f"{{{_DRAWING}}}sp")
        geometry = None if shape is None else shape.find(f".//{{{_ART}}}prstGeom")
        if shape is None or geometry is None or _is_text_box(shape):
            continue
        form = geometry.get("prst") or ""
        if form not in _NO_SYMBOL and "onnector" not in form and "rrow" not in form:
            place = (_middle(anchor, "row"), _middle(anchor, "col"))
            yield place, DIAMOND if form in _DIAMONDS else BOX


def _is_text_box(shape: etree._Element) -> bool:
    return any(one.get("txBox") == "1" for one in shape.iter(f"{{{_DRAWING}}}cNvSpPr"))


def _middle(anchor: etree._Element, axis: str) -> int:
    """Return the row or column under the middle of a shape."""
    ends = [_place(anchor, end, axis) for end in ("from", "to")]
    return int(sum(ends) / 2)


def _place(anchor: etree._Element, end: str, axis: str) -> float:
    corner = f"{{{_DRAWING}}}{end}/{{{_DRAWING}}}{axis}"
    cell = int(anchor.findtext(corner) or 0)
    within = int(anchor.findtext(f"{corner}Off") or 0)
    return cell + min(within / _CELL[axis], 0.99)


def _related(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Yield id and path of what a part refers to."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.namelist():
        return
    for one in _xml(package, path).iter(f"{{{_PACKAGE}}}Relationship"):
        target = one.get("Target") or ""
        whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield one.get("Id") or "", whole


def _xml(package: zipfile.ZipFile, path: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(package.read(path), parser)
