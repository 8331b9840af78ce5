"""SOPs made up by the dozen: steps, returns, branches and early ends at random."""

import random
from pathlib import Path

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.domain.checking import check
from engine.domain.compiling import compile_definition
from engine.domain.diagram import (
    Diagram,
    EventKind,
    Flow,
    Lane,
    MutuBaku,
    Node,
    Process,
    TimerText,
)
from engine.domain.values import DefinitionId, ElementId, FlowId

LANES = (
    "Camat",
    "Sekretaris",
    "Kasubag Perencanaan, Keuangan dan Pelaporan",
    "Kasubag Umum dan Kepegawaian",
    "Kasi Pemerintahan",
    "Kasi Pelayanan Umum",
    "Petugas Loket",
    "Bendahara",
    "Operator",
)
SHIPPED = Path("bpmn/pengukuran-kinerja.bpmn")
_WORDS = ["menerima", "berkas", "permohonan", "pemohon", "memeriksa", "kelengkapan"]
_WORDS += ["dokumen", "pendukung", "dan", "mencatat", "dalam", "buku", "agenda"]


class MadeUp:
    """Draws one SOP; the same seed draws the same."""

    def __init__(self, steps: int, lanes: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a drawing, no secret
        self.lanes = lanes
        self.nodes = [node("s", "startEvent")]
        self.flows: list[Flow] = []
        self.steps: list[str] = []
        at, label = "s", ""
        while len(self.steps) < steps:
            at, label = self.part(at, label)
        self.nodes.append(node("e", "endEvent"))
        self.flow(at, "e", label)

    def part(self, at: str, label: str) -> tuple[str, str]:
        """Add a step, sometimes with branches or a decision behind it."""
        if self.random.random() < 0.1:
            return self.branches(at, label), ""
        step = self.step()
        self.flow(at, step, label)
        if self.random.random() < 0.3:
            return self.decision(step), self.random.choice(["Ya", "Disetujui"])
        return step, ""

    def branches(self, at: str, label: str) -> str:
        number = len(self.steps)
        fork, join = f"fork{number}", f"join{number}"
        self.nodes += [node(fork, "parallelGateway"), node(join, "parallelGateway")]
        self.flow(at, fork, label)
        for _ in range(self.random.randint(2, 3)):
            step = self.step()
            self.flow(fork, step)
            self.flow(step, join)
        return join

    def decision(self, step: str) -> str:
        gateway = f"g{len(self.steps)}"
        self.nodes.append(node(gateway, "exclusiveGateway", name="Sesuai?"))
        self.flow(step, gateway)
        near = self.steps[-4:] if self.random.random() < 0.7 else self.steps
        self.flow(gateway, self.random.choice(near), "Ada kesalahan")
        if self.random.random() < 0.2:
            end = f"e{len(self.steps)}"
            self.nodes.append(node(end, "endEvent", name="Ditolak"))
            self.flow(gateway, end, "Ditolak")
        return gateway

    def step(self) -> str:
        identifier = f"a{len(self.steps)}"
        self.steps.append(identifier)
        texts = MutuBaku(
            kelengkapan=self.text(8), output=self.text(5), keterangan=self.text(9)
        )
        lane = f"lane{self.random.randrange(self.lanes)}"
        self.nodes.append(
            node(identifier, name=self.text(16), lane=lane, mutu_baku=texts)
        )
        time = self.random.choice(["PT5M", "PT1H", "P2D"])
        self.nodes.append(
            node(
                f"{identifier}-waktu",
                "boundaryEvent",
                attached_to=ElementId(identifier),
                interrupting=False,
                event=EventKind.TIMER,
                timer=TimerText(duration=time),
            )
        )
        return identifier

    def text(self, most: int) -> str:
        count = self.random.randint(3, most)
        return " ".join(self.random.choice(_WORDS) for _ in range(count)).capitalize()

    def flow(self, source: str, target: str, name: str = "") -> None:
        self.flows.append(
            Flow(
                id=FlowId(f"f{len(self.flows)}"),
                source=ElementId(source),
                target=ElementId(target),
                name=name,
            )
        )


def node(identifier, kind="userTask", **more):
    return Node(id=ElementId(identifier), kind=kind, **({"lane": "lane0"} | more))


def compiled(process):
    """Return the definition of a process that the check accepts, else None."""
    return of_report(check(Diagram(file="x.bpmn", processes=(process,))))


def of_report(report):
    checked = report.processes[0]
    if checked.canonical is None:
        return None
    return compile_definition(
        checked, version=1, definition_id=DefinitionId("x"), checksum=""
    )


def made_up(steps, lanes, seed):
    """Return an SOP of at least so many steps; seeds that the check refuses go on."""
    while True:
        drawn = MadeUp(steps, lanes, seed)
        process = Process(
            id="contoh",
            name="Pelayanan Contoh",
            nodes=tuple(drawn.nodes),
            flows=tuple(drawn.flows),
            lanes=tuple(
                Lane(id=f"lane{place}", name=LANES[place]) for place in range(lanes)
            ),
        )
        found = compiled(process)
        if found is not None:
            return found
        seed += 1000


def of_file(path):
    return of_report(check(XmlDiagramReader().read(path.read_bytes(), path.name)))


def shipped():
    """Return the SOP that the product brings along."""
    return of_file(SHIPPED)
