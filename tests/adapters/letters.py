"""A finished quarter of the SOP as templates see it, made of the shipped answers.

The shipped forms check every answer on the way, so a template, a form and the
example that contradict one another fail here first.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.domain.forms import FormDefinition, check_submission, default_submission
from engine.domain.indicators import Direction, Indicator
from engine.domain.measuring import measured_rows, period_of
from engine.domain.values import RoleKey

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "forms"

SECTIONS = {
    "kasi_pemerintahan": "Seksi Pemerintahan",
    "kasi_trantib": "Seksi Ketenteraman dan Ketertiban",
    "kasi_pemberdayaan": "Seksi Pemberdayaan Masyarakat",
    "kasi_kesos": "Seksi Kesejahteraan Sosial",
    "kasi_pelayanan": "Seksi Pelayanan Umum",
    "sekretariat": "Sekretariat",
}
_TIDY = "Meningkatnya tata kelola pemerintahan nagari"
_SERVICE = "Meningkatnya kualitas pelayanan publik"
_MEASURES = [
    ("IKU-1", _TIDY, "Persentase nagari tertib administrasi", "%"),
    ("PRG-1", _TIDY, "Persentase laporan nagari tepat waktu", "%"),
    (
        "PRG-2",
        "Terpeliharanya ketenteraman dan ketertiban umum",
        "Jumlah gangguan ketenteraman dan ketertiban",
        "kejadian",
    ),
    ("IKU-2", _TIDY, "Persentase APB Nagari ditetapkan tepat waktu", "%"),
    (
        "IKU-3",
        "Meningkatnya partisipasi masyarakat dalam pembangunan",
        "Persentase kehadiran undangan Musrenbang",
        "%",
    ),
    (
        "PRG-3",
        "Meningkatnya ketepatan sasaran perlindungan sosial",
        "Persentase keluarga miskin yang datanya terverifikasi",
        "%",
    ),
    ("IKU-4", _SERVICE, "Indeks Kepuasan Masyarakat", "Indeks"),
    ("PRG-4", _SERVICE, "Rata-rata waktu pelayanan surat keterangan", "menit"),
    (
        "IKU-5",
        "Meningkatnya akuntabilitas kinerja kecamatan",
        "Nilai SAKIP kecamatan",
        "Predikat",
    ),
    (
        "PRG-5",
        "Meningkatnya akuntabilitas kinerja kecamatan",
        "Persentase realisasi anggaran",
        "%",
    ),
]
INDICATORS = {
    code: Indicator(
        code=code,
        objective=objective,
        name=f"{name} (contoh)",
        unit=unit,
        section=RoleKey("sekretariat"),
        direction=Direction.LOWER if code in ("PRG-2", "PRG-4") else Direction.HIGHER,
        example=True,
    )
    for code, objective, name, unit in _MEASURES
}
POSTS = ["camat", "sekretaris", "kasubag_perencanaan", "kasubag_umum"]
OPTIONS = {
    "seksi": [{"value": key, "label": name} for key, name in SECTIONS.items()],
    "semua_seksi": list(SECTIONS),
    "indikator": [
        {"value": one.code, "label": f"{one.code} {one.name}"}
        for one in INDICATORS.values()
    ],
    "petugas": [{"value": key, "label": key} for key in (*SECTIONS, *POSTS)],
}


def officer(name: str, post: str, *, nip: str = "", acting: str = "") -> dict[str, Any]:
    return {
        "nama": f"{name} (contoh)",
        "nip": nip,
        "jabatan": post,
        "sebutan": acting,
        "pangkat": "Penata Tingkat I",
    }


OFFICERS = {
    "camat": officer("Hendra Gunawan, S.Sos.", "Camat Silaut"),
    "sekretaris": officer("Yusra Aulia, S.E.", "Sekretaris Kecamatan Silaut"),
    "kasubag_perencanaan": officer(
        "Rina Oktavia, S.E.", "Kasubag Perencanaan, Keuangan dan Pelaporan"
    ),
    "kasubag_umum": officer("Dewi Sartika, A.Md.", "Kasubag Umum dan Kepegawaian"),
    "kasi": officer("Afrizal, S.IP.", "Kepala Seksi Pemerintahan"),
}
PEOPLE = OFFICERS | {key: officer(name, name) for key, name in SECTIONS.items()}
OFFICE = {
    "kabupaten": "Pesisir Selatan",
    "kecamatan": "Silaut",
    "alamat": "Jalan Raya Lintas Sumatera, Silaut",
    "kode_pos": "25674",
    "telepon": "(0757) 000000",
    "email": "kecamatan.silaut@contoh.id",
    "laman": "",
    "logo": "",
    "tempat": "Silaut",
    "kode_wilayah": "13.01.15",
}


@cache
def answers() -> dict[str, Any]:
    text = (ROOT / "bpmn" / "pengukuran-kinerja.answers.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def form(key: str) -> FormDefinition:
    return FormDefinition.from_json(key, (FORMS / f"{key}.form.json").read_bytes())


def filled(key: str, given: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """What is given over what the form shows first, checked."""
    lists = {**OPTIONS, "capaian_indikator": measured_rows(case, INDICATORS)}
    shown = default_submission(form(key), case_data=case, options=lists)
    checked = check_submission(
        form(key), {**shown, **given}, case_data=case, options=lists
    )
    return dict(checked.values)


# Element and form of each visit, in the order in which the example goes.
VISITS = [
    ("Activity_Perintah", "disposisi"),
    ("Activity_Format", "format-pengumpulan"),
    ("Activity_Sampaikan", "penyampaian-format"),
    ("Activity_Undangan", "undangan-rapat"),
    ("Activity_Rapat", "notulen"),
    ("Activity_IsiData", "isi-data-kinerja"),
    ("Activity_Himpun", "pemeriksaan-data"),
    ("Activity_IsiData", "isi-data-kinerja"),
    ("Activity_Himpun", "pemeriksaan-data"),
    ("Activity_Analisis", "analisis"),
    ("Activity_Konsep", "konsep"),
    ("Activity_Koreksi", "koreksi"),
    ("Activity_Ajukan", "pengajuan"),
    ("Activity_TandaTangan", "persetujuan"),
    ("Activity_Koreksi", "koreksi"),
    ("Activity_Ajukan", "pengajuan"),
    ("Activity_TandaTangan", "persetujuan"),
    ("Activity_SuratPengantar", "surat-pengantar"),
    ("Activity_Gandakan", "penggandaan"),
    ("Activity_Arsip", "pengarsipan"),
]


def _items(data: dict[str, Any], visit: list[dict[str, Any]]) -> dict[str, Any]:
    sections = data["seksi_mengisi"] or data["seksi_pelapor"]
    done = {row["seksi_ini"]: row for row in data.get("Activity_IsiData", [])}
    for section, entry in zip(sections, visit, strict=True):
        case = {**data, "seksi_ini": section}
        given = filled("isi-data-kinerja", entry["data"], case)
        done[section] = {**given, "seksi_ini": section}
    return {**data, "Activity_IsiData": list(done.values())}


@cache
def finished_case() -> dict[str, Any]:
    """The case's data at the end, every answer of the example checked."""
    data: dict[str, Any] = {}
    visited: dict[str, int] = {}
    for element, key in VISITS:
        entry = answers()[element]
        visit = visited.get(element, 0)
        visited[element] = visit + 1
        if isinstance(entry, list):
            entry = entry[min(visit, len(entry) - 1)]
        if element == "Activity_IsiData":
            data = _items(data, entry)
        else:
            data = {**data, **filled(key, entry.get("data", {}), data)}
    return data


