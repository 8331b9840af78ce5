"""Values of the engine as the members of JSON objects.

Instants are UTC and end in `Z`; durations are ISO 8601 or whole seconds of
working time.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from engine.domain.documents import Document
from engine.domain.durations import format_duration_iso
from engine.domain.forms import FormDefinition, default_submission
from engine.domain.instances import Instance
from engine.domain.problems import Problem
from engine.domain.tasks import Task
from engine.services.cases.case_reading import ChainedEvent, OpenCase
from engine.services.cases.casebook import CaseLine
from engine.services.cases.task_clock import TaskClock
from engine.services.cases.task_detail import TaskDetail
from engine.services.cases.worklist import WorkItem
from engine.services.deployment import Deployed
from engine.services.versions.catalog import SopLine
from engine.translations import sentence

Members = dict[str, Any]


def instant(at: datetime | None) -> str | None:
    """Return an aware instant as RFC 3339 in UTC; fractions are dropped."""
    if at is None:
        return None
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def task_of(task: Task, *, now: datetime) -> Members:
    """Return a task as every operation on tasks answers it."""
    until = task.ended_at or now
    return {
        "id": task.id,
        "instance": task.instance,
        "process": task.process,
        "element": task.element,
        "name": task.name,
        "kind": task.kind.value,
        "lane": task.lane,
        "role": task.role,
        "state": task.state.value,
        "round": task.round,
        "item": task.item,
        "item_index": task.item_index,
        "ready_at": instant(task.ready_at),
        "claimed_at": instant(task.claimed_at),
        "ended_at": instant(task.ended_at),
        "due_at": instant(task.due_at),
        "standard_seconds": task.standard_seconds,
        "late": task.due_at is not None and task.due_at < until,
        "paused": task.paused_at is not None,
        "assignee": None if task.assignee is None else _assignee(task),
        "decision": task.decision,
        "reason": task.reason,
        "version": task.version,
    }


def listed_task(item: WorkItem, *, now: datetime) -> Members:
    """Return a task of a list."""
    return {
        **task_of(item.task, now=now),
        "sop": item.sop,
        "step_number": item.step_number,
        "item_name": item.item,
        "case_number": item.case_number,
        "case_title": item.case_title,
        "clock": _clock(item.clock),
    }


def whole_task(detail: TaskDetail) -> Members:
    """Return a task with its form, its clock and what can be decided."""
    step, row = detail.step, detail.step.mutu_baku
    return {
        **task_of(detail.task, now=detail.now),
        "sop": detail.sop,
        "step_number": step.number,
        "item_name": detail.item,
        "case_number": detail.instance.number,
        "case_title": detail.instance.title,
        "clock": _clock(detail.clock),
        "instructions": step.instructions,
        "kelengkapan": row.kelengkapan,
        "output": row.output,
        "keterangan": row.keterangan,
        "form": _form(detail.form, detail),
        "defaults": default_submission(
            detail.form, case_data=detail.known, options=detail.lists
        ),
        "question": step.decision.question if step.decision else "",
        "choices": [
            {
                "label": way.choice.label,
                "flow": way.choice.flow,
                "leads_back": way.choice.leads_back,
                "lane": way.lane,
                "officer": way.officer,
            }
            for way in detail.ways
        ],
        "submission": detail.task.submission,
        "may_act": detail.may_act,
        "acting": detail.acting.value,
        "pause_reason": detail.pause_reason,
        "documents": [document_of(one) for one in detail.documents],
        "comments": [comment_of(one) for one in detail.comments],
    }


def comment_of(comment: Any) -> Members:  # noqa: ANN401 - a value of the store
    """Return a remark on a case."""
    return {
        "id": comment.id,
        "task": comment.task,
        "author": comment.author,
        "author_name": comment.author_name,
        "text": comment.text,
        "at": instant(comment.at),
    }


def case_line(line: CaseLine, *, now: datetime) -> Members:
    """Return a case of a list."""
    waiting = [task_of(one, now=now) for one in line.open]
    return _case(line.case, line.sop, line.version) | {
        "late": line.late,
        "open_tasks": waiting,
    }


def whole_case(found: OpenCase) -> Members:
    """Return one case with its data."""
    waiting = [task_of(one, now=found.now) for one in found.open]
    return _case(found.case, found.sop, found.version) | {
        "late": found.late,
        "open_tasks": waiting,
        "parent": found.parent,
        "data": found.case.data,
    }


def event_of(chained: ChainedEvent) -> Members:
    """Return an event of a case's log."""
    event = chained.event
    return {
        "sequence": chained.sequence,
        "hash": chained.hash,
        "kind": event.kind,
        "at": instant(event.at),
        "actor": event.actor,
        "actor_name": event.actor_name,
        "on_behalf": event.on_behalf,
        "task": event.task,
        "facts": event.facts,
    }


