"""The demo office: fictitious people and figures, each marked «contoh».

Only the place is real. Post names follow the SOP's lanes; sections, indicators
and targets are examples that an office replaces by its own.
"""

from dataclasses import dataclass
from datetime import date

from engine.domain.documents import Register
from engine.domain.identity import Right, Role
from engine.domain.office_hours import RamadanPeriod
from engine.domain.values import JsonObject, RoleKey
from engine.domain.worktime import RAMADAN_HOURS
from engine.services.people.accounts import NewUser

PASSWORD = "silaut-contoh"  # noqa: S105 - printed by `demo`, for a demo only
UNIT = "Silaut"

LETTERHEAD: JsonObject = {
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

# No library knows these days; the office enters them each year.
RAMADAN = (
    RamadanPeriod(first=date(2024, 3, 12), last=date(2024, 4, 9), hours=RAMADAN_HOURS),
    RamadanPeriod(first=date(2025, 3, 1), last=date(2025, 3, 30), hours=RAMADAN_HOURS),
    RamadanPeriod(first=date(2026, 2, 19), last=date(2026, 3, 20), hours=RAMADAN_HOURS),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoOfficer:
    """Somebody of the demo office; the first role is the post on letters."""

    login: str
    name: str
    title: str
    roles: tuple[str, ...]
    nip: str = ""
    rank: str = ""

    def user(self) -> NewUser:
        """Return the officer as an account with the demo password."""
        return NewUser(
            login=self.login,
            name=f"{self.name} (contoh)",
            roles=tuple(RoleKey(role) for role in self.roles),
            password=PASSWORD,
            nip=self.nip,
            rank=self.rank,
            title=self.title,
        )


def _role(key: str, name: str, *rights: Right, section: bool = False) -> Role:
    return Role(key=RoleKey(key), name=name, rights=frozenset(rights), section=section)


ROLES = (
    _role("camat", "Camat", Right.SUPERVISE, Right.APPROVE, Right.START),
    _role("sekretaris", "Sekretaris", Right.SUPERVISE, Right.DRAFT, Right.START),
    _role(
        "kasubag_perencanaan",
        "Kasubag Perencanaan, Keuangan dan Pelaporan",
        Right.DRAFT,
        Right.START,
    ),
    _role("kasubag_umum", "Kasubag Umum dan Kepegawaian"),
    _role("kasi", "Kasi"),
    _role("kasi_pemerintahan", "Seksi Pemerintahan", section=True),
    _role("kasi_trantib", "Seksi Ketenteraman dan Ketertiban", section=True),
    _role("kasi_pemberdayaan", "Seksi Pemberdayaan Masyarakat", section=True),
    _role("kasi_kesos", "Seksi Kesejahteraan Sosial", section=True),
    _role("kasi_pelayanan", "Seksi Pelayanan Umum", section=True),
    _role("sekretariat", "Sekretariat", section=True),
    _role(
        "administrator",
        "Administrator",
        Right.ADMINISTER,
        Right.APPROVE,
        Right.DRAFT,
        Right.START,
    ),
)

OFFICERS = (
    DemoOfficer(
        login="camat",
        name="Hendra Gunawan, S.Sos.",
        title="Camat Silaut",
        roles=("camat",),
        rank="Pembina",
    ),
    DemoOfficer(
        login="sekretaris",
        name="Yusra Aulia, S.E.",
        title="Sekretaris Kecamatan Silaut",
        roles=("sekretaris",),
        rank="Penata Tingkat I",
    ),
    DemoOfficer(
        login="kasubag.perencanaan",
        name="Rina Oktavia, S.E.",
        title="Kasubag Perencanaan, Keuangan dan Pelaporan",
        roles=("kasubag_perencanaan",),
        rank="Penata",
    ),
    DemoOfficer(
        login="kasubag.umum",
        name="Dewi Sartika, A.Md.",
        title="Kasubag Umum dan Kepegawaian",
        roles=("kasubag_umum",),
        rank="Penata",
    ),
    DemoOfficer(
        login="kasi.pemerintahan",
        name="Afrizal, S.IP.",
        title="Kepala Seksi Pemerintahan",
        roles=("kasi_pemerintahan", "kasi"),
        rank="Penata",
    ),
    DemoOfficer(
        login="kasi.trantib",
        name="Zulkifli, S.H.",
        title="Kepala Seksi Ketenteraman dan Ketertiban",
        roles=("kasi_trantib", "kasi"),
        rank="Penata",
    ),
    DemoOfficer(
        login="kasi.pemberdayaan",
        name="Nurhayati, S.Pd.",
        title="Kepala Seksi Pemberdayaan Masyarakat",
        roles=("kasi_pemberdayaan", "kasi"),
        rank="Penata",
    ),
    DemoOfficer(
        login="kasi.kesos",
        name="Mardiana, S.Sos.",
        title="Kepala Seksi Kesejahteraan Sosial",
        roles=("kasi_kesos", "kasi"),
        rank="Penata",
    ),
    DemoOfficer(
        login="kasi.pelayanan",
        name="Ikhsan Fadli, S.AP.",
        title="Kepala Seksi Pelayanan Umum",
        roles=("kasi_pelayanan", "kasi"),
        rank="Penata",
    ),
    DemoOfficer(
        login="staf.sekretariat",
        name="Putri Ramadhani, A.Md.",
        title="Pengelola Data Sekretariat",
        roles=("sekretariat",),
        rank="Pengatur",
    ),
    DemoOfficer(
        login="admin",
        name="Administrator",
        title="Administrator",
        roles=("administrator",),
    ),
)

REGISTERS = (
    Register(
        key="surat-keluar",
        name="Buku agenda surat keluar",
        pattern="{code}/{sequence:03d}/{unit}/{year}",
        classification="000.8.6.3",
        unit=UNIT,
    ),
    Register(
        key="agenda",
        name="Buku agenda surat masuk",
        pattern="{sequence:03d}/{month}/{year}",
        classification="000.5",
        unit=UNIT,
    ),
    Register(
        key="dokumen",
        name="Daftar dokumen kinerja",
        pattern="{code}/{sequence:03d}/{unit}/{year}",
        classification="000.8.6.3",
        unit=UNIT,
    ),
)
