"""Persetujuan: a draft is handed in, approved, sent back or taken back."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import ProcessKey, TaskId
from engine.errors import (
    DraftConflictError,
    MutuBakuError,
    NothingChangedError,
    ReasonMissingError,
    RefusedError,
)
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit, whole
from web.errors import status_of
from web.versions.presenters import PATH, approval_page

blueprint = Blueprint("persetujuan", __name__, url_prefix=PATH)
_SHOWN = (ReasonMissingError, NothingChangedError, DraftConflictError)


@blueprint.get("/<key>/persetujuan")
def show(key: ProcessKey) -> str:
    """Show how far the draft of an SOP is."""
    found = office().approval_reading.page(key, actor())
    if found.waiting is not None:
        office().notices.read(actor(), task=TaskId(found.waiting.id))
    return render_template("versions/approval.html", **approval_page(found, visit()))


@blueprint.post("/<key>/persetujuan/ajukan")
def submit(key: ProcessKey) -> Response | tuple[str, int]:
    """Hand a draft in."""
    note = request.form.get("catatan", "")
    try:
        office().approvals.submit(
            key,
            actor(),
            revision=request.form.get("revisi", 0, type=whole),
            note=note,
        )
    except _SHOWN as error:
        return _again(key, error, note)
    tell("versions.submitted")
    return _back(key)


@blueprint.post("/<key>/persetujuan/setujui")
def approve(key: ProcessKey) -> Response | tuple[str, int]:
    """Approve what was handed in; it is in force from now on."""
    try:
        version = office().approvals.approve(key, _submission(), actor())
    except RefusedError as error:
        return _again(key, error)
    tell("versions.approved", n=version)
    return redirect(f"{PATH}/{key}/versi", 303)


@blueprint.post("/<key>/persetujuan/tolak")
def refuse(key: ProcessKey) -> Response | tuple[str, int]:
    """Send a draft back with a reason."""
    reason = request.form.get("alasan", "")
    try:
        office().approvals.refuse(key, _submission(), actor(), reason=reason)
    except ReasonMissingError as error:
        return _again(key, error)
    tell("versions.refused")
    return _back(key)


@blueprint.post("/<key>/persetujuan/tarik")
def withdraw(key: ProcessKey) -> Response:
    """Take back what was handed in."""
    office().approvals.withdraw(key, _submission(), actor())
    tell("versions.withdrawn")
    return _back(key)


def _submission() -> str:
    return request.form.get("pengajuan", "")[:40]


def _back(key: ProcessKey) -> Response:
    return redirect(f"{PATH}/{key}/persetujuan", 303)


def _again(key: ProcessKey, error: MutuBakuError, note: str = "") -> tuple[str, int]:
    words = sentence_of(error, visit().language)
    found = office().approval_reading.page(key, actor())
    page = approval_page(found, visit(), error=words, note=note)
    return render_template("versions/approval.html", **page), status_of(error)
