"""Tindak lanjut: the board of open actions, one's own, and how they go.

An action is seen by its post, by everybody with a lane in its SOP and by those
who supervise; told of by its post and by those who supervise.
"""

from dataclasses import replace
from datetime import datetime

from engine.domain.actions import (
    Action,
    ActionNote,
    ActionState,
    next_day,
)
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.values import InstanceId, TaskId
from engine.errors import (
    ActionEndedError,
    ActionNotFoundError,
    ActionRefusedError,
    ProgressInvalidError,
)
from engine.services.actions.cards import (
    ZONE,
    ActionCard,
    ActionDetail,
    Board,
    Told,
    card_of,
    morning_of,
)
from engine.services.documents.uploads import UploadService
from engine.services.office.directory import OfficeLists
from engine.services.office.open_actions import Officers
from engine.services.transactions import access
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.sight import Sight
from engine.store.database import UnitOfWork

MOST_WORDS = 2_000
WHOLE = 100


class ActionService:
    """Actions that were promised."""

    def __init__(
        self, *, desk: Desk, lists: OfficeLists, uploads: UploadService
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._uploads = uploads
        self._sight = Sight(library=desk.library)

    def board(self, actor: Actor, *, ended: int = 20) -> Board:
        """Return the actions that the actor may see, soonest due first."""
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            eyes = self._sight.of(uow, actor)
            officers = self._officers(uow, now)

            def seen(found: list[tuple[Action, str]]) -> tuple[ActionCard, ...]:
                return tuple(
                    card_of(action, actor, officers, now)
                    for action, version in found
                    if eyes.all
                    or action.role in actor.roles
                    or version in eyes.definitions
                )

            return Board(
                open=seen(list(uow.actions.open())),
                ended=seen(list(uow.actions.ended(limit=ended))),
            )

    def detail(self, action_id: str, actor: Actor) -> ActionDetail:
        """Return an action with all that was told of it.

        Raises:
            ActionNotFoundError: there is none, or it is not the actor's to see.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            action, case = self._seen(uow, action_id, actor)
            notes = tuple(uow.actions.notes(action.id))
            return ActionDetail(
                card=card_of(action, actor, self._officers(uow, now), now),
                case=case,
                notes=notes,
                files={
                    one.evidence: uow.documents.get(one.evidence)
                    for one in notes
                    if one.evidence is not None
                },
                may_tell=_may_tell(action, actor),
            )

    def of_case(self, instance: InstanceId, actor: Actor) -> list[ActionCard]:
        """Return the actions of a case that the actor may see.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            self._desk.seen_case(uow, instance, actor)
            officers = self._officers(uow, now)
            return [
                card_of(one, actor, officers, now)
                for one in uow.actions.of_instance(instance)
            ]

    def tell(self, action_id: str, actor: Actor, told: Told, *, version: int) -> Action:
        """Note how an action goes; 100 percent ends it.

        Raises:
            ActionNotFoundError, ActionEndedError, ActionRefusedError,
            ProgressInvalidError, VersionConflictError; FileEmptyError,
            FileTooLargeError, FileTypeRefusedError, CaseQuotaError.
        """
        words = told.text.strip()[:MOST_WORDS]
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            action = self._open_for(uow, action_id, actor)
            if not words or not 0 <= told.progress <= WHOLE:
                raise ProgressInvalidError
            changes = Changes(uow=uow, now=now, actor=actor, role=action.role)
            evidence = None
            if told.file is not None:
                place = (action.instance, action.task)
                evidence = self._uploads.evidence(changes, place, *told.file)
            uow.actions.add_note(
                ActionNote(
                    id=new_id(),
                    action=action.id,
                    place=version,
                    at=now,
                    author=actor.user,
                    author_name=actor.name,
                    text=words,
                    progress=told.progress,
                    evidence=evidence.id if evidence is not None else None,
                )
            )
            kept = self._kept(changes, action, told.progress, version)
        self._lists.forget()
        return kept

    def drop(self, action_id: str, actor: Actor, reason: str, *, version: int) -> None:
        """Take an action back; those who supervise may.

        Raises:
            ActionNotFoundError, ActionEndedError, ActionRefusedError,
            ProgressInvalidError, VersionConflictError.
        """
        words = reason.strip()[:MOST_WORDS]
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            action = self._open_for(uow, action_id, actor)
            if not actor.has(Right.SUPERVISE):
                raise ActionRefusedError
            if not words:
                raise ProgressInvalidError
            changes = Changes(uow=uow, now=now, actor=actor)
            uow.actions.add_note(
                ActionNote(
                    id=new_id(),
                    action=action.id,
                    place=version,
                    at=now,
                    author=actor.user,
                    author_name=actor.name,
                    text=words,
                    progress=action.progress,
                )
            )
            uow.actions.save(
                replace(
                    action,
                    state=ActionState.DROPPED,
                    ended_at=now,
                    remind_at=None,
                    version=version,
                )
            )
            _record(changes, action, "action.dropped")
        self._lists.forget()

    def _kept(
        self, changes: Changes, action: Action, progress: int, version: int
    ) -> Action:
        done = progress == WHOLE
        today = changes.now.astimezone(ZONE).date()
        day = None if done else next_day(action, today)
        saved = changes.uow.actions.save(
            replace(
                action,
                progress=progress,
                state=ActionState.DONE if done else ActionState.OPEN,
                ended_at=changes.now if done else None,
                remind_at=morning_of(day) if day is not None else None,
                version=version,
            )
        )
        _record(changes, action, "action.done" if done else "action.told")
        return saved

    def _open_for(self, uow: UnitOfWork, action_id: str, actor: Actor) -> Action:
        action, _ = self._seen(uow, action_id, actor)
        if not _may_tell(action, actor):
            raise ActionRefusedError
        if action.state is not ActionState.OPEN:
            raise ActionEndedError
        return action

    def _seen(
        self, uow: UnitOfWork, action_id: str, actor: Actor
    ) -> tuple[Action, Instance]:
        action = uow.actions.get(action_id)
        case = uow.instances.get(action.instance)
        loaded = self._desk.library.of(uow, case.definition)
        if action.role not in actor.roles and not access.may_see(
            uow, actor, case, loaded
        ):
            raise ActionNotFoundError(action=action_id)
        return action, case

    def _officers(self, uow: UnitOfWork, now: datetime) -> Officers:
        return self._lists.facts(uow, now=now).officers


def _may_tell(action: Action, actor: Actor) -> bool:
    return action.role in actor.roles or actor.has(Right.SUPERVISE)


def _record(changes: Changes, action: Action, kind: str) -> None:
    changes.record(
        kind,
        instance=action.instance,
        task=TaskId(action.task),
        facts={"action": action.id},
    )
    # Whatever was told needs nobody's eye any more.
    changes.uow.notices.settle(TaskId(action.id), now=changes.now)
    changes.write()
