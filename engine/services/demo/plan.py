"""The demo's performance plans of three years, each indicator marked «contoh»."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from engine.domain.indicators import (
    Aggregation,
    Direction,
    Indicator,
    Level,
    combined,
)
from engine.domain.periods import quarter_of, year_of
from engine.domain.plans import Branch, BranchKind, BudgetLine, Plan, PlannedIndicator
from engine.domain.values import RoleKey

YEARS = (2024, 2025, 2026)
RENSTRA = (2021, 2026)

_LEVELS = MappingProxyType(
    {"IKU": Level.IKU, "PRG": Level.PROGRAM, "KEG": Level.KEGIATAN}
)
_BRANCHES = (
    ("T1", "tujuan", "", "Terwujudnya tata kelola nagari yang baik dan aman"),
    ("T2", "tujuan", "", "Terwujudnya pelayanan publik yang prima dan akuntabel"),
    ("S1", "sasaran", "T1", "Meningkatnya tata kelola pemerintahan nagari"),
    ("S2", "sasaran", "T1", "Meningkatnya partisipasi masyarakat dalam pembangunan"),
    ("S3", "sasaran", "T1", "Terpeliharanya ketenteraman dan ketertiban umum"),
    ("S4", "sasaran", "T1", "Meningkatnya ketepatan sasaran perlindungan sosial"),
    ("S5", "sasaran", "T2", "Meningkatnya kualitas pelayanan publik"),
    ("S6", "sasaran", "T2", "Meningkatnya akuntabilitas kinerja kecamatan"),
    ("P1", "program", "S1", "Penyelenggaraan Pemerintahan dan Pelayanan Publik"),
    ("P2", "program", "S2", "Pemberdayaan Masyarakat Desa dan Kelurahan"),
    ("P3", "program", "S3", "Koordinasi Ketenteraman dan Ketertiban Umum"),
    ("P4", "program", "S4", "Penyelenggaraan Urusan Kesejahteraan Sosial"),
    ("P5", "program", "S5", "Penyelenggaraan Pelayanan Publik"),
    ("P6", "program", "S6", "Penunjang Urusan Pemerintahan Daerah"),
    ("K1", "kegiatan", "P1", "Pembinaan administrasi pemerintahan nagari"),
    ("K2", "kegiatan", "P2", "Peningkatan partisipasi masyarakat dalam Musrenbang"),
    ("K3", "kegiatan", "P3", "Sinergi dengan kepolisian dan TNI di kecamatan"),
    ("K4", "kegiatan", "P4", "Verifikasi dan pemutakhiran data kesejahteraan sosial"),
    ("K5", "kegiatan", "P5", "Pelayanan administrasi terpadu kecamatan"),
)
# Pagu in millions of rupiah of the first year; it grows by a twentieth a year.
_BUDGET = (
    ("B1", "P1", "kasi_pemerintahan", "182.5"),
    ("B2", "P2", "kasi_pemberdayaan", "98.75"),
    ("B3", "P3", "kasi_trantib", "64"),
    ("B4", "P4", "kasi_kesos", "41.2"),
    ("B5", "P5", "kasi_pelayanan", "57.3"),
    ("B6", "P6", "sekretariat", "1246.8"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoIndicator:
    """An indicator with the targets of its first year's quarters.

    Attributes:
        step: what each later year's targets are higher by.
        words: definition, calculation and source.
    """

    indicator: Indicator
    branch: str
    quarters: tuple[str, str, str, str]
    step: str
    most: str
    words: tuple[str, str, str]

    def targets(self, year: int) -> Mapping[int, Decimal]:
        """Return the targets of a year by period."""
        quarters = [self._raised(quarter, year) for quarter in self.quarters]
        is_sum = self.indicator.aggregation is Aggregation.SUM
        found = {year_of(year).key: combined(self.indicator, quarters) or Decimal()}
        for place, value in enumerate(quarters, start=1):
            found[quarter_of(year, place).key] = value
            for month in quarter_of(year, place).months:
                found[month.key] = value / 3 if is_sum else value
        return found

    def planned(self, year: int) -> PlannedIndicator:
        """Return the indicator as the plan of a year has it."""
        definition, calculation, source = self.words
        last = YEARS[-1]
        return PlannedIndicator(
            indicator=self.indicator,
            branch=self.branch,
            definition=definition,
            calculation=calculation,
            source=source,
            officer=self.indicator.section,
            targets=self.targets(year),
            end_target=self.targets(last)[year_of(last).key],
        )

    def _raised(self, quarter: str, year: int) -> Decimal:
        raised = Decimal(quarter) + Decimal(self.step) * (year - YEARS[0])
        is_higher = self.indicator.direction is Direction.HIGHER
        return (min if is_higher else max)(raised, Decimal(self.most))


def _measure(  # noqa: PLR0913 - one row of the plan
    code: str,
    branch: str,
    section: str,
    name: str,
    unit: str,
    quarters: tuple[str, str, str, str],
    *,
    step: str,
    most: str,
    words: tuple[str, str, str],
    lower: bool = False,
    aggregation: Aggregation = Aggregation.LAST,
) -> DemoIndicator:
    names = {code: (above, name) for code, _, above, name in _BRANCHES}
    objective = branch
    while not objective.startswith("S"):
        objective = names[objective][0]
    indicator = Indicator(
        code=code,
        objective=names[objective][1],
        name=f"{name} (contoh)",
        unit=unit,
        section=RoleKey(section),
        level=_LEVELS[code[:3]],
        direction=Direction.LOWER if lower else Direction.HIGHER,
        aggregation=aggregation,
        example=True,
    )
    return DemoIndicator(
        indicator=indicator,
        branch=branch,
        quarters=quarters,
        step=step,
        most=most,
        words=words,
    )


_SUM, _MEAN = Aggregation.SUM, Aggregation.AVERAGE
# fmt: off
INDICATORS = (
    _measure("IKU-1", "S1", "kasi_pemerintahan", "Persentase nagari tertib administrasi", "%",
        ("75", "80", "85", "90"), step="2", most="100",
        words=("Nagari yang delapan buku administrasinya lengkap dan mutakhir", "Nagari tertib ÷ seluruh nagari × 100", "Laporan monografi nagari")),
    _measure("PRG-1", "P1", "kasi_pemerintahan", "Persentase laporan nagari tepat waktu", "%",
        ("80", "85", "88", "90"), step="2", most="100",
        words=("Laporan bulanan nagari yang diterima paling lambat tanggal 5", "Laporan tepat waktu ÷ laporan wajib × 100", "Buku ekspedisi laporan nagari")),
    _measure("PRG-2", "P3", "kasi_trantib", "Jumlah gangguan ketenteraman dan ketertiban", "kejadian",
        ("6", "6", "6", "6"), step="0", most="3",
        words=("Gangguan yang dicatat pos dan dilaporkan ke kecamatan", "Jumlah kejadian dalam periode", "Laporan kejadian"), lower=True, aggregation=_SUM),
    _measure("IKU-2", "S1", "kasi_pemberdayaan", "Persentase APB Nagari ditetapkan tepat waktu", "%",
        ("100", "100", "100", "100"), step="0", most="100",
        words=("APB Nagari yang ditetapkan paling lambat 31 Desember tahun sebelumnya", "APB Nagari tepat waktu ÷ seluruh nagari × 100", "Peraturan Nagari tentang APB Nagari")),
    _measure("IKU-3", "S2", "kasi_pemberdayaan", "Persentase kehadiran undangan Musrenbang", "%",
        ("75", "75", "75", "75"), step="2", most="100",
        words=("Undangan yang hadir dalam Musrenbang nagari dan kecamatan", "Undangan hadir ÷ undangan disampaikan × 100", "Daftar hadir Musrenbang")),
    _measure("PRG-3", "P4", "kasi_kesos", "Persentase keluarga miskin yang datanya terverifikasi", "%",
        ("85", "90", "95", "100"), step="0", most="100",
        words=("Keluarga dalam data terpadu yang diverifikasi tahun berjalan", "Keluarga terverifikasi ÷ keluarga terdata × 100", "Berita acara verifikasi")),
    _measure("IKU-4", "S5", "kasi_pelayanan", "Indeks Kepuasan Masyarakat", "Indeks",
        ("82", "83", "84", "85"), step="1", most="100",
        words=("Nilai survei kepuasan menurut Permenpan RB 14/2017", "Rata-rata tertimbang sembilan unsur × 25", "Survei kepuasan masyarakat")),
    _measure("PRG-4", "P5", "kasi_pelayanan", "Rata-rata waktu pelayanan surat keterangan", "menit",
        ("20", "20", "18", "15"), step="-1", most="10",
        words=("Waktu dari berkas lengkap sampai surat diserahkan", "Jumlah menit ÷ jumlah surat", "Buku register pelayanan"), lower=True, aggregation=_MEAN),
    _measure("IKU-5", "S6", "sekretariat", "Nilai SAKIP kecamatan", "Predikat",
        ("80", "80", "80", "80"), step="0", most="100",
        words=("Predikat evaluasi akuntabilitas kinerja oleh Inspektorat", "Hasil evaluasi tahun sebelumnya", "Laporan hasil evaluasi Inspektorat")),
    _measure("PRG-5", "P6", "sekretariat", "Persentase realisasi anggaran", "%",
        ("20", "45", "70", "95"), step="0", most="100",
        words=("Realisasi belanja seluruh program kecamatan", "Realisasi ÷ pagu × 100", "Laporan realisasi anggaran")),
    _measure("KEG-1", "K1", "kasi_pemerintahan", "Jumlah nagari yang dibina", "nagari",
        ("3", "3", "3", "3"), step="0", most="12",
        words=("Nagari yang didatangi dan diperiksa administrasinya", "Jumlah nagari dibina dalam periode", "Laporan pembinaan"), aggregation=_SUM),
    _measure("KEG-2", "K2", "kasi_pemberdayaan", "Jumlah musyawarah yang difasilitasi", "kali",
        ("3", "3", "3", "3"), step="0", most="12",
        words=("Musyawarah nagari yang dihadiri petugas kecamatan", "Jumlah musyawarah dalam periode", "Berita acara musyawarah"), aggregation=_SUM),
    _measure("KEG-3", "K3", "kasi_trantib", "Jumlah patroli dan rapat koordinasi", "kali",
        ("9", "9", "9", "9"), step="0", most="24",
        words=("Patroli bersama dan rapat forum koordinasi pimpinan", "Jumlah kegiatan dalam periode", "Laporan kegiatan"), aggregation=_SUM),
    _measure("KEG-4", "K4", "kasi_kesos", "Jumlah keluarga yang diverifikasi", "keluarga",
        ("90", "120", "120", "90"), step="0", most="200",
        words=("Keluarga yang didatangi petugas verifikasi", "Jumlah keluarga dalam periode", "Berita acara verifikasi"), aggregation=_SUM),
    _measure("KEG-5", "K5", "kasi_pelayanan", "Jumlah surat keterangan diterbitkan", "surat",
        ("540", "540", "540", "540"), step="30", most="900",
        words=("Surat keterangan yang diserahkan kepada pemohon", "Jumlah surat dalam periode", "Buku register pelayanan"), aggregation=_SUM),
)
# fmt: on


def plan_of(year: int) -> Plan:
    """Return the demo's plan of one of `YEARS`."""
    thousands = Decimal(1_000) * Decimal("1.05") ** (year - YEARS[0])
    return Plan(
        year=year,
        renstra=RENSTRA,
        branches=tuple(
            Branch(code=code, kind=BranchKind(kind), name=name, above=above)
            for code, kind, above, name in _BRANCHES
        ),
        indicators=tuple(one.planned(year) for one in INDICATORS),
        budget=tuple(
            BudgetLine(
                code=code,
                branch=branch,
                section=RoleKey(section),
                ceiling=(Decimal(pagu) * thousands).quantize(Decimal(1)) * 1_000,
            )
            for code, branch, section, pagu in _BUDGET
        ),
    )
