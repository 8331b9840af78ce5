"""SOPs in an officer's words: the list, a version with its table, and its start."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.domain.decisions import DecisionTable
from engine.domain.definitions import Step
from engine.domain.diagram import Process, SopIdentity
from engine.domain.versions import SopSubmission
from engine.services.versions.catalog import LaneHolders, SopLine, SopPage
from web.asking import Visit
from web.case_words import standard_words, timer_words
from web.diagrams import Words
from web.diagrams.showing import shown_diagram
from web.presenting import day_words

PATH = "/sop"
_TEXTS = ("nomor", "judul", "unit")
_DATES = ("tanggal_pembuatan", "tanggal_revisi", "tanggal_efektif")
_LISTS = (
    "dasar_hukum",
    "keterkaitan",
    "peringatan",
    "kualifikasi",
    "peralatan",
    "pencatatan",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """A row of the SOP's table; `ways` are a decision's arrows."""

    number: str
    name: str
    lane: str
    kelengkapan: str
    waktu: str
    output: str
    keterangan: str
    question: str
    ways: tuple[tuple[str, str, bool], ...]


def list_page(
    lines: Sequence[SopLine], waiting: Sequence[SopSubmission]
) -> dict[str, object]:
    """Return what the template of the list shows; `waiting` are for approval."""
    return {
        "submitted": [(one.name, f"{PATH}/{one.key}/persetujuan") for one in waiting],
        "rows": [
            {
                "path": f"{PATH}/{line.summary.key}",
                "name": line.summary.name,
                "nomor": line.definition.identity.nomor,
                "version": line.summary.version,
                "steps": sum(1 for one in line.definition.steps.values() if one.number),
                "running": line.running,
                "empty_lanes": _empty_lanes(line.lanes),
                "start": f"{PATH}/{line.summary.key}/mulai" if line.may_start else "",
            }
            for line in lines
        ],
    }


def sop_page(found: SopPage, visit: Visit) -> dict[str, object]:
    """Return what the template of a version shows."""
    line, definition = found.line, found.line.definition
    key = line.summary.key
    steps = list(definition.steps.values())
    words = Words(
        title=visit.say("sops.diagram_of", title=line.summary.name),
        description=visit.say("sops.diagram_told", n=len(steps)),
    )
    told = [(step, _standard(step, visit)) for step in steps]
    return {
        "name": line.summary.name,
        "summary": line.summary,
        "path": f"{PATH}/{key}",
        "newest": found.is_newest,
        "start": f"{PATH}/{key}/mulai" if line.may_start and found.is_newest else "",
        "source": f"{PATH}/{key}/{line.summary.version}/diagram.bpmn",
        "identity": _identity(definition.identity, visit),
        "approved": definition.identity.disahkan_oleh.splitlines(),
        "diagram": shown_diagram(
            found.layout,
            told,
            words,
            lambda text: timer_words(text, visit),
            source=f"{PATH}/{key}/{line.summary.version}/diagram.bpmn",
        ),
        "rows": [_row(step, visit) for step in steps],
        "tables": _tables(definition.canonical, visit),
        "lanes": line.lanes,
        "empty_lanes": _empty_lanes(line.lanes),
        "running": line.running,
        "author": found.author,
        "versions": _versions(found),
    }


def _tables(process: Process, visit: Visit) -> list[dict[str, object]]:
    """Return the decision tables that answer in a version, each once."""
    asked: dict[str, list[str]] = {}
    tables: dict[str, DecisionTable] = {}
    for node in process.nodes:
        if node.table is not None:
            tables[node.table.key] = node.table
            asked.setdefault(node.table.key, []).append(node.name or node.id)
    return [
        {
            "id": f"tabel-{at}",
            "title": table.title,
            "asked": "; ".join(asked[key]),
            "hit": visit.say(f"versions.hit_{_hit(table)}"),
            "inputs": [one.title for one in table.inputs],
            "outputs": [one.title for one in table.outputs],
            "rules": table.rules,
        }
        for at, (key, table) in enumerate(tables.items(), start=1)
    ]


def _hit(table: DecisionTable) -> str:
    return f"{table.hit}_{table.aggregation}" if table.aggregation else table.hit.value


def _versions(found: SopPage) -> list[dict[str, object]]:
    path = f"{PATH}/{found.line.summary.key}"
    return [
        {
            "version": one.version,
            "path": f"{path}/{one.version}",
            "at": one.deployed_at,
            "note": one.note,
            "running": found.running.get(one.id, 0),
            "retired": one.retired_at is not None,
            "shown": one.id == found.line.summary.id,
        }
        for one in found.versions
    ]


def start_page(found: SopPage, filled: dict[str, str]) -> dict[str, object]:
    """Return what the template of starting by hand shows.

    The key of the request makes sending it twice start one case only.
    """
    key = found.line.summary.key
    return {
        "name": found.line.summary.name,
        "path": f"{PATH}/{key}",
        "filled": filled,
        "request": filled.get("kunci") or secrets.token_hex(16),
        "empty_lanes": _empty_lanes(found.line.lanes),
    }


def _empty_lanes(lanes: Sequence[LaneHolders]) -> list[str]:
    return [one.lane for one in lanes if not one.officers]


def _identity(identity: SopIdentity, visit: Visit) -> list[tuple[str, tuple[str, ...]]]:
    """Return the identity block, label key and entries, without what is empty."""
    block: list[tuple[str, tuple[str, ...]]] = [
        *((f"sops.{name}", (getattr(identity, name),)) for name in _TEXTS),
        *((f"sops.{name}", (_day(getattr(identity, name), visit),)) for name in _DATES),
        *((f"sops.{name}", tuple(getattr(identity, name))) for name in _LISTS),
    ]
    return [(key, entries) for key, entries in block if any(entries)]


def _day(text: str, visit: Visit) -> str:
    try:
        return day_words(date.fromisoformat(text), visit.language).partition(", ")[2]
    except ValueError:
        return text


def _standard(step: Step, visit: Visit) -> str:
    return standard_words(step.standard.duration if step.standard else None, visit)


def _row(step: Step, visit: Visit) -> TableRow:
    decision = step.decision
    return TableRow(
        number=str(step.number) if step.number else "–",
        name=step.name,
        lane=step.lane,
        kelengkapan=step.mutu_baku.kelengkapan,
        waktu=_standard(step, visit),
        output=step.mutu_baku.output,
        keterangan=step.mutu_baku.keterangan,
        question=decision.question if decision else "",
        ways=tuple(
            (one.label, one.target_name, one.leads_back) for one in decision.choices
        )
        if decision
        else (),
    )
