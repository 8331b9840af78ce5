"""Signatures in PDFs: what is signed, what is refused, what is seen of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from engine.adapters.pdf import WeasyRenderer
from engine.adapters.signing.pades import PadesSigner
from engine.adapters.signing.reading import PdfTraces
from engine.adapters.signing.safe import Safe
from engine.domain.signing import Mark
from engine.errors import (
    CertificateInvalidError,
    KeyFileInvalidError,
    PassphraseWrongError,
    SigningFailedError,
)
from tests.signing_keys import PASSPHRASE, YEAR, authority

NOW = datetime.fromisoformat("2024-08-19T08:30:00+07:00")
ISSUER = authority(NOW - YEAR)
SECRET = "rahasia kantor yang panjang"  # noqa: S105 - of no office
LETTER = """<!DOCTYPE html><html lang="id"><head><title>Surat</title><style>
.ruang { display: block; width: 78mm; height: 19mm }</style></head><body><p>Isi surat</p>
<a class="ruang" href="https://sop.example/periksa/K#tanda-tangan-1"></a><p>Camat</p>
<a class="ruang" href="https://sop.example/periksa/K#tanda-tangan-2"></a><p>Sekretaris</p>
</body></html>"""
BLOCK = """<!DOCTYPE html><html lang="id"><head><title>t</title><style>
@page { size: 78mm 19mm; margin: 0 }</style></head><body>Ditandatangani</body></html>"""


@pytest.fixture(scope="module")
def letter():
    return WeasyRenderer().render(LETTER, {"tanggal": "2024-08-19"})


@pytest.fixture(scope="module")
def block():
    return WeasyRenderer().render(BLOCK, {"tanggal": "2024-08-19"})


@pytest.fixture(scope="module")
def camat():
    return ISSUER.pkcs12("Camat Contoh", NOW - timedelta(days=30))


@pytest.fixture
def signer():
    return PadesSigner(Safe(SECRET), roots=[ISSUER.certificate])


def mark(block, place=1, **more):
    told = Mark(place=place, signer="Camat", reason="Disetujui", at=NOW, picture=block)
    return replace(told, **more)


def found_in(pdf, now, roots=(ISSUER.certificate,)):
    return PdfTraces(roots).signatures(pdf, now)


def signed(signer, pdf, pkcs12, made):
    _, key = signer.admit(pkcs12, PASSPHRASE)
    return signer.sign(pdf, key, PASSPHRASE, made)


def test_a_signed_letter_keeps_every_byte_it_had(signer, letter, block, camat):
    written = signed(signer, letter, camat, mark(block))

    assert written.startswith(letter)
    (found,) = found_in(written, NOW)
    assert (found.signer, found.signed_at) == ("Camat Contoh", NOW)
    assert found.intact
    assert found.whole
    assert found.certified


def test_the_signature_is_drawn_in_the_room_that_the_letter_leaves(
    signer, letter, block, camat
):
    written = signed(signer, letter, camat, mark(block, place=2))

    page: Any = PdfReader(BytesIO(written)).pages[0]
    notes = [one.get_object() for one in page["/Annots"]]
    (room,) = [one for one in notes if "#tanda-tangan-2" in str(one.get("/A"))]
    (drawn,) = [one for one in notes if one["/Subtype"] == "/Widget"]
    left, top, right, low = map(float, room["/Rect"])
    box = sorted([left, right]) + sorted([low, top])
    seen = [float(drawn["/Rect"][place]) for place in (0, 2, 1, 3)]
    assert seen == pytest.approx(box, abs=1)
    assert drawn["/AP"]["/N"].get_object()["/Resources"]["/XObject"]


def test_two_officers_sign_one_letter(signer, letter, block, camat):
    other = ISSUER.pkcs12("Sekretaris Contoh", NOW - timedelta(days=30))
    first = signed(signer, letter, camat, mark(block))

    both = signed(signer, first, other, mark(block, place=2, at=NOW + YEAR / 100))

    found = found_in(both, NOW + YEAR / 50)
    assert [one.signer for one in found] == ["Camat Contoh", "Sekretaris Contoh"]
    assert all(one.intact and one.whole for one in found)


def test_one_changed_byte_of_the_letter_is_seen(signer, letter, block, camat):
    written = bytearray(signed(signer, letter, camat, mark(block)))
    place = written.index(b"/Producer") + 12
    written[place] ^= 1

    (found,) = found_in(bytes(written), NOW)

    assert not found.intact


def test_what_was_added_behind_a_signature_is_seen(signer, letter, block, camat):
    written = signed(signer, letter, camat, mark(block))
    writer = PdfWriter(BytesIO(written), incremental=True)
    writer.pages[0].rotate(90)
    out = BytesIO()
    writer.write(out)

    (found,) = found_in(out.getvalue(), NOW)

    assert found.intact
    assert not found.whole


def test_a_wrong_passphrase_opens_nothing(signer, letter, block, camat):
    _, key = signer.admit(camat, PASSPHRASE)

    with pytest.raises(PassphraseWrongError) as refused:
        signer.sign(letter, key, "tebakan salah", mark(block))

    assert "tebakan salah" not in f"{refused.value!r} {refused.value.__context__!r}"
    with pytest.raises(PassphraseWrongError):
        signer.admit(camat, "tebakan salah")
    with pytest.raises(PassphraseWrongError):
        signer.admit(camat, "")


@pytest.mark.parametrize("days", [-1, 365], ids=["too early", "expired"])
def test_a_certificate_signs_only_while_it_is_good(signer, letter, block, days):
    key_file = ISSUER.pkcs12("Camat Contoh", NOW)
    _, key = signer.admit(key_file, PASSPHRASE)

    with pytest.raises(CertificateInvalidError):
        signer.sign(letter, key, PASSPHRASE, mark(block, at=NOW + timedelta(days=days)))


def test_a_signature_outlives_its_certificate(signer, letter, block, camat):
    written = signed(signer, letter, camat, mark(block))

    (found,) = found_in(written, NOW + 2 * YEAR)

    assert found.intact
    assert found.certified


def test_a_certificate_of_nobody_we_trust_is_not_certified(letter, block, camat):
    signer = PadesSigner(Safe(SECRET))

    facts, _ = signer.admit(camat, PASSPHRASE)
    (found,) = found_in(signed(signer, letter, camat, mark(block)), NOW, roots=())

    assert not facts.certified
    assert found.intact
    assert not found.certified


def test_an_authority_of_the_same_name_is_another_one(signer, letter, block):
    impostor = authority(NOW - YEAR)

    facts, key = signer.admit(
        impostor.pkcs12("Camat Contoh", NOW - YEAR / 2), PASSPHRASE
    )
    (found,) = found_in(signer.sign(letter, key, PASSPHRASE, mark(block)), NOW)

    assert impostor.certificate.subject == ISSUER.certificate.subject
    assert not facts.certified
    assert found.intact
    assert not found.certified


def test_who_was_certified_does_not_certify_others(signer, letter, block):
    person = ISSUER.person("Staf Contoh", NOW - YEAR / 2)
    pkcs12 = person.pkcs12("Camat Contoh", NOW - YEAR / 4)

    facts, key = signer.admit(pkcs12, PASSPHRASE)
    (found,) = found_in(signer.sign(letter, key, PASSPHRASE, mark(block)), NOW)

    assert not facts.certified
    assert found.intact
    assert not found.certified


def test_a_signature_that_leaves_out_part_of_the_file_is_seen(
    signer, letter, block, camat
):
    written = signed(signer, letter, camat, mark(block))
    end = written.index(b">", written.index(b"/Contents <"))
    added = b">/Diubah(kemudian)"
    # The signature's own bytes end with zeros, which no signature can cover.
    assert written[end - 60 : end] == b"0" * 60
    smuggled = written[: end + 1 - len(added)] + added + written[end + 1 :]

    found = found_in(smuggled, NOW)

    assert len(smuggled) == len(written)
    assert not any(one.intact and one.whole for one in found)


def test_a_second_signature_saves_no_broken_first_one(signer, letter, block, camat):
    other = ISSUER.pkcs12("Sekretaris Contoh", NOW - timedelta(days=30))
    first = bytearray(signed(signer, letter, camat, mark(block)))
    first[first.index(b"/Producer") + 12] ^= 1

    both = signed(signer, bytes(first), other, mark(block, place=2))

    assert [one.intact for one in found_in(both, NOW)] == [False, True]


def test_the_office_makes_a_seal_of_its_own(signer, letter, block):
    facts, key = signer.new_seal("Kecamatan Silaut", NOW)

    (found,) = found_in(signer.sign(letter, key, "", mark(block)), NOW)

    assert (found.signer, found.fingerprint) == ("Kecamatan Silaut", facts.fingerprint)
    assert found.intact
    assert not found.certified


def test_a_key_lies_in_the_safe_under_the_secret_alone(signer, letter, block, camat):
    _, key = signer.admit(camat, PASSPHRASE)
    other = PadesSigner(Safe("rahasia kantor yang lain"))

    assert camat[:40] not in key
    with pytest.raises(SigningFailedError):
        other.sign(letter, key, PASSPHRASE, mark(block))
    with pytest.raises(SigningFailedError):
        signer.sign(letter, key[:-1] + b"\0", PASSPHRASE, mark(block))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"0\x82\x01", b"0" * 200_000], ids=repr
)
def test_what_is_no_key_is_refused_as_such(signer, content):
    with pytest.raises(KeyFileInvalidError):
        signer.admit(content, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"bukan PDF", b"\0" * 999])
def test_what_is_no_pdf_cannot_be_signed_or_read(signer, block, content):
    _, key = signer.new_seal("Kantor", NOW)

    with pytest.raises(SigningFailedError):
        signer.sign(content, key, "", mark(block))
    with pytest.raises(SigningFailedError):
        found_in(content, NOW)
