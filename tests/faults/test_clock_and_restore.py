"""Clocks that jump, and an office that is brought back from its backup."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.bootstrap import Office
from engine.clock import FixedClock
from engine.domain.documents import DocumentState
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.store.backup import backup, restore
from tests.bench.offices import NOW, Players, demo_office, opened
from tests.faults import cases
from tests.postgres import create_database, drop_database

A_DAY = timedelta(days=1)
FAR = timedelta(days=3650)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    made = demo_office(database_url)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def other_url(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: str
) -> Iterator[str]:
    """Yield the address of an empty database beside the office's."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'lain.db'}"
        return
    url = create_database(postgres_server)
    yield url
    drop_database(url)


def clock_of(office: Office) -> FixedClock:
    assert isinstance(office.clock, FixedClock)
    return office.clock


def test_a_clock_that_goes_back_between_claim_and_completion_does_no_harm(office):
    players, clock = Players(office), clock_of(office)
    case = players.start()
    (task,) = players.situation(case.id)[1]
    held = players.claim(task)

    clock.set(NOW - A_DAY)
    done = players.complete(held)
    ended = players.play(case.id)

    assert done.state is TaskState.COMPLETED
    assert done.paused_seconds == 0
    assert ended.state is InstanceState.COMPLETED
    cases.require_sound(office)


def test_a_clock_that_jumps_at_every_step_loses_nothing(office):
    players, clock = Players(office), clock_of(office)
    case = players.start()

    for step in range(40):
        clock.set(NOW + timedelta(hours=step) * (-1) ** step)
        office.deadlines.tick(clock.now())
        players.play(case.id, steps=1)

    assert players.situation(case.id)[0].state is InstanceState.COMPLETED
    cases.require_sound(office)


def test_a_timer_waits_out_a_clock_that_went_back_and_fires_once(office):
    key = cases.deploy(office, cases.waiting_an_hour())
    Players(office).start(key)
    moments = [-FAR, -A_DAY, timedelta(), FAR, -FAR, FAR, 2 * FAR]

    woken = [office.deadlines.tick(NOW + moment) for moment in moments]

    assert woken == [0, 0, 0, 1, 0, 0, 0]
    assert [task.element for task in cases.all_tasks(office)] == ["after"]
    cases.require_sound(office)


def test_a_case_begun_in_the_future_of_the_clock_can_be_played(office):
    players, clock = Players(office), clock_of(office)
    clock.set(NOW + FAR)
    case = players.start()
    players.play(case.id, steps=3)

    clock.set(NOW)
    ended = players.play(case.id)

    assert ended.state is InstanceState.COMPLETED
    cases.require_sound(office)


def test_a_case_goes_on_after_a_restore_into_either_database(
    office, other_url, tmp_path
):
    players = Players(office)
    case = players.start()
    players.play(case.id, steps=9)
    players.play(players.start(title="selesai").id)
    file = tmp_path / "kantor.backup"
    made = backup(office.database, file, now=NOW)
    lost = players.play(case.id, steps=2)

    restore(other_url, file)
    restored = opened(other_url, clock=FixedClock(NOW + A_DAY))

    assert restored.audit.head() == (made.head_sequence, made.head_hash)
    again = Players(restored)
    assert again.situation(case.id)[0].version == lost.version - 2
    assert again.play(case.id).state is InstanceState.COMPLETED
    third = again.play(again.start(title="baru").id)
    assert third.number == 3
    for name in cases.all_cases(restored):
        restored.documents.make_pending(name)
    states = {one.state for one in cases.all_documents(restored)}
    assert states == {DocumentState.READY}
    cases.require_sound(restored)
    restored.close()
