"""Who may use which address: one line per method and rule, a section per room.

A new route gets a line in its room's section, `"GET /rule": WHO`. Things that a
rule names (`<plan>`) are made in `rights_office.py`, once for all routes. A POST
that says what is missing before it asks who may gets a filled form in `SENT`.
`test_rights_matrix.py` tries every line with every visitor.
"""

from collections.abc import Mapping
from typing import Any

STRANGER = "orang luar"  # nobody is signed in
GUEST = "tamu"  # an officer with no part in the case
STAF = "staf"  # holds the first lane of the SOP, and its task
CAMAT = "camat"  # holds the second lane; has no right
SUPERIOR = "sekretaris"  # Right.SUPERVISE alone
ADMIN = "admin"  # Right.ADMINISTER alone
DRAFTER = "penyusun"  # Right.DRAFT alone
APPROVER = "penyetuju"  # Right.APPROVE alone
STARTER = "pemulai"  # Right.START alone

VISITORS = (
    STRANGER,
    GUEST,
    STAF,
    CAMAT,
    SUPERIOR,
    ADMIN,
    DRAFTER,
    APPROVER,
    STARTER,
)
Who = frozenset[str]
PUBLIC: Who = frozenset(VISITORS)
OFFICERS = PUBLIC - {STRANGER}
SEE_CASE = frozenset({STAF, CAMAT, SUPERIOR, ADMIN})
DO_TASK = frozenset({STAF})
HOLD_TASK = frozenset({STAF, ADMIN})  # give it back, stop and start its clock
SUPERVISE = frozenset({SUPERIOR, ADMIN})
ADMINISTER = frozenset({ADMIN})
START = frozenset({STAF, STARTER, ADMIN})
DECIDE = frozenset({STARTER, ADMIN})  # of cycles
DRAFT = frozenset({DRAFTER})
APPROVE = frozenset({APPROVER})
APPROVE_SOPS = APPROVE | ADMINISTER
READ_DRAFTS = DRAFT | APPROVE
PLAN = DRAFT | ADMINISTER
SEE_FIGURES = frozenset({SUPERIOR, ADMIN, DRAFTER, APPROVER})
NOBODY: Who = frozenset()

Section = Mapping[str, Who]

DOOR: Section = {
    "GET /": OFFICERS,
    "GET /masuk": PUBLIC,
    "POST /masuk": PUBLIC,
    "POST /keluar": PUBLIC,
    "POST /bahasa": PUBLIC,
    "POST /tema": PUBLIC,
    "POST /bertindak": OFFICERS,
    "GET /akun": OFFICERS,
    "POST /akun/sandi": OFFICERS,
    "GET /akun/token": OFFICERS,
    "POST /akun/token": OFFICERS,
    "POST /akun/token/<token>/cabut": DO_TASK,  # its owner
    "GET /lambang/<mark>": PUBLIC,
    "GET /static/<path:name>": PUBLIC,
    "GET /hidup": PUBLIC,  # tells a stranger that the session ended, in place
    "GET /health": PUBLIC,
    "GET /ready": PUBLIC,
    "GET /metrics": PUBLIC,  # from the machine itself; see test_machines.py
}

INBOX: Section = {
    "GET /kotak-masuk": OFFICERS,
    "POST /kotak-masuk/ambil": OFFICERS,  # each task chosen is asked about apart
    "POST /kotak-masuk/lepas": OFFICERS,
    "GET /tugas/<task>": SEE_CASE,
    "POST /tugas/<task>": DO_TASK,
    "POST /tugas/<task>/ambil": DO_TASK,
    "POST /tugas/<task>/lepas": HOLD_TASK,
    "POST /tugas/<task>/tunda": HOLD_TASK,
    "POST /tugas/<task>/lanjutkan": HOLD_TASK,
    "POST /tugas/<task>/komentar": SEE_CASE,
    "POST /tugas/<task>/buang": SEE_CASE,  # nobody but the reader has that draft
    "POST /tugas/<task>/konsep": DO_TASK,
    "POST /tugas/<task>/lampiran": DO_TASK,
    "GET /tugas/<task>/lampiran/<file>": SEE_CASE,
    "POST /tugas/<task>/lampiran/<file>/hapus": DO_TASK,
}

