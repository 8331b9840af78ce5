"""Reports of a period: an SOP's figures and charts as PDF and as a spreadsheet."""

from pathlib import Path

from engine.domain.identity import Actor
from engine.domain.sheets import Sheet, Spreadsheets
from engine.domain.values import JsonObject
from engine.errors import NotFoundError
from engine.ports import DocumentRenderer
from engine.services.monitoring.charts import COLOURS, printed
from engine.services.monitoring.figures import Figures, FigureService
from engine.services.monitoring.packing import ZONE
from engine.services.monitoring.reports_charts import drawn, tables
from engine.services.monitoring.view import Asked
from engine.services.office.directory import OfficeLists
from engine.services.office.report_words import Tongue
from engine.services.transactions.desk import Desk

_TEMPLATE = Path(__file__).parents[2] / "templates" / "laporan-pemantauan.html.j2"
PRINTED = ("durations", "trend", "throughput", "flow")  # officers stay on the screen
LEGENDS = {"throughput": ("keep", "miss"), "flow": ("waiting", "working", "paused")}


class ReportService:
    """Makes reports, for supervisors."""

    def __init__(
        self,
        *,
        desk: Desk,
        lists: OfficeLists,
        figures: FigureService,
        renderer: DocumentRenderer,
        sheets: Spreadsheets,
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._figures = figures
        self._renderer = renderer
        self._sheets = sheets

    def pdf(self, actor: Actor, asked: Asked, language: str) -> bytes:
        """Return the report of a period.

        Raises:
            RefusedError: the actor is no supervisor.
            ProcessNotFoundError: there is no such SOP or version.
            NotFoundError: the office has no SOP.
            RendererUnavailableError: no PDF can be made now.
        """
        found = self._found(actor, asked)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            facts = self._lists.facts(uow, now=now)
        words = _words(found, Tongue(language=language), facts.letterhead)
        words["tanggal"] = now.astimezone(ZONE).date().isoformat()
        return self._renderer.render(_TEMPLATE.read_text(encoding="utf-8"), words)

    def spreadsheet(self, actor: Actor, asked: Asked, language: str) -> bytes:
        """Return every table of a period as XLSX; errors as for the PDF."""
        found, tongue = self._found(actor, asked), Tongue(language=language)
        period = tongue.period(found.board.months.text)
        note = f"{_sop(found)} · {period}. {tongue.say('report.in_seconds')}"
        return self._sheets.write(
            [
                Sheet(
                    name=table.title,
                    names=table.heads,
                    rows=[list(row) for row in table.rows],
                    widths=(48, *(16,) * (len(table.heads) - 1)),
                    notes=(table.title, note),
                )
                for table in tables(found, tongue).values()
            ]
        )

    def _found(self, actor: Actor, asked: Asked) -> Figures:
        found = self._figures.figures(actor, asked)
        if found is None:
            raise NotFoundError(what="report", id=asked.period)
        return found


def _sop(found: Figures) -> str:
    return found.board.definition.name if found.board.definition else ""


def _words(found: Figures, tongue: Tongue, letterhead: JsonObject) -> JsonObject:
    """Return the names that the template uses; charts come drawn."""
    period = tongue.period(found.board.months.text)
    board = tables(found, tongue)["board"]
    tally, now = found.board.tally, found.board.now
    sums = (
        ("open", tongue.number(now.open)),
        ("late", tongue.number(now.late)),
        ("risk", tongue.number(now.risk)),
        ("done", tongue.number(tally.count)),
        ("share", tongue.share(tally.on_time_share)),
    )
    words: JsonObject = {
        "kantor": letterhead,
        "judul": tongue.say("report.title", sop=_sop(found), period=period),
        "angka": [[tongue.say(f"report.{key}"), number] for key, number in sums],
        "papan": {
            "kepala": list(board.heads),
            "baris": [list(row) for row in board.shown],
        },
        "grafik": [
            {
                "judul": one.table.title,
                "gambar": printed(one.picture),
                "catatan": one.note,
                "legenda": [
                    [COLOURS[part], tongue.say(f"report.{part}")]
                    for part in LEGENDS.get(one.name, ())
                ],
            }
            for one in drawn(found, tongue)
            if one.name in PRINTED
        ],
    }
    return words
