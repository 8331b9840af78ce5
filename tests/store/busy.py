"""An office with something in every table."""

from dataclasses import replace

from engine.domain.clocks import ClockInterval, ClockKind
from engine.domain.documents import Document, DocumentState, Register
from engine.domain.indicators import Indicator, Realisation
from engine.domain.tasks import TaskState
from engine.domain.timers import Timer
from engine.domain.values import (
    CalendarKey,
    DocumentId,
    ElementId,
    InstanceId,
    RoleKey,
    TokenId,
)
from engine.store import Database
from engine.store.values import ApiToken, Comment, Incident, Provenance
from tests.store import given
from tests.store.given import KASUBAG, NOW

KANTOR = CalendarKey("kantor")
PDF = b"%PDF-1.7 \x00\xff" * 1000


def fill(office: Database) -> None:
    """Put something into every table that a backup keeps."""
    case, called = given.instance(1), given.instance(2, parent=given.instance(1).id)
    open_task, done = given.task(1), given.task(2)
    with office.write() as uow:
        uow.instances.next_number()
        uow.instances.next_number()
        # The called case has the smaller id: order by id would break its reference.
        called = replace(called, id=InstanceId(given.name_of(0)))
        uow.instances.add(case)
        uow.instances.add(called)
        uow.tasks.add_all(
            [open_task, replace(done, state=TaskState.COMPLETED, ended_at=NOW)]
        )
        uow.clocks.add_all(
            [
                ClockInterval(
                    task=done.id,
                    kind=ClockKind.WAITING,
                    started_at=NOW,
                    ended_at=NOW,
                    working_seconds=0,
                )
            ]
        )
        uow.timers.add_all(
            [
                Timer(
                    token=TokenId("t.1"),
                    instance=case.id,
                    element=ElementId("Timer_1"),
                    due_at=NOW,
                    text="PT1H",
                )
            ]
        )
        uow.events.append([given.event(number) for number in range(1200)])
        digest = uow.documents.put_content(PDF, media_type="application/pdf")
        document = Document(
            id=DocumentId("doc1"),
            instance=case.id,
            task=done.id,
            name="Undangan",
            state=DocumentState.READY,
            created_at=NOW,
            sha256=digest,
            size=len(PDF),
        )
        pending = replace(
            document,
            id=DocumentId("doc2"),
            state=DocumentState.PENDING,
            sha256="",
            size=0,
        )
        uow.documents.add_all([document, pending])
        uow.registers.put(
            Register(
                key="surat",
                name="Surat keluar",
                pattern="{sequence}",
                classification="000",
                unit="Kec",
            )
        )
        uow.registers.draw("surat", 2026, simulated=False)
        uow.calendars.put(KANTOR, {"zone": "Asia/Jakarta"})
        uow.office.put("kop", {"nama": "KECAMATAN SILAUT"})
        uow.drafts.put(open_task.id, KASUBAG, {"catatan": "…"}, version=None, now=NOW)
        uow.comments.add(
            Comment(
                id="c1",
                instance=case.id,
                task=None,
                author=KASUBAG,
                author_name="K",
                text="Baik",
                at=NOW,
            )
        )
        uow.incidents.add(
            Incident(id="i1", kind="mail", key="m1", code="x", facts={}, opened_at=NOW)
        )
        uow.people.add_token(
            ApiToken(
                id="k1", user=KASUBAG, name="skrip", hash=b"h" * 32, created_at=NOW
            )
        )
        uow.idempotency.put("api", "k", "hash", {"id": 1}, NOW)
        uow.indicators.add_all(
            [
                Indicator(
                    code="1.1",
                    objective="o",
                    name="n",
                    unit="%",
                    section=RoleKey("seksi-pmd"),
                )
            ]
        )
        figure = Realisation(indicator="1.1", year=2026, period=1, value=None)
        uow.indicators.record(figure, Provenance(by=KASUBAG, at=NOW, task=done.id))
        uow.workers.beat("w1", "worker", now=NOW)
