"""The demo's story: cases that start by themselves and go as cases of an office go."""

from datetime import datetime

import pytest

from engine.bootstrap import build_engine
from engine.clock import FixedClock
from engine.domain.instances import InstanceState
from engine.services.demo.history import beginning
from engine.settings import load_settings
from tests.bench.offices import PlainRenderer, people_without_passwords, sop_order
from tests.services.conftest import NotedJobs

BEGUN = datetime.fromisoformat("2024-07-01T08:00:00+07:00")
UNTIL = datetime.fromisoformat("2024-09-04T10:00:00+07:00")


def played(url):
    office = build_engine(
        load_settings({"MUTUBAKU_DATABASE_URL": url}),
        clock=FixedClock(BEGUN),
        jobs=NotedJobs(),
        renderer=PlainRenderer(),
    )
    office.migrate()
    people_without_passwords(office)
    office.demo().load([sop_order()], None)
    cases = office.demo_history().play(UNTIL)
    office.facts.tick(UNTIL)
    return office, cases


def told(office, cases):
    """What happened, without the names that are drawn anew each time."""
    with office.database.read() as uow:
        steps = {one.id: one.element for one in uow.facts.steps()}
        return [
            (steps[one.step], one.role, one.round, one.ready_at, one.ended_at, one.late)
            for case in cases
            for one in sorted(
                uow.facts.of_instance(case),
                key=lambda fact: (fact.ended_at, steps[fact.step], fact.role),
            )
        ]


@pytest.fixture
def twice(tmp_path):
    """The same story in two offices."""
    both = [played(f"sqlite:///{tmp_path}/{n}.db") for n in (1, 2)]
    yield both
    for office, _ in both:
        office.close()


def test_the_same_office_at_the_same_hour_has_the_same_story(twice):
    (first, cases), (second, again) = twice

    story = told(first, cases)

    assert story == told(second, again)
    assert {late for *_, late in story} == {True, False}
    assert max(round_ for _, _, round_, *_ in story) >= 2
    with first.database.read() as uow:
        found = [uow.instances.get(case) for case in cases]
        events = [one.event for one in uow.events.all_in_order()]
        last = [event.at for event in events if event.instance]
    assert [one.period for one in found] == [
        "2024-TW2",
        "2024-07",
        "2024-08",
        "2024-09",
    ]
    assert [one.state for one in found] == [
        *[InstanceState.COMPLETED] * 2,
        *[InstanceState.RUNNING] * 2,
    ]
    assert last == sorted(last)
    assert last[-1] <= UNTIL
    assert first.audit.verify() is None
    assert first.facts.compare(UNTIL).differing == ()


def test_the_story_begins_with_a_month_two_years_before():
    assert beginning(UNTIL).date().isoformat() == "2022-09-01"
    assert beginning(datetime.fromisoformat("2026-01-31T08:00+07:00")).month == 1


def test_what_was_promised_is_kept_and_only_the_newest_is_open(twice):
    (office, _), _ = twice

    with office.database.read() as uow:
        still = [action for action, _ in uow.actions.open()]
        ended = [action for action, _ in uow.actions.ended(limit=100)]

    assert len(ended) >= 2
    assert {one.progress for one in ended} == {100}
    assert all(one.due and (UNTIL.date() - one.due).days < 60 for one in still)
