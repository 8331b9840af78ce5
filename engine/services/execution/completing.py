"""Completing a task: one transaction from the officer's data to the next step."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace

from engine.domain import tasks
from engine.domain.definitions import Choice, Step
from engine.domain.forms import check_submission
from engine.domain.identity import Actor
from engine.domain.tasks import Task, TaskState
from engine.domain.values import JsonObject, TaskId
from engine.errors import (
    IdempotencyConflictError,
    IdempotencyKeyInvalidError,
)
from engine.ports import ProcessKernel
from engine.services.actions.made import make_actions
from engine.services.documents.paperwork import Paperwork
from engine.services.documents.uploads import require_own_files
from engine.services.execution.deciding import astray_told_at_fields
from engine.services.execution.progress import Progress
from engine.services.execution.submissions import (
    MAX_REASON,
    Completion,
    canonical,
    chosen,
    merged,
    named_item,
)
from engine.services.office.directory import OfficeLists
from engine.services.performance.realisations import REPORT, take_report
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.services.transactions.locking import LockedTask, locked_task

MAX_KEY = 200
_LETTERS = 16  # of the key's digest, which stands before the request's


class Completing:
    """The one way in which a person's step ends."""

    def __init__(
        self,
        *,
        desk: Desk,
        kernel: ProcessKernel,
        progress: Progress,
        paperwork: Paperwork,
        lists: OfficeLists,
    ) -> None:
        self._desk = desk
        self._kernel = kernel
        self._progress = progress
        self._paperwork = paperwork
        self._lists = lists

    def complete(self, task_id: TaskId, actor: Actor, completion: Completion) -> Task:
        """Complete a task and let its case go on."""
        key = _completion_key(completion, actor)
        with locked_task(self._desk.database, task_id) as locked:
            if key is not None and _is_repeated(
                locked.task, key, completion.idempotency_key
            ):
                return locked.task
            changes, task = self._desk.begin(locked, actor, completion.version)
            tasks.require_may_complete(task, actor, now=changes.now)
            step = self._desk.step(locked)
            choice = chosen(step, completion)
            done = tasks.complete(
                task,
                actor,
                submission=self._checked(locked, completion.data, changes),
                decision=choice.label if choice else None,
                reason=completion.reason.strip()[:MAX_REASON],
                now=changes.now,
            )
            done = replace(done, completion_key=key)
            self._go_on(locked, changes, done, step, choice)
            changes.write()
            return replace(done, version=done.version + 1)

    def _checked(
        self, locked: LockedTask, data: JsonObject, changes: Changes
    ) -> JsonObject:
        """Return the submission as the step's form takes it."""
        step = self._desk.step(locked)
        form = self._desk.loaded(locked).form_of(step)
        known = locked.instance.data | named_item(step, locked.task.item)
        lists = self._lists.of(locked.uow, form, known, now=changes.now)
        checked = check_submission(form, data, case_data=known, options=lists)
        if not locked.task.simulated:
            require_own_files(locked.uow, locked.instance.id, checked.files)
        return dict(checked.values)

    def _go_on(
        self,
        locked: LockedTask,
        changes: Changes,
        done: Task,
        step: Step,
        choice: Choice | None,
    ) -> None:
        loaded, instance = self._desk.loaded(locked), locked.instance
        submission = done.submission or {}
        data = merged(
            instance.data, step, submission, item=done.item, place=done.item_index
        )
        changes.save(done)
        changes.keep(replace(instance, data=data))
        self._report(changes, done, data)
        facts: JsonObject = {"submission": _digest(canonical(submission), size=18)}
        if choice is not None:
            facts |= {"decision": choice.label, "back": choice.leads_back}
        changes.record(
            "task.completed", instance=instance.id, task=done.id, facts=facts
        )
        # What is sent back is not finished: it gets no document, number or action.
        if choice is None or not choice.leads_back:
            self._paperwork.draw_up(changes, loaded, step, done)
            if make_actions(changes, done, loaded.form_of(step)):
                self._lists.forget()
        with astray_told_at_fields(loaded.definition, step):
            moved = self._kernel.complete(
                loaded.definition,
                instance.snapshot,
                done.token,
                data,
                choice.flow if choice else None,
            )
        self._progress.record(changes, instance.id, moved)

    def _report(self, changes: Changes, done: Task, data: JsonObject) -> None:
        """Keep the figures of a step that reports them."""
        if REPORT in (done.submission or {}):
            facts = self._lists.facts(changes.uow, now=changes.now)
            take_report(changes, done, data, frozenset(facts.indicators))


def _completion_key(completion: Completion, actor: Actor) -> str | None:
    """Return digests of key and request, which tell a repetition from a conflict."""
    key = completion.idempotency_key
    if key is None:
        return None
    if not key.strip() or len(key) > MAX_KEY:
        raise IdempotencyKeyInvalidError(limit=MAX_KEY)
    request = canonical(
        {
            "actor": actor.user,
            "data": completion.data,
            "decision": completion.decision,
            "reason": completion.reason,
        }
    )
    return _digest(key.encode("utf-8", "surrogatepass")) + _digest(request)


def _is_repeated(task: Task, key: str, told: str | None) -> bool:
    if task.state is not TaskState.COMPLETED or task.completion_key is None:
        return False
    if task.completion_key == key:
        return True
    if task.completion_key[:_LETTERS] == key[:_LETTERS]:
        raise IdempotencyConflictError(key=told)
    return False


def _digest(content: bytes, *, size: int = 12) -> str:
    """Return a digest as text, four letters for three bytes of it."""
    digest = hashlib.blake2b(content, digest_size=size).digest()
    return urlsafe_b64encode(digest).decode()
