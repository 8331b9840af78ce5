"""The tables of the office, in one metadata.

Names are kept apart from those of the job engine, which shares the file on
SQLite (`workflow_status`, `queues`, `notifications`, `streams`, ...).
"""

from engine.store.schema.actions import action_notes, actions
from engine.store.schema.archive import destructions, document_texts, paper_places
from engine.store.schema.base import METADATA
from engine.store.schema.cases import (
    clock_intervals,
    comments,
    drafts,
    incidents,
    instances,
    steps,
    tasks,
    timers,
)
from engine.store.schema.cycles import cycle_cursors, cycle_starts
from engine.store.schema.facts import fact_steps, task_facts
from engine.store.schema.monitoring import evaluations, packs, stale_packs
from engine.store.schema.notices import deliveries, notices, preferences
from engine.store.schema.office import (
    assignments,
    calendars,
    counters,
    idempotency_keys,
    office_settings,
    roles,
    tokens,
    users,
    workers,
)
from engine.store.schema.performance import indicators, realisations, targets
from engine.store.schema.plans import plans, spendings
from engine.store.schema.processes import definitions
from engine.store.schema.records import (
    audit_actors,
    audit_events,
    audit_head,
    contents,
    documents,
    register_counters,
    register_voids,
    registers,
)
from engine.store.schema.signing import signatures, signing_keys
from engine.store.schema.sop_drafts import sop_draft_revisions, sop_drafts
from engine.store.schema.versions import case_moves, sop_submissions
from engine.store.schema.web import login_attempts, web_sessions

__all__ = [
    "METADATA",
    "action_notes",
    "actions",
    "assignments",
    "audit_actors",
    "audit_events",
    "audit_head",
    "calendars",
    "case_moves",
    "clock_intervals",
    "comments",
    "contents",
    "counters",
    "cycle_cursors",
    "cycle_starts",
    "definitions",
    "deliveries",
    "destructions",
    "document_texts",
    "documents",
    "drafts",
    "evaluations",
    "fact_steps",
    "idempotency_keys",
    "incidents",
    "indicators",
    "instances",
    "login_attempts",
    "notices",
    "office_settings",
    "packs",
    "paper_places",
    "plans",
    "preferences",
    "realisations",
    "register_counters",
    "register_voids",
    "registers",
    "roles",
    "signatures",
    "signing_keys",
    "sop_draft_revisions",
    "sop_drafts",
    "sop_submissions",
    "spendings",
    "stale_packs",
    "steps",
    "targets",
    "task_facts",
    "tasks",
    "timers",
    "tokens",
    "users",
    "web_sessions",
    "workers",
]
