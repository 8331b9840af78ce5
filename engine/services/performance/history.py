"""One indicator over the years: its course, its versions, its evidence and analysis."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.domain.documents import Document
from engine.domain.identity import Actor
from engine.domain.indicators import (
    Assessment,
    Realisation,
    achievement,
)
from engine.domain.performance import in_period, so_far
from engine.domain.periods import Period, Span, period_of_key, periods_of, year_of
from engine.domain.plans import Branch, PlannedIndicator
from engine.domain.values import DocumentId, InstanceId, JsonValue, RoleKey, UserId
from engine.errors import DocumentNotFoundError, IndicatorNotFoundError
from engine.services.performance.plan_sight import may_edit, sections_seen
from engine.services.performance.yearbook import Yearbook, yearbook
from engine.services.transactions.desk import Desk
from engine.store import searches
from engine.store.database import UnitOfWork
from engine.store.values import Provenance

_TOLD = ("faktor_pendukung", "kendala", "tindak_lanjut", "rencana_aksi")
_MOST_CASES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """An indicator in one period."""

    period: Period
    assessment: Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureVersion:
    """A figure as it was reported, or corrected, by somebody.

    Attributes:
        evidence: files, where they still are.
    """

    period: Period
    realisation: Realisation
    source: Provenance
    by: str
    evidence: tuple[Document, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Analysis:
    """What a case said of the indicator; `told` has the words of the form's keys."""

    period: Period
    case: InstanceId
    title: str
    told: Mapping[str, str]
    officer: str
    due: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorHistory:
    """Everything known of an indicator.

    Attributes:
        way: branches down to where it hangs.
        points: of the periods asked for, oldest first; years without it are left out.
        year: the whole year; `last_year` the one before, or None.
        end_percent: how much of the Renstra's end target is reached now.
        versions: of the year, newest first.
        analyses: of the year, newest first.
    """

    planned: PlannedIndicator
    way: tuple[Branch, ...]
    renstra: tuple[int, int]
    section: str
    points: tuple[Point, ...]
    year: Assessment
    last_year: Assessment | None
    end_percent: Decimal | None
    versions: tuple[FigureVersion, ...]
    analyses: tuple[Analysis, ...]
    may_correct: bool


class PerformanceHistory:
    """Reads single indicators."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def indicator(
        self, code: str, year: int, actor: Actor, *, span: Span = Span.QUARTER
    ) -> IndicatorHistory:
        """Return an indicator of a year's plan, with the two years before.

        Args:
            code: of the indicator.
            year: whose plan, versions and analyses are told.
            actor: sees own sections, or all.
            span: of the points: quarters or months.

        Raises:
            IndicatorNotFoundError: it is not in the year's signed plan, or not the
                actor's to see.
        """
        with self._desk.database.read() as uow:
            books = [yearbook(uow, one) for one in range(year - 2, year + 1)]
            roles = uow.people.roles()
            planned = books[-1].plan.indicator(code)
            seen = sections_seen(actor, roles)
            if planned is None or planned.indicator.section not in seen:
                raise IndicatorNotFoundError(indicator=code)
            versions = _versions(uow, books[-1], code)
            names = {one.key: one.name for one in roles}
            analyses = tuple(_analyses(uow, versions, code, names))
        return IndicatorHistory(
            planned=planned,
            way=books[-1].plan.way_to(planned.branch),
            renstra=books[-1].plan.renstra,
            section=names[planned.indicator.section],
            points=tuple(_points(books, code, span)),
            year=in_period(planned, year_of(year), books[-1].reached(planned)),
            last_year=_whole_year(books[-2], code),
            end_percent=_toward_end(planned, books[-1]),
            versions=versions,
            analyses=analyses,
            may_correct=may_edit(actor),
        )


def _whole_year(book: Yearbook, code: str) -> Assessment | None:
    planned = book.plan.indicator(code)
    if planned is None:
        return None
    return in_period(planned, year_of(book.year), book.reached(planned))


def _points(books: list[Yearbook], code: str, span: Span) -> Iterator[Point]:
    for book in books:
        planned = book.plan.indicator(code)
        if planned is None:
            continue
        reached = book.reached(planned)
        for period in periods_of(book.year):
            if period.span is span:
                yield Point(
                    period=period, assessment=in_period(planned, period, reached)
                )


def _toward_end(planned: PlannedIndicator, book: Yearbook) -> Decimal | None:
    """Return the achievement of the end target by what is reached so far.

    Amounts of a year that is not over stand against the end target as they are.
    """
    reached = so_far(planned, year_of(book.year), book.reached(planned)).realisation
    if planned.end_target is None or reached is None:
        return None
    return achievement(planned.indicator, planned.end_target, reached)


def _versions(uow: UnitOfWork, book: Yearbook, code: str) -> tuple[FigureVersion, ...]:
    found = [
        (period_of_key(book.year, key), realisation, source)
        for (indicator, key), several in book.reports.items()
        if indicator == code
        for realisation, source in several
    ]
    found.sort(key=lambda one: (one[2].at, one[1].version), reverse=True)
    users: list[UserId] = list({source.by for _, _, source in found})
    names = searches.names_of(uow.connection, users)
    return tuple(
        FigureVersion(
            period=period,
            realisation=realisation,
            source=source,
            by=names.get(source.by, source.by),
            evidence=tuple(_files(uow, realisation.evidence)),
        )
        for period, realisation, source in found
    )


def _files(uow: UnitOfWork, evidence: tuple[str, ...]) -> Iterator[Document]:
    for one in evidence:
        try:
            yield uow.documents.get(DocumentId(one))
        except DocumentNotFoundError:
            continue


def _analyses(
    uow: UnitOfWork,
    versions: tuple[FigureVersion, ...],
    code: str,
    names: Mapping[RoleKey, str],
) -> Iterator[Analysis]:
    """Yield what the cases that reported the figures said of them."""
    periods = {
        one.source.instance: one.period
        for one in reversed(versions)
        if one.source.instance is not None
    }
    for case, period in list(reversed(periods.items()))[:_MOST_CASES]:
        instance = uow.instances.get(case)
        row = analysis_of(instance.data.get("analisis"), code)
        told = {key: str(row.get(key) or "") for key in _TOLD}
        if any(told.values()):
            yield Analysis(
                period=period,
                case=case,
                title=instance.title,
                told=told,
                officer=_named(row, names),
                due=str(row.get("tenggat") or ""),
            )


def _named(row: Mapping[str, JsonValue], names: Mapping[RoleKey, str]) -> str:
    """Return who answers for an action: the post that was chosen, else the words."""
    post = RoleKey(str(row.get("petugas") or ""))
    return names.get(post) or str(row.get("penanggung_jawab") or "")


def analysis_of(rows: JsonValue, code: str) -> Mapping[str, JsonValue]:
    """Return what the analysis form says of an indicator, empty where nothing."""
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and row.get("kode") == code:
            return row
    return {}
