"""The board in an office's words: numbers that open what stands behind them."""

from dataclasses import dataclass

from engine.domain.months import days_of
from engine.domain.statistics import MEDIAN, MOST, Kept, Tally
from engine.services.monitoring.board import BoardLine, Choices
from engine.services.monitoring.service import Behind, Board, EndedRound, OpenRound
from web.asking import Visit
from web.case_words import Pill, standard_words
from web.monitor.asked import Choice, Question, told_period
from web.presenting import number_words, span_words

WELL, FAIR = 0.9, 0.75  # shares on time that are shown as fine and as a risk
_PARTS = ("waiting", "working", "paused")


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A figure; `path` opens the rounds behind it, empty where there are none."""

    words: str
    path: str
    label: str
    tone: str = "none"
    icon: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of the time; `start` and `width` are tenths of a percent."""

    name: str
    start: int
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A step on the board."""

    place: str
    name: str
    lane: str
    retired: bool
    standard: str
    open: Number
    late: Number | None
    risk: Number | None
    done: Number
    returned: str
    median: Number
    most: Number
    share: Number
    parts: tuple[Part, ...]
    parts_told: str


def board_page(board: Board, question: Question, visit: Visit) -> dict[str, object]:
    """Return what the template of the board shows."""
    title = board.definition.name if board.definition else ""
    return {
        "title": title,
        "period": told_period(board.months.text, visit),
        "rows": [_row(line, question, visit) for line in board.lines],
        "tiles": _tiles(board, question, visit),
        "filters": filters(board, question, visit),
        "has_sop": board.definition is not None,
    }


def filters(board: Board, question: Question, visit: Visit) -> dict[str, object]:
    """Return the filters with what is chosen in them."""
    choices: Choices = board.choices
    chosen = dict(question.kept)
    chosen["sop"] = str(board.asked.process or "")
    chosen["periode"] = board.months.text
    free = days_of(board.months.text)
    return {
        "free": told_period(board.months.text, visit) if free else "",
        "ends": (board.months.since.isoformat(), board.months.until.isoformat()),
        "chosen": chosen,
        "is_narrow": any(
            name in question.kept for name in ("jalur", "seksi", "petugas", "versi")
        ),
        "clear": question.path(jalur="", seksi="", petugas="", versi=""),
        "sops": [Choice(value=key, words=name) for key, name, _ in choices.processes],
        "lanes": [Choice(value=one, words=one) for one in choices.lanes],
        "sections": [Choice(value=key, words=name) for key, name in choices.sections],
        "officers": [Choice(value=key, words=name) for key, name in choices.officers],
        "versions": [
            Choice(value=str(one), words=visit.say("monitor.version", n=one))
            for one in choices.versions
        ],
    }


def behind_page(
    found: Behind, what: str, question: Question, visit: Visit
) -> dict[str, object]:
    """Return what the template of the rounds behind a number shows."""
    names = {one.id: one.name for one in found.view.steps}
    return {
        "title": visit.say(f"monitor.behind_{what}"),
        "step": found.step,
        "sop": found.view.loaded.definition.name,
        "period": told_period(found.view.months.text, visit),
        "open": [_open(one, state.value, visit) for one, state in found.open],
        "ended": [
            _ended(one, "" if found.step else names[one.fact.step], visit)
            for one in found.ended.items
        ],
        "back": question.path(),
    }


def share_words(share: float | None, visit: Visit) -> str:
    """Return «87,5 %», a dash for none."""
    if share is None:
        return "–"
    return f"{number_words(round(share * 100, 1), visit.language)} %"


def tone_of(share: float | None) -> str:
    """Return the colour's name of a share on time."""
    if share is None:
        return "none"
    return "fine" if share >= WELL else "risk" if share >= FAIR else "late"


def parts_of(tally: Tally) -> tuple[Part, ...]:
    """Return how the time of rounds divides, in tenths of a percent."""
    seconds = [getattr(tally, name) for name in _PARTS]
    total = sum(seconds)
    if not total:
        return ()
    parts, start = [], 0
    for name, one in zip(_PARTS, seconds, strict=True):
        width = round(one * 1000 / total)
        parts.append(Part(name=name, start=start, width=min(width, 1000 - start)))
        start += width
    return tuple(parts)


def parts_told(tally: Tally, visit: Visit) -> str:
    """Return how the time divides, in words."""
    return ", ".join(
        visit.say(f"monitor.part_{part.name}", share=round(part.width / 10))
        for part in parts_of(tally)
    )


def _tiles(board: Board, question: Question, visit: Visit) -> list[Number]:
    now, tally = board.now, board.tally
    every = _Of(question=question, visit=visit, step="", element="")
    found = [every.count("open", now.open)]
    found += [every.count("late", now.late), every.count("risk", now.risk)]
    return [*found, every.count("done", tally.count), every.share(tally)]