def document_of(document: Document) -> Members:
    """Return what is known of a document; its file is asked for apart."""
    return {
        "id": document.id,
        "task": document.task,
        "name": document.name,
        "state": document.state.value,
        "template": document.template,
        "revision": document.revision,
        "superseded": document.superseded,
        "number": document.number,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256 or None,
        "created_at": instant(document.created_at),
    }


def process_of(line: SopLine) -> Members:
    """Return the newest version in use of a process."""
    summary = line.summary
    return {
        "key": summary.key,
        "version": summary.version,
        "name": summary.name,
        "file": summary.file,
        "checksum": summary.checksum,
        "note": summary.note,
        "deployed_at": instant(summary.deployed_at),
        "lanes": [
            {"lane": one.lane, "role": one.role, "officers": list(one.officers)}
            for one in line.lanes
        ],
        "steps": len(line.definition.steps),
        "running": line.running,
        "may_start": line.may_start,
    }


def deployed_of(deployed: Deployed, language: str) -> Members:
    """Return a process after deploying, with what the check says of it."""
    return {
        "key": deployed.key,
        "version": deployed.version,
        "name": deployed.name,
        "file": deployed.file,
        "unchanged": deployed.unchanged,
        "roles": list(deployed.roles),
        "problems": [finding_of(one, language) for one in deployed.problems],
    }


def finding_of(problem: Problem, language: str) -> Members:
    """Return a finding of a check, in words of a language."""
    key = f"check.{problem.code}"
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "element": problem.element,
        "name": problem.name,
        "line": problem.line,
        "message": sentence(key, language, problem.shown),
        "hint": sentence(f"{key}.hint", language, problem.shown),
    }


def _assignee(task: Task) -> Members:
    return {
        "id": task.assignee,
        "name": task.assignee_name,
        "kind": task.assignee_kind.value,
    }


def _clock(clock: TaskClock) -> Members:
    standard = clock.standard
    return {
        "left_seconds": _seconds(clock.left),
        "due_at": instant(clock.due_at),
        "standard": None if standard is None else format_duration_iso(standard),
        "paused": clock.paused,
        "runs_until": instant(clock.runs_until),
    }


def _seconds(left: timedelta | None) -> int | None:
    return None if left is None else int(left.total_seconds())


def _form(form: FormDefinition, detail: TaskDetail) -> Members:
    return {
        "key": form.key,
        "title": form.title,
        "schema": form.raw,
        "json_schema": form.json_schema,
        "lists": detail.lists,
    }


def _case(case: Instance, sop: str, version: int) -> Members:
    return {
        "id": case.id,
        "number": case.number,
        "process": case.process,
        "version": version,
        "sop": sop,
        "title": case.title,
        "period": case.period,
        "state": case.state.value,
        "reason": case.reason,
        "started_at": instant(case.started_at),
        "started_by": case.started_by,
        "ended_at": instant(case.ended_at),
    }
