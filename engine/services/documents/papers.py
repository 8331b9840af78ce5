"""Papers of the office itself, made from templates that belong to no step.

They are the partials of the newest deployed SOP that has them (`_perjanjian-kinerja`,
`_laporan-kinerja`, `_lkjip`), so an office edits them where it edits its letters.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.clock import Clock
from engine.domain.values import JsonObject
from engine.errors import DocumentNotFoundError
from engine.ports import Attachment, DocumentRenderer
from engine.services.documents.making import PARTIAL
from engine.services.office.directory import OfficeLists
from engine.store.database import Database, UnitOfWork


class Papers:
    """Makes PDFs at once, for whoever asks; nothing of them is kept."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        renderer: DocumentRenderer,
        lists: OfficeLists,
    ) -> None:
        self._database = database
        self._clock = clock
        self._renderer = renderer
        self._lists = lists

    def has(self, name: str) -> bool:
        """Tell whether a deployed SOP brings the template."""
        with self._database.read() as uow:
            return bool(_partials(uow, name))

    def make(
        self, name: str, told: Mapping[str, object], attachments: Sequence[Attachment]
    ) -> bytes:
        """Return a paper as PDF/A.

        Args:
            name: of the template, without the underscore it begins with.
            told: names that the template prints, beside the office's own.
            attachments: travel inside it.

        Raises:
            DocumentNotFoundError: no deployed SOP brings the template.
            InvalidError: template and data do not fit.
        """
        now = self._clock.now()
        with self._database.read() as uow:
            partials = _partials(uow, name)
            if not partials:
                raise DocumentNotFoundError(document=name)
            own = self._own(uow, now)
        source = f'{{% extends "{PARTIAL}{name}" %}}'
        return self._renderer.render(source, {**own, **told}, attachments, partials)

    def _own(self, uow: UnitOfWork, now: datetime) -> JsonObject:
        facts = self._lists.facts(uow, now=now)
        return {
            "kantor": facts.letterhead,
            "pejabat": {
                role: several[0].words() for role, several in facts.officers.items()
            },
            "seksi": {str(key): name for key, name in facts.sections.items()},
        }


def _partials(uow: UnitOfWork, name: str) -> dict[str, str]:
    keys = uow.definitions.keys()
    for key in keys:
        stored = uow.definitions.latest(key)
        if stored is not None and f"{PARTIAL}{name}" in stored.templates:
            return {
                known: text
                for known, text in stored.templates.items()
                if known.startswith(PARTIAL)
            }
    return {}
