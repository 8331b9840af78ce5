"""Cases in an officer's words: the list with its filters, and one case's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from engine.domain.documents import Document, DocumentState
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task
from engine.domain.values import ProcessKey
from engine.services.cases.casebook import CaseFile, CaseLine, Page, Sought
from web.asking import Visit
from web.case_words import Pill, period_words, standard_words, state_pill, timer_words
from web.cases.marks import marks_of
from web.cases.timeline import timeline
from web.diagrams import Words
from web.diagrams.showing import ShownDiagram, shown_diagram

PATH = "/berkas"
STATES = {
    "berjalan": (
        InstanceState.RUNNING,
        InstanceState.SUSPENDED,
        InstanceState.FAILED,
    ),
    "selesai": (InstanceState.COMPLETED,),
    "dibatalkan": (InstanceState.CANCELLED,),
    "semua": (),
}
VERBS = {"batalkan": "cancel", "tunda": "suspend", "lanjutkan": "resume"}
_ICONS = {"batalkan": "x", "tunda": "player-pause", "lanjutkan": "player-play"}
_DOCUMENT_SIGNS = {
    DocumentState.PENDING: ("refresh", "none"),
    DocumentState.READY: ("circle-check", "fine"),
    DocumentState.FAILED: ("alert-triangle", "late"),
    DocumentState.VOID: ("x", "none"),
    DocumentState.DESTROYED: ("trash", "none"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A case in the list; `where` says at which steps it stands."""

    path: str
    number: int
    title: str
    sop: str
    period: str
    started: datetime
    ended: datetime | None
    pill: Pill
    late: bool
    where: tuple[str, ...]
    more: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDocument:
    """A document in a case; `address` is empty while there is nothing to open."""

    name: str
    number: str
    revision: int
    at: datetime
    pill: Pill
    sha: str
    superseded: bool
    card: str
    address: str


def list_page(
    found: Page[CaseLine],
    asked: dict[str, str],
    processes: Sequence[tuple[str, str]],
    visit: Visit,
) -> dict[str, object]:
    """Return what the template of the list shows.

    Args:
        found: a page of cases.
        asked: the filters as the address holds them.
        processes: key and name of each SOP.
        visit: who reads.
    """
    kept = {key: value for key, value in asked.items() if value}
    state = asked.get("status") or "berjalan"
    others = {key: value for key, value in kept.items() if key != "status"}
    return {
        "rows": [_row(line, visit) for line in found.items],
        "state": state,
        "tabs": [
            (
                name,
                f"{PATH}?{urlencode(others | {'status': name})}",
                f"cases.tab_{name}",
            )
            for name in STATES
        ],
        "asked": asked,
        "filtered": bool(others),
        "processes": processes,
        "more": f"{PATH}?{urlencode(kept | {'c': found.next})}" if found.next else "",
    }


def case_page(file: CaseFile, visit: Visit) -> dict[str, object]:
    """Return what the template of a case shows."""
    case = file.case
    definition = file.definition
    sop = f"/sop/{definition.key}/{definition.version}"
    return {
        "case": case,
        "title": case.title,
        "number": visit.say("cases.number", n=case.number),
        "pill": state_pill(case.state, visit),
        "period": period_words(case.period, visit),
        "sop": (definition.name, definition.version, sop),
        "starter": file.starter or visit.say("cases.by_itself"),
        "actions": [
            (word, f"{PATH}/{case.id}/{word}", _ICONS[word])
            for word, verb in sorted(
                VERBS.items(), key=lambda pair: pair[0] == "batalkan"
            )
            if verb in file.may
        ],
        "diagram": _diagram(file, visit),
        "story": timeline(file, visit),
        "documents": [_document(one, visit) for one in reversed(file.documents)],
        "comments": file.comments,
        "related": [
            *([("cases.called_by", _link(file.parent, visit))] if file.parent else []),
            *(("cases.calls", _link(one, visit)) for one in file.called),
        ],
    }


def _row(line: CaseLine, visit: Visit) -> Row:
    case = line.case
    places = list(dict.fromkeys(_place(task) for task in line.open))
    return Row(
        path=f"{PATH}/{case.id}",
        number=case.number,
        title=case.title,
        sop=line.sop,
        period=period_words(case.period, visit),
        started=case.started_at,
        ended=case.ended_at,
        pill=state_pill(case.state, visit),
        late=line.late,
        where=tuple(places[:2]),
        more=max(len(places) - 2, 0),
    )


def _place(task: Task) -> str:
    return f"{task.name} – {task.assignee_name or task.lane}"


def _diagram(file: CaseFile, visit: Visit) -> ShownDiagram:
    definition = file.definition
    steps = definition.steps.values()
    told = [
        (
            step,
            standard_words(step.standard.duration if step.standard else None, visit),
        )
        for step in steps
    ]
    open_ones = dict.fromkeys(
        deed.task.name for deed in file.deeds if deed.task.is_open
    )
    place = ", ".join(open_ones)
    described = (
        visit.say("cases.stands_at", steps=place)
        if place
        else visit.say(f"cases.state_{file.case.state.value}")
    )
    words = Words(
        title=visit.say("cases.diagram_of", title=file.case.title),
        description=described,
    )
    return shown_diagram(
        file.layout,
        told,
        words,
        lambda text: timer_words(text, visit),
        marks_of(file.standing, visit),
        source=f"/sop/{definition.key}/{definition.version}/diagram.bpmn",
    )


def _document(one: Document, visit: Visit) -> ShownDocument:
    icon, tone = _DOCUMENT_SIGNS[one.state]
    words = visit.say(f"cases.document_{one.state.value}")
    if one.superseded:
        words, icon, tone = visit.say("cases.superseded"), "history", "none"
    return ShownDocument(
        name=one.name,
        number=one.number,
        revision=one.revision,
        at=one.created_at,
        pill=Pill(words=words, icon=icon, state=tone),
        sha=one.sha256[:12],
        superseded=one.superseded,
        card=f"/arsip/dokumen/{one.id}",
        address=f"/arsip/dokumen/{one.id}/unduh" if one.sha256 else "",
    )


def _link(case: Instance, visit: Visit) -> tuple[str, str, Pill]:
    words = f"{visit.say('cases.number', n=case.number)} · {case.title}"
    return words, f"{PATH}/{case.id}", state_pill(case.state, visit)


def sought_of(asked: dict[str, str], limit: int) -> Sought:
    """Return what the filters of an address look for; unknown words mean nothing."""
    return Sought(
        states=STATES.get(asked.get("status") or "berjalan", ()),
        process=ProcessKey(asked["sop"]) if asked.get("sop") else None,
        period=asked.get("periode", ""),
        text=asked.get("cari", "").strip()[:100],
        own=asked.get("milik") == "1",
        limit=limit,
        cursor=asked.get("c") or None,
    )
