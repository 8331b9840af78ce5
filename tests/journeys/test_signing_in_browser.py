"""The Camat signs with an own key; somebody with a phone checks the paper."""

import io
import os

import pytest
from PIL import Image
from playwright.sync_api import expect

from engine.domain.signing import code_of
from tests.journeys.conftest import violations
from tests.signing_keys import PASSPHRASE, authority
from tests.web.inbox.sop_office import ROOT

GUIDE = ROOT / "docs/panduan/gambar"


def paper(office, case):
    office.documents.make_pending(case)
    with office.database.read() as uow:
        found = uow.documents.of_instance(case)
    return next(one for one in found if one.template == "dokumen-pengukuran")


def content(office, document):
    with office.database.read() as uow:
        return uow.documents.content(uow.documents.get(document.id).sha256)


def keep(page, name, tmp_path):
    """Take a picture of the guide; kept where MUTUBAKU_TEST_PICTURES says so."""
    folder = GUIDE if os.environ.get("MUTUBAKU_TEST_PICTURES") else tmp_path
    whole = page.screenshot(animations="disabled", full_page=True)
    with Image.open(io.BytesIO(whole)) as picture:
        few = picture.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE)
    few.save(folder / name, optimize=True)


def test_the_camat_brings_a_key_and_signs(story, office, window, tmp_path):
    case = story.at(
        "Activity_SuratPengantar", "Pengukuran Kinerja Triwulan III"
    ).instance
    paper(office, case)
    key = tmp_path / "camat.p12"
    now = office.clock.now()
    key.write_bytes(authority(now).pkcs12("Hendra Gunawan (contoh)", now))

    page = window("camat", "/akun", viewport={"width": 1366, "height": 900})
    page.get_by_role("link", name="Kunci tanda tangan saya").click()
    expect(page.get_by_text("Simpan dulu kunci tanda tangan Anda")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Berkas kunci").set_input_files(key)
    page.get_by_label("Frasa sandi kunci").fill(PASSPHRASE)
    page.get_by_role("button", name="Simpan kunci").click()
    expect(page.get_by_text("Kunci disimpan.")).to_be_visible()
    keep(page, "tanda-tangan.png", tmp_path)
    page.get_by_label("Frasa sandi kunci").first.fill("bukan frasa saya")
    page.get_by_role("button", name="Tanda tangani yang dipilih").click()
    expect(page.get_by_text("Frasa sandi tidak membuka kunci")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Frasa sandi kunci").first.fill(PASSPHRASE)
    page.get_by_role("button", name="Tanda tangani yang dipilih").click()
    expect(page.get_by_text("1 dokumen ditandatangani.")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_passer_by_checks_the_paper_with_a_phone(
    story, office, chromium, address, tmp_path
):
    case = story.at("Activity_SuratPengantar").instance
    document = paper(office, case)
    camat, now = story.officer("camat"), office.clock.now()
    office.signing_keys.deposit(
        camat, authority(now).pkcs12("Hendra Gunawan (contoh)", now), PASSPHRASE
    )
    (waiting,) = office.signing.waiting(camat)
    office.signing.sign([waiting.signature.id], camat, PASSPHRASE)

    phone = chromium.new_context(
        base_url=address,
        locale="id-ID",
        viewport={"width": 360, "height": 740},
        color_scheme="dark",
    ).new_page()
    phone.goto(f"/periksa/{code_of(document.id)}")
    expect(phone.get_by_text("Asli dan berlaku")).to_be_visible()
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    keep(phone, "periksa-ponsel.png", tmp_path)
    signed = content(office, document)
    changed = bytearray(signed)
    changed[len(signed) // 2] ^= 1
    for name, whole, words in [
        ("asli.pdf", signed, "Setiap bita berkas ini sama"),
        ("ubah.pdf", bytes(changed), "Ditolak: berkas ini sudah berubah"),
    ]:
        phone.get_by_label("Berkas PDF").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": whole}
        )
        phone.get_by_role("button", name="Periksa berkas").click()
        expect(phone.get_by_text(words)).to_be_visible()
        assert violations(phone) == []
    keep(phone, "periksa-ditolak.png", tmp_path)
    phone.context.close()


@pytest.mark.parametrize(
    "name", ["tanda-tangan.png", "periksa-ponsel.png", "periksa-ditolak.png"]
)
def test_every_picture_of_the_page_on_signing_is_there(name):
    assert (GUIDE / name).stat().st_size <= 90_000
