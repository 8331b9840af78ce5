"""Approval of drafts: handed in by one person, approved by another, then deployed.

A draft that waits cannot be changed. What is approved is exactly what was handed
in: the approval names the submission, and the draft is locked with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.identity import Actor, Assignment, Right, User
from engine.domain.sop_drafts import DraftState, SopDraft, SopFiles
from engine.domain.values import JsonObject, ProcessKey, UserId
from engine.domain.versions import SopSubmission, SubmissionState, may_decide
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import (
    FourEyesError,
    NothingChangedError,
    ReasonMissingError,
    SubmissionGoneError,
)
from engine.services.definitions.bundle import SourceFile
from engine.services.deployment import DeploymentService, DeployOrder
from engine.services.drafting.approval_reading import same_files
from engine.services.drafting.keeping import (
    close,
    editable,
    require_drafter,
    with_files,
)
from engine.services.drafting.summons import Summons
from engine.services.execution.submissions import MAX_REASON
from engine.services.people.four_eyes import approvers
from engine.services.transactions.access import require_right
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition

Stamp = Callable[[bytes, str, Mapping[str, str]], bytes]
_ZONE = ZoneInfo(DEFAULT_ZONE)


class ApprovalService:
    """Takes drafts in, and decides on them."""

    def __init__(
        self,
        *,
        desk: Desk,
        deployment: DeploymentService,
        stamp: Stamp,
        summons: Summons,
    ) -> None:
        self._desk = desk
        self._deployment = deployment
        self._stamp = stamp
        self._summons = summons

    def submit(
        self, key: ProcessKey, actor: Actor, *, revision: int, note: str
    ) -> SopSubmission:
        """Hand a draft in; it cannot be changed until it is decided.

        Args:
            key: of the SOP.
            actor: who drafts.
            revision: of the draft that the actor saw.
            note: what is new; needed.

        Raises:
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError, ReasonMissingError.
            NothingChangedError: it is what the newest version is.
            DiagramInvalidError, FormInvalidError: it cannot be deployed.
        """
        require_drafter(actor)
        words = _words(note, "submit")
        with self._desk.database.write() as uow:
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            draft = editable(uow, actor, key, revision)
            files = with_files(uow, draft).files
            _require_changed(key, files, uow.definitions.latest(key))
            self._deployment.require_deployable(uow, _order(draft, files, words))
            submission = _handed_in(changes, draft, words)
            uow.sop_drafts.save(replace(draft, state=DraftState.SUBMITTED))
            uow.versions.submit(submission)
            _record(changes, "sop.submitted", submission)
            people = [one for one, _ in approvers(uow, changes.now)]
            others = [one for one in people if one.id not in submission.drafters]
            self._summons.call(uow, submission, others or people, changes.now)
            changes.write()
        return submission

    def withdraw(self, key: ProcessKey, submission: str, actor: Actor) -> None:
        """Take back what was handed in, to change it.

        Raises:
            RefusedError: the actor may not draft SOPs.
            SubmissionGoneError: it does not wait any more.
        """
        require_drafter(actor)
        self._decline(
            key, submission, actor, (SubmissionState.WITHDRAWN, "sop.withdrawn", "")
        )

    def refuse(
        self, key: ProcessKey, submission: str, actor: Actor, *, reason: str
    ) -> None:
        """Send a draft back to who drafted it, with a reason.

        Raises:
            RefusedError: the actor may not approve SOPs.
            ReasonMissingError, SubmissionGoneError.
        """
        require_right(actor, Right.APPROVE, action="approve", subject=key)
        words = _words(reason, "refuse")
        self._decline(
            key, submission, actor, (SubmissionState.REFUSED, "sop.refused", words)
        )

    def approve(self, key: ProcessKey, submission: str, actor: Actor) -> int:
        """Approve a draft and deploy it; return the number of its version.

        The version names who approved it, and when, in its identity block.

        Raises:
            RefusedError: the actor may not approve SOPs.
            FourEyesError: the actor drafted it, and others may approve.
            SubmissionGoneError: it does not wait any more.
            DiagramInvalidError, FormInvalidError: it cannot be deployed any more.
        """
        require_right(actor, Right.APPROVE, action="approve", subject=key)
        with self._desk.database.write() as uow:
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            waiting, draft = _locked(uow, key, submission)
            people = approvers(uow, changes.now)
            if not may_decide(waiting, actor.user, [user.id for user, _ in people]):
                names = [user.name for user, _ in people if user.id != actor.user]
                raise FourEyesError(key=key, approvers=", ".join(names))
            files = with_files(uow, draft).files
            own = [one for one, post in people if one.id == actor.user]
            posts = [post for one, post in people if one.id == actor.user]
            words = _signed(actor, own, posts, changes.now)
            base = uow.definitions.latest(key)
            words["tanggalPembuatan" if base is None else "tanggalRevisi"] = _day(
                changes.now
            )
            files = replace(files, diagram=self._stamp(files.diagram, key, words))
            order = _order(draft, files, waiting.note, waiting.submitted_by)
            deployed = self._deployment.deploy_within(changes, order)
            version = next(one.version for one in deployed if one.key == key)
            close(uow, draft)
            decided = _decided(waiting, SubmissionState.APPROVED, changes)
            uow.versions.decide(replace(decided, deployed=version))
            _record(changes, "sop.approved", waiting, {"version": version})
            self._summons.settle(uow, waiting, changes.now)
            changes.write()
        return version

    def _decline(
        self,
        key: ProcessKey,
        submission: str,
        actor: Actor,
        how: tuple[SubmissionState, str, str],
    ) -> None:
        state, kind, reason = how
        with self._desk.database.write() as uow:
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            waiting, draft = _locked(uow, key, submission)
            uow.sop_drafts.save(replace(draft, state=DraftState.EDITING))
            decided = _decided(waiting, state, changes)
            uow.versions.decide(replace(decided, reason=reason))
            _record(changes, kind, waiting, {"reason": reason})
            self._summons.settle(uow, waiting, changes.now)
            changes.write()


def _handed_in(changes: Changes, draft: SopDraft, note: str) -> SopSubmission:
    """Return the submission of a draft, with everybody who had a hand in it."""
    authors = [one.author for one in changes.uow.sop_drafts.history(draft.key)]
    return SopSubmission(
        id=new_id(),
        key=draft.key,
        name=draft.name,
        revision=draft.revision,
        drafters=tuple(sorted({draft.author, *authors, changes.actor.user})),
        submitted_by=changes.actor.user,
        submitted_name=changes.actor.name,
        submitted_at=changes.now,
        note=note,
    )


def _locked(
    uow: UnitOfWork, key: ProcessKey, submission: str
) -> tuple[SopSubmission, SopDraft]:
    waiting = uow.versions.lock_waiting(key)
    draft = uow.sop_drafts.lock(key)
    if waiting is None or draft is None or waiting.id != submission:
        raise SubmissionGoneError(key=key)
    if draft.state is not DraftState.SUBMITTED or draft.revision != waiting.revision:
        raise SubmissionGoneError(key=key)
    return waiting, draft


def _order(
    draft: SopDraft, files: SopFiles, note: str, author: UserId | None = None
) -> DeployOrder:
    source = SourceFile(name=f"{draft.key}.bpmn", content=files.diagram)
    return DeployOrder(
        files=[source],
        forms=files.forms,
        templates=files.templates,
        tables=files.tables,
        note=note,
        author=author,
        replace=True,
    )


def _require_changed(
    key: ProcessKey, files: SopFiles, latest: StoredDefinition | None
) -> None:
    if latest is not None and same_files(files, latest):
        raise NothingChangedError(key=key, version=latest.version)


def _decided(
    waiting: SopSubmission, state: SubmissionState, changes: Changes
) -> SopSubmission:
    return replace(
        waiting,
        state=state,
        decided_by=changes.actor.user,
        decided_name=changes.actor.name,
        decided_at=changes.now,
    )


def _signed(
    actor: Actor, users: list[User], posts: list[Assignment], now: datetime
) -> dict[str, str]:
    """Return what the identity block says of an approval."""
    title = posts[0].title if posts else ""
    nip = users[0].nip if users else ""
    lines = [title.upper(), actor.name, f"NIP. {nip}" if nip else ""]
    return {
        "disahkanOleh": "\n".join(line for line in lines if line),
        "tanggalEfektif": _day(now),
    }


def _day(now: datetime) -> str:
    return now.astimezone(_ZONE).date().isoformat()


def _record(
    changes: Changes,
    kind: str,
    submission: SopSubmission,
    more: JsonObject | None = None,
) -> None:
    facts: JsonObject = {
        "process": submission.key,
        "name": submission.name,
        "revision": submission.revision,
        "submission": submission.id,
    }
    changes.record(kind, facts=facts | (more or {}))


def _words(text: str, action: str) -> str:
    words = text.strip()[:MAX_REASON]
    if not words:
        raise ReasonMissingError(action=action)
    return words
