"""A draft compiled as it would be, were it deployed now; nothing is stored."""

from engine.domain.checking import check
from engine.domain.values import DefinitionId
from engine.ports import DiagramReader
from engine.services.definitions.bundle import (
    OFFICE_CALENDAR,
    SourceFile,
    bundle_of,
    world_of,
)
from engine.services.definitions.compiler import known_to_json, process_of
from engine.services.drafting.keeping import OpenDraft, supplies_of
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition


def as_stored(
    uow: UnitOfWork, reader: DiagramReader, opened: OpenDraft
) -> StoredDefinition:
    """Return a draft as the store would keep it; its version is 0.

    Raises:
        DiagramInvalidError, FormInvalidError: it cannot be deployed as it is.
    """
    draft, files = opened.draft, opened.files
    source = SourceFile(name=f"{draft.key}.bpmn", content=files.diagram)
    diagram = reader.read(source.content, source.name)
    supplies = supplies_of(files)
    world = world_of(uow, supplies, {draft.key})
    report = check(diagram, known=world.known)
    bundle = bundle_of(world, source, report, process_of(report, draft.key))
    return StoredDefinition(
        id=DefinitionId(f"draf-{draft.key}-{draft.revision}"),
        key=draft.key,
        version=0,
        name=bundle.name,
        file=source.name,
        process_id=draft.key,
        xml=source.content,
        checksum=bundle.checksum,
        forms=bundle.forms,
        templates=bundle.templates,
        tables=bundle.tables,
        author=draft.author,
        note="",
        deployed_at=draft.edited_at,
        calendar=OFFICE_CALENDAR,
        roles=bundle.roles,
        known=known_to_json(world.known),
    )