def context(performer: str, day: str, **more: Any) -> dict[str, Any]:
    data = finished_case()
    return {
        "kantor": OFFICE,
        "berkas": {
            "id": "PK-2024-0007",
            "judul": "Pengumpulan Data dan Pengukuran Kinerja Kecamatan Silaut",
            "periode": period_of(data),
        },
        "sop": {
            "nomor": "800/03/Silaut/2024",
            "judul": "Pengumpulan Data dan Pengukuran Kinerja Kecamatan Silaut",
        },
        "langkah": {"nomor": 1, "nama": "Langkah", "pelaksana": "Camat"},
        "pelaksana": OFFICERS[performer],
        "pejabat": OFFICERS,
        "seksi": SECTIONS,
        "petugas": {
            key: {"nama": one["nama"], "jabatan": one["jabatan"]}
            for key, one in PEOPLE.items()
        },
        "nomor": "",
        "tanggal": day,
        "data": data,
        "indikator": measured_rows(data, INDICATORS),
        "riwayat": [],
        "dokumen": [],
        **more,
    }


def partials() -> dict[str, str]:
    return {
        path.name.removesuffix(".html.j2"): path.read_text("utf-8")
        for path in FORMS.glob("_*.html.j2")
    }


def template(key: str) -> str:
    return (FORMS / f"{key}.html.j2").read_text("utf-8")


