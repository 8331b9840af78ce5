"""Any version of an SOP as the ministry's document, a PDF."""

from pathlib import Path

from engine.domain.sop_sheet import Paper, sheet_of
from engine.domain.values import ProcessKey
from engine.errors import ProcessNotFoundError, SopTooLongError
from engine.ports import DocumentRenderer
from engine.services.desk import Desk
from engine.services.office import OfficeLists
from engine.services.sop_words import sheet_words

MOST_STEPS = 300
"""Steps of an SOP that is printed; more would be a book, and keep others waiting."""
_TEMPLATE = Path(__file__).parent.parent / "templates" / "lembar-sop.html.j2"


class SopPrints:
    """Prints versions; every officer may read every SOP."""

    def __init__(
        self, *, desk: Desk, lists: OfficeLists, renderer: DocumentRenderer
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._renderer = renderer

    def pdf(self, key: ProcessKey, version: int, paper: Paper) -> bytes:
        """Return the document of a version.

        Raises:
            ProcessNotFoundError: there is none.
            SopTooLongError: it has more steps than can be printed.
            RendererUnavailableError: no PDF can be made now.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            versions = uow.definitions.versions(key)
            wanted = next((one.id for one in versions if one.version == version), None)
            if wanted is None:
                raise ProcessNotFoundError(key=key)
            definition = self._desk.library.of(uow, wanted).definition
            letterhead = self._lists.facts(uow, now=now).letterhead
        if len(definition.steps) > MOST_STEPS:
            raise SopTooLongError(steps=len(definition.steps), limit=MOST_STEPS)
        words = sheet_words(definition, sheet_of(definition, paper), letterhead)
        return self._renderer.render(_TEMPLATE.read_text(encoding="utf-8"), words)
