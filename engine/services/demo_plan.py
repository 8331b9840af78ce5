"""The demo's performance plan: indicators and targets, each marked «contoh»."""

from dataclasses import dataclass
from decimal import Decimal

from engine.domain.indicators import Aggregation, Direction, Indicator, Level
from engine.domain.values import RoleKey

YEARS = (2024, 2025, 2026)


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