CASES: Section = {
    "GET /berkas": OFFICERS,
    "GET /berkas/<case>": SEE_CASE,
    "POST /berkas/<case>/catatan": SEE_CASE,
    "GET /berkas/<case>/<any(batalkan, tunda, lanjutkan):word>": SUPERVISE,
    "POST /berkas/<case>/<any(batalkan, tunda, lanjutkan):word>": SUPERVISE,
}

SOPS: Section = {
    "GET /sop": OFFICERS,
    "GET /sop/<key>": OFFICERS,
    "GET /sop/<key>/<int:version>": OFFICERS,
    "GET /sop/<key>/<int:version>/diagram.bpmn": OFFICERS,
    "GET /sop/<key>/versi/<int:version>/cetak": OFFICERS,
    "GET /sop/<key>/simulasi": frozenset({DRAFTER, APPROVER, SUPERIOR}),
    "GET /sop/<key>/sunting/cetak": DRAFT | APPROVE,
    "GET /sop/impor": DRAFT,
    "POST /sop/impor": DRAFT,
    "POST /sop/impor/buat": DRAFT,
    "GET /sop/<key>/mulai": START,
    "POST /sop/<key>/mulai": START,
}

EDITOR: Section = {
    "GET /sop/draf": READ_DRAFTS,
    "GET /sop/baru": DRAFT,
    "POST /sop/baru": DRAFT,
    "GET /sop/<key>/sunting": DRAFT,
    "POST /sop/<key>/sunting": DRAFT,
    "POST /sop/<key>/sunting/simpan": DRAFT,
    "POST /sop/<key>/sunting/periksa": DRAFT,
    "GET /sop/<key>/sunting/diagram.bpmn": READ_DRAFTS,
    "POST /sop/<key>/sunting/unggah": DRAFT,
    "GET /sop/<key>/sunting/riwayat": READ_DRAFTS,
    "POST /sop/<key>/sunting/pulihkan": DRAFT,
    "GET /sop/<key>/sunting/buang": DRAFT,
    "POST /sop/<key>/sunting/buang": DRAFT,
    "GET /sop/<key>/coba": DRAFT,
    "POST /sop/<key>/coba": DRAFT,
    "POST /sop/<key>/coba/langkah": DRAFT,
    "POST /sop/<key>/coba/maju": DRAFT,
    "POST /sop/<key>/coba/akhiri": DRAFT,
    "GET /sop/<key>/coba/dokumen/<document>": DRAFT,
}

VERSIONS: Section = {
    "GET /sop/<key>/versi": OFFICERS,
    "POST /sop/<key>/versi/<int:version>/tarik": APPROVE_SOPS,
    "POST /sop/<key>/versi/<int:version>/kembali": DRAFT,
    "GET /sop/<key>/beda": OFFICERS,
    "GET /sop/<key>/persetujuan": READ_DRAFTS,
    "POST /sop/<key>/persetujuan/ajukan": DRAFT,
    "POST /sop/<key>/persetujuan/setujui": APPROVE,
    "POST /sop/<key>/persetujuan/tolak": APPROVE,
    "POST /sop/<key>/persetujuan/tarik": DRAFT,
    "GET /sop/<key>/formulir": READ_DRAFTS,
    "POST /sop/<key>/formulir/mulai": DRAFT,
    "POST /sop/<key>/formulir/baru": DRAFT,
    "POST /sop/<key>/formulir-bawaan": DRAFT,
    "GET /sop/<key>/formulir/<name>": READ_DRAFTS,
    "POST /sop/<key>/formulir/<name>": DRAFT,
    "POST /sop/<key>/formulir/<name>/pratinjau": READ_DRAFTS,
    "GET /sop/<key>/naskah/<name>": READ_DRAFTS,
    "POST /sop/<key>/naskah/<name>": DRAFT,
    "POST /sop/<key>/naskah/<name>/pratinjau": READ_DRAFTS,
    "GET /sop/<key>/keputusan/<name>": READ_DRAFTS,
    "POST /sop/<key>/keputusan/<name>": DRAFT,
    "GET /sop/<key>/keputusan/<name>/berkas.dmn": READ_DRAFTS,
    "POST /sop/<key>/keputusan-unggah": DRAFT,
    "GET /sop/<key>/pindah": APPROVE_SOPS,
    "POST /sop/<key>/pindah": APPROVE_SOPS,
}

