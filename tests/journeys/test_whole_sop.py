"""The whole SOP at the officers' browsers, from the Camat's order to the archive.

One journey with all five returns; every section fills in its own data, evidence is
uploaded, documents are made beside it and read at the end.
"""

import io
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys import typed

PDF = b"%PDF-1.7\n" + b"bukti " * 500
SECTIONS = (
    "kasi.pemerintahan",
    "kasi.trantib",
    "kasi.pemberdayaan",
    "kasi.kesos",
    "kasi.pelayanan",
    "staf.sekretariat",
)
WORDS = {
    "Lembar Disposisi": "Setiap angka disertai bukti dukung",
    "Format Pengumpulan": "30 September 2026",
    "Undangan": "Ruang Rapat Kantor Camat Silaut",
    "Notula": "Format disepakati tanpa perubahan",
    "Rekapitulasi": "Laporan kasi.trantib",
    "Konsep": "Triwulan III",
    "Dokumen Pengukuran": "kecuali ketepatan laporan nagari",
    "Surat Pengantar": "Bupati Pesisir Selatan",
    "Daftar Arsip": "lemari arsip kinerja",
}


@pytest.fixture
def works(desk, clock):
    """Return what does one step; every step takes some minutes of the office."""

    def step(login, name, values, decision="", reason="", files=()):
        clock.advance(timedelta(minutes=3))
        officer = desk(login)
        officer.take(name)
        officer.fill(values)
        if files:
            officer.attach("Bukti dukung", *files)
        if reason:
            officer.back(decision, reason)
        else:
            officer.forward(decision)
        return officer

    return step


def test_the_office_works_the_sop_from_the_order_to_the_archive(
    desk, works, worker, office
):
    start(desk("camat"))
    prepared(works)
    meeting_that_came_back(works)
    collected(desk, works)
    written(works)
    signed(works)
    sent_and_kept(works)

    umum = desk("kasubag.umum")
    expect(
        umum.page.get_by_text("Berkas ini sudah selesai seluruhnya.")
    ).to_be_visible()
    umum.page.get_by_role("link", name="Lihat berkasnya").click()
    returns = umum.page.get_by_text("Dikembalikan:")
    expect(returns).to_have_count(5)
    for name, words in WORDS.items():
        assert words in text_of(downloaded(umum, name)), name


def start(camat):
    camat.room("SOP")
    camat.page.get_by_role("link", name="Mulai berkas").click()
    camat.page.get_by_label("Periode").select_option("2026-TW3")
    camat.page.get_by_label("Judul").fill("Pengukuran Kinerja Triwulan III 2026")
    camat.page.get_by_role("button", name="Mulai berkas").click()
    expect(camat.heading("Pengukuran Kinerja Triwulan III 2026")).to_be_visible()


def prepared(works):
    works("camat", "Memerintahkan", typed.PERINTAH)
    works("sekretaris", "Membuat format", typed.FORMAT)
    works("kasubag.perencanaan", "Menyampaikan format", typed.SAMPAIKAN)
    works("kasubag.perencanaan", "Mengundang", typed.UNDANGAN)


def meeting_that_came_back(works):
    works(
        *("sekretaris", "Melaksanakan rapat", typed.RAPAT),
        *("Ada kesalahan", "Format belum memuat indikator nagari"),
    )
    works("kasubag.perencanaan", "Menyampaikan format", typed.SAMPAIKAN)
    works("kasubag.perencanaan", "Mengundang", typed.UNDANGAN)
    works("sekretaris", "Melaksanakan rapat", typed.RAPAT, "Tidak")


def collected(desk, works):
    for login in SECTIONS:
        evidence = {
            "name": f"{login}.pdf",
            "mimeType": "application/pdf",
            "buffer": PDF,
        }
        works(login, "Mengisi format data", typed.data_of(login), files=[evidence])
    sekretaris = desk("sekretaris")
    sekretaris.take("Menghimpun format")
    sekretaris.page.get_by_label("Seksi Pemerintahan").check()
    section = sekretaris.page.get_by_role("group", name="Seksi Pemerintahan")
    section.get_by_label("Alasan").fill("Diisi jumlah nagari")
    sekretaris.back("Ada kesalahan", "Realisasi IKU-1 bukan persen")
    fixed = typed.data_of("kasi.pemerintahan")
    works("kasi.pemerintahan", "Mengisi format data", fixed)
    works("sekretaris", "Menghimpun format", {"seksi_mengisi": []}, "Tidak")


def written(works):
    works(
        *("kasubag.perencanaan", "Menganalisis", typed.ANALISIS),
        *("Ada kesalahan", "Angka serapan meragukan"),
    )
    works("sekretaris", "Menghimpun format", {"seksi_mengisi": []}, "Tidak")
    works("kasubag.perencanaan", "Menganalisis", typed.ANALISIS, "Tidak")
    works("sekretaris", "Membuat konsep", typed.KONSEP)
    works(
        *("sekretaris", "Mengkoreksi", typed.KOREKSI),
        *("Perlu koreksi", "Simpulan terlalu umum"),
    )
    works("sekretaris", "Membuat konsep", typed.KONSEP)
    works("sekretaris", "Mengkoreksi", {}, "Tidak")


def signed(works):
    works("sekretaris", "Menyampaikan dokumen", typed.AJUKAN)
    works(
        *("camat", "Penandatanganan", {}),
        *("Dikembalikan", "Simpulan belum menyebut yang tidak tercapai"),
    )
    works("sekretaris", "Mengkoreksi", typed.KOREKSI, "Tidak")
    works("sekretaris", "Menyampaikan dokumen", typed.AJUKAN)
    works("camat", "Penandatanganan", typed.TANDA_TANGAN, "Disetujui")


def sent_and_kept(works):
    works("kasubag.umum", "Pembuatan surat pengantar", typed.SURAT)
    works("kasubag.umum", "Penggandaan", typed.GANDAKAN)
    works("kasubag.umum", "Pengarsipan", typed.ARSIP)


def downloaded(officer, name):
    officer.room("Arsip")
    officer.page.get_by_role("searchbox").fill(name)
    officer.page.get_by_role("button", name="Cari", exact=True).click()
    link = officer.page.get_by_role("link", name=f"Unduh {name}").first
    with officer.page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


def text_of(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
