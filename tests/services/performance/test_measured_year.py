"""A year of measurement: twelve months, four quarters, every number checked by hand.

`year_2025.csv` and `year_2025_budget.csv` were worked out apart from the engine:
R ÷ T × 100, where lower is better (2T - R) ÷ T × 100, half up; cumulated amounts as
sums, times as means, the rest by its last value. In the year a section reports
cardinals for percents and is sent back (February), one is late (May) and one has no
figure (June), the plan is revised in July, March is corrected in September, and in
November a Plh. stands in for the Camat.
"""

from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from lxml.html import document_fromstring

from engine.adapters.pdf import WeasyRenderer
from engine.adapters.pdf_templates import fill
from engine.domain.periods import month_of, period_of_text
from tests.services.measured import FORMS
from tests.services.measured_year import BUDGETS, FIGURES, YEAR, Year


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    from tests.services.conftest import House  # noqa: PLC0415 - a fixture of its module

    house = House(f"sqlite:///{tmp_path_factory.mktemp('tahun') / 'kantor.db'}")
    played = Year(house)
    played.play()
    yield played
    house.office.close()


def figure(text):
    return None if text == "" else float(text)


@pytest.mark.parametrize("period", FIGURES)
def test_every_figure_of_a_document_is_that_of_the_table(year, period):
    context = year.contexts[period]
    measured = {row["kode"]: row for row in context["indikator"]}
    whole = {row["kode"]: row for row in context["kinerja"]["baris"]}

    assert list(measured) == list(dict.fromkeys(measured))
    for row in FIGURES[period]:
        own, told = measured[row["kode"]], whole[row["kode"]]
        for name in ("target", "realisasi", "capaian"):
            assert own[name] == told[name] == figure(row[name]), (row["kode"], name)
            cumulated = told[f"{name}_kumulatif"]
            wanted = figure(row[f"{name}_kumulatif"])
            assert cumulated == pytest.approx(wanted, abs=1e-6), (row["kode"], name)
        assert own["predikat"] == told["predikat"] == row["predikat"]


@pytest.mark.parametrize("period", BUDGETS)
def test_every_rupiah_of_a_document_is_that_of_the_table(year, period):
    told = {row["seksi"]: row for row in year.contexts[period]["kinerja"]["anggaran"]}
    answers = {
        row["seksi_ini"]: row
        for row in year.contexts[period]["data"]["Activity_IsiData"]
    }

    for row in BUDGETS[period]:
        own = told[row["seksi"]]
        assert own["pagu"] == int(row["pagu"])
        assert own["realisasi"] == int(row["realisasi"])
        assert own["serapan"] == float(row["serapan"])
        assert answers[row["seksi"]]["anggaran_serapan"] == float(row["serapan"])


# Of the five indicators: measured, on target, below, not known, mean of the percents.
SUMMARIES = {
    "2025-01": (5, 1, 4, 0, "96.27"),
    "2025-02": (5, 1, 4, 0, "107.96"),
    "2025-03": (5, 4, 1, 0, "120.79"),
    "2025-TW1": (5, 3, 2, 0, "109.53"),
    "2025-04": (5, 1, 4, 0, "90.23"),
    "2025-05": (5, 3, 2, 0, "99.97"),
    "2025-06": (5, 3, 1, 1, "112.47"),
    "2025-TW2": (5, 4, 1, 0, "100.93"),
    "2025-07": (5, 2, 3, 0, "93.22"),
    "2025-08": (5, 3, 2, 0, "106.89"),
    "2025-09": (5, 4, 1, 0, "108.79"),
    "2025-TW3": (5, 4, 1, 0, "103.40"),
    "2025-10": (5, 1, 4, 0, "85.17"),
    "2025-11": (5, 3, 2, 0, "114.19"),
    "2025-12": (5, 4, 1, 0, "99.72"),
    "2025-TW4": (5, 4, 1, 0, "100.86"),
}


@pytest.mark.parametrize(("period", "wanted"), SUMMARIES.items())
def test_the_summary_of_a_document_follows(year, period, wanted):
    told = year.contexts[period]["ringkasan"]

    found = [told[name] for name in ("indikator", "tercapai", "di_bawah", "belum")]
    assert found == list(wanted[:4])
    assert told["rerata"] == float(wanted[4])


