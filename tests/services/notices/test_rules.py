"""Rules of an SOP about time: the chain above its officers, and its pauses."""

from datetime import datetime

import pytest

from engine.domain.identity import Right
from engine.domain.pausing import PausedBy, PauseRule
from engine.domain.values import ProcessKey
from engine.errors import (
    OfficeInvalidError,
    ProcessNotFoundError,
    RefusedError,
    TaskTakenError,
)
from tests.services.diagrams import TWO_STEPS

KEY = ProcessKey("dua-langkah")


def at(text):
    return datetime.fromisoformat(f"2024-08-{text}+07:00")


@pytest.fixture
def held(house):
    """Step A, held by Staf since Monday 08.30."""
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    return house.office.inbox.claim(house.open_task(case.id).id, house.staf)


def keep(house, *chain, **pause):
    house.office.sop_rules.keep(
        KEY, house.kepala, chain=chain, pause=PauseRule(**pause)
    )


def test_what_was_kept_is_read_again_and_taken_back(either_house):
    house = either_house
    house.deploy(TWO_STEPS)

    keep(house, "kepala", "administrator", by=PausedBy.SUPERIOR, hours=8)
    kept = house.office.sop_rules.rules(KEY, house.admin)
    keep(house)
    plain = house.office.sop_rules.rules(KEY, house.admin)

    assert kept.chain == ("kepala", "administrator")
    assert kept.pause == PauseRule(by=PausedBy.SUPERIOR, hours=8)
    assert (plain.chain, plain.pause) == ((), PauseRule())
    assert house.office.audit.verify() is None


def test_rules_of_one_sop_leave_those_of_others_alone(house):
    house.deploy(TWO_STEPS)
    with house.office.database.write() as uow:
        uow.office.put("escalation", {"*": ["administrator"], "lain": ["kepala"]})

    keep(house, "kepala")

    with house.office.database.read() as uow:
        stored = uow.office.get("escalation")
    assert stored == {"*": ["administrator"], "lain": ["kepala"], KEY: ["kepala"]}


@pytest.mark.parametrize(
    ("chain", "hours", "field"),
    [
        (("tidak-ada",), None, "chain"),
        (("kepala", "kepala"), None, "chain"),
        ((), 0, "hours"),
        ((), 401, "hours"),
    ],
)
def test_what_does_not_fit_is_refused(house, chain, hours, field):
    house.deploy(TWO_STEPS)

    with pytest.raises(OfficeInvalidError) as caught:
        keep(house, *chain, hours=hours)

    assert set(caught.value.facts["errors"]) == {field}


def test_only_superiors_and_administrators_see_or_change_the_rules(house):
    house.deploy(TWO_STEPS)
    rules = house.office.sop_rules

    with pytest.raises(RefusedError):
        rules.rules(KEY, house.staf)
    with pytest.raises(RefusedError):
        rules.keep(KEY, house.staf, chain=(), pause=PauseRule())
    with pytest.raises(ProcessNotFoundError):
        rules.rules(ProcessKey("tidak-ada"), house.kepala)


def test_a_pause_ends_by_itself_when_it_has_lasted_as_long_as_it_may(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    keep(house, hours=4)
    case = house.start("dua-langkah")
    task = house.open_task(case.id)
    house.office.inbox.claim(task.id, house.staf)
    house.office.inbox.pause(task.id, house.staf, reason="menunggu data")

    house.clock.set(at("19T13:29:59"))
    before = house.office.pauses.tick(house.clock.now())
    house.clock.set(at("19T13:30:00"))
    ended = house.office.pauses.tick(house.clock.now())
    again = house.office.pauses.tick(house.clock.now())

    after = house.open_task(case.id)
    assert (before, ended, again) == (0, 1, 0)
    assert after.paused_at is None
    assert after.due_at == at("19T14:00:00")
    assert after.warn_at is not None
    assert house.kinds(case.id)[-2:] == ["task.paused", "task.resumed"]


def test_nobody_is_warned_of_a_pause_and_a_changed_calendar_leaves_its_end(house, held):
    keep(house, hours=4)
    house.office.inbox.pause(held.id, house.staf, reason="menunggu data")
    house.office.deadlines.recompute_due("kantor", house.clock.now())
    house.clock.set(at("19T14:00:00"))

    warned = house.office.reminders.tick(house.clock.now())

    assert warned == 0
    assert house.office.pauses.tick(house.clock.now()) == 1


def test_a_pause_of_a_case_that_stands_still_waits_with_it(house, held):
    keep(house, hours=1)
    house.office.inbox.pause(held.id, house.staf, reason="menunggu data")
    house.office.runtime.suspend(held.instance, house.kepala, reason="rapat")
    house.clock.set(at("20T09:00:00"))

    standing = house.office.pauses.tick(house.clock.now())
    house.office.runtime.resume(held.instance, house.kepala)

    assert standing == 0
    assert house.office.pauses.tick(house.clock.now()) == 1


def test_where_only_superiors_pause_the_officer_cannot_and_the_superior_can(
    house, held
):
    keep(house, by=PausedBy.SUPERIOR)
    boss = house.officer("camat", "camat", Right.SUPERVISE)

    with pytest.raises(RefusedError):
        house.office.inbox.pause(held.id, house.staf, reason="menunggu data")
    paused = house.office.inbox.pause(held.id, boss, reason="menunggu data")
    offered = house.office.task_details.detail(held.id, boss).may_pause
    refused = house.office.task_details.detail(held.id, house.staf).may_pause
    resumed = house.office.inbox.resume(held.id, boss)

    assert paused.paused_at is not None
    assert resumed.paused_at is None
    assert (offered, refused) == (True, False)


def test_where_officers_pause_nobody_else_stops_their_clock(house, held):
    boss = house.officer("camat", "camat", Right.SUPERVISE)

    with pytest.raises(TaskTakenError):
        house.office.inbox.pause(held.id, boss, reason="menunggu data")
    assert not house.office.task_details.detail(held.id, boss).may_pause
    assert house.office.task_details.detail(held.id, house.staf).may_pause
