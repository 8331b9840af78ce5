"""Two versions of an SOP side by side, or a version and the draft of the next."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.differences import Difference, VersionFiles, difference
from engine.domain.identity import Actor, Right
from engine.domain.layout import Layout
from engine.domain.values import ProcessKey
from engine.errors import DraftNotFoundError, ProcessNotFoundError
from engine.ports import DiagramReader
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.definitions.drawings import Drawings
from engine.services.drafting.compiling import as_stored
from engine.services.drafting.keeping import live, require_reader, with_files
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.values import DefinitionSummary


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        version: its number; None for the draft.
        at: when it was deployed, or last saved.
    """

    version: int | None
    at: datetime
    note: str
    loaded: LoadedDefinition
    layout: Layout


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """Two sides and what is different in the second.

    Attributes:
        versions: numbers to choose from, newest first.
        has_draft: the draft may be chosen, too.
    """

    key: ProcessKey
    name: str
    before: Side
    after: Side
    difference: Difference
    versions: tuple[int, ...]
    has_draft: bool


class ComparingService:
    """Compares versions."""

    def __init__(
        self, *, desk: Desk, reader: DiagramReader, drawings: Drawings
    ) -> None:
        self._desk = desk
        self._reader = reader
        self._drawings = drawings

    def compare(
        self,
        key: ProcessKey,
        actor: Actor,
        before: int | None = None,
        after: int | None = None,
        *,
        draft: bool = False,
    ) -> Compared:
        """Return what is different.

        Args:
            key: of the SOP.
            actor: may read versions; a draft only if they draft or approve.
            before: number; the version before `after` where None.
            after: number; the newest where None.
            draft: compare the draft instead of `after`; so it is, too, where nothing
                is asked for and the only other thing to compare is the draft.

        Raises:
            ProcessNotFoundError: there is no such version, or only one.
            RefusedError, DraftNotFoundError, DiagramInvalidError: of the draft.
        """
        if draft:
            require_reader(actor)
        with self._desk.database.read() as uow:
            versions = uow.definitions.versions(key)
            has_draft = live(uow, key) is not None
            is_free = before is None and after is None and len(versions) == 1
            draft = draft or (is_free and has_draft and _may_read(actor))
            first, second = self._sides(uow, (key, versions), (before, after, draft))
        return Compared(
            key=key,
            name=second.loaded.definition.name,
            before=first,
            after=second,
            difference=difference(_files(first.loaded), _files(second.loaded)),
            versions=tuple(one.version for one in versions),
            has_draft=has_draft,
        )

    def _sides(
        self,
        uow: UnitOfWork,
        of: tuple[ProcessKey, list[DefinitionSummary]],
        wanted: tuple[int | None, int | None, bool],
    ) -> tuple[Side, Side]:
        key, versions = of
        before, after, draft = wanted
        if draft:
            second = self._draft(uow, key)
        else:
            second = self._version(uow, _chosen(key, versions, after))
        among = versions if before is not None else _before(versions, second)
        return self._version(uow, _chosen(key, among, before)), second

    def _version(self, uow: UnitOfWork, summary: DefinitionSummary) -> Side:
        return Side(
            version=summary.version,
            at=summary.deployed_at,
            note=summary.note,
            loaded=self._desk.library.of(uow, summary.id),
            layout=self._drawings.of(uow, summary.id),
        )

    def _draft(self, uow: UnitOfWork, key: ProcessKey) -> Side:
        found = live(uow, key)
        if found is None:
            raise DraftNotFoundError(key=key)
        stored = as_stored(uow, self._reader, with_files(uow, found))
        return Side(
            version=None,
            at=found.edited_at,
            note="",
            loaded=self._desk.library.loaded(stored),
            layout=self._drawings.drawn(stored),
        )


def _may_read(actor: Actor) -> bool:
    return actor.has(Right.DRAFT) or actor.has(Right.APPROVE)


def _before(versions: list[DefinitionSummary], side: Side) -> list[DefinitionSummary]:
    """Return the versions that were there before a side."""
    newest = side.version
    return [one for one in versions if newest is None or one.version < newest]


def _chosen(
    key: ProcessKey, versions: list[DefinitionSummary], version: int | None
) -> DefinitionSummary:
    wanted = [one for one in versions if version in (None, one.version)]
    if not wanted:
        raise ProcessNotFoundError(key=key)
    return wanted[0]


def _files(loaded: LoadedDefinition) -> VersionFiles:
    return VersionFiles(
        definition=loaded.definition,
        forms={str(key): form for key, form in loaded.forms.items()},
        templates={str(key): text for key, text in loaded.templates.items()},
        tables=dict(loaded.tables),
    )
