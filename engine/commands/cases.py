"""`run`: plays one case on a virtual clock and prints how it went."""

import os
from argparse import Namespace
from datetime import datetime, tzinfo
from pathlib import Path

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock, SystemClock
from engine.commands.database import prepared, shipped_order
from engine.commands.files import bytes_of, shipped_root
from engine.commands.terminal import DONE, Terminal
from engine.domain.documents import Document
from engine.domain.durations import parse_instant
from engine.domain.identity import MACHINE
from engine.domain.tasks import TaskState
from engine.domain.values import ProcessKey, UserId
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.errors import FileUnreadableError, ProcessNotFoundError
from engine.services.simulation.answers import read_answers
from engine.services.simulation.played import PlayedCase, PlayedStep, played_case
from engine.services.simulation.service import RunOrder


def run(terminal: Terminal, words: Namespace) -> int:
    """Play a case; 1 when it cannot reach its end."""
    answers = read_answers(bytes_of(Path(words.answers)))
    if words.out:
        _folder_made(Path(words.out))
    office = build_engine(terminal.settings, clock=FixedClock(SystemClock().now()))
    try:
        _deployed(terminal, prepared(office), ProcessKey(words.key))
        before = {user.id for user in office.stand_ins.made()}
        order = RunOrder(
            process=ProcessKey(words.key), answers=answers, start=_start(office, words)
        )
        ended = office.simulation().run(order)
        played = played_case(office.desk, ended.id)
        files = _written(office, played, Path(words.out)) if words.out else {}
        _stand_ins(terminal, office, played, before)
    finally:
        office.close()
    _tell(terminal, played, files)
    return DONE


def _deployed(terminal: Terminal, office: Office, key: ProcessKey) -> None:
    """Deploy an SOP that ships with the product, where this office has not yet.

    Raises:
        ProcessNotFoundError: it is neither deployed nor shipped.
    """
    if office.deployment.is_deployed(key):
        return
    root = shipped_root()
    if f"{key}.bpmn" not in {path.name for path in (root / "bpmn").glob("*.bpmn")}:
        raise ProcessNotFoundError(key=key)
    office.deployment.deploy(shipped_order(root, key), MACHINE)
    terminal.warn("cli.run.deployed", process=key, file=f"bpmn/{key}.bpmn")


def _start(office: Office, words: Namespace) -> datetime | None:
    if words.start is None:
        return None
    calendar = office.calendars.calendar(DEFAULT_CALENDAR_KEY)
    return parse_instant(words.start, calendar.zone)


def _stand_ins(
    terminal: Terminal, office: Office, played: PlayedCase, before: set[UserId]
) -> None:
    """Say for which roles somebody had to be made up."""
    acted = {step.task.assignee for step in played.steps}
    for user in office.stand_ins.made():
        if user.id in acted:
            key = "cli.run.stand_in" if user.id in before else "cli.run.stand_in_made"
            terminal.warn(key, name=user.name)


def _folder_made(folder: Path) -> None:
    """Make the folder of documents before a case is played for nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise FileUnreadableError(file=str(folder), reason="cli.no_writing")
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileUnreadableError(file=str(folder), reason=reason) from error


def _written(office: Office, played: PlayedCase, folder: Path) -> dict[str, str]:
    """Write every document to a folder and return id to file."""
    files: dict[str, str] = {}
    try:
        for place, document in enumerate(played.documents, start=1):
            _, content = office.documents.content(document.id, MACHINE)
            path = folder / f"{place:02d}-{document.template}.pdf"
            path.write_bytes(content)
            files[document.id] = str(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileUnreadableError(file=str(folder), reason=reason) from error
    return files


def _tell(terminal: Terminal, played: PlayedCase, files: dict[str, str]) -> None:
    zone = played.calendar.zone
    instance = played.instance
    terminal.answer(
        {
            "instance": instance.id,
            "process": instance.process,
            "version": played.version,
            "state": instance.state.value,
            "steps": [_step_json(step, zone) for step in played.steps],
            "documents": [_document_json(one, files) for one in played.documents],
        }
    )
    if terminal.json:
        return
    terminal.say("cli.run.done", title=instance.title, number=instance.number)
    heads = ["no", "name", "performer", "ready", "completed", "standard", "elapsed"]
    terminal.table(
        [terminal.words(f"cli.run.head.{head}") for head in [*heads, "late"]],
        [_row(terminal, step, zone) for step in played.steps],
    )
    for one in played.documents:
        key = "cli.run.document_in_file" if one.id in files else "cli.run.document"
        number, file = one.number or "–", files.get(one.id)
        terminal.say(key, name=one.name, number=number, file=file)


def _step_json(step: PlayedStep, zone: tzinfo) -> dict[str, object]:
    task = step.task
    completed = task.ended_at if task.state is TaskState.COMPLETED else None
    return {
        "element": step.element,
        "name": step.name,
        "lane": task.lane,
        "performer": task.assignee_name,
        "ready_at": _instant(task.ready_at, zone),
        "claimed_at": _instant(task.claimed_at, zone),
        "completed_at": _instant(completed, zone),
        "due_at": _instant(task.due_at, zone),
        "standard_seconds": task.standard_seconds,
        "elapsed_seconds": step.elapsed_seconds,
        "late": step.late,
        "round": task.round,
        "item": task.item_index,
        "decision": task.decision,
        "state": task.state.value,
    }


def _document_json(document: Document, files: dict[str, str]) -> dict[str, object]:
    return {
        "name": document.name,
        "file": files.get(document.id),
        "sha256": document.sha256,
        "number": document.number,
        "revision": document.revision,
    }


def _row(terminal: Terminal, step: PlayedStep, zone: tzinfo) -> list[str]:
    task = step.task
    name = step.name if len(step.name) <= 46 else step.name[:45] + "…"
    if task.item_index is not None:
        name = f"{name} #{task.item_index + 1}"
    if task.round > 1:
        name = f"{name} ({task.round})"
    ended = task.ended_at if task.state is TaskState.COMPLETED else None
    standard = task.standard_seconds
    return [
        str(step.number or "–"),
        name,
        task.assignee_name,
        _clock(task.ready_at, zone),
        _clock(ended, zone)
        if ended
        else terminal.words(f"cli.state.{task.state.value}"),
        "–" if standard is None else _length(terminal, standard),
        "–"
        if step.elapsed_seconds is None
        else _length(terminal, step.elapsed_seconds),
        terminal.words("cli.run.late") if step.late else "",
    ]


def _instant(instant: datetime | None, zone: tzinfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat()


def _clock(instant: datetime, zone: tzinfo) -> str:
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _length(terminal: Terminal, seconds: int) -> str:
    """Return a length of working time as the office says it: `1 j 15 m`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = (("hours", hours), ("minutes", minutes), ("seconds", rest))
    said = [terminal.words(f"cli.span.{unit}", count=n) for unit, n in parts if n]
    return " ".join(said) or terminal.words("cli.span.minutes", count=0)
