"""Documents of a case, register numbers and retention."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.values import DocumentId, InstanceId, TaskId, TemplateKey


class DocumentState(StrEnum):
    """Being made, ready, failed (an incident stands), void, or destroyed.

    Void is what a cancelled case made; what is destroyed has left its hash only.
    """

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    VOID = "void"
    DESTROYED = "destroyed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file that a step produced or an officer uploaded.

    Attributes:
        template: what it was made from, or None for an upload.
        revision: from 1; making a document again in a later round counts up.
        sha256: hex digest of the content, empty until it is ready.
        number: register number as printed, or empty.
        superseded: a newer revision exists.
    """

    id: DocumentId
    instance: InstanceId
    task: TaskId
    name: str
    state: DocumentState
    created_at: datetime
    template: TemplateKey | None = None
    revision: int = 1
    media_type: str = "application/pdf"
    sha256: str = ""
    size: int = 0
    number: str = ""
    classification: str = ""
    superseded: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """A register of numbers: one gapless sequence per year.

    Attributes:
        key: name of the register (`surat-keluar`).
        pattern: text with `{code}`, `{sequence}`, `{unit}`, `{month}` (Roman) and
            `{year}`; `{sequence:03d}` pads.
        classification: code of Permendagri 83/2022.
    """

    key: str
    name: str
    pattern: str
    classification: str
    unit: str


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number_text(register: Register, *, sequence: int, year: int, month: int) -> str:
    """Return the printed number; month from 1 to 12."""
    return register.pattern.format(
        code=register.classification,
        sequence=sequence,
        unit=register.unit,
        month=_ROMAN[month - 1],
        year=year,
    )


def digest_of(content: bytes) -> str:
    """Return the sha256 hex under which content is stored."""
    return hashlib.sha256(content).hexdigest()
