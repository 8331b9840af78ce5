"""An SOP that exists as a table becomes a draft. Needs the right to draft.

Nothing is kept between reading a table and drawing it: the page carries the cells
along, and they are read anew, by the same rules, when its answers come back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.domain.diagram import Process
from engine.domain.identity import Actor, Right
from engine.domain.sop_drafts import SopDraft
from engine.domain.sop_table import (
    Grid,
    TableDraft,
    guessed,
    process_of,
    read_table,
)
from engine.errors import SopTableInvalidError
from engine.services.drafting.editor import DrawingService
from engine.services.transactions.access import require_right

_PLACE = "impor-tabel"  # the id until the draft is given its own key


@dataclass(frozen=True, kw_only=True, slots=True)
class TableTools:
    """The outside of the import.

    Attributes:
        of_file: content of a file to its tables.
        of_text: pasted text to a table.
        written: a process to a BPMN file.
    """

    of_file: Callable[[bytes], Sequence[Grid]]
    of_text: Callable[[str], Grid]
    written: Callable[[Process], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTable:
    """The cells that an SOP was found in, and what they seem to mean."""

    grid: Grid
    draft: TableDraft


class SopImportService:
    """Reads tables and draws them."""

    def __init__(self, *, drawing: DrawingService, tools: TableTools) -> None:
        self._drawing = drawing
        self._tools = tools

    def read_file(self, actor: Actor, content: bytes) -> ReadTable:
        """Return the first SOP of a file.

        Raises:
            RefusedError: the actor may not draft SOPs.
            SopTableInvalidError: with the reason.
        """
        self.require_drafter(actor)
        refused = SopTableInvalidError(reason="sop_table.no_header")
        for grid in self._tools.of_file(content):
            try:
                return self.read_cells(actor, grid)
            except SopTableInvalidError as error:
                refused = error
        raise refused

    def read_text(self, actor: Actor, text: str) -> ReadTable:
        """Return the SOP of pasted text; errors as `read_file`."""
        self.require_drafter(actor)
        return self.read_cells(actor, self._tools.of_text(text))

    def read_cells(self, actor: Actor, grid: Grid) -> ReadTable:
        """Return the SOP of cells; errors as `read_file`."""
        self.require_drafter(actor)
        return ReadTable(grid=grid, draft=guessed(read_table(grid)))

    def create(self, actor: Actor, draft: TableDraft) -> SopDraft:
        """Begin the draft of an SOP whose guesses were confirmed.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftExistsError: an SOP or a draft has its key meanwhile.
        """
        diagram = self._tools.written(process_of(draft, _PLACE))
        return self._drawing.take_in(actor, draft.name, diagram)

    def require_drafter(self, actor: Actor) -> None:
        """Refuse who may not draft SOPs.

        Raises:
            RefusedError: the actor's roles lack the right.
        """
        require_right(actor, Right.DRAFT, action="draft", subject="")