ARCHIVE: Section = {
    "GET /arsip": OFFICERS,
    "GET /arsip/dokumen/<document>": SEE_CASE,
    "GET /arsip/dokumen/<document>/unduh": SEE_CASE,
    "POST /arsip/dokumen/<document>/tempat": SEE_CASE,
    "POST /arsip/dokumen/<document>/terbitkan-ulang": SUPERVISE,
    "POST /arsip/dokumen/<document>/cabut": SUPERVISE,
    "GET /arsip/berkas/<case>.zip": SEE_CASE,
    "GET /arsip/retensi": SUPERVISE,
    "POST /arsip/retensi": SUPERVISE,
    "POST /arsip/retensi/<proposal>/musnahkan": SUPERVISE,
    "POST /arsip/retensi/<proposal>/tolak": SUPERVISE,
    "GET /arsip/retensi/<destruction>/berita-acara.pdf": SUPERVISE,
}

SIGNING: Section = {
    "GET /periksa": PUBLIC,
    "GET /periksa/<code>": PUBLIC,
    "POST /periksa": PUBLIC,
    "GET /tanda-tangan": OFFICERS,
    "POST /tanda-tangan": OFFICERS,  # each document chosen is asked about apart
    "POST /tanda-tangan/kunci": OFFICERS,
    "POST /tanda-tangan/kunci/cabut": OFFICERS,
}

ACTIONS: Section = {
    "GET /tindak-lanjut": OFFICERS,
    "GET /tindak-lanjut/<action>": SEE_CASE,
    "POST /tindak-lanjut/<action>": frozenset({STAF, SUPERIOR}),
    "POST /tindak-lanjut/<action>/batalkan": frozenset({SUPERIOR}),
}

HISTORY: Section = {
    "GET /riwayat/berkas/<case>": SEE_CASE,
    "GET /riwayat/petugas/<user>": SUPERVISE,
    "GET /riwayat/sop/<key>": SUPERVISE,
}

CYCLES: Section = {
    "GET /siklus": SUPERVISE | {STARTER},
    "GET /siklus/<process>/<element>/<occurrence>/<any(mulai, lewati):deed>": DECIDE,
    "POST /siklus/<process>/<element>/<occurrence>/mulai": DECIDE,
    "POST /siklus/<process>/<element>/<occurrence>/lewati": DECIDE,
    "GET /siklus/<process>/aturan": DECIDE,
    "POST /siklus/<process>/aturan": DECIDE,
    "GET /sop/<key>/peringatan": SUPERVISE,
    "POST /sop/<key>/peringatan": SUPERVISE,
}

NOTICES: Section = {
    "GET /pemberitahuan": OFFICERS,
    "POST /pemberitahuan/dibaca": OFFICERS,
    "GET /pemberitahuan/lonceng": OFFICERS,
    "GET /pemberitahuan/cara": OFFICERS,
    "POST /pemberitahuan/cara": OFFICERS,
    "POST /pemberitahuan/kalender": OFFICERS,
    "GET /kalender/<secret>.ics": PUBLIC,  # the secret is the right
}