def _row(line: BoardLine, question: Question, visit: Visit) -> Row:
    of = _Of(question=question, visit=visit, step=line.name, element=line.element)
    tally, now = line.tally, line.now
    return Row(
        place="" if line.place is None else str(line.place),
        name=line.name,
        lane=line.lane,
        retired=line.retired,
        standard=standard_words(line.standard, visit),
        open=of.count("open", now.open),
        late=of.count("late", now.late) if now.late else None,
        risk=of.count("risk", now.risk) if now.risk else None,
        done=of.count("done", tally.count),
        returned=visit.say("monitor.returned_n", n=line.returned)
        if line.returned
        else "",
        median=of.time(tally.quantile(MEDIAN), "median"),
        most=of.time(tally.quantile(MOST), "most"),
        share=of.share(tally),
        parts=parts_of(tally),
        parts_told=parts_told(tally, visit),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Of:
    """Makes the numbers of one step, or of all together where `element` is empty."""

    question: Question
    visit: Visit
    step: str
    element: str

    def count(self, what: str, number: int) -> Number:
        """Return a count that opens its rounds."""
        words = number_words(number, self.visit.language)
        tones = {
            "late": ("late", "clock-exclamation"),
            "risk": ("risk", "alert-triangle"),
        }
        tone, icon = tones.get(what, ("none", "")) if number else ("none", "")
        return Number(
            words=words,
            path=self._path(what) if number else "",
            label=self._label(what, words),
            tone=tone,
            icon=icon,
        )

    def time(self, seconds: int | None, what: str) -> Number:
        """Return a measured time that opens the rounds that took longest."""
        if seconds is None:
            return Number(words="–", path="", label="")
        words = span_words(seconds, self.visit.language)
        path = self._path("longest")
        return Number(words=words, path=path, label=self._label(what, words))

    def share(self, tally: Kept) -> Number:
        """Return the share on time; it opens those that were not."""
        share = tally.on_time_share
        words, tone = share_words(share, self.visit), tone_of(share)
        icons = {"fine": "circle-check", "risk": "alert-triangle"}
        return Number(
            words=words,
            path=self._path("missed" if tally.late else "kept") if tally.judged else "",
            label=self._label("share", words),
            tone=tone,
            icon=icons.get(tone, "clock-exclamation" if tone == "late" else ""),
        )

    def _path(self, what: str) -> str:
        return self.question.path("/berkas", langkah=self.element, apa=what)

    def _label(self, what: str, words: str) -> str:
        if not self.step:
            return self.visit.say(f"monitor.tile_{what}")
        return self.visit.say(f"monitor.number_{what}", n=words, step=self.step)


def _open(one: OpenRound, state: str, visit: Visit) -> dict[str, object]:
    pills = {
        "late": Pill(
            words=visit.say("monitor.late"), icon="clock-exclamation", state="late"
        ),
        "at_risk": Pill(
            words=visit.say("monitor.risk"), icon="alert-triangle", state="risk"
        ),
    }
    if one.due_at is None:
        fine = Pill(words=visit.say("base.no_standard"), icon="clock", state="none")
    else:
        fine = Pill(words=visit.say("monitor.in_time"), icon="clock", state="fine")
    return {
        "path": f"/berkas/{one.instance}",
        "why": f"/berkas/{one.instance}/waktu",
        "number": one.case_number,
        "title": one.case_title,
        "step": one.name,
        "officer": one.officer_name or visit.say("monitor.nobody", lane=one.lane),
        "ready_at": one.ready_at,
        "due_at": one.due_at,
        "paused": one.paused_at is not None,
        "pill": pills.get(state, fine),
    }


def _ended(one: EndedRound, step: str, visit: Visit) -> dict[str, object]:
    fact = one.fact
    standard = fact.standard_seconds
    language = visit.language
    key, icon, tone = (
        ("missed", "clock-exclamation", "late")
        if fact.late
        else ("kept", "circle-check", "fine")
    )
    if standard is None:
        key, icon, tone = "no_standard", "clock", "none"
    return {
        "path": f"/berkas/{fact.instance}",
        "why": f"/berkas/{fact.instance}/waktu",
        "number": one.case_number,
        "title": one.case_title,
        "step": step,
        "round": fact.round,
        "returned": fact.returned,
        "officer": one.officer_name or "–",
        "ended_at": fact.ended_at,
        "elapsed": span_words(fact.elapsed_seconds, language),
        "standard": "" if standard is None else span_words(standard, language),
        "split": ", ".join(
            visit.say(f"monitor.took_{name}", span=span_words(seconds, language))
            for name, seconds in zip(
                _PARTS,
                (fact.waiting_seconds, fact.working_seconds, fact.paused_seconds),
                strict=True,
            )
            if seconds
        ),
        "pill": Pill(words=visit.say(f"monitor.{key}"), icon=icon, state=tone),
    }
