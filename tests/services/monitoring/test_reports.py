"""Reports of a period: as files, and by mail once a month to those chosen."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from engine.domain.notices import MailChoice
from engine.domain.values import ProcessKey, UserId
from engine.errors import OfficeInvalidError, RefusedError
from engine.services.monitoring.service import Asked
from tests.mail_server import mail_server
from tests.services.diagrams import TWO_STEPS
from tests.services.posting import PostingHouse

SOP = Asked(process=ProcessKey("dua-langkah"), period="2024-08")


class NotedRenderer:
    """Stands for the PDF process, which is outside: notes what it was given."""

    def __init__(self):
        self.given = []

    def render(self, template, context, *_):
        self.given.append((template, context))
        return b"%PDF-1.7 laporan"


@pytest.fixture
def measured(house):
    """Play step A of a case within 12 minutes in August."""
    house.renderer = house.office._renderer = NotedRenderer()
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.clock.set(house.clock.now() + timedelta(minutes=12))
    house.complete(house.open_task(case.id), house.staf)
    house.office.facts.tick(house.clock.now())
    house.office.packing.tick(house.clock.now())
    return house


@pytest.fixture
def posting(measured):
    with mail_server() as postbox:
        made = PostingHouse(measured, postbox)
        made.writes(measured.kepala, MailChoice.NONE)
        yield made
        made.office.close()


def test_a_report_holds_board_and_drawn_charts(measured):
    made = measured.office.reports.pdf(measured.kepala, SOP, "id")

    _, words = measured.renderer.given[0]
    assert made.startswith(b"%PDF")
    assert words["judul"].endswith("Agustus 2024")
    assert words["papan"]["baris"][0][0] == "1. Langkah A"
    assert "12 m" in words["papan"]["baris"][0]
    # The page lends a chart its colours, so a printed one brings its own.
    assert all("<style>" in one["gambar"] for one in words["grafik"])
    assert len(words["grafik"]) == 4


def test_a_spreadsheet_holds_every_table_with_plain_numbers(measured):
    content = measured.office.reports.spreadsheet(measured.kepala, SOP, "en")

    book = load_workbook(io.BytesIO(content))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0]]
    assert len(book.worksheets) == 6
    found = next(row for row in rows if row[0] == "1. Langkah A")
    assert found[2] == 1800
    assert found[7] == 720


def test_only_supervisors_take_reports_and_choose_who_gets_them(measured):
    office = measured.office

    for refused in (
        lambda: office.reports.pdf(measured.staf, SOP, "id"),
        lambda: office.reports.spreadsheet(measured.staf, SOP, "id"),
        lambda: office.report_mailing.recipients(measured.staf),
        lambda: office.report_mailing.choose(measured.staf, frozenset()),
    ):
        with pytest.raises(RefusedError):
            refused()
    with pytest.raises(OfficeInvalidError):
        office.report_mailing.choose(measured.kepala, frozenset({UserId("hantu")}))


def month_begins(posting, day=2):
    """Let the office open in September; the first is a Sunday."""
    posting.clock.set(datetime.fromisoformat(f"2024-09-0{day}T08:00:00+07:00"))
    planned = posting.office.report_mailing.tick(posting.clock.now())
    posting.pass_time()
    return planned


def test_the_report_of_the_month_gone_by_is_mailed_once(posting):
    kepala = posting.house.kepala
    posting.office.report_mailing.choose(kepala, frozenset({kepala.user}))

    first, again = month_begins(posting), month_begins(posting, day=3)

    (letter,) = posting.postbox.letters
    (attached,) = letter.iter_attachments()
    assert (first, again) == (1, 0)
    assert letter["Subject"] == "Laporan pemantauan Agustus 2024"
    assert attached.get_filename() == "laporan-dua-langkah-2024-08.pdf"
    assert attached.get_content() == b"%PDF-1.7 laporan"


def test_nothing_is_mailed_outside_working_time_or_to_who_was_not_chosen(posting):
    posting.clock.set(datetime.fromisoformat("2024-09-01T09:00:00+07:00"))

    assert posting.office.report_mailing.tick(posting.clock.now()) == 0
    assert month_begins(posting) == 0
    assert posting.postbox.letters == []


def test_who_supervises_no_more_gets_no_report(posting):
    kepala = posting.house.kepala
    posting.office.report_mailing.choose(kepala, frozenset({kepala.user}))
    posting.clock.set(datetime.fromisoformat("2024-09-02T08:00:00+07:00"))
    posting.office.report_mailing.tick(posting.clock.now())
    with posting.office.database.write() as uow:
        for one in uow.people.assignments_of(kepala.user):
            ended = posting.clock.now() - timedelta(minutes=1)
            uow.people.save_assignment(replace(one, valid_until=ended))

    posting.pass_time()

    assert posting.postbox.letters == []
