"""An office whose documents are signed: real PDFs, keys of people, one authority."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine.adapters.pdf import WeasyRenderer
from engine.adapters.signing.keys import load_roots
from engine.adapters.signing.reading import PdfTraces
from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.domain.documents import Document
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.values import DocumentId
from engine.settings import load_settings
from tests.services.diagrams import END, START, flow, process, standard, task
from tests.signing_keys import PASSPHRASE, YEAR, Authority, authority

ORIGIN = "https://sop.kantor.example"
SECRET = "rahasia kantor yang panjang"  # noqa: S105 - of no office

# B signs what it completes, or sends it back to A.
SIGNED = """<extensionElements>
  <mutubaku:document template="surat" signer="{signer}"/></extensionElements>"""
LETTER = {
    "surat": """{# judul: Surat
    register: surat-keluar
    klasifikasi: 000.8 #}<!DOCTYPE html><html lang="id"><head><title>Surat</title><style>
    .ruang { display: block; width: 78mm; height: 19mm }</style></head><body>
    <p>Nomor {{ nomor }} {{ verifikasi.kode }}</p><img src="{{ verifikasi.qr }}" alt="Kode QR">
    {% if pelaksana.ruang %}<a class="ruang" href="{{ pelaksana.ruang }}"></a>{% endif %}
    <p>{{ pelaksana.nama }}</p>
    {% if not verifikasi.ditandatangani %}<p>Verifikasi internal</p>{% endif %}
    {% if pejabat.staf.ruang %}<a class="ruang" href="{{ pejabat.staf.ruang }}"></a>{% endif %}
    </body></html>"""
}


def diagram(signer: str = "performer") -> bytes:
    """A step of `staf`, one of `kepala` whose document is signed, one more of it."""
    return process(
        "bertanda",
        START
        + task("A")
        + standard("A", "PT30M")
        + task("B", inner=SIGNED.format(signer=signer))
        + standard("B", "PT1H")
        + task("C")
        + standard("C", "PT1H")
        + '<exclusiveGateway id="Putus" name="Sudah benar?"/>'
        + END
        + flow("mulai", "A")
        + flow("A", "B")
        + flow("B", "C")
        + flow("C", "Putus")
        + flow("Putus", "selesai", name="Ya")
        + flow("Putus", "B", name="Tidak"),
        lanes={"staf": ["mulai", "A", "C"], "kepala": ["B", "Putus", "selesai"]},
    )


@dataclass
class SigningHouse:
    """A house of the stories that signs; `case` stands before step C."""

    house: Any
    office: Office
    clock: FixedClock
    issuer: Authority
    case: Instance
    document: Document | None = None
    other: Actor | None = None

    def signed_in(self, *, signed_at_b: Actor | None = None) -> Document:
        """Bring the case to step C and return the document of step B."""
        return self.redo(signed_at_b or self.house.kepala)

    def redo(self, signer: Actor) -> Document:
        self.house.complete(self.house.open_task(self.case.id), signer)
        self.office.documents.make_pending(self.case.id)
        return self.newest()

    def newest(self) -> Document:
        with self.office.database.read() as uow:
            return uow.documents.of_instance(self.case.id)[-1]

    def content(self, document: Document) -> bytes:
        with self.office.database.read() as uow:
            fresh = uow.documents.get(DocumentId(document.id))
            return uow.documents.content(fresh.sha256)

    def key_for(self, actor: Actor, **more: Any) -> None:
        """Let somebody bring a key."""
        begins = self.clock.now() - timedelta(days=30)
        file = self.issuer.pkcs12(f"{actor.name} Contoh", begins, **more)
        self.office.signing_keys.deposit(actor, file, PASSPHRASE)

    def check(self, content: bytes, code: str = "") -> Any:
        return self.office.checking.by_file(content, code=code, address="10.0.0.1")

    def check_code(self, code: str) -> Any:
        return self.office.checking.by_code(code, address="10.0.0.1")


def signing_house(
    house: Any, folder: Any, *, method: str = "certificate", signer: str = "performer"
) -> SigningHouse:
    """Open the house anew as one that signs by a method, and start a case."""
    house.office.close()
    issuer = authority(house.clock.now() - YEAR)
    roots = folder / "otoritas.pem"
    roots.write_bytes(issuer.pem)
    house.office = office_of(house, roots, method)
    house.deploy(diagram(signer), templates=LETTER)
    case = house.start("bertanda")
    house.complete(house.open_task(case.id), house.staf)
    return SigningHouse(
        house=house, office=house.office, clock=house.clock, issuer=issuer, case=case
    )


def office_of(house: Any, roots: Any, method: str, url: str = "") -> Office:
    return build_engine(
        load_settings(
            {
                "MUTUBAKU_DATABASE_URL": house.office.settings.database_url,
                "MUTUBAKU_ORIGIN": ORIGIN,
                "MUTUBAKU_SECRET_KEY": SECRET,
                "MUTUBAKU_SIGNING": method,
                "MUTUBAKU_SIGNING_URL": url,
                "MUTUBAKU_SIGNING_ROOTS": str(roots),
            }
        ),
        clock=house.clock,
        jobs=house.jobs,
        renderer=WeasyRenderer(),
        trace_reader=PdfTraces(load_roots(Path(roots))),
    )