def test_a_quarter_shows_the_quarters_before_it(year):
    rows = {row["kode"]: row for row in year.contexts["2025-TW3"]["kinerja"]["baris"]}

    assert rows["PRG-2"]["perkembangan"] == [150.0, 100.0, 111.11]
    assert rows["PRG-4"]["perkembangan"] == [98.95, 104.74, 107.06]


def test_who_signed_stands_in_the_document_of_that_day(year):
    signers = {
        period: (context["pelaksana"]["sebutan"], context["pelaksana"]["nama"])
        for period, context in year.contexts.items()
    }

    assert signers["2025-10"] == ("Plh.", "Yusra Aulia, S.E. (contoh)")
    others = {who for period, who in signers.items() if period != "2025-10"}
    assert others == {("", "Hendra Gunawan, S.Sos. (contoh)")}


def test_targets_of_a_document_are_those_of_the_plan_of_that_day(year):
    revisions = {
        period: context["kinerja"]["rencana"]["revisi"]
        for period, context in year.contexts.items()
    }

    assert [revisions[f"2025-{n:02d}"] for n in range(1, 13)] == [1] * 6 + [2] * 6


def test_a_document_made_again_later_is_the_same(year):
    """March was corrected and the plan revised since; its document knows neither."""
    office = year.house.office
    with office.database.read() as uow:
        (document,) = uow.documents.of_instance(year.cases["2025-03"])
        *_, context = office.documents._letter(uow, document, year.house.clock.now())
        versions = uow.indicators.versions_of("PRG-4", YEAR, month_of(YEAR, 3).key)

    assert context == year.contexts["2025-03"]
    assert [str(one.value) for one, _ in versions] == ["18.0", "20"]


def test_the_year_ends_where_the_table_does(year):
    """The Kinerja page tells the last quarter's figures, as its document does."""
    period = period_of_text("2025-TW4")
    assert period is not None
    sheet = year.house.office.performance.sheet(period, year.measuring.actors["camat"])

    rows = {row.planned.code: row for row in sheet.rows}
    for row in FIGURES["2025-TW4"]:
        found = rows[row["kode"]]
        assert str(found.now.achievement) == row["capaian"]
        assert str(found.so_far.achievement) == row["capaian_kumulatif"]


def printed(year, period, name="dokumen-pengukuran"):
    """Return the HTML that is laid out as a document of the period."""
    partials = {
        path.name.removesuffix(".html.j2"): path.read_text("utf-8")
        for path in FORMS.glob("_*.html.j2")
    }
    source = (FORMS / f"{name}.html.j2").read_text("utf-8")
    return fill(source, year.contexts[period], partials)


def matched(element, path) -> list[Any]:
    """Return the elements that a path finds; its types allow for texts too."""
    return list(element.xpath(path))


def rows_below(html, heading):
    """Return the cells of the table below a heading, row by row."""
    found = f"//h2[contains(., '{heading}')]/following-sibling::table[1]/tbody/tr"
    return [
        [" ".join(cell.text_content().split()) for cell in matched(row, "td")]
        for row in matched(document_fromstring(html), found)
    ]


def shown(text, places=4, *, fixed=False):
    """Return a number of the tables as a letter writes it, worked out apart."""
    if text == "":
        return "–"
    unit = Decimal(1).scaleb(-places)
    number = Decimal(text).quantize(unit, rounding=ROUND_HALF_UP)
    whole, _, part = f"{number:,}".partition(".")
    part = part if fixed else part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


@pytest.mark.parametrize("document", ["dokumen-pengukuran", "konsep-pengukuran"])
@pytest.mark.parametrize("period", FIGURES)
def test_every_number_of_every_document_is_written_as_the_table_has_it(
    year, period, document
):
    html = printed(year, period, document)
    names = {row["nama"]: row["kode"] for row in year.contexts[period]["indikator"]}
    wanted = {
        row["kode"]: [
            *(shown(row[name]) for name in ("target", "realisasi")),
            shown(row["capaian"], 2, fixed=True),
            row["predikat"] or "–",
        ]
        for row in FIGURES[period]
    }

    told = {names[row[2]]: row[4:] for row in rows_below(html, "Pengukuran kinerja")}

    assert told == wanted


