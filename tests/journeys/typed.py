"""What the officers type at each step of the SOP; figures are examples."""

from typing import Any

GUESTS = "Afrizal, S.IP. (contoh) – Kasi Pemerintahan"
PERINTAH = {
    "perihal": "Pengukuran kinerja Triwulan III Tahun 2026",
    "disposisi_sifat": "segera",
    "diteruskan": ["sekretaris", "kasubag_perencanaan", "kasi"],
    "instruksi": ["tindak_lanjuti", "siapkan_laporan"],
    "isi_disposisi": "Setiap angka disertai bukti dukung.",
    "batas_disposisi": "2026-12-04",
}
FORMAT = {"format_petunjuk": "Isi realisasi sampai dengan 30 September 2026."}
SAMPAIKAN = {"penyampaian_cara": "keduanya", "batas_pengisian": "2026-12-02"}
UNDANGAN = {
    "rapat_tanggal": "2026-11-24",
    "rapat_waktu": "09:00",
    "rapat_tempat": "Ruang Rapat Kantor Camat Silaut",
    "rapat_acara": "Pembahasan pengukuran kinerja Triwulan III",
    "rapat_sifat": "Penting",
    "rapat_undangan_lain": GUESTS,
}
RAPAT = {
    "notulen_pembahasan": "Dua nagari belum mengirim laporan September.",
    "notulen_kesimpulan": "Format disepakati tanpa perubahan.",
    "notulen_tindak_lanjut": [
        {"uraian": "Menagih laporan nagari", "tenggat": "2026-11-30"}
    ],
}
ANALISIS = {
    "analisis": [{"kendala": "Sekretaris nagari berganti"}],
    "analisis_simpulan": "Sebagian besar indikator memenuhi target.",
}
KONSEP = {
    "konsep_judul": "Pengukuran Kinerja Kecamatan Silaut",
    "konsep_simpulan": "Kinerja Triwulan III pada umumnya tercapai.",
}
KOREKSI = {
    "koreksi": [{"bagian": "Simpulan", "perbaikan": "Sebutkan yang belum tercapai"}],
    "konsep_simpulan": "Tercapai, kecuali ketepatan laporan nagari.",
}
AJUKAN = {"pengajuan_lampiran": ["dokumen", "rekapitulasi", "notulen"]}
TANDA_TANGAN = {"persetujuan_catatan": "Disetujui untuk dikirim."}
SURAT = {
    "surat_tujuan": "Bupati Pesisir Selatan",
    "surat_tempat": "Painan",
    "surat_rincian": [
        {"jenis": "Dokumen Pengukuran Kinerja", "banyaknya": "1 (satu) berkas"}
    ],
}
GANDAKAN = {
    "eksemplar": 3,
    "penerima": [{"nama": "Bagian Organisasi Setda", "jumlah": 2}],
}
ARSIP = {"arsip_lokasi": "Sekretariat, lemari arsip kinerja"}


def data_of(section: str) -> dict[str, Any]:
    """Return what a section reports: its indicators, one of them by its grade."""
    first = {"realisasi": 83.5, "sumber_data": f"Laporan {section}"}
    if section == "staf.sekretariat":
        first = {"realisasi_predikat": "B", "sumber_data": "Hasil evaluasi SAKIP"}
    return {
        "realisasi_indikator": [first],
        "program": "Penyelenggaraan Pemerintahan",
        "anggaran_pagu": 182500000,
        "anggaran_realisasi": 79310000,
    }