ADMINISTRATION: Section = {
    "GET /petugas": ADMINISTER,
    "GET /petugas/baru": ADMINISTER,
    "POST /petugas/baru": ADMINISTER,
    "GET /petugas/<user>": ADMINISTER,
    "POST /petugas/<user>": ADMINISTER,
    "GET /petugas/<user>/sandi": ADMINISTER,
    "POST /petugas/<user>/sandi": ADMINISTER,
    "GET /petugas/<user>/token": ADMINISTER,
    "POST /petugas/<user>/token": ADMINISTER,
    "POST /petugas/<user>/token/<officers_token>/cabut": ADMINISTER,
    "GET /petugas/<user>/alihkan": SUPERVISE,
    "POST /petugas/<user>/alihkan": SUPERVISE,
    "GET /petugas/penugasan": ADMINISTER,
    "POST /petugas/penugasan": ADMINISTER,
    "GET /petugas/<user>/penugasan/<post>/akhiri": ADMINISTER,
    "POST /petugas/<user>/penugasan/<post>/akhiri": ADMINISTER,
    "GET /petugas/peran": ADMINISTER,
    "GET /petugas/peran/baru": ADMINISTER,
    "POST /petugas/peran/baru": ADMINISTER,
    "GET /petugas/peran/<key>": ADMINISTER,
    "POST /petugas/peran/<key>": ADMINISTER,
    "GET /pengaturan": ADMINISTER,
    "POST /pengaturan": ADMINISTER,
    "POST /pengaturan/pengesahan": ADMINISTER,
    "GET /pengaturan/register/baru": ADMINISTER,
    "POST /pengaturan/register/baru": ADMINISTER,
    "GET /pengaturan/register/<key>": ADMINISTER,
    "POST /pengaturan/register/<key>": ADMINISTER,
    "GET /pengaturan/kalender": ADMINISTER,
    "POST /pengaturan/kalender": ADMINISTER,
    "GET /pengaturan/kalender/fakta": ADMINISTER,
    "POST /pengaturan/kalender/fakta": ADMINISTER,
    "GET /pekerjaan": ADMINISTER,
    "POST /pekerjaan/periksa": ADMINISTER,
    "GET /pekerjaan/insiden/<incident>/tutup": ADMINISTER,
    "POST /pekerjaan/insiden/<incident>/tutup": ADMINISTER,
    "POST /pekerjaan/insiden/<incident>/ulangi": ADMINISTER,
    "GET /perbaikan/<case>": ADMINISTER,
    "GET /perbaikan/<case>/rencana": ADMINISTER,
    "POST /perbaikan/<case>/rencana": ADMINISTER,
}

PERFORMANCE: Section = {
    "GET /kinerja": OFFICERS,  # without figures for who holds no section
    "GET /kinerja/unduh/<kind>": SEE_FIGURES,
    "GET /kinerja/lkjip/<int:year>.<any(docx,pdf):kind>": SEE_FIGURES,
    "GET /kinerja/indikator/<code>": SEE_FIGURES,
    "GET /kinerja/realisasi": OFFICERS,
    "GET /kinerja/realisasi/<code>/<text>": SEE_FIGURES,
    "POST /kinerja/realisasi/<code>/<text>": PLAN,
    "GET /rencana": OFFICERS,
    "POST /rencana": PLAN,
    "GET /rencana/templat.xlsx": OFFICERS,
    "GET /rencana/<int:year>": SEE_FIGURES,
    "GET /rencana/<int:year>/unduh.xlsx": SEE_FIGURES,
    "POST /rencana/<int:year>/impor": PLAN,
    "POST /rencana/<int:year>/revisi": PLAN,
    "POST /rencana/<int:year>/buang": PLAN,
    "POST /rencana/<int:year>/tetapkan": APPROVE,
    "GET /rencana/<int:year>/perjanjian-kinerja.pdf": SEE_FIGURES,
    "GET /rencana/<int:year>/<any(cabang,indikator,anggaran):part>/baru": PLAN,
    "POST /rencana/<int:year>/<any(cabang,indikator,anggaran):part>/baru": PLAN,
    "GET /rencana/<int:year>/<any(cabang,indikator,anggaran):part>/<code>": PLAN,
    "POST /rencana/<int:year>/<any(cabang,indikator,anggaran):part>/<code>": PLAN,
    "POST /rencana/<int:year>/<any(cabang,indikator,anggaran):part>/<code>/hapus": (
        PLAN
    ),
}

