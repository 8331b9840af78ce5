"""DOCX by python-docx: the only place that knows it."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from engine.domain.blocks import Block, Grid, Heading, Paragraph

_WAITING = RGBColor(0x9C, 0x4A, 0x00)


class WordWriter:
    """Writes texts that people go on writing."""

    def write(self, title: str, subtitle: str, blocks: Sequence[Block]) -> bytes:
        """Return a DOCX with a title page and the blocks in order."""
        document = Document()
        page = document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(3), Cm(2.5)
        document.styles["Normal"].font.name = "Arial"
        document.styles["Normal"].font.size = Pt(11)
        document.core_properties.title = title
        document.core_properties.author = subtitle
        document.add_heading(title, 0)
        document.add_paragraph(subtitle)
        for block in blocks:
            _add(document, block)
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()


def _add(document: DocumentObject, block: Block) -> None:
    if isinstance(block, Heading):
        if block.level == 1:
            document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_heading(block.text, block.level)
    elif isinstance(block, Paragraph):
        run = document.add_paragraph().add_run(block.text)
        if block.waits:
            run.italic = True
            run.font.color.rgb = _WAITING
    else:
        _add_grid(document, block)


def _add_grid(document: DocumentObject, grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.names))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, grid.names, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in grid.rows:
        for place, (cell, text) in enumerate(
            zip(table.add_row().cells, row, strict=True)
        ):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = Pt(9)
            if place >= grid.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
