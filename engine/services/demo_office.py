"""The demo office: fictitious people and figures, each marked «contoh».

Only the place is real. Post names follow the SOP's lanes; sections, indicators
and targets are examples that an office replaces by its own.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.domain.documents import Register
from engine.domain.identity import Right, Role
from engine.domain.indicators import Aggregation, Direction, Indicator, Level
from engine.domain.office_hours import RamadanPeriod
from engine.domain.values import JsonObject, RoleKey
from engine.domain.worktime import RAMADAN_HOURS
from engine.services.accounts import NewUser

PASSWORD = "silaut-contoh"  # noqa: S105 - printed by `demo`, for a demo only
YEARS = (2024, 2025, 2026)
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


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoIndicator:
    """An indicator with its targets of the quarters and of the year."""

    indicator: Indicator
    targets: tuple[str, str, str, str, str]

    def values(self) -> tuple[tuple[int, Decimal], ...]:
        """Return (period, target); quarters from 1, the year is 0."""
        quarters = enumerate(self.targets[:4], start=1)
        return (*((q, Decimal(v)) for q, v in quarters), (0, Decimal(self.targets[4])))


def _measure(  # noqa: PLR0913 - one row of the plan
    code: str,
    section: str,
    objective: str,
    name: str,
    unit: str,
    targets: tuple[str, str, str, str, str],
    *,
    direction: Direction = Direction.HIGHER,
    aggregation: Aggregation = Aggregation.LAST,
) -> DemoIndicator:
    indicator = Indicator(
        code=code,
        objective=objective,
        name=f"{name} (contoh)",
        unit=unit,
        section=RoleKey(section),
        level=Level.IKU if code.startswith("IKU") else Level.PROGRAM,
        direction=direction,
        aggregation=aggregation,
        example=True,
    )
    return DemoIndicator(indicator=indicator, targets=targets)


_TIDY = "Meningkatnya tata kelola pemerintahan nagari"
_SERVICE = "Meningkatnya kualitas pelayanan publik"
_ACCOUNT = "Meningkatnya akuntabilitas kinerja kecamatan"

INDICATORS = (
    _measure(
        "IKU-1",
        "kasi_pemerintahan",
        _TIDY,
        "Persentase nagari tertib administrasi",
        "%",
        ("75", "80", "85", "90", "90"),
    ),
    _measure(
        "PRG-1",
        "kasi_pemerintahan",
        _TIDY,
        "Persentase laporan nagari tepat waktu",
        "%",
        ("80", "85", "88", "90", "90"),
    ),
    _measure(
        "PRG-2",
        "kasi_trantib",
        "Terpeliharanya ketenteraman dan ketertiban umum",
        "Jumlah gangguan ketenteraman dan ketertiban",
        "kejadian",
        ("6", "6", "6", "6", "24"),
        direction=Direction.LOWER,
        aggregation=Aggregation.SUM,
    ),
    _measure(
        "IKU-2",
        "kasi_pemberdayaan",
        _TIDY,
        "Persentase APB Nagari ditetapkan tepat waktu",
        "%",
        ("100", "100", "100", "100", "100"),
    ),
    _measure(
        "IKU-3",
        "kasi_pemberdayaan",
        "Meningkatnya partisipasi masyarakat dalam pembangunan",
        "Persentase kehadiran undangan Musrenbang",
        "%",
        ("75", "75", "75", "75", "75"),
    ),
    _measure(
        "PRG-3",
        "kasi_kesos",
        "Meningkatnya ketepatan sasaran perlindungan sosial",
        "Persentase keluarga miskin yang datanya terverifikasi",
        "%",
        ("85", "90", "95", "100", "100"),
    ),
    _measure(
        "IKU-4",
        "kasi_pelayanan",
        _SERVICE,
        "Indeks Kepuasan Masyarakat",
        "Indeks",
        ("82", "83", "84", "85", "85"),
    ),
    _measure(
        "PRG-4",
        "kasi_pelayanan",
        _SERVICE,
        "Rata-rata waktu pelayanan surat keterangan",
        "menit",
        ("20", "20", "18", "15", "15"),
        direction=Direction.LOWER,
    ),
    _measure(
        "IKU-5",
        "sekretariat",
        _ACCOUNT,
        "Nilai SAKIP kecamatan",
        "Predikat",
        ("80", "80", "80", "80", "80"),
    ),
    _measure(
        "PRG-5",
        "sekretariat",
        _ACCOUNT,
        "Persentase realisasi anggaran",
        "%",
        ("20", "45", "70", "95", "95"),
    ),
)
