"""Incidents, jobs and workers in words."""

from engine.services.administration.incidents import JobBoard, OpenIncident
from engine.services.cycles.scheduling import CYCLE_INCIDENT
from engine.services.documents.paperwork import MAKE_DOCUMENTS
from engine.services.execution.deadlines import KERNEL_INCIDENT
from engine.translations import sentence
from web.asking import Visit
from web.presenting import span_words

PATH = "/pekerjaan"
_KINDS = {
    KERNEL_INCIDENT: "kernel",
    MAKE_DOCUMENTS: "document",
    CYCLE_INCIDENT: "cycle",
}
_MOST_LETTERS = 300


def board_page(board: JobBoard, visit: Visit) -> dict[str, object]:
    """Return what the page of jobs shows."""
    return {
        "incidents": [incident_row(one, visit) for one in board.incidents],
        "pending": [
            {
                "name": document.name,
                "case": case.title,
                "path": f"/berkas/{case.id}",
                "at": document.created_at,
            }
            for document, case in board.pending
        ],
        "more_waiting": board.waiting - len(board.pending),
        "workers": [
            {
                "id": one.worker.id,
                "alive": one.alive,
                "same": one.same_process,
                "seen": span_words(
                    (board.now - one.worker.seen_at).total_seconds(), visit.language
                ),
                "reaps": one.worker.reaps,
            }
            for one in board.workers
        ],
        "any_alive": any(one.alive for one in board.workers),
    }


def incident_row(found: OpenIncident, visit: Visit) -> dict[str, object]:
    """Return an incident: what failed, why, where, and what may be done."""
    incident = found.incident
    kind = _KINDS.get(incident.kind, "other")
    return {
        "id": incident.id,
        "kind": kind,
        "title": visit.say(
            f"admin.incident_{kind}",
            name=found.document.name if found.document else incident.kind,
        ),
        "why": _why(found, visit),
        "case": found.case.title if found.case else "",
        "number": found.case.number if found.case else None,
        "path": f"/berkas/{found.case.id}" if found.case else "",
        "repair": f"/perbaikan/{found.case.id}"
        if found.case and kind == "kernel"
        else "",
        "at": incident.opened_at,
        "attempts": incident.attempts,
    }


def _why(found: OpenIncident, visit: Visit) -> str:
    facts = found.incident.facts
    plain = facts.get("error")
    if isinstance(plain, str) and plain:
        return plain[:_MOST_LETTERS]
    told = dict(facts)
    told.setdefault("reason", "")
    key = f"error.{found.incident.code}"
    return sentence(key, visit.language, told)[:_MOST_LETTERS]