@pytest.mark.parametrize("period", FIGURES)
def test_the_recapitulation_has_the_same_numbers(year, period):
    """What sections reported is gathered before anybody computes with it."""
    html = document_fromstring(printed(year, period, "rekapitulasi-data"))
    names = {row["nama"]: row["kode"] for row in year.contexts[period]["indikator"]}
    wanted = {
        row["kode"]: [
            *(shown(row[name]) for name in ("target", "realisasi")),
            shown(row["capaian"], 2, fixed=True),
        ]
        for row in FIGURES[period]
    }

    found = matched(html, "//table[1]/tbody/tr[not(@class)]")
    cells = [[cell.text_content().strip() for cell in row] for row in found]

    assert {names[row[1]]: row[3:6] for row in cells if row[1] in names} == wanted


def test_the_annual_report_has_what_the_year_came_to(year):
    content = year.house.office.annual_reports.docx(
        YEAR, year.measuring.actors["camat"]
    )
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(BytesIO(content)).tables
    ]
    names = {row["kode"]: row["nama"] for row in year.contexts["2025-12"]["indikator"]}

    figures = {row[0]: row[1:] for table in tables[2:4] for row in table}
    for row in FIGURES["2025-TW4"]:
        assert figures[names[row["kode"]]] == [
            *(shown(row[f"{name}_kumulatif"]) for name in ("target", "realisasi")),
            shown(row["capaian_kumulatif"], 2, fixed=True),
            "Sangat Tinggi",
        ]
    money = [row[1:] for row in tables[-1]]
    for row in BUDGETS["2025-TW4"]:
        spent = [shown(row[name], 0) for name in ("pagu", "realisasi")]
        assert [*spent, shown(row["serapan"], 2, fixed=True)] in money


@pytest.mark.parametrize("period", [f"2025-TW{place}" for place in range(1, 5)])
def test_every_cumulated_number_is_written_as_the_table_has_it(year, period):
    html = printed(year, period)
    names = {row["nama"]: row["kode"] for row in year.contexts[period]["indikator"]}
    place = int(period[-1])
    so_far = [f"2025-TW{one}" for one in range(1, place + 1)]
    wanted = {
        row["kode"]: [
            *(shown(row[f"{name}_kumulatif"]) for name in ("target", "realisasi")),
            shown(row["capaian_kumulatif"], 2, fixed=True),
            *(
                shown(earlier["capaian"], 2, fixed=True)
                for one in so_far
                for earlier in FIGURES[one]
                if earlier["kode"] == row["kode"]
            ),
        ]
        for row in FIGURES[period]
    }

    below = rows_below(html, "Capaian kumulatif")
    told = {names[row[1]]: row[2:] for row in below if row[1] in names}

    assert told == wanted


@pytest.mark.parametrize("period", BUDGETS)
def test_every_rupiah_is_written_as_the_table_has_it_and_adds_up(year, period):
    html = printed(year, period)
    sums = [
        sum(int(row[name]) for row in BUDGETS[period]) for name in ("pagu", "realisasi")
    ]
    wanted = [
        [
            *(shown(row[name], 0) for name in ("pagu", "realisasi")),
            shown(row["serapan"], 2, fixed=True),
        ]
        for row in BUDGETS[period]
    ]
    share = str(Decimal(sums[1]) / sums[0] * 100)
    whole = [*(shown(str(one), 0) for one in sums), shown(share, 2, fixed=True)]

    told = [row[2:] for row in rows_below(html, "Realisasi anggaran")]

    assert sorted(told[:-1]) == sorted(wanted)
    assert told[-1] == whole


def test_what_is_written_comes_out_of_the_printer(year):
    """One document is really printed: its text holds every number of its table."""
    from tests.adapters.test_pdf import text_of  # noqa: PLC0415 - heavy

    text = text_of(WeasyRenderer().render(printed(year, "2025-TW3"), {}))

    for row in FIGURES["2025-TW3"]:
        for name in ("capaian", "capaian_kumulatif"):
            assert row[name].replace(".", ",") in text
    for row in BUDGETS["2025-TW3"]:
        assert row["serapan"].replace(".", ",") in text
        assert shown(row["pagu"], 0) in text
