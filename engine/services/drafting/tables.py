"""Decision tables of a draft: edited, taken in from DMN files, handed out again.

A table with mistakes is kept: whoever edits it must not lose an evening's work. The
check names every mistake, and a draft with one cannot be handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.domain.decisions import (
    DecisionTable,
    HitPolicy,
    Input,
    Mistake,
    Output,
    ReadFile,
    Rule,
    compile_table,
)
from engine.domain.identity import Actor
from engine.domain.problems import Problem
from engine.domain.sop_drafts import SopDraft
from engine.domain.values import ProcessKey
from engine.errors import DraftFileInvalidError
from engine.services.drafting.files import (
    DraftFile,
    DraftFiles,
    DraftFileService,
    require_file_name,
)
from engine.services.drafting.keeping import require_drafter
from engine.services.drafting.service import SopDraftService


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftTable:
    """A decision table of a draft.

    Attributes:
        found: everything beside the diagram in that draft.
        file: the table as one of its files, with who asks it.
        mistakes: what must be changed before the draft can be handed in.
    """

    found: DraftFiles
    file: DraftFile
    table: DecisionTable
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """What a file brought: its tables by key, and what of it is none."""

    draft: SopDraft
    keys: tuple[str, ...]
    problems: tuple[Problem, ...]


class DraftTableService:
    """Reads and changes the decision tables of drafts."""

    def __init__(
        self,
        *,
        drafts: SopDraftService,
        files: DraftFileService,
        read: ReadFile,
        written: Callable[[DecisionTable], bytes],
    ) -> None:
        self._drafts = drafts
        self._files = files
        self._read = read
        self._written = written

    def table(self, key: ProcessKey, name: str, actor: Actor) -> DraftTable:
        """Return a table of an SOP's draft.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError, DraftFileNotFoundError: there is none.
        """
        found = self._files.files(key, actor)
        file = found.table(name)
        table = DecisionTable.from_json(name, file.text)
        return DraftTable(
            found=found, file=file, table=table, mistakes=mistakes_in(table)
        )

    def add(self, key: ProcessKey, name: str, revision: int, actor: Actor) -> SopDraft:
        """Add a small table that answers nothing yet.

        Raises:
            DraftFileInvalidError: the name cannot be used, or the draft has it.
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError, DraftTooLargeError: see `SopDraftService.save`.
        """
        require_drafter(actor)
        files = self._drafts.current(actor, key).files
        if require_file_name(name) in files.tables:
            raise DraftFileInvalidError(name=name, reason="draft_file.taken")
        return self.save(key, first_table(name), revision, actor)

    def save(
        self, key: ProcessKey, table: DecisionTable, revision: int, actor: Actor
    ) -> SopDraft:
        """Change a table of the draft, with mistakes or without; errors as `add`."""
        require_drafter(actor)
        files = self._drafts.current(actor, key).files
        tables = {**files.tables, table.key: table.to_json()}
        return self._drafts.save(actor, key, replace(files, tables=tables), revision)

    def take_in(
        self, key: ProcessKey, source: bytes, revision: int, actor: Actor
    ) -> TakenIn:
        """Take the tables of a DMN file into the draft, in the place of the same keys.

        Raises:
            DiagramInvalidError: it cannot be read as a whole.
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError, DraftTooLargeError: see `SopDraftService.save`.
        """
        require_drafter(actor)
        read = self._read(source, f"{key}.dmn")
        files = self._drafts.current(actor, key).files
        tables = dict(files.tables) | {one.key: one.to_json() for one in read.tables}
        files = replace(files, tables=tables)
        return TakenIn(
            draft=self._drafts.save(actor, key, files, revision),
            keys=tuple(one.key for one in read.tables),
            problems=read.problems,
        )

    def written(self, key: ProcessKey, name: str, actor: Actor) -> bytes:
        """Return a table as a DMN file; errors as `table`."""
        return self._written(self.table(key, name, actor).table)


def mistakes_in(table: DecisionTable) -> tuple[Mistake, ...]:
    """Return what must be changed in a table."""
    return compile_table(table)[1]


def first_table(key: str) -> DecisionTable:
    """Return a table of one input, one output and one row, to begin with."""
    return DecisionTable(
        key=key,
        name=key.replace("-", " ").replace("_", " ").capitalize(),
        hit=HitPolicy.FIRST,
        inputs=(Input(expression=""),),
        outputs=(Output(name="hasil"),),
        rules=(Rule(inputs=("-",), outputs=("",)),),
    )
