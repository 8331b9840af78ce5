"""Versions and their approval as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.versions import SopSubmission, SubmissionState
from engine.services.drafting.approval_reading import ApprovalPage
from engine.services.drafting.files import DraftFile, DraftFiles
from engine.services.versions.service import VersionLine, VersionsPage
from web.asking import Visit

PATH = "/sop"
_SIGNS = {
    SubmissionState.WAITING: ("clock", "risk"),
    SubmissionState.APPROVED: ("circle-check", "fine"),
    SubmissionState.REFUSED: ("x", "late"),
    SubmissionState.WITHDRAWN: ("arrow-back-up", "none"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tab:
    """A page of an SOP's versions."""

    label: str
    path: str
    here: bool


def tabs(key: str, here: str, visit: Visit) -> list[Tab]:
    """Return the pages about an SOP that the visitor may open.

    Args:
        key: of the SOP.
        here: last word of the page's address.
        visit: whose rights decide.
    """
    rights = visit.actor.rights if visit.actor else frozenset()
    wanted = {"versi": True, "beda": True}
    wanted["formulir"] = bool({"draft", "approve"} & rights)
    wanted["persetujuan"] = bool({"draft", "approve"} & rights)
    wanted["pindah"] = bool({"approve", "administer"} & rights)
    return [
        Tab(
            label=f"versions.tab_{name}", path=f"{PATH}/{key}/{name}", here=name == here
        )
        for name, shown in wanted.items()
        if shown
    ]


def versions_page(found: VersionsPage, visit: Visit) -> dict[str, object]:
    """Return what the template of the list shows."""
    path = f"{PATH}/{found.key}"
    newest = next((one for one in found.lines if one.in_force), None)
    return {
        "name": found.name,
        "path": path,
        "tabs": tabs(found.key, "versi", visit),
        "rows": [
            _row(one, path, found, newest.summary.version if newest else 0)
            for one in found.lines
        ],
    }


def _row(
    line: VersionLine, path: str, page: VersionsPage, newest: int
) -> dict[str, object]:
    summary, approval = line.summary, line.approval
    version = summary.version
    older = [one for one in page.lines if one.summary.version < version]
    return {
        "version": version,
        "path": f"{path}/{version}",
        "print": f"{path}/versi/{version}/cetak",
        "compare": f"{path}/beda?dari={older[0].summary.version}&ke={version}"
        if older
        else "",
        "at": summary.deployed_at,
        "author": approval.submitted_name if approval else line.author,
        "approver": approval.decided_name if approval else "",
        "note": summary.note,
        "running": line.running,
        "in_force": line.in_force,
        "retired": summary.retired_at,
        "move": f"{path}/pindah?ke={newest}"
        if page.may_move and line.running and not line.in_force
        else "",
        "retire": f"{path}/versi/{version}/tarik"
        if page.may_retire and line.may_retire
        else "",
        "back": f"{path}/versi/{version}/kembali"
        if page.may_draft and not line.in_force
        else "",
    }


def approval_page(
    found: ApprovalPage, visit: Visit, *, error: str = "", note: str = ""
) -> dict[str, object]:
    """Return what the template of the approval shows."""
    path = f"{PATH}/{found.key}"
    return {
        "name": found.name,
        "path": path,
        "here": f"{path}/persetujuan",
        "tabs": tabs(found.key, "persetujuan", visit),
        "found": found,
        "draft": found.draft,
        "asked": found.waiting,
        "past": _past(found.past, path, visit),
        "error": error,
        "note": note,
    }


def _past(
    known: Sequence[SopSubmission], path: str, visit: Visit
) -> list[dict[str, object]]:
    rows = []
    for one in known:
        icon, state = _SIGNS[one.state]
        rows.append(
            {
                "one": one,
                "icon": icon,
                "state": state,
                "words": visit.say(f"versions.state_{one.state.value}"),
                "path": f"{path}/{one.deployed}" if one.deployed else "",
            }
        )
    return rows


def files_page(found: DraftFiles, visit: Visit) -> dict[str, object]:
    """Return what the template of a draft's forms and templates shows."""
    path = f"{PATH}/{found.draft.key}"
    return {
        "name": found.draft.name,
        "path": path,
        "tabs": tabs(found.draft.key, "formulir", visit),
        "draft": found.draft,
        "editable": found.editable,
        "forms": [(one, f"{path}/formulir/{one.name}") for one in found.forms],
        "templates": [(one, f"{path}/naskah/{one.name}") for one in found.templates],
        "tables": [(one, f"{path}/keputusan/{one.name}") for one in found.tables],
    }


def file_page(
    found: DraftFiles,
    file: DraftFile,
    visit: Visit,
    *,
    text: str | None = None,
    error: str = "",
) -> dict[str, object]:
    """Return what the editor of a form or template shows; `text` as it was typed."""
    page = files_page(found, visit)
    return page | {
        "file": file,
        "text": file.text if text is None else text,
        "error": error,
    }
