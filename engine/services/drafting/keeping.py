"""What every change of an SOP's draft begins and ends with, inside a transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.identity import Actor, Right
from engine.domain.sop_drafts import (
    DraftOrigin,
    DraftRevision,
    DraftState,
    RevisionKind,
    SopDraft,
    SopFiles,
    is_same_sitting,
)
from engine.domain.values import ProcessKey
from engine.errors import (
    DraftConflictError,
    DraftExistsError,
    DraftNotFoundError,
    DraftSubmittedError,
    RefusedError,
)
from engine.services.definitions.bundle import Supplies
from engine.services.transactions.access import require_right
from engine.services.transactions.changes import Changes
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDraft:
    """A draft with its files, as they are now."""

    draft: SopDraft
    files: SopFiles


def supplies_of(files: SopFiles) -> Supplies:
    """Return what a draft hands in with its diagram."""
    return Supplies(forms=files.forms, templates=files.templates, tables=files.tables)


def files_of(stored: StoredDefinition) -> SopFiles:
    """Return what a version is made of."""
    return SopFiles(
        diagram=stored.xml,
        forms=stored.forms,
        templates=stored.templates,
        tables=stored.tables,
    )


def require_drafter(actor: Actor) -> None:
    """Raise RefusedError unless the actor may draft SOPs."""
    require_right(actor, Right.DRAFT, action="draft", subject="")


def require_reader(actor: Actor) -> None:
    """Raise RefusedError unless the actor may draft or approve SOPs."""
    if not (actor.has(Right.DRAFT) or actor.has(Right.APPROVE)):
        raise RefusedError(action="draft", subject="")


def live(uow: UnitOfWork, key: ProcessKey) -> SopDraft | None:
    """Return the draft of an SOP that is not closed, or None."""
    found = uow.sop_drafts.get(key)
    return None if found is None or found.state is DraftState.CLOSED else found


def with_files(uow: UnitOfWork, draft: SopDraft) -> OpenDraft:
    """Return a draft with the files of its newest revision."""
    newest = uow.sop_drafts.revision(draft.key, draft.revision)
    return OpenDraft(draft=draft, files=newest.files)


def editable(uow: UnitOfWork, actor: Actor, key: ProcessKey, revision: int) -> SopDraft:
    """Lock a draft that the actor may change, as it was seen.

    Raises:
        DraftNotFoundError: there is none.
        DraftSubmittedError: it waits for approval.
        DraftConflictError: it is not as the actor saw it.
    """
    draft = uow.sop_drafts.lock(key)
    if draft is None or draft.state is DraftState.CLOSED:
        raise DraftNotFoundError(key=key)
    if draft.state is DraftState.SUBMITTED:
        raise DraftSubmittedError(key=key, by=draft.editor_name)
    if draft.revision != revision:
        raise DraftConflictError(
            key=key,
            by=draft.editor_name,
            you=actor.name,
            at=draft.edited_at,
            revision=draft.revision,
        )
    return draft


def new(
    key: ProcessKey, name: str, origin: DraftOrigin, actor: Actor, now: datetime
) -> SopDraft:
    """Return the first state of a draft, without a base."""
    return SopDraft(
        key=key,
        name=name,
        state=DraftState.EDITING,
        origin=origin,
        base_version=None,
        revision=1,
        author=actor.user,
        author_name=actor.name,
        editor=actor.user,
        editor_name=actor.name,
        created_at=now,
        edited_at=now,
    )


def begin(uow: UnitOfWork, draft: SopDraft, files: SopFiles) -> SopDraft:
    """Store a draft with its first revision, after those of an earlier draft.

    Raises:
        DraftExistsError: the SOP has a draft already.
    """
    if not uow.sop_drafts.add(draft):
        earlier = uow.sop_drafts.lock(draft.key)
        if earlier is None or earlier.state is not DraftState.CLOSED:
            name = earlier.name if earlier else draft.name
            raise DraftExistsError(key=draft.key, name=name)
        draft = uow.sop_drafts.save(
            replace(draft, revision=earlier.revision + 1, version=earlier.version)
        )
    uow.sop_drafts.keep(_revision(draft, files, RevisionKind.BEGUN, draft.created_at))
    return draft


def keep(
    uow: UnitOfWork,
    draft: SopDraft,
    files: SopFiles,
    by: tuple[Actor, datetime],
    kind: RevisionKind = RevisionKind.SAVED,
) -> SopDraft:
    """Store the next revision of a locked draft and return the draft.

    Args:
        uow: in which the draft is locked.
        draft: as it was.
        files: as they are from now on.
        by: who changed them, and when.
        kind: saves of one person in one sitting are one entry.
    """
    actor, now = by
    last = uow.sop_drafts.revision(draft.key, draft.revision)
    continued = kind is RevisionKind.SAVED and is_same_sitting(last, actor.user, now)
    draft = uow.sop_drafts.save(
        replace(
            draft,
            revision=draft.revision + 1,
            editor=actor.user,
            editor_name=actor.name,
            edited_at=now,
        )
    )
    begun_at = last.begun_at if continued else now
    uow.sop_drafts.keep(
        _revision(draft, files, kind, begun_at),
        instead_of=last.revision if continued else None,
    )
    return draft


def close(uow: UnitOfWork, draft: SopDraft) -> SopDraft:
    """End a draft that was deployed or discarded; its revisions are forgotten."""
    uow.sop_drafts.forget(draft.key)
    return uow.sop_drafts.save(replace(draft, state=DraftState.CLOSED))


def record(
    uow: UnitOfWork, by: tuple[Actor, datetime], kind: str, draft: SopDraft
) -> None:
    """Add to the audit chain what happened to a draft as a whole."""
    actor, now = by
    changes = Changes(uow=uow, now=now, actor=actor)
    facts = {
        "process": draft.key,
        "name": draft.name,
        "base": draft.base_version,
        "revision": draft.revision,
    }
    changes.record(kind, facts=facts)
    changes.write()


def _revision(
    draft: SopDraft, files: SopFiles, kind: RevisionKind, begun_at: datetime
) -> DraftRevision:
    return DraftRevision(
        key=draft.key,
        revision=draft.revision,
        kind=kind,
        author=draft.editor,
        author_name=draft.editor_name,
        begun_at=begun_at,
        at=draft.edited_at,
        diagram=files.diagram,
        forms=dict(files.forms),
        templates=dict(files.templates),
        tables=dict(files.tables),
    )
