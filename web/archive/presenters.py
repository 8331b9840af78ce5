"""The archive in an officer's words."""

from urllib.parse import urlencode

from engine.domain.documents import Document, DocumentState
from engine.domain.signing import SignatureState, code_of
from engine.domain.values import ProcessKey
from engine.services.documents.archive import (
    ENDED,
    DocumentCard,
    FoundCase,
    FoundDocument,
    Page,
    Sought,
)
from web.asking import Visit
from web.case_words import period_words, state_pill
from web.presenting import number_words

PATH = "/arsip"
KINDS = ("dokumen", "berkas")


def sought_of(asked: dict[str, str], limit: int) -> Sought:
    """Return what an address looks for."""
    is_case = asked.get("jenis") == "berkas"
    return Sought(
        states=ENDED if is_case else (),
        process=ProcessKey(asked["sop"]) if asked.get("sop") else None,
        period=asked.get("periode", ""),
        text=asked.get("cari", "").strip()[:100],
        limit=limit,
        cursor=asked.get("c") or None,
    )


def archive_page(
    found: Page[FoundDocument] | Page[FoundCase], asked: dict[str, str], visit: Visit
) -> dict[str, object]:
    """Return what the template of the archive shows."""
    kind = "berkas" if asked.get("jenis") == "berkas" else "dokumen"
    kept = {key: value for key, value in asked.items() if value and key != "c"}
    others = {key: value for key, value in kept.items() if key != "jenis"}
    return {
        "kind": kind,
        "tabs": [
            (
                name,
                f"{PATH}?{urlencode(others | {'jenis': name})}",
                f"archive.tab_{name}",
            )
            for name in KINDS
        ],
        "asked": asked,
        "filtered": bool(others),
        "rows": [
            _document(one, visit)
            if isinstance(one, FoundDocument)
            else _case(one, visit)
            for one in found.items
        ],
        "more": f"{PATH}?{urlencode(kept | {'c': found.next})}" if found.next else "",
    }


def card_page(card: DocumentCard, visit: Visit) -> dict[str, object]:
    """Return what the template of one document shows."""
    document, case = card.document, card.case
    return {
        "document": document,
        "size": size_words(document.size, visit),
        "void": document.state is DocumentState.VOID,
        "destroyed": document.state is DocumentState.DESTROYED,
        "ready": bool(document.sha256) and not _is_gone(document),
        "state": f"archive.state_{document.state.value}",
        "intact": card.intact,
        "address": f"{PATH}/dokumen/{document.id}/unduh",
        "case": (
            f"{visit.say('archive.case_number', n=case.number)} · {case.title}",
            f"/berkas/{case.id}",
        ),
        "stands": document.state is DocumentState.READY and not document.superseded,
        "is_ours": document.template is not None,
        "sop": card.sop,
        "period": period_words(case.period, visit),
        "code": code_of(document.id) if document.template is not None else "",
        "others": [
            {
                "path": f"{PATH}/dokumen/{one.id}",
                "revision": one.revision,
                "at": one.created_at,
                "sha": one.sha256[:12],
            }
            for one in card.others
        ],
        **_kept(card),
    }


def _kept(card: DocumentCard) -> dict[str, object]:
    """Return how a document is kept, and who signed it."""
    document = card.document
    return {
        "classification": document.classification or card.retention.classification,
        "kept": f"{card.retention.active} + {card.retention.inactive}",
        "fate": f"archive.fate_{card.retention.fate.value}",
        "filed": card.retention.filed,
        "last_year": card.last_year,
        "location": card.place.place if card.place else card.retention.location,
        "place": card.place,
        "may_place": card.may_place,
        "export": f"{PATH}/berkas/{card.case.id}.zip",
        "signatures": [
            {
                "name": one.signer_name,
                "title": one.title,
                "at": one.signed_at,
                "waits": one.state is SignatureState.WAITING,
            }
            for one in card.signatures
            if one.state is not SignatureState.VOID
        ],
    }


def _is_gone(document: Document) -> bool:
    return document.state is DocumentState.DESTROYED


def size_words(size: int, visit: Visit) -> str:
    """Return a size as «128 kB» or «2,4 MB»."""
    if size < 1_000_000:
        return f"{number_words(max(round(size / 1000), 1), visit.language)} kB"
    return f"{number_words(round(size / 1_000_000, 1), visit.language)} MB"


def file_name(document: Document) -> str:
    """Return the name under which a browser keeps a document."""
    if document.template is None:
        return document.name
    stem = "-".join(part for part in (document.name, document.number) if part)
    return f"{stem.replace('/', '-')}.pdf"


def _document(one: FoundDocument, visit: Visit) -> dict[str, object]:
    document = one.document
    return {
        "path": f"{PATH}/dokumen/{document.id}",
        "name": document.name,
        "number": document.number,
        "revision": document.revision,
        "old": document.superseded,
        "void": document.state is DocumentState.VOID,
        "case": f"{visit.say('archive.case_number', n=one.case_number)} · {one.case_title}",
        "case_path": f"/berkas/{document.instance}",
        "period": period_words(one.period, visit),
        "at": document.created_at,
        "sha": document.sha256[:12],
        "address": ""
        if not document.sha256 or _is_gone(document)
        else f"{PATH}/dokumen/{document.id}/unduh",
    }


def _case(one: FoundCase, visit: Visit) -> dict[str, object]:
    case = one.case
    return {
        "path": f"/berkas/{case.id}",
        "name": case.title,
        "number": visit.say("archive.case_number", n=case.number),
        "sop": one.sop,
        "period": period_words(case.period, visit),
        "at": case.ended_at or case.started_at,
        "pill": state_pill(case.state, visit),
    }
