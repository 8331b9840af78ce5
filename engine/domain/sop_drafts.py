"""Drafts of SOPs: what somebody changes before it becomes a version.

An office has at most one draft of an SOP at a time. Each save is a revision; who
saves names the revision that was seen, so nobody overwrites what another wrote.
Revisions count on when a draft is closed and the next one begins: a window that
was forgotten open can never match a draft it does not know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from engine.domain.role_names import role_key_of
from engine.domain.values import ProcessKey, UserId
from engine.errors import DraftKeyInvalidError, DraftTooLargeError

MAX_TEXT = 200_000
"""Characters of one form or one template."""
MAX_FILES = 100
"""Forms, templates, and decision tables, of one draft."""
MAX_KEPT = 100
"""Revisions that a draft remembers."""
ONE_SITTING = timedelta(minutes=5)
"""Saves of one person within this time are one entry of the history."""
RESERVED = frozenset({"baru", "draf", "impor", "persetujuan"})
"""Keys that are words of the address itself."""
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")


class DraftState(StrEnum):
    """Open to changes, waiting for approval, or over (deployed or discarded)."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    CLOSED = "closed"


class DraftOrigin(StrEnum):
    """Where a draft came from."""

    NEW = "new"
    VERSION = "version"
    IMPORT = "import"
    EVALUATION = "evaluation"


class RevisionKind(StrEnum):
    """What made a revision."""

    BEGUN = "begun"
    SAVED = "saved"
    RESTORED = "restored"
    STANDARDS = "standards"


@dataclass(frozen=True, kw_only=True, slots=True)
class SopFiles:
    """What a version of an SOP is made of.

    Attributes:
        diagram: the BPMN file.
        forms: form key to JSON text.
        templates: template key to source.
        tables: decision table key to JSON text.
    """

    diagram: bytes
    forms: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    def require_storable(self) -> None:
        """Refuse what would not stay small; the diagram's reader has its own limits.

        Raises:
            DraftTooLargeError: too many forms, templates or tables, or too long ones.
        """
        for texts in (self.forms, self.templates, self.tables):
            if len(texts) > MAX_FILES:
                raise DraftTooLargeError(what=f"{len(texts)}", limit=MAX_FILES)
            for name, text in texts.items():
                if len(text) > MAX_TEXT or len(name) > MAX_TEXT:
                    raise DraftTooLargeError(what=name[:80], limit=MAX_TEXT)


@dataclass(frozen=True, kw_only=True, slots=True)
class SopDraft:
    """The draft of one SOP, without its files.

    Attributes:
        name: of the process, as the diagram calls it.
        base_version: the version it was opened from; None for a new SOP.
        revision: of its files; grows with every save.
        author: who began it; `editor`: who saved last.
        version: of the row, for whoever changes its state.
    """

    key: ProcessKey
    name: str
    state: DraftState
    origin: DraftOrigin
    base_version: int | None
    revision: int
    author: UserId
    author_name: str
    editor: UserId
    editor_name: str
    created_at: datetime
    edited_at: datetime
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionLine:
    """An entry of a draft's history.

    Attributes:
        begun_at: the first save of this sitting; `at`: the last.
    """

    key: ProcessKey
    revision: int
    kind: RevisionKind
    author: UserId
    author_name: str
    begun_at: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRevision(RevisionLine):
    """An entry of a draft's history with its files."""

    diagram: bytes
    forms: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> SopFiles:
        """The files as they were."""
        return SopFiles(
            diagram=self.diagram,
            forms=self.forms,
            templates=self.templates,
            tables=self.tables,
        )


def key_of(name: str) -> str:
    """Return the key that an SOP of this name gets, free or not.

    «Pelayanan Surat Keterangan» is `pelayanan-surat-keterangan`.
    """
    key = role_key_of(name).replace("_", "-")[:60].strip("-")
    if not _KEY.fullmatch(key) or key in RESERVED:
        key = f"sop-{key}".strip("-")
    return key


def require_key(key: str) -> ProcessKey:
    """Return the key of a new SOP.

    Raises:
        DraftKeyInvalidError: it cannot be the id of a process and part of an address.
    """
    if not _KEY.fullmatch(key) or key in RESERVED:
        raise DraftKeyInvalidError(key=key[:80])
    return ProcessKey(key)


def is_same_sitting(last: RevisionLine, by: UserId, now: datetime) -> bool:
    """Tell whether a save continues the entry before it."""
    is_own = last.kind is RevisionKind.SAVED and last.author == by
    return is_own and now - last.begun_at < ONE_SITTING
