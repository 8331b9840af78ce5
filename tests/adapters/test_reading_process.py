"""Files of strangers are read in a child that time and memory are counted for."""

import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from engine.adapters.child_process import Limits
from engine.adapters.signing.reading import PdfTraces
from engine.adapters.signing.reading_process import BYTES, ReadingProcess
from engine.domain.signing import Traces
from engine.errors import ReaderUnavailableError
from tests.adapters.test_signing import (  # noqa: F401 - fixtures
    ISSUER,
    NOW,
    block,
    camat,
    letter,
    mark,
    signed,
    signer,
)

ROOTS = [ISSUER.certificate]


def slow_file():
    """Return a PDF of some kilobytes whose page takes a minute to read."""
    writer = PdfWriter()
    page = writer.add_blank_page(99, 99)
    content = StreamObject()
    content.set_data(b"BT /F1 9 Tf " + b"[(a) 1] TJ " * 1_000_000 + b"ET")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = {NameObject(name): NameObject(value) for name, value in font.items()}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(named)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def ask_until_refused(reader):
    """Ask; the first may come before whoever occupies the reader."""
    for _ in range(50):
        reader.traces(b"%PDF", NOW)


@pytest.fixture(scope="module")
def reader():
    process = ReadingProcess(ROOTS)
    yield process
    process.close()


def test_the_child_tells_what_we_would_read_ourselves(
    reader,
    signer,  # noqa: F811
    letter,  # noqa: F811
    camat,  # noqa: F811
    block,  # noqa: F811
):
    written = signed(signer, letter, camat, mark(block))

    told = reader.traces(written, NOW)

    assert told == PdfTraces(ROOTS).traces(written, NOW)
    assert told.signatures[0].certified


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\0" * 999, b"PK\x03\x04"])
def test_what_is_no_pdf_tells_nothing(reader, content):
    assert reader.traces(content, NOW) == Traces()


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(
    letter,  # noqa: F811
):
    limits = Limits(timeout=timedelta(seconds=1.5), memory_bytes=BYTES)
    reader = ReadingProcess(ROOTS, limits=limits)
    reader.traces(b"%PDF", NOW)
    first = reader.child_pid

    told = reader.traces(slow_file(), NOW)

    assert told == Traces()
    assert not Path(f"/proc/{first}").exists()
    reader.traces(letter, NOW)
    assert reader.child_pid != first
    reader.close()


def test_who_comes_while_the_reader_is_busy_is_told_so():
    limits = Limits(
        timeout=timedelta(seconds=1.5),
        memory_bytes=BYTES,
        patience=timedelta(seconds=0.1),
    )
    reader = ReadingProcess(limits=limits)
    reader.traces(b"%PDF", NOW)
    slow = slow_file()
    busy = threading.Thread(target=lambda: reader.traces(slow, NOW))
    busy.start()
    with pytest.raises(ReaderUnavailableError):
        ask_until_refused(reader)
    busy.join()
    reader.close()


def test_a_reader_that_cannot_start_is_no_verdict_on_a_file():
    small = Limits(timeout=timedelta(seconds=5), memory_bytes=1_000_000)

    with pytest.raises(ReaderUnavailableError):
        ReadingProcess(limits=small).traces(b"%PDF", NOW)
