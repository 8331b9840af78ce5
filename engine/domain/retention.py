"""How long a case's documents are kept, and what becomes of them then.

The step that files a case says it in the case's data (`arsip_klasifikasi`,
`arsip_lokasi`, `retensi_aktif`, `retensi_inaktif`, `arsip_nasib`, `arsip_akses`); a
case that was never filed is kept as the office keeps what it did not judge. Years
are counted from the end of the year in which the case ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.values import DocumentId, InstanceId, JsonValue, UserId

MOST_YEARS = 100
DEFAULT_YEARS = 1


class Fate(StrEnum):
    """What becomes of documents whose time has passed."""

    DESTROYED = "musnah"
    PERMANENT = "permanen"
    JUDGED = "dinilai_kembali"


class DestructionState(StrEnum):
    """Proposed by one, then carried out by another or refused."""

    PROPOSED = "proposed"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Retention:
    """How a case is kept.

    Attributes:
        location: of the paper copy.
        active, inactive: years.
        filed: a step of the case said so; else these are the office's defaults.
    """

    classification: str = ""
    location: str = ""
    active: int = DEFAULT_YEARS
    inactive: int = DEFAULT_YEARS
    fate: Fate = Fate.JUDGED
    access: str = ""
    filed: bool = False

    def last_year(self, ended: int) -> int | None:
        """Return the last year in which documents are kept, None for ever.

        Args:
            ended: year in which the case ended.
        """
        if self.fate is Fate.PERMANENT:
            return None
        return ended + self.active + self.inactive


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperPlace:
    """Where the paper copy of a document lies."""

    document: DocumentId
    place: str
    by_name: str
    at: datetime
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Destruction:
    """A destruction that one officer proposed and another carried out.

    Attributes:
        number: running, from 1 in each year of proposing.
        cases: whose documents are meant.
        record: sha256 of the berita acara, empty before it was carried out.
    """

    id: str
    year: int
    number: int
    state: DestructionState
    proposed_by: UserId
    proposed_name: str
    proposed_at: datetime
    reason: str
    cases: tuple[InstanceId, ...]
    decided_by: UserId | None = None
    decided_name: str = ""
    decided_at: datetime | None = None
    record: str = ""
    version: int = 1


def retention_of(data: Mapping[str, JsonValue]) -> Retention:
    """Return how a case is kept, as its data says."""
    filed = "arsip_nasib" in data or "arsip_klasifikasi" in data
    if not filed:
        return Retention()
    fate = str(data.get("arsip_nasib") or "")
    return Retention(
        classification=str(data.get("arsip_klasifikasi") or ""),
        location=str(data.get("arsip_lokasi") or ""),
        active=_years(data.get("retensi_aktif")),
        inactive=_years(data.get("retensi_inaktif")),
        fate=Fate(fate) if fate in set(Fate) else Fate.JUDGED,
        access=str(data.get("arsip_akses") or ""),
        filed=True,
    )


def _years(value: JsonValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return DEFAULT_YEARS
    return max(0, min(int(value), MOST_YEARS))
