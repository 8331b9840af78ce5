"""What the demo's officers fill in, for any period: plain words and made-up figures.

The figures are those of `demo_values`, so that what a case measured and what the
office shows of the period agree. Every form's own defaults stand where nothing is
said here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from engine.domain.periods import Period
from engine.domain.values import JsonObject, JsonValue
from engine.domain.wording import date_text
from engine.services.demo import values as demo_values

_DAYS_TO_FILL = 3
_SOURCES = MappingProxyType(
    {
        "kasi_pemerintahan": "Laporan monografi nagari",
        "kasi_trantib": "Laporan kejadian",
        "kasi_pemberdayaan": "Daftar hadir Musrenbang nagari",
        "kasi_kesos": "Berita acara verifikasi data",
        "kasi_pelayanan": "Buku register pelayanan",
        "sekretariat": "Laporan realisasi anggaran",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """The moment at which a form of the demo is filled in.

    Attributes:
        today: the office's day.
        defaults: what the form offers by itself.
        section: role key of the section that answers, or empty.
        returned_to: the section that has to correct its data, or empty.
        back: the step sends the case back.
    """

    period: Period
    today: date
    defaults: JsonObject
    section: str = ""
    returned_to: str = ""
    back: bool = False

    def day(self, later: int) -> str:
        """Return a day as forms take it, moved from a Saturday or Sunday."""
        found = self.today + timedelta(days=later)
        weekend = max(found.isoweekday() - 5, 0)
        return (found + timedelta(days=(0, 2, 1)[weekend])).isoformat()


def data_of(element: str, filling: Filling) -> JsonObject:
    """Return what an officer sends for a step of the demo's SOP."""
    made = _MADE.get(element)
    return filling.defaults | (made(filling) if made else {})


def reason_of(element: str, filling: Filling) -> str:
    """Return why a step sends the case back."""
    return _REASONS.get(element, "Isian belum lengkap").format(
        section=filling.returned_to, period=filling.period.label
    )


def _order(one: Filling) -> JsonObject:
    end = date_text(one.period.last)
    return {
        "asal_surat": "Camat Silaut",
        "disposisi_sifat": "segera",
        "perihal": f"Pengumpulan data dan pengukuran kinerja {one.period.label}",
        "diteruskan": ["sekretaris", "kasubag_perencanaan"],
        "instruksi": ["tindak_lanjuti", "koordinasikan", "siapkan_laporan"],
        "isi_disposisi": f"Kumpulkan data realisasi seluruh indikator sampai dengan {end}"
        " dan sertakan bukti dukung setiap angka.",
        "batas_disposisi": one.day(7),
    }


def _handed_out(one: Filling) -> JsonObject:
    return {
        "batas_pengisian": one.day(_DAYS_TO_FILL),
        "penyampaian_cara": "aplikasi",
        "penyampaian_catatan": "Format disampaikan juga saat apel pagi.",
    }


def _invited(one: Filling) -> JsonObject:
    everybody = one.defaults.get("rapat_undangan")
    posts = everybody if isinstance(everybody, list) else []
    return {
        "rapat_undangan": [post for post in posts if post != "administrator"],
        "rapat_tanggal": one.today.isoformat(),
        "rapat_acara": f"Pembahasan data kinerja {one.period.label}",
    }


def _met(one: Filling) -> JsonObject:
    return {
        "notulen_tanggal": one.today.isoformat(),
        "notulis": "Rina Oktavia, S.E. (contoh)",
        "notulen_arahan": "Setiap angka disertai bukti dukung; yang tidak dapat"
        " dibuktikan tidak dihitung.",
        "notulen_pembahasan": "Kasubag Perencanaan menjelaskan format dan cara menghitung"
        f" capaian {one.period.label}. Para Kasi menyampaikan sumber datanya.",
        "notulen_kesimpulan": "Format disepakati. Data disampaikan paling lambat"
        f" {date_text(date.fromisoformat(one.day(_DAYS_TO_FILL)))}.",
        "notulen_tindak_lanjut": [
            {
                "uraian": "Mengisi format data kinerja seksi",
                "penanggung_jawab": "Para Kasi dan sekretariat",
                "tenggat": one.day(_DAYS_TO_FILL),
            }
        ],
    }


def _reported(one: Filling) -> JsonObject:
    programme, ceiling, spent = demo_values.spent(one.section, one.period)
    rows: list[JsonValue] = []
    for row in _rows(one.defaults.get("realisasi_indikator")):
        found = demo_values.answer(str(row["kode"]), one.period)
        name = "realisasi_predikat" if isinstance(found, str) else "realisasi"
        source = _SOURCES.get(one.section, "Catatan seksi")
        rows.append({**row, name: found, "sumber_data": source})
    return {
        "realisasi_indikator": rows,
        "program": programme,
        "anggaran_pagu": ceiling,
        "anggaran_realisasi": spent,
    }


