"""The ministry's monitoring form as a PDF: Table 7, filled from measured times."""

from pathlib import Path

from engine.domain.evaluations import Judgement
from engine.domain.identity import Actor
from engine.domain.sop_sheet.chart import duration_words
from engine.domain.statistics import MEDIAN
from engine.domain.values import JsonObject, JsonValue, ProcessKey
from engine.domain.wording import duration_text, number_text
from engine.errors import NotFoundError
from engine.ports import DocumentRenderer
from engine.services.monitoring.evaluation import (
    EvaluationForm,
    EvaluationLine,
    EvaluationService,
    counted,
)
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk

_TEMPLATE = Path(__file__).parents[2] / "templates" / "evaluasi-sop.html.j2"


class EvaluationPrints:
    """Prints evaluations."""

    def __init__(
        self,
        *,
        desk: Desk,
        lists: OfficeLists,
        renderer: DocumentRenderer,
        evaluations: EvaluationService,
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._renderer = renderer
        self._evaluations = evaluations

    def pdf(self, actor: Actor, process: ProcessKey | None, half: str) -> bytes:
        """Return the form of a half year.

        Raises:
            RefusedError, ProcessNotFoundError, NotFoundError: as for the form.
            RendererUnavailableError: no PDF can be made now.
        """
        form = self._evaluations.form(actor, process, half)
        if form is None:
            raise NotFoundError(what="evaluation", id=half)
        with self._desk.database.read() as uow:
            facts = self._lists.facts(uow, now=self._desk.clock.now())
        words = form_words(form, facts.letterhead)
        return self._renderer.render(_TEMPLATE.read_text(encoding="utf-8"), words)


def form_words(form: EvaluationForm, letterhead: JsonObject) -> JsonObject:
    """Return the names that the template uses, with their values."""
    identity = form.definition.identity
    sums = counted(form.lines)
    return {
        "kantor": letterhead,
        "tanggal": form.today.isoformat(),
        "sop": {
            "nomor": identity.nomor,
            "judul": identity.judul or form.definition.name,
            "versi": form.definition.version,
        },
        "semester": "I" if form.half.endswith("1") else "II",
        "tahun": form.half[:4],
        "batas": form.limit,
        "selesai": form.is_over,
        "baris": [_line(one) for one in form.lines],
        "baik": sums[Judgement.WELL],
        "tidak": sums[Judgement.NOT_WELL],
        "belum": sums[Judgement.UNJUDGED],
    }


def _line(one: EvaluationLine) -> JsonValue:
    line, tally = one.figures.line, one.figures.line.tally
    share, median = tally.on_time_share, tally.quantile(MEDIAN)
    judged = one.evaluation
    return {
        "nomor": line.place,
        "prosedur": line.name,
        "pelaksana": line.lane,
        "baik": one.judgement is Judgement.WELL,
        "tidak": one.judgement is Judgement.NOT_WELL,
        "baku": "" if line.standard is None else duration_words(line.standard),
        "terukur": tally.count,
        "tepat": "" if share is None else number_text(round(share * 100, 1)),
        "median": "" if median is None else duration_text(median),
        "usul": "" if one.suggested is None else duration_words(one.suggested),
        "catatan": judged.note if judged else "",
        "tindakan": judged.action if judged else "",
        "penilai": judged.assessor_name if judged else "",
    }