_DONE = [
    (1, "Memerintahkan pengumpulan dan pengukuran data Kinerja", "camat", 300, 240),
    (2, "Membuat format pengumpulan data dan informasi", "sekretaris", 1800, 1560),
    (None, "Mengisi format data kinerja", "kasi", None, 4200),
    (7, "Menganalisis data dan informasi", "kasubag_perencanaan", 3600, 4500),
    (11, "Penandatanganan dokumen pengukuran kinerja", "camat", 600, 360),
    (14, "Pengarsipan", "kasubag_umum", 300, 300),
]
HISTORY = [
    {
        "nomor": number,
        "nama": name,
        "pelaksana": OFFICERS[who]["nama"],
        "jabatan": OFFICERS[who]["jabatan"],
        "selesai": f"2024-07-01T{8 + at:02d}:15:00+07:00",
        "waktu_baku": standard,
        "waktu": spent,
        "terlambat": standard is not None and spent > standard,
    }
    for at, (number, name, who, standard, spent) in enumerate(_DONE)
]
ARCHIVE = [
    {
        "nama": name,
        "nomor": number,
        "tanggal": day,
        "sha256": sha * 16,
        "klasifikasi": "000.8.6.3",
        "retensi": "",
    }
    for name, number, day, sha in [
        ("Lembar Disposisi", "", "2024-07-01", "3f9a"),
        ("Format Pengumpulan Data dan Informasi", "", "2024-07-01", "77c0"),
        ("Undangan Rapat", "000.8.6.3/014/Silaut/2024", "2024-07-01", "b21e"),
        ("Notula Rapat", "", "2024-07-01", "d80f"),
        ("Rekapitulasi Data Kinerja", "", "2024-07-02", "1aa4"),
        (
            "Dokumen Pengukuran Kinerja",
            "000.8.6.3/008/Silaut/2024",
            "2024-07-02",
            "9c3b",
        ),
        ("Surat Pengantar", "000.8.6.3/015/Silaut/2024", "2024-07-02", "e5d2"),
    ]
]
NUMBER = "000.8.6.3/015/Silaut/2024"

TASKED = {
    "tugas_dasar": "Undangan Bupati Pesisir Selatan Nomor 000.8.6.3/112/Bag.Org/2024\n"
    "Perjanjian Kinerja Kecamatan Silaut Tahun 2024",
    "tugas_petugas": [
        {"petugas": "sekretaris"},
        {
            "nama": "Dian Permata, A.Md. (contoh)",
            "pangkat": "Pengatur (II/c)",
            "nip": "19990101 202203 2 001",
            "jabatan": "Pengelola data kinerja",
        },
    ],
    "tugas_untuk": "Mengikuti rapat evaluasi pengukuran kinerja triwulan II.\n"
    "Menyampaikan dokumen pengukuran kinerja Kecamatan Silaut.",
    "tugas_mulai": "2024-07-08",
    "tugas_selesai": "2024-07-09",
    "tugas_tempat": "Aula Bagian Organisasi Setda, Painan",
    "tugas_biaya": "DPA Kecamatan Silaut Tahun Anggaran 2024",
    "tugas_tembusan": "Inspektorat Kabupaten Pesisir Selatan",
}

# Template, performer, day and what else the document shows.
LETTERS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("lembar-disposisi", "camat", "2024-07-01", {}),
    ("format-pengumpulan", "sekretaris", "2024-07-01", {}),
    ("undangan-rapat", "kasubag_perencanaan", "2024-07-01", {"nomor": NUMBER}),
    ("notulen", "sekretaris", "2024-07-01", {}),
    ("rekapitulasi-data", "sekretaris", "2024-07-02", {}),
    ("konsep-pengukuran", "sekretaris", "2024-07-02", {}),
    ("dokumen-pengukuran", "camat", "2024-07-02", {"nomor": NUMBER}),
    ("surat-pengantar", "kasubag_umum", "2024-07-02", {"nomor": NUMBER}),
    (
        "surat-tugas",
        "camat",
        "2024-07-02",
        {"nomor": "800.1.11.1/007/Silaut/2024", "data": TASKED},
    ),
    (
        "daftar-arsip",
        "kasubag_umum",
        "2024-07-02",
        {"riwayat": HISTORY, "dokumen": ARCHIVE},
    ),
]


def letter_context(key: str) -> dict[str, Any]:
    for name, performer, day, more in LETTERS:
        if name == key:
            return context(performer, day, **more)
    raise KeyError(key)
