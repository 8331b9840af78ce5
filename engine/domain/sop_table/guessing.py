"""Fills in what a table leaves open, and names each guess for confirmation."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from engine.domain.sop_table.plan import DraftStep, Guess, GuessKind, TableDraft
from engine.domain.sop_table.spoken import spoken_duration
from engine.domain.sop_table.table import SopTable, TableRow

_RETURNS = re.compile(
    r"(?:di)?kembali(?:kan)?\s+(?:lagi\s+)?(?:ke(?:pada)?)\s+(?P<where>.+)", re.DOTALL
)
_CORRECTS = re.compile(
    r"\bdikembalikan\b|\bdiperbaiki\b|\btidak (?:setuju|sesuai|lengkap)\b"
)
_STEP = re.compile(r"(?:langkah|no(?:mor)?\.?|nomor|kegiatan|tahap)\s*(?P<number>\d+)")
_ENDS = re.compile(r"\s(?:untuk|agar|supaya|guna|jika|apabila)\b|[.;,(]")
_ORDERED_BY = re.compile(r"disposisi\s+(?P<who>.+)")
_ALIKE = 0.8
_QUESTIONS = (
    (re.compile("kesalahan|salah"), ("Ada kesalahan?", "Tidak", "Ada kesalahan")),
    (re.compile("lengkap"), ("Sudah lengkap?", "Lengkap", "Belum lengkap")),
    (re.compile("setuju"), ("Disetujui?", "Disetujui", "Tidak disetujui")),
)
_SUITABLE = ("Sudah sesuai?", "Sesuai", "Perlu perbaikan")
_NO_WAKTU = frozenset({"", "-", "–", "—"})


def guessed(table: SopTable) -> TableDraft:
    """Return the SOP that a table seems to describe."""
    guesses: list[Guess] = []
    steps: list[DraftStep] = []
    lanes: list[int | None] = []
    for place, row in enumerate(table.rows):
        lane = _lane(place, row, table.lanes, guesses)
        lanes.append(lane)
        spoken = spoken_duration(row.waktu)
        _tell_waktu(place, row, guesses)
        back_to = _return(place, row, table, lanes, guesses)
        question, good, bad = _question(row) if back_to is not None else ("", "", "")
        steps.append(
            DraftStep(
                uraian=row.uraian,
                lane=lane,
                standard=spoken.duration if spoken else None,
                kelengkapan=row.kelengkapan,
                output=row.output,
                keterangan=row.keterangan,
                back_to=back_to,
                question=question,
                good=good,
                bad=bad,
            )
        )
    return TableDraft(
        name=table.identity.judul,
        lanes=table.lanes,
        steps=tuple(steps),
        identity=table.identity,
        guesses=tuple(guesses),
    )


def _lane(
    place: int, row: TableRow, lanes: Sequence[str], guesses: list[Guess]
) -> int | None:
    if len(row.marks) == 1:
        return row.marks[0]
    if row.marks:
        named = ", ".join(lanes[mark] for mark in row.marks)
        guesses.append(
            Guess(
                step=place,
                kind=GuessKind.LANE_OF_SEVERAL,
                text=named,
                value=lanes[row.marks[0]],
            )
        )
        return row.marks[0]
    ordered = _ORDERED_BY.match(row.keterangan.casefold())
    lane = _lane_named(ordered["who"], lanes) if ordered else None
    if lane is None:
        guesses.append(Guess(step=place, kind=GuessKind.LANE_ASKED))
        return None
    guesses.append(
        Guess(
            step=place,
            kind=GuessKind.LANE_GUESSED,
            text=row.keterangan,
            value=lanes[lane],
        )
    )
    return lane


def _lane_named(words: str, lanes: Sequence[str]) -> int | None:
    """Return the lane that words name, or one that is called nearly so."""
    wanted = " ".join(words.casefold().split())
    for place, lane in enumerate(lanes):
        if wanted == lane.casefold():
            return place
    named = re.split(r"\s*/\s*|\s+atau\s+|\s+dan\s+", wanted)
    found = [
        (SequenceMatcher(None, one, lane.casefold()).ratio(), -place)
        for one in [wanted, *named]
        for place, lane in enumerate(lanes)
    ]
    best = max(found, default=(0.0, 0))
    return -best[1] if best[0] >= _ALIKE else None


def _tell_waktu(place: int, row: TableRow, guesses: list[Guess]) -> None:
    spoken = spoken_duration(row.waktu)
    if spoken is None and row.waktu not in _NO_WAKTU:
        guesses.append(Guess(step=place, kind=GuessKind.WAKTU_ASKED, text=row.waktu))
    elif spoken is None:
        guesses.append(Guess(step=place, kind=GuessKind.WAKTU_ASKED))
    elif not spoken.exact:
        guesses.append(Guess(step=place, kind=GuessKind.WAKTU_GUESSED, text=row.waktu))


def _return(
    place: int,
    row: TableRow,
    table: SopTable,
    lanes: Sequence[int | None],
    guesses: list[Guess],
) -> int | None:
    """Return the step that a correction leads to; the first step has none before."""
    said = row.keterangan.casefold()
    found = _RETURNS.search(said)
    if place == 0 or not (found or _CORRECTS.search(said) or row.decides):
        return None
    where = _ENDS.split(found["where"])[0] if found else ""
    counted = _STEP.search(said)
    target = _numbered(counted, table.rows[:place]) if counted else None
    if target is None and where:
        lane = _lane_named(where, table.lanes)
        earlier = [step for step in range(place) if lanes[step] == lane]
        target = earlier[-1] if lane is not None and earlier else None
    kind = GuessKind.RETURN_GUESSED if target is not None else GuessKind.RETURN_ASKED
    back_to = place - 1 if target is None else target
    guesses.append(
        Guess(
            step=place,
            kind=kind,
            text=row.keterangan,
            value=table.rows[back_to].uraian,
        )
    )
    return back_to


def _numbered(found: re.Match[str], rows: Sequence[TableRow]) -> int | None:
    wanted = int(found["number"])
    return next((place for place, row in enumerate(rows) if row.number == wanted), None)


def _question(row: TableRow) -> tuple[str, str, str]:
    said = f"{row.keterangan} {row.uraian}".casefold()
    return next(
        (words for pattern, words in _QUESTIONS if pattern.search(said)), _SUITABLE
    )
