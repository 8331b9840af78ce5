"""How far the draft of an SOP is, for those who draft and those who approve."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.identity import Actor, Right
from engine.domain.sop_drafts import SopDraft, SopFiles
from engine.domain.values import ProcessKey
from engine.domain.versions import SopSubmission, SubmissionState, may_decide
from engine.errors import DraftNotFoundError
from engine.services.definitions.bundle import checksum_of
from engine.services.drafting.keeping import live, require_reader, with_files
from engine.services.people.four_eyes import approvers
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalPage:
    """How far an SOP's draft is.

    Attributes:
        draft: that is being edited or waits; None without one.
        waiting: what waits for approval, or None.
        past: what was decided before, newest first.
        approvers: names of those who hold the right.
        may_submit, may_approve, may_withdraw: of the reader.
        four_eyes: the reader holds the right and drafted it, and others can.
        unchanged: the draft is what the newest version is.
    """

    key: ProcessKey
    name: str
    draft: SopDraft | None
    waiting: SopSubmission | None
    past: tuple[SopSubmission, ...]
    approvers: tuple[str, ...]
    may_submit: bool
    may_approve: bool
    may_withdraw: bool
    four_eyes: bool
    unchanged: bool


class ApprovalReading:
    """Reads drafts on their way to approval."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def page(self, key: ProcessKey, actor: Actor) -> ApprovalPage:
        """Return how far the draft of an SOP is.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError: there is neither a draft nor a submission.
        """
        require_reader(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            draft = live(uow, key)
            known = uow.versions.submissions(key)
            if draft is None and not known:
                raise DraftNotFoundError(key=key)
            return self._page(uow, actor, (draft, known), now)

    def waiting(self, actor: Actor) -> list[SopSubmission]:
        """Return what waits for approval, for whoever drafts or approves."""
        if not (actor.has(Right.DRAFT) or actor.has(Right.APPROVE)):
            return []
        with self._desk.database.read() as uow:
            return uow.versions.waiting()

    def _page(
        self,
        uow: UnitOfWork,
        actor: Actor,
        found: tuple[SopDraft | None, list[SopSubmission]],
        now: datetime,
    ) -> ApprovalPage:
        draft, known = found
        waiting = next(
            (one for one in known if one.state is SubmissionState.WAITING), None
        )
        people = [user for user, _ in approvers(uow, now)]
        ids = [user.id for user in people]
        is_free = waiting is not None and may_decide(waiting, actor.user, ids)
        named = draft or known[0]
        return ApprovalPage(
            key=named.key,
            name=named.name,
            draft=draft,
            waiting=waiting,
            past=tuple(one for one in known if one is not waiting),
            approvers=tuple(dict.fromkeys(user.name for user in people)),
            may_submit=waiting is None and actor.has(Right.DRAFT),
            may_approve=is_free and actor.has(Right.APPROVE),
            may_withdraw=waiting is not None and actor.has(Right.DRAFT),
            four_eyes=waiting is not None and not is_free and actor.has(Right.APPROVE),
            unchanged=draft is not None and _is_unchanged(uow, draft),
        )


def _is_unchanged(uow: UnitOfWork, draft: SopDraft) -> bool:
    latest = uow.definitions.latest(draft.key)
    return latest is not None and same_files(with_files(uow, draft).files, latest)


def same_files(files: SopFiles, latest: StoredDefinition) -> bool:
    """Tell whether a draft is what a version is, as far as that uses it."""
    known = {key: files.forms.get(key, text) for key, text in latest.forms.items()}
    letters = {
        key: files.templates.get(key, text) for key, text in latest.templates.items()
    }
    tables = {key: files.tables.get(key, text) for key, text in latest.tables.items()}
    return checksum_of(files.diagram, known, letters, tables) == latest.checksum
