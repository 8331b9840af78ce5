"""What a file is, by its content, and what it may be called."""

import io
import zipfile

import pytest

from engine.domain.file_types import kind_of, safe_name


def archive(*names, first=""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if first:
            file.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            file.writestr(name, "<xml/>")
    return made.getvalue()


OOXML = "[Content_Types].xml"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"%PDF-1.4 ...", "pdf", id="pdf"),
        pytest.param(b"\xff\xd8\xff\xe0", "jpg", id="jpg"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "png", id="png"),
        pytest.param(archive(OOXML, "word/document.xml"), "docx", id="docx"),
        pytest.param(archive(OOXML, "xl/workbook.xml"), "xlsx", id="xlsx"),
        pytest.param(archive("content.xml", first=ODT), "odt", id="odt"),
        pytest.param(b"MZ\x90", None, id="a program"),
        pytest.param(b"<svg onload=alert(1)>", None, id="a drawing with a script"),
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"PK\x03\x04", None, id="the beginning of an archive"),
        pytest.param(archive("a.txt"), None, id="any archive"),
        pytest.param(
            archive(OOXML, "word/document.xml", "word/vbaProject.bin"),
            None,
            id="macros",
        ),
        pytest.param(
            archive("content.xml", first="application/epub+zip"), None, id="a book"
        ),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        pytest.param("Bukti.pdf", "Bukti.pdf", id="as it is"),
        pytest.param("Bukti.PDF", "Bukti.pdf", id="ending in capitals"),
        pytest.param("foto.jpeg", "foto.pdf", id="the content decides"),
        pytest.param("C:\\berkas\\bukti.pdf", "bukti.pdf", id="a windows path"),
        pytest.param("../../etc/passwd", "passwd.pdf", id="folders"),
        pytest.param("a\x00b\n.pdf", "a b.pdf", id="control characters"),
        pytest.param("x\u202efdp.exe", "x fdp.exe.pdf", id="right to left"),
        pytest.param("", "berkas.pdf", id="nothing"),
        pytest.param(".pdf", "berkas.pdf", id="an ending only"),
        pytest.param("a" * 400, "a" * 150 + ".pdf", id="too long"),
        pytest.param("Laporan 3.5", "Laporan 3.5.pdf", id="a point in the name"),
    ],
)
def test_a_name_is_made_harmless(name, safe):
    assert safe_name(name, "pdf") == safe
