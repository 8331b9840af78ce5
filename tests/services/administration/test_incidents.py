"""What failed for good: seen, tried again, closed with a reason."""

from datetime import timedelta

import pytest

from engine.domain.documents import DocumentState
from engine.domain.instances import InstanceState
from engine.errors import OfficeInvalidError, ReasonMissingError, RefusedError
from engine.services.documents.paperwork import MAKE_DOCUMENTS
from tests.services.diagrams import LETTER, WITH_FAILING_ALARM, WITH_RETURN, form


@pytest.fixture
def incidents(house):
    return house.office.administration.incidents


@pytest.fixture
def failed(house, incidents):
    """Return the open incident of a document that could not be made."""
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")
    house.office.documents.park(house.jobs.jobs[-1].payload, "templat salah")
    (only,) = incidents.board(house.admin).incidents
    return only


@pytest.fixture
def parked(house):
    """Return a case whose alarm failed, and the open incident."""
    house.deploy(WITH_FAILING_ALARM, forms={"angka": form("nilai")})
    case = house.start("alarm-gagal")
    house.complete(house.open_task(case.id), house.staf, data={"nilai": "banyak"})
    house.clock.advance(timedelta(hours=2))
    house.office.deadlines.tick(house.clock.now())
    return case


def document_of(house, failed):
    (one,) = house.office.documents.of_instance(failed.case.id, house.admin)
    return one


def test_a_failed_document_is_told_with_its_case(failed):
    assert failed.incident.kind == MAKE_DOCUMENTS
    assert failed.case.title is not None
    assert failed.document.state is DocumentState.FAILED


def test_trying_again_makes_the_document_by_a_job_of_a_new_key(
    house, incidents, failed
):
    before = house.jobs.jobs[-1]

    incidents.retry(failed.incident.id, house.admin)

    again = house.jobs.jobs[-1]
    assert again.key != before.key
    assert document_of(house, failed).state is DocumentState.PENDING
    house.office.documents.make_documents(again.payload)
    assert document_of(house, failed).state is DocumentState.READY
    assert incidents.board(house.admin).incidents == ()


def test_a_second_failure_opens_a_second_incident(house, incidents, failed):
    incidents.retry(failed.incident.id, house.admin)
    first = house.jobs.jobs[-1]

    house.office.documents.park(first.payload, "masih salah")

    (second,) = incidents.board(house.admin).incidents
    assert second.incident.id != failed.incident.id
    incidents.retry(second.incident.id, house.admin)
    assert house.jobs.jobs[-1].key != first.key


def test_an_incident_is_tried_again_once(house, incidents, failed):
    incidents.retry(failed.incident.id, house.admin)
    jobs = len(house.jobs.jobs)

    with pytest.raises(OfficeInvalidError):
        incidents.retry(failed.incident.id, house.admin)

    assert len(house.jobs.jobs) == jobs


def test_closing_asks_for_a_reason_and_leaves_what_failed(house, incidents, failed):
    with pytest.raises(ReasonMissingError):
        incidents.close(failed.incident.id, house.admin, reason=" ")
    incidents.close(failed.incident.id, house.admin, reason="dibuat dengan tangan")

    assert document_of(house, failed).state is DocumentState.FAILED
    assert house.kinds(failed.case.id)[-1] == "incident.closed"
    assert incidents.board(house.admin).incidents == ()


def test_a_parked_case_goes_on_and_is_parked_again_where_nothing_changed(
    house, incidents, parked
):
    (first,) = incidents.board(house.admin).incidents

    incidents.retry(first.incident.id, house.admin)
    running = house.instance(parked.id).state
    house.office.deadlines.tick(house.clock.now())

    assert running is InstanceState.RUNNING
    (second,) = incidents.board(house.admin).incidents
    assert second.incident.id != first.incident.id
    assert house.instance(parked.id).state is InstanceState.FAILED


def test_nobody_else_sees_or_tries(house, incidents, failed):
    for actor in (house.kepala, house.staf, house.stranger):
        with pytest.raises(RefusedError):
            incidents.board(actor)
        with pytest.raises(RefusedError):
            incidents.retry(failed.incident.id, actor)
        with pytest.raises(RefusedError):
            incidents.close(failed.incident.id, actor, reason="a")
