"""Documents of a case: what templates see, revisions, and what fails."""

from datetime import timedelta

import pytest

from engine.domain.documents import DocumentState
from engine.domain.identity import Assignment, AssignmentKind
from engine.domain.values import RoleKey
from engine.errors import (
    DocumentNotFoundError,
    InstanceNotFoundError,
    TemplateInvalidError,
)
from tests.services.diagrams import (
    END,
    LETTER,
    START,
    WITH_RETURN,
    flow,
    process,
    standard,
    task,
)

# The letter of A is made again when C sends the case back.
TWICE = process(
    "dua-kali",
    START
    + task(
        "A",
        inner='<extensionElements><mutubaku:document template="surat"/>'
        "</extensionElements>",
    )
    + standard("A", "PT30M")
    + task("C")
    + standard("C", "PT30M")
    + '<exclusiveGateway id="Putus" name="Benar?"/>'
    + END
    + flow("mulai", "A")
    + flow("A", "C")
    + flow("C", "Putus")
    + flow("Putus", "selesai", name="Ya")
    + flow("Putus", "A", name="Tidak"),
    lanes={"staf": ["mulai", "A"], "kepala": ["C", "Putus", "selesai"]},
)


def finished(house, actor=None):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.clock.advance(timedelta(minutes=40))
    house.complete(house.open_task(case.id), house.staf, data={"catatan": "siap"})
    house.complete(house.open_task(case.id), actor or house.kepala, decision="Ya")
    house.office.documents.make_pending(case.id)
    return case


def test_a_number_carries_the_code_that_was_typed_in_the_case(house):
    head = "{#\nregister: tugas\nklasifikasi: 000.5\nklasifikasi_dari: kode\n#}"
    house.deploy(WITH_RETURN, templates={"surat": f"{head}<p>{{{{ nomor }}}}</p>"})
    case = house.start("dengan-kembali", kode="800.1.11.1")
    house.complete(house.open_task(case.id), house.staf, data={"catatan": "siap"})
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")

    with house.office.database.read() as uow:
        (document,) = uow.documents.of_instance(case.id)

    assert document.number == f"800.1.11.1/001/{house.clock.now().year}"
    assert document.classification == "800.1.11.1"


def test_a_template_sees_the_case_its_history_and_who_did_the_step(house):
    case = finished(house)

    (seen,) = house.renderer.contexts
    assert seen["berkas"]["judul"] == "Uji"
    assert seen["langkah"] == {
        "nomor": 2,
        "nama": "Langkah B",
        "pelaksana": "kepala",
    }
    assert seen["pelaksana"]["nama"] == "Kepala"
    assert seen["data"] == house.instance(case.id).data
    assert [
        (one["nomor"], one["waktu"], one["terlambat"]) for one in seen["riwayat"]
    ] == [
        (1, 2400, True),
        (2, 0, False),
    ]
    assert seen["tanggal"] == "2024-08-19"


def test_an_acting_officer_signs_with_the_prefix_of_that_day(house):
    house.office.accounts.assign(
        Assignment(
            id="plt",
            user=house.other_staf.user,
            role=RoleKey("kepala"),
            kind=AssignmentKind.PLT,
            title="Kepala Seksi",
        ),
        house.admin,
    )
    acting = house.office.accounts.actor(house.other_staf.user)

    finished(house, actor=acting)

    signer = house.renderer.contexts[0]["pelaksana"]
    assert (signer["sebutan"], signer["jabatan"]) == ("Plt.", "Kepala Seksi")


def test_a_letter_made_again_keeps_its_number_and_supersedes_the_one_before(house):
    house.deploy(TWICE, templates=LETTER)
    case = house.start("dua-kali")
    house.complete(house.open_task(case.id), house.staf)
    house.office.documents.make_pending(case.id)
    house.complete(
        house.open_task(case.id), house.kepala, decision="Tidak", reason="Keliru"
    )
    house.clock.advance(timedelta(minutes=1))

    house.complete(house.open_task(case.id), house.staf)
    house.office.documents.make_pending(case.id)

    first, second = house.office.documents.of_instance(case.id, house.staf)
    assert (first.revision, first.superseded) == (1, True)
    assert (second.revision, second.superseded) == (2, False)
    assert first.number == second.number != ""


def test_numbers_of_a_register_have_no_gap_whatever_is_sent_back(house):
    numbers = []
    house.deploy(WITH_RETURN, templates=LETTER)
    for decisions in (["Ya"], ["Tidak", "Ya"], ["Ya"]):
        case = house.start("dengan-kembali")
        for decision in decisions:
            house.complete(house.open_task(case.id), house.staf)
            house.complete(
                house.open_task(case.id), house.kepala, decision=decision, reason="x"
            )
        (letter,) = house.office.documents.of_instance(case.id, house.kepala)
        numbers.append(letter.number)

    assert [number.split("/")[1] for number in numbers] == ["001", "002", "003"]


def test_a_document_that_cannot_be_made_is_parked_and_can_be_made_later(house):
    house.renderer.refuses = True
    with pytest.raises(TemplateInvalidError):
        finished(house)
    (payload,) = house.owed()
    house.office.documents.park(payload, "TemplateInvalidError")
    failed = parked(house, payload)

    house.renderer.refuses = False
    made = house.office.documents.make(failed.id)

    assert failed.state is DocumentState.FAILED
    assert made.state is DocumentState.READY


def parked(house, payload):
    with house.office.database.read() as uow:
        (incident,) = uow.incidents.open()
        assert incident.payload["documents"] == payload["documents"]
        return uow.documents.get(payload["documents"][0])


def test_documents_follow_who_may_see_their_case(house):
    case = finished(house)
    (letter,) = house.office.documents.of_instance(case.id, house.staf)

    with pytest.raises(InstanceNotFoundError):
        house.office.documents.of_instance(case.id, house.stranger)
    with pytest.raises(DocumentNotFoundError):
        house.office.documents.content(letter.id, house.stranger)