API: Section = {
    "GET /api/v1/openapi.json": PUBLIC,
    "GET /api/v1/health": PUBLIC,
    "GET /api/v1/ready": PUBLIC,
    "GET /api/v1/metrics": PUBLIC,
    "GET /api/v1/process-definitions": OFFICERS,
    "POST /api/v1/process-definitions": APPROVE_SOPS,
    "GET /api/v1/instances": OFFICERS,
    "POST /api/v1/instances": START,
    "GET /api/v1/instances/<id>": SEE_CASE,
    "GET /api/v1/instances/<id>/documents": SEE_CASE,
    "GET /api/v1/instances/<id>/events": SEE_CASE,
    "POST /api/v1/instances/<id>/cancel": SUPERVISE,
    "POST /api/v1/instances/<id>/suspend": SUPERVISE,
    "POST /api/v1/instances/<id>/resume": SUPERVISE,
    "GET /api/v1/tasks": OFFICERS,
    "GET /api/v1/tasks/<id>": SEE_CASE,
    "POST /api/v1/tasks/<id>/claim": DO_TASK,
    "POST /api/v1/tasks/<id>/release": HOLD_TASK,
    "POST /api/v1/tasks/<id>/complete": DO_TASK,
    "POST /api/v1/tasks/<id>/pause": HOLD_TASK,
    "POST /api/v1/tasks/<id>/resume": HOLD_TASK,
    "POST /api/v1/tasks/<id>/reassign": SUPERVISE,
    "POST /api/v1/tasks/<id>/comment": SEE_CASE,
    "GET /api/v1/documents/<id>": SEE_CASE,
}

MONITOR = frozenset({SUPERIOR})  # who administers does not supervise
MONITORING: Section = {
    "GET /pemantauan": MONITOR,
    "GET /pemantauan/papan": MONITOR,
    "GET /pemantauan/berkas": MONITOR,
    "GET /pemantauan/diagram": MONITOR,
    "GET /pemantauan/grafik": MONITOR,
    "GET /pemantauan/grafik/<name>.csv": MONITOR,
    "GET /pemantauan/evaluasi": MONITOR,
    "POST /pemantauan/evaluasi": MONITOR,
    "POST /pemantauan/evaluasi/batas": MONITOR,
    "POST /pemantauan/evaluasi/usul": NOBODY,  # it takes DRAFT as well
    "GET /pemantauan/evaluasi/formulir.pdf": MONITOR,
    "GET /pemantauan/perkiraan": MONITOR,
    "GET /pemantauan/laporan": MONITOR,
    "GET /pemantauan/laporan/laporan.pdf": MONITOR,
    "GET /pemantauan/laporan/laporan.xlsx": MONITOR,
    "GET /pemantauan/laporan/papan.csv": MONITOR,
    "POST /pemantauan/laporan/penerima": MONITOR,
    "GET /berkas/<case>/waktu": SEE_CASE,
}

ROOMS: tuple[Section, ...] = (
    DOOR,
    INBOX,
    CASES,
    SOPS,
    EDITOR,
    VERSIONS,
    ARCHIVE,
    SIGNING,
    ACTIONS,
    CYCLES,
    HISTORY,
    MONITORING,
    PERFORMANCE,
    NOTICES,
    ADMINISTRATION,
    API,
)

# What is sent where an empty form is answered before anybody asks who may. `{<…>}`
# stands for a thing, bytes for a file; the API gets JSON unless there is a file.
SENT: Mapping[str, Mapping[str, Any]] = {
    "POST /tindak-lanjut/<action>": {"teks": "x", "kemajuan": "10", "version": "1"},
    "POST /tindak-lanjut/<action>/batalkan": {"alasan": "Keliru", "version": "1"},
    "POST /pemantauan/evaluasi": {"sop": "{<key>}", "semester": "2024-S2"},
    "POST /pemantauan/evaluasi/batas": {"sop": "{<key>}", "batas": "75"},
    "POST /pemantauan/evaluasi/usul": {"sop": "{<key>}", "semester": "2024-S2"},
    "POST /berkas/<case>/catatan": {"teks": "Sudah dibaca."},
    "POST /tugas/<task>/komentar": {"text": "Sudah dibaca."},
    "POST /tugas/<task>/tunda": {"reason": "Rapat"},
    "POST /tugas/<task>/lampiran": {"file": b"%PDF-1.4"},
    "POST /api/v1/process-definitions": {"file": b"<definitions/>"},
    "POST /api/v1/instances": {"process_key": "{<key>}"},
    "POST /api/v1/instances/<id>/cancel": {"reason": "Keliru"},
    "POST /api/v1/instances/<id>/suspend": {"reason": "Menunggu"},
    "POST /api/v1/tasks/<id>/complete": {"data": {}},
    "POST /api/v1/tasks/<id>/pause": {"reason": "Rapat"},
    "POST /api/v1/tasks/<id>/reassign": {"to": "{<user>}"},
    "POST /api/v1/tasks/<id>/comment": {"text": "Sudah dibaca."},
}