def _gathered(one: Filling) -> JsonObject:
    rows: list[JsonValue] = [
        {**row, "alasan": "Satu realisasi belum disertai bukti dukung."}
        if row.get("seksi_ini") == one.returned_to
        else row
        for row in _rows(one.defaults.get("pemeriksaan"))
    ]
    return {
        "seksi_mengisi": [one.returned_to] if one.back else [],
        "pemeriksaan": rows,
        "batas_pengisian": one.day(2),
        "himpun_catatan": "" if one.back else "Data seluruh seksi lengkap.",
    }


def _analysed(one: Filling) -> JsonObject:
    rows: list[JsonValue] = []
    for place, row in enumerate(_rows(one.defaults.get("analisis"))):
        said = str(row.get("capaian_teks", ""))
        if "Sangat Tinggi" in said:
            more: JsonObject = {"faktor_pendukung": _HELPED[place % len(_HELPED)]}
        else:
            problem, answer = _HINDERED[place % len(_HINDERED)]
            more = {
                "kendala": problem,
                "tindak_lanjut": answer,
                "rencana_aksi": answer,
                "penanggung_jawab": "Kasi yang bersangkutan",
                "tenggat": one.day((30, 90)[place % 2]),
            }
        rows.append(row | more)
    return {
        "analisis": rows,
        "analisis_simpulan": f"Capaian {one.period.label} pada umumnya sesuai target;"
        " yang belum tercapai mempunyai rencana aksi.",
    }


def _drafted(one: Filling) -> JsonObject:
    return {
        "konsep_judul": f"Pengukuran Kinerja Kecamatan Silaut {one.period.label}",
        "konsep_ikhtisar": f"Dokumen ini memuat hasil pengukuran kinerja {one.period.label}.",
        "konsep_simpulan": f"Kinerja {one.period.label} pada umumnya tercapai.",
        "konsep_saran": "Rencana aksi dipantau setiap bulan.",
    }


def _sent(one: Filling) -> JsonObject:
    return {
        "surat_rincian": [
            {
                "jenis": f"Dokumen Pengukuran Kinerja Kecamatan Silaut {one.period.label}",
                "banyaknya": "1 (satu) berkas",
                "keterangan": "Disampaikan dengan hormat untuk dipergunakan seperlunya",
            }
        ]
    }


def _copied(_: Filling) -> JsonObject:
    return {
        "eksemplar": 4,
        "penerima": [
            {"nama": "Bagian Organisasi Setda", "jumlah": 2},
            {"nama": "Inspektorat", "jumlah": 1},
            {"nama": "Arsip Kecamatan Silaut", "jumlah": 1},
        ],
    }


def _rows(value: JsonValue) -> list[JsonObject]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


_MADE: Mapping[str, Callable[[Filling], JsonObject]] = MappingProxyType(
    {
        "Activity_Perintah": _order,
        "Activity_Sampaikan": _handed_out,
        "Activity_Undangan": _invited,
        "Activity_Rapat": _met,
        "Activity_IsiData": _reported,
        "Activity_Himpun": _gathered,
        "Activity_Analisis": _analysed,
        "Activity_Konsep": _drafted,
        "Activity_SuratPengantar": _sent,
        "Activity_Gandakan": _copied,
    }
)
_REASONS = MappingProxyType(
    {
        "Activity_Rapat": "Format belum memuat semua indikator {period}",
        "Activity_Himpun": "Data satu seksi belum disertai bukti dukung",
        "Activity_Analisis": "Realisasi dua indikator tidak sesuai dengan bulan lalu",
        "Activity_Koreksi": "Simpulan belum sesuai dengan tabel capaian",
        "Activity_TandaTangan": "Simpulan belum menyebut indikator yang tidak tercapai",
    }
)
_HELPED = (
    "Pembinaan nagari berjalan setiap bulan",
    "Data diperbarui bersama pendamping",
    "Undangan disampaikan melalui jorong",
    "Persyaratan layanan dipasang di loket",
)
_HINDERED = (
    ("Laporan tiga nagari terlambat", "Mengingatkan wali nagari sebelum batas waktu"),
    ("Petugas nagari baru berganti", "Pendampingan petugas yang baru"),
    ("Survei belum menjangkau semua jorong", "Menambah petugas survei"),
)
