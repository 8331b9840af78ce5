"""Signatures in people's words; nothing private stands on the public page."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.domain.signing import Signature, SigningKey, SigningMethod
from engine.services.documents.checking import CheckState, Verdict
from engine.services.signing.service import WaitingDocument
from web.asking import Visit

CHECKING = "/periksa"
SIGNING = "/tanda-tangan"
SOON = timedelta(days=30)
_LOOKS = {
    CheckState.VALID: ("fine", "circle-check"),
    CheckState.UNSIGNED: ("risk", "clock"),
    CheckState.SUPERSEDED: ("risk", "history"),
    CheckState.EARLIER: ("risk", "history"),
    CheckState.WITHDRAWN: ("late", "x"),
    CheckState.DESTROYED: ("none", "trash"),
    CheckState.PENDING: ("none", "clock"),
    CheckState.TRIAL: ("none", "info-circle"),
    CheckState.CHANGED: ("late", "alert-triangle"),
    CheckState.UNKNOWN: ("late", "alert-triangle"),
}


def verdict_page(verdict: Verdict, visit: Visit) -> dict[str, object]:
    """Return what the page tells of a document or file."""
    look, sign = _LOOKS[verdict.state]
    how = "file" if verdict.by_file else "code"
    document = verdict.document
    claimed = verdict.state is CheckState.CHANGED
    return {
        "state": verdict.state.value,
        "look": look,
        "icon": sign,
        "title": visit.say(f"signing.{verdict.state.value}"),
        "why": visit.say(f"signing.{verdict.state.value}_{how}"),
        "code": verdict.code,
        "claimed": claimed,
        "document": document,
        "newest": verdict.newest,
        "digest": "" if document is None or claimed else document.sha256,
        "signatures": [_given(one, visit) for one in verdict.signatures],
    }


def waiting_rows(
    waiting: Sequence[WaitingDocument], chosen: Sequence[str] | None
) -> list[dict[str, object]]:
    """Return the list of what waits; without a choice everything is chosen."""
    return [
        {
            "id": one.signature.id,
            "name": one.document.name,
            "number": one.document.number,
            "path": f"/arsip/dokumen/{one.document.id}",
            "file": f"/arsip/dokumen/{one.document.id}/unduh",
            "case": one.case.title,
            "case_path": f"/berkas/{one.case.id}",
            "title": one.signature.title,
            "at": one.document.created_at,
            "refused": one.refused,
            "chosen": not one.refused
            and (chosen is None or one.signature.id in chosen),
        }
        for one in waiting
    ]


def key_facts(key: SigningKey, now: datetime) -> dict[str, object]:
    """Return what is shown of one's key."""
    state = "fine" if key.is_valid(now) else "late"
    if state == "fine" and key.valid_until - now < SOON:
        state = "risk"
    return {
        "holder": key.holder,
        "issuer": key.issuer,
        "until": key.valid_until,
        "fingerprint": key.fingerprint,
        "certified": key.certified,
        "state": state,
    }


def _given(signature: Signature, visit: Visit) -> dict[str, object]:
    kind = signature.method.value if signature.method else ""
    if signature.certified:
        kind = "certified"
    elif signature.method is SigningMethod.CERTIFICATE:
        kind = "internal"
    return {
        "name": signature.signer_name,
        "title": signature.title,
        "at": signature.signed_at,
        "kind": visit.say(f"signing.by_{kind}"),
    }
