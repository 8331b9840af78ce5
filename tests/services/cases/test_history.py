"""The log read backwards: of a case, an officer, an SOP, by those who may."""

import pytest

from engine.domain.values import ProcessKey, UserId
from engine.errors import InstanceNotFoundError, RefusedError, UserNotFoundError
from engine.store import histories
from tests.services.diagrams import TWO_STEPS

SOP = ProcessKey("dua-langkah")


@pytest.fixture
def told(either_house):
    """Two cases of an SOP, one done; the office, and the done one."""
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start(SOP)
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala)
    house.start(SOP)
    return house, case


def kinds(history):
    return [one.event.kind for one in history.events.items]


def everything(read, **words):
    """All pages of a history, and how many there were."""
    found, cursor, pages = [], None, 0
    while pages < 100:
        page = read(**words, cursor=cursor).events
        found += [one.number for one in page.items]
        cursor, pages = page.next, pages + 1
        if cursor is None:
            break
    return found, pages


def test_a_case_tells_its_events_newest_first(told):
    house, case = told

    history = house.office.history.of_case(case.id, house.staf)

    assert kinds(history)[0] == "instance.completed"
    assert kinds(history)[-1] == "instance.started"
    assert {one.step for one in history.events.items} == {"", "Langkah A", "Langkah B"}
    with pytest.raises(InstanceNotFoundError):
        house.office.history.of_case(case.id, house.stranger)


def test_an_officer_sees_their_own_deeds_and_superiors_see_everybodys(told):
    house, case = told
    history = house.office.history

    own = history.of_officer(house.staf.user, house.staf)
    seen = history.of_officer(house.staf.user, house.kepala)

    assert kinds(own) == kinds(seen) == ["task.completed"]
    assert own.events.items[0].case.id == case.id
    with pytest.raises(UserNotFoundError):
        history.of_officer(house.kepala.user, house.staf)
    with pytest.raises(UserNotFoundError):
        history.of_officer(UserId("tidak-ada"), house.kepala)


def test_an_sop_tells_its_cases_and_what_was_decided_of_it(told):
    house, _ = told

    history = house.office.history.of_sop(SOP, house.admin)

    assert kinds(history).count("instance.started") == 2
    assert "process.deployed" in kinds(history)
    assert "user.added" not in kinds(history)
    with pytest.raises(RefusedError):
        house.office.history.of_sop(SOP, house.staf)


def test_pages_and_blocks_leave_nothing_out_and_repeat_nothing(told, monkeypatch):
    house, case = told
    history = house.office.history
    whole, _ = everything(history.of_sop, process=SOP, actor=house.admin)

    monkeypatch.setattr(histories, "BLOCK", 3)
    monkeypatch.setattr(histories, "MOST_BLOCKS", 2)
    monkeypatch.setattr("engine.services.cases.history.PAGE", 2)
    small, pages = everything(history.of_sop, process=SOP, actor=house.admin)
    of_case, _ = everything(history.of_case, case=case.id, actor=house.admin)

    assert small == whole == sorted(whole, reverse=True)
    assert pages > 3
    assert len(of_case) == 4
    assert set(of_case) <= set(whole)
