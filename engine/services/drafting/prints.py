"""Any version of an SOP, and its draft, as the ministry's document: a PDF."""

from pathlib import Path

from engine.domain.definitions import ProcessDefinition
from engine.domain.identity import Actor
from engine.domain.sop_sheet import Paper, sheet_of
from engine.domain.values import JsonObject, ProcessKey
from engine.errors import DraftNotFoundError, ProcessNotFoundError, SopTooLongError
from engine.ports import DiagramReader, DocumentRenderer
from engine.services.drafting.compiling import as_stored
from engine.services.drafting.keeping import live, require_reader, with_files
from engine.services.drafting.words import sheet_words
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork

MOST_STEPS = 300
"""Steps of an SOP that is printed; more would be a book, and keep others waiting."""
_TEMPLATE = Path(__file__).parents[2] / "templates" / "lembar-sop.html.j2"


class SopPrints:
    """Prints versions; every officer may read every SOP."""

    def __init__(
        self,
        *,
        desk: Desk,
        lists: OfficeLists,
        renderer: DocumentRenderer,
        reader: DiagramReader,
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._renderer = renderer
        self._reader = reader

    def pdf(self, key: ProcessKey, version: int, paper: Paper) -> bytes:
        """Return the document of a version.

        Raises:
            ProcessNotFoundError: there is none.
            SopTooLongError: it has more steps than can be printed.
            RendererUnavailableError: no PDF can be made now.
        """
        with self._desk.database.read() as uow:
            versions = uow.definitions.versions(key)
            wanted = next((one.id for one in versions if one.version == version), None)
            if wanted is None:
                raise ProcessNotFoundError(key=key)
            definition = self._desk.library.of(uow, wanted).definition
            letterhead = self._letterhead(uow)
        return self._printed(definition, letterhead, paper)

    def draft(self, actor: Actor, key: ProcessKey, paper: Paper) -> bytes:
        """Return the document of a draft, for who drafts or approves.

        Raises:
            RefusedError: the actor may do neither.
            DraftNotFoundError: there is none.
            DiagramInvalidError, FormInvalidError: it cannot run as it is.
            SopTooLongError, RendererUnavailableError: as for `pdf`.
        """
        require_reader(actor)
        with self._desk.database.read() as uow:
            draft = live(uow, key)
            if draft is None:
                raise DraftNotFoundError(key=key)
            stored = as_stored(uow, self._reader, with_files(uow, draft))
            definition = self._desk.library.loaded(stored).definition
            letterhead = self._letterhead(uow)
        return self._printed(definition, letterhead, paper)

    def _letterhead(self, uow: UnitOfWork) -> JsonObject:
        return self._lists.facts(uow, now=self._desk.clock.now()).letterhead

    def _printed(
        self, definition: ProcessDefinition, letterhead: JsonObject, paper: Paper
    ) -> bytes:
        if len(definition.steps) > MOST_STEPS:
            raise SopTooLongError(steps=len(definition.steps), limit=MOST_STEPS)
        words = sheet_words(definition, sheet_of(definition, paper), letterhead)
        return self._renderer.render(_TEMPLATE.read_text(encoding="utf-8"), words)
