"""A case as one archive file: its pages, and its originals attached as they were."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from engine.adapters.pdf import WeasyRenderer
from engine.adapters.pdf_bundle import bundled
from engine.ports import Attachment
from tests.adapters.test_signing import (  # noqa: F401 - fixtures
    block,
    camat,
    found_in,
    letter,
    mark,
    signed,
    signer,
)

NOW = datetime(2024, 8, 19, 1, 30, tzinfo=UTC)
INDEX = Attachment(name="daftar-isi.csv", media_type="text/csv", content=b"no,nama\n")


def part(name, content):
    return Attachment(name=name, media_type="application/pdf", content=content)


@pytest.fixture
def signed_letter(signer, letter, block, camat):  # noqa: F811 - fixtures
    return signed(signer, letter, camat, mark(block))


@pytest.fixture
def minutes():
    page = "<html lang='id'><title>Notula</title><p>Isi notula</p></html>"
    data = Attachment(name="data.csv", media_type="text/csv", content=b"1")
    return WeasyRenderer().render(page, {"tanggal": "2024-08-19"}, [data])


@pytest.fixture
def whole(signed_letter, minutes) -> Any:
    parts = [part("001 Surat.pdf", signed_letter), part("002 Notula.pdf", minutes)]
    made = bundled(parts, INDEX, "Berkas <uji> & coba", NOW)
    assert made is not None
    return PdfReader(BytesIO(made))


def test_every_page_stands_in_its_order_under_a_bookmark(whole):
    text = [" ".join(page.extract_text().split()) for page in whole.pages]

    assert "Isi surat" in text[0]
    assert "Isi notula" in text[1]
    assert [one.title for one in whole.outline] == ["001 Surat.pdf", "002 Notula.pdf"]


def test_the_originals_are_attached_byte_by_byte_with_their_signatures(
    whole, signed_letter, minutes
):
    held = {name: content[0] for name, content in whole.attachments.items()}

    assert held == {
        "daftar-isi.csv": INDEX.content,
        "001 Surat.pdf": signed_letter,
        "002 Notula.pdf": minutes,
    }
    (found,) = found_in(held["001 Surat.pdf"], NOW)
    assert found.intact
    assert found.whole


def test_the_whole_is_what_an_archive_asks_for(whole):
    root = whole.root_object
    packet = root["/Metadata"].get_object()

    assert 'pdfaid:part="3" pdfaid:conformance="B"' in packet.get_data().decode()
    assert "Berkas &lt;uji&gt; &amp; coba" in packet.get_data().decode()
    assert "/Filter" not in packet
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_object().get_data()
    assert len(whole.trailer["/ID"]) == 2
    assert "/Info" not in whole.trailer
    assert "/AcroForm" not in root
    for file in root["/AF"]:
        told = file.get_object()
        assert told["/AFRelationship"] == "/Source"
        assert "/" in told["/EF"]["/F"].get_object()["/Subtype"][1:]
        assert told["/EF"]["/F"].get_object()["/Params"]["/ModDate"]


def test_fonts_are_embedded_and_notes_are_printed_pictures(whole):
    kinds = set()
    for page in whole.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"].get_object()
        for one in page.get("/Annots") or ():
            note = one.get_object()
            kinds.add(note["/Subtype"])
            assert note["/F"] == 4
            assert not {"/V", "/FT", "/StructParent"} & set(note)

    assert kinds == {"/Link", "/Stamp"}


def test_what_is_no_archive_file_makes_no_archive(minutes):
    plain = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(99, 99)
    writer.write(plain)

    for other in (plain.getvalue(), b"", b"%PDF-1.7", b"PK"):
        parts = [part("1.pdf", minutes), part("2.pdf", other)]
        assert bundled(parts, INDEX, "x", NOW) is None


def test_the_same_files_make_the_same_bytes(minutes):
    parts = [part("1.pdf", minutes)]

    assert bundled(parts, INDEX, "x", NOW) == bundled(parts, INDEX, "x", NOW)
