"""The archive shows documents and ended cases to those whom they concern."""

import hashlib

import pytest

from engine.domain.documents import DocumentState
from engine.errors import DocumentNotFoundError
from engine.services.cases.casebook import Sought
from engine.services.documents.archive import ENDED
from tests.services.diagrams import LETTER, TWO_STEPS, WITH_RETURN


def archive(house):
    return house.office.readings.archive


def with_letter(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")
    house.office.documents.make_pending(case.id)
    return case


def found(house, actor, **sought):
    page = archive(house).documents(actor, Sought(**sought))
    return [one.document.name for one in page.items]


@pytest.mark.parametrize(("reader", "sees"), [("staf", True), ("stranger", False)])
def test_a_document_is_found_and_fetched_by_those_whom_its_case_concerns(
    either_house, reader, sees
):
    house = either_house
    case = with_letter(house)
    actor = getattr(house, reader)
    (document,) = house.office.documents.of_instance(case.id, house.kepala)

    assert found(house, actor) == (["Surat"] if sees else [])
    if sees:
        shown, content = archive(house).file(document.id, actor)
        assert hashlib.sha256(content).hexdigest() == shown.sha256
        assert archive(house).card(document.id, actor).intact
    else:
        with pytest.raises(DocumentNotFoundError):
            archive(house).file(document.id, actor)
        with pytest.raises(DocumentNotFoundError):
            archive(house).card(document.id, actor)


@pytest.mark.parametrize(
    ("sought", "sees"),
    [
        pytest.param({"text": "surat"}, True, id="name"),
        pytest.param({"text": "001"}, True, id="part of its number"),
        pytest.param({"text": "uji"}, True, id="title of its case"),
        pytest.param({"text": "nota"}, False, id="nothing"),
        pytest.param({"period": "2024-08"}, False, id="another period"),
    ],
)
def test_documents_are_found_by_what_is_known_of_them(either_house, sought, sees):
    house = either_house
    with_letter(house)

    assert found(house, house.kepala, **sought) == (["Surat"] if sees else [])


def test_a_document_that_is_still_made_is_not_archived(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")
    (document,) = house.office.documents.of_instance(case.id, house.kepala)

    assert found(house, house.kepala) == []
    assert document.state is DocumentState.PENDING
    with pytest.raises(DocumentNotFoundError):
        archive(house).file(document.id, house.kepala)


def test_only_cases_that_have_ended_are_archived(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.start("dua-langkah")
    house.office.runtime.cancel(case.id, house.kepala, reason="keliru")

    page = archive(house).cases(house.staf, Sought(states=ENDED))

    assert [(one.case.number, one.sop) for one in page.items] == [(1, "Uji")]


def test_documents_are_paged_newest_first(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    for _ in range(3):
        case = house.start("dengan-kembali")
        house.complete(house.open_task(case.id), house.staf)
        house.complete(house.open_task(case.id), house.kepala, decision="Ya")
        house.office.documents.make_pending(case.id)

    first = archive(house).documents(house.kepala, Sought(limit=2))
    second = archive(house).documents(house.kepala, Sought(limit=2, cursor=first.next))

    seen = [one.document.id for one in (*first.items, *second.items)]
    assert len(set(seen)) == 3
    assert second.next is None
