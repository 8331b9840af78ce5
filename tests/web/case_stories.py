"""An SOP of two people and cases of it at chosen places, for tests of pages.

Staf writes (A, 30 minutes, makes a note), Camat decides (B): «Ya» ends the
case and makes a letter, «Tidak» sends it back.
"""

from typing import Any

from engine.bootstrap import Office
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance
from engine.domain.values import DocumentId, ProcessKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.runtime import StartOrder
from engine.services.execution.submissions import Completion
from tests.services.diagrams import END, START, flow, process, standard, task

KEY = "surat-keluar"
HOSTILE = '<script>alert("x")</script>'
LETTER = {
    "surat": "{#\njudul: Surat\nregister: surat-keluar\n#}\n{{ nomor }}",
    "nota": "{#\njudul: Nota\n#}\nnota",
}
FORM = (
    '{"type":"default","components":[{"type":"textfield","key":"perihal",'
    '"label":"Perihal surat"},{"type":"select","key":"sifat","label":"Sifat",'
    '"values":[{"value":"b","label":"Biasa"},{"value":"r","label":"Rahasia"}]},'
    '{"type":"dynamiclist","path":"lampiran","label":"Lampiran","components":'
    '[{"type":"textfield","key":"nama","label":"Nama lampiran"}]}]}'
)
DIAGRAM = process(
    KEY,
    '<extensionElements><mutubaku:sop nomor="800/1" judul="Surat Keluar" '
    'tanggalEfektif="2024-08-13" dasarHukum="Satu&#10;Dua"/></extensionElements>'
    + START
    + task(
        "A",
        attributes='mutubaku:form="surat"',
        inner='<extensionElements><mutubaku:mutuBaku kelengkapan="Disposisi" '
        'output="Konsep" keterangan="SK Tim"/><mutubaku:document template="nota"/>'
        "</extensionElements>",
    )
    + standard("A", "PT30M")
    + task(
        "B",
        inner='<extensionElements><mutubaku:document template="surat"/>'
        "</extensionElements>",
    )
    + standard("B", "PT1H")
    + '<exclusiveGateway id="Putus" name="Sudah benar?"/>'
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "Putus")
    + flow("Putus", "selesai", name="Ya")
    + flow("Putus", "A", name="Tidak"),
    lanes={"staf": ["mulai", "A"], "camat": ["B", "Putus", "selesai"]},
    name="Surat Keluar",
)


class PlainRenderer:
    """Stands for the PDF process, which is outside."""

    def render(self, _: str, context: Any, *__: Any) -> bytes:
        """Return a file that is its number."""
        return f"%PDF {context['nomor']}".encode()


class Story:
    """Cases of the SOP, and who works on them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.__dict__["renderer"] = PlainRenderer()
        order = DeployOrder(
            files=[SourceFile(name="surat.bpmn", content=DIAGRAM)],
            forms={"surat": FORM},
            templates=LETTER,
        )
        office.deployment.deploy(order, MACHINE)

    def actor(self, login: str) -> Actor:
        """Return somebody as who acts now."""
        users = {user.login: user.id for user, _ in self.office.accounts.users()}
        actor = self.office.accounts.actor(users[login])
        assert actor is not None
        return actor

    def start(self, title: str = "Surat ke Bupati", period: str = "") -> Instance:
        """Start a case as Staf."""
        order = StartOrder(process=ProcessKey(KEY), title=title, period=period)
        return self.office.runtime.start(order, self.actor("staf"))

    def written(self, case: Instance, perihal: str = "Undangan") -> None:
        """Let Staf write the letter."""
        data = {
            "perihal": perihal,
            "sifat": "r",
            "lampiran": [{"nama": "Jadwal"}, {"nama": "Denah"}],
        }
        self._complete(case, "staf", data=data)

    def decided(self, case: Instance, choice: str, reason: str = "") -> None:
        """Let Camat decide."""
        self._complete(case, "camat", data={}, decision=choice, reason=reason)

    def paper(self, case: Instance, template: str = "surat") -> DocumentId:
        """Let the case's documents be made and return one of them."""
        self.office.documents.make_pending(case.id)
        found = self.office.documents.of_instance(case.id, self.actor("camat"))
        return next(one.id for one in found if one.template == template)

    def _complete(self, case: Instance, login: str, **more: Any) -> None:
        with self.office.database.read() as uow:
            (waiting,) = uow.tasks.open_of(case.id)
        self.office.inbox.complete(waiting.id, self.actor(login), Completion(**more))
