"""The archive: words, places, whole cases, and destruction by two officers."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.documents import DocumentState
from engine.domain.identity import Right
from engine.domain.retention import DestructionState, Fate, retention_of
from engine.domain.signing import code_of
from engine.errors import (
    DestructionInvalidError,
    DestructionWaitsError,
    DocumentNotFoundError,
    InstanceNotFoundError,
    RefusedError,
    SamePersonError,
    VersionConflictError,
)
from engine.services.documents.archive import Sought
from tests.services.signing_house import signing_house

FILED = {
    "arsip_klasifikasi": "000.8",
    "arsip_lokasi": "Lemari 2",
    "retensi_aktif": 1,
    "retensi_inaktif": 1,
    "arsip_nasib": "musnah",
}
YEARS = timedelta(days=3 * 365)


@pytest.fixture
def archive(either_house, tmp_path):
    """An office with a case that ended in 2024, its document made."""
    return ended(either_house, tmp_path)


def ended(house, folder, **filed):
    signing = signing_house(house, folder)
    signing.document = signing.signed_in()
    with house.office.database.write() as uow:
        case = uow.instances.lock(signing.case.id)
        data = {**case.data, **FILED, **filed}
        uow.instances.save(replace(case, data=data))
    house.complete(house.open_task(signing.case.id), house.staf, decision="Ya")
    signing.other = house.officer("sekretaris", "sekretaris", Right.SUPERVISE)
    return signing


def destroyed(archive):
    archive.clock.advance(YEARS)
    service, house = archive.office.retention, archive.house
    proposal = service.propose([archive.case.id], "jadwal retensi", house.kepala)
    return service.carry_out(proposal.id, archive.other)


def test_documents_are_found_by_their_words(archive):
    house = archive.house
    code = code_of(archive.document.id).casefold()

    found = archive.office.readings.archive.documents(house.kepala, Sought(text=code))
    none = archive.office.readings.archive.documents(house.kepala, Sought(text="zebra"))
    hidden = archive.office.readings.archive.documents(
        house.stranger, Sought(text=code)
    )

    assert [one.document.id for one in found.items] == [archive.document.id]
    assert none.items == hidden.items == ()


def test_the_paper_copy_has_a_place_of_its_own(archive):
    house, service = archive.house, archive.office.readings.archive
    card = service.card(archive.document.id, house.kepala)
    assert (card.place, card.retention.location, card.last_year) == (
        None,
        "Lemari 2",
        2026,
    )

    service.put_place(archive.document.id, "Rak 3", house.staf, version=1)
    service.put_place(archive.document.id, "Rak 4", house.kepala, version=1)

    place = service.card(archive.document.id, house.kepala).place
    assert (place.place, place.by_name) == ("Rak 4", "Kepala")
    with pytest.raises(VersionConflictError):
        service.put_place(archive.document.id, "Rak 5", house.staf, version=1)
    with pytest.raises(DocumentNotFoundError):
        service.put_place(archive.document.id, "x", house.stranger, version=2)


def test_a_case_goes_out_whole_with_its_index(archive):
    house = archive.house
    _, pieces = archive.office.case_export.pieces(archive.case.id, house.kepala)

    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as packed:
        names = packed.namelist()
        rows = list(csv.reader(io.StringIO(packed.read(names[0]).decode("utf-8-sig"))))
        content = packed.read(names[1])

    assert names == ["daftar-isi.csv", "001 Surat.pdf", "berkas-gabungan.pdf"]
    assert content == archive.content(archive.document)
    assert rows[1][2] == "Surat"
    assert rows[1][-1] == archive.document.sha256
    with pytest.raises(InstanceNotFoundError):
        archive.office.case_export.pieces(archive.case.id, house.stranger)


def test_what_was_kept_long_enough_is_destroyed_by_two(archive):
    house, office = archive.house, archive.office
    assert office.retention.due(2026, house.kepala) == []
    assert [one.last_year for one in office.retention.due(2027, house.kepala)] == [2026]

    done = destroyed(archive)

    assert done.state is DestructionState.DONE
    with office.database.read() as uow:
        (document,) = uow.documents.of_instance(archive.case.id)
        with pytest.raises(DocumentNotFoundError):
            uow.documents.content(document.sha256)
    assert document.state is DocumentState.DESTROYED
    assert document.sha256 == archive.document.sha256
    assert archive.check_code(code_of(document.id)).state == "destroyed"
    found, record = office.retention.record(done.id, house.kepala)
    assert (found.number, record[:5]) == (1, b"%PDF-")
    assert office.retention.due(2027, house.kepala) == []
    assert office.readings.archive.card(document.id, house.kepala).intact is False


def test_one_officer_alone_destroys_nothing(house, tmp_path):
    archive = ended(house, tmp_path)
    archive.clock.advance(YEARS)
    service = archive.office.retention
    proposal = service.propose([archive.case.id], "jadwal", house.kepala)

    with pytest.raises(SamePersonError):
        service.carry_out(proposal.id, house.kepala)
    with pytest.raises(DestructionWaitsError):
        service.propose([archive.case.id], "jadwal", archive.other)
    for who in (house.staf, house.stranger):
        with pytest.raises(RefusedError):
            service.carry_out(proposal.id, who)
    service.refuse(proposal.id, house.kepala)
    with pytest.raises(DestructionWaitsError):
        service.carry_out(proposal.id, archive.other)
    assert archive.content(archive.document)


@pytest.mark.parametrize(
    "filed",
    [
        pytest.param({"arsip_nasib": "permanen"}, id="for ever"),
        pytest.param({"arsip_nasib": "dinilai_kembali"}, id="to be judged"),
        pytest.param({"retensi_inaktif": 9}, id="not yet"),
    ],
)
def test_what_is_to_be_kept_is_not_destroyed(house, tmp_path, filed):
    archive = ended(house, tmp_path, **filed)
    archive.clock.advance(YEARS)

    with pytest.raises(DestructionInvalidError):
        archive.office.retention.propose([archive.case.id], "jadwal", house.kepala)


@pytest.mark.parametrize(
    ("data", "fate", "years"),
    [
        pytest.param({}, Fate.JUDGED, (1, 1), id="never filed"),
        pytest.param(FILED, Fate.DESTROYED, (1, 1), id="filed"),
        pytest.param(
            {"arsip_nasib": "entah", "retensi_aktif": -5, "retensi_inaktif": 1e9},
            Fate.JUDGED,
            (0, 100),
            id="nonsense",
        ),
    ],
)
def test_a_case_says_how_it_is_kept(data, fate, years):
    found = retention_of(data)

    assert (found.fate, (found.active, found.inactive)) == (fate, years)
