"""What the editor asks: begin a diagram, judge it, keep it, take in another.

The check is the one of `deploy`: told of the office's forms, templates, roles and
processes, and of what the draft itself carries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.domain.checking import CheckReport, check
from engine.domain.identity import Actor
from engine.domain.problems import verdict_of
from engine.domain.sop_drafts import (
    DraftOrigin,
    SopDraft,
    SopFiles,
    key_of,
    require_key,
)
from engine.domain.values import FlowId, ProcessKey
from engine.errors import DiagramInvalidError, DraftNotFoundError
from engine.ports import DiagramReader
from engine.services.definitions.bundle import world_of
from engine.services.drafting.keeping import (
    OpenDraft,
    live,
    require_reader,
    supplies_of,
    with_files,
)
from engine.services.drafting.service import SopDraftService
from engine.store.database import Database

MOST_TRIES = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstDiagrams:
    """How diagrams begin.

    Attributes:
        small: key, name and two lanes to a diagram.
        adopted: a foreign file, the key and the name (or none) to a diagram of ours.
    """

    small: Callable[[str, str, tuple[str, str]], bytes]
    adopted: Callable[[bytes, str, str], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What a step can name: keys with what people call them, by name.

    Attributes:
        processes: deployed SOPs that a step can call.
    """

    roles: tuple[tuple[str, str], ...]
    forms: tuple[str, ...]
    templates: tuple[str, ...]
    tables: tuple[tuple[str, str], ...]
    processes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What the check says of a diagram while it is drawn.

    Attributes:
        returns: the arrows that lead back; empty where errors stand in the way.
    """

    report: CheckReport
    returns: tuple[FlowId, ...]


class DrawingService:
    """Serves the editor; every method needs the right to draft."""

    def __init__(
        self,
        *,
        database: Database,
        reader: DiagramReader,
        drafts: SopDraftService,
        first: FirstDiagrams,
    ) -> None:
        self._database = database
        self._reader = reader
        self._drafts = drafts
        self._first = first

    def begin(
        self, actor: Actor, name: str, lanes: tuple[str, str], key: str = ""
    ) -> SopDraft:
        """Begin a new SOP with a small diagram.

        Args:
            actor: who begins it.
            name: of the SOP.
            lanes: names of the first two lanes.
            key: of the SOP; made from its name where it is empty.

        Raises:
            RefusedError, DraftKeyInvalidError, DraftExistsError: see `create`.
        """
        wanted = require_key(key or self._free(name))
        diagram = self._first.small(wanted, name, lanes)
        files = SopFiles(diagram=diagram)
        return self._drafts.create(actor, wanted, name, files).draft

    def take_in(
        self, actor: Actor, name: str, source: bytes, key: str = ""
    ) -> SopDraft:
        """Begin a new SOP with a file of another tool.

        Raises:
            RefusedError, DraftKeyInvalidError, DraftExistsError: see `create`.
            DiagramInvalidError: the file cannot be read as a whole.
        """
        wanted = require_key(key or self._free(name))
        files = SopFiles(diagram=self._first.adopted(source, wanted, name))
        created = self._drafts.create(actor, wanted, name, files, DraftOrigin.IMPORT)
        return created.draft

    def replace(
        self, actor: Actor, key: ProcessKey, source: bytes, revision: int
    ) -> SopDraft:
        """Take a file for the diagram of a draft; forms and templates stay.

        Raises:
            DiagramInvalidError: the file cannot be read as a whole.
            RefusedError, ConflictError, NotFoundError: see `SopDraftService.save`.
        """
        return self.save(actor, key, self._first.adopted(source, key, ""), revision)

    def save(
        self, actor: Actor, key: ProcessKey, diagram: bytes, revision: int
    ) -> SopDraft:
        """Keep a drawn diagram with the forms and templates that the draft has.

        Raises:
            RefusedError, ConflictError, NotFoundError, InvalidError: see
                `SopDraftService.save`.
        """
        current = self._drafts.current(actor, key)
        files = replace(current.files, diagram=diagram)
        return self._drafts.save(actor, key, files, revision)

    def opened(self, actor: Actor, key: ProcessKey) -> OpenDraft:
        """Return a draft whose diagram is sure to have a drawing.

        Raises:
            RefusedError, DraftNotFoundError: see `SopDraftService.current`.
        """
        found = self._drafts.current(actor, key)
        diagram = self._first.adopted(found.files.diagram, key, "")
        return replace(found, files=replace(found.files, diagram=diagram))

    def check(self, actor: Actor, key: ProcessKey, diagram: bytes) -> Judged:
        """Judge a diagram as deploying the draft would; nothing is kept.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError: there is no such draft.
        """
        require_reader(actor)
        try:
            read = self._reader.read(diagram, f"{key}.bpmn")
        except DiagramInvalidError as error:
            problems = tuple(error.facts["problems"])
            report = CheckReport(
                file=f"{key}.bpmn",
                verdict=verdict_of(problems),
                problems=problems,
                processes=(),
            )
            return Judged(report=report, returns=())
        with self._database.read() as uow:
            draft = live(uow, key)
            if draft is None:
                raise DraftNotFoundError(key=key)
            files = with_files(uow, draft).files
            supplies = supplies_of(files)
            keys = {process.id for process in read.processes}
            world = world_of(uow, supplies, keys)
        report = check(read, known=world.known)
        flows = [
            flow
            for process in report.processes
            if process.canonical is not None
            for flow in process.canonical.flows
        ]
        return Judged(
            report=report, returns=tuple(one.id for one in flows if one.leads_back)
        )

    def surroundings(self, actor: Actor, key: ProcessKey) -> Surroundings:
        """Return what the steps of a draft can name.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError: there is no such draft.
        """
        require_reader(actor)
        with self._database.read() as uow:
            draft = live(uow, key)
            if draft is None:
                raise DraftNotFoundError(key=key)
            files = with_files(uow, draft).files
            supplies = supplies_of(files)
            world = world_of(uow, supplies, {key})
            tables = world.known.tables or {}
            roles = [(role.key, role.name) for role in uow.people.roles()]
            deployed = [(one.key, one.name) for one in uow.definitions.listing()]
        return Surroundings(
            roles=_by_name(roles),
            forms=tuple(sorted(world.forms)),
            templates=tuple(
                one for one in sorted(world.templates) if not one.startswith("_")
            ),
            tables=_by_name([(key, one.title) for key, one in tables.items()]),
            processes=_by_name([one for one in deployed if one[0] != key]),
        )

    def _free(self, name: str) -> str:
        """Return a key made from a name that no SOP and no draft has yet."""
        wanted = key_of(name)
        with self._database.read() as uow:
            taken = {str(one) for one in uow.definitions.keys()}  # noqa: SIM118
            taken |= {draft.key for draft in uow.sop_drafts.open()}
        tries = (f"{wanted}-{n}" if n > 1 else wanted for n in range(1, MOST_TRIES))
        return next((one for one in tries if one not in taken), wanted)


def _by_name(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda one: (one[1].casefold(), one[0])))
