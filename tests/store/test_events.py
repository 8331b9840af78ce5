"""The audit chain: gapless under many writers, and every tampering is found."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text

from engine.domain.audit import Break, BrokenLink, verify
from engine.domain.values import InstanceId
from tests.store import given

UNGUARD = {
    "sqlite": [
        f"DROP TRIGGER audit_{table}_{word}"
        for table in ("events", "actors")
        for word in ("kept", "stay")
    ],
    "postgresql": [
        f"ALTER TABLE audit_{table} DISABLE TRIGGER USER"
        for table in ("events", "actors")
    ],
}


@pytest.fixture
def chain(database):
    """Return a database with five events, which somebody can tamper with."""
    for number in range(1, 6):
        with database.write() as uow:
            uow.events.append([given.event(number)])
    return database


def tampered(database, *statements):
    """Return what verifying says after somebody with the keys changed the tables."""
    with database.write() as uow:
        for statement in [*UNGUARD[database.engine.dialect.name], *statements]:
            uow.connection.execute(text(statement))
    with database.read() as uow:
        return verify(uow.events.all_in_order(), uow.events.head())


def test_an_untouched_chain_holds(chain):
    with chain.read() as uow:
        events = list(uow.events.all_in_order())
        head = uow.events.head()

    assert verify(events, head) is None
    assert [one.event for one in events] == [given.event(one) for one in range(1, 6)]
    assert events[3].previous == events[2].hash
    assert head == (5, events[4].hash)


def test_an_office_without_events_has_a_chain_that_holds(database):
    with database.read() as uow:
        assert verify(uow.events.all_in_order(), uow.events.head()) is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        pytest.param(
            "UPDATE audit_actors SET actor_name = 'X'",
            BrokenLink(sequence=1, kind=Break.CHANGED),
            id="a name",
        ),
        pytest.param(
            "DELETE FROM audit_actors",
            BrokenLink(sequence=1, kind=Break.CHANGED),
            id="who acted",
        ),
        pytest.param(
            "UPDATE audit_events SET actor = 99 WHERE sequence = 3",
            BrokenLink(sequence=3, kind=Break.CHANGED),
            id="another actor",
        ),
        pytest.param(
            "UPDATE audit_events SET at = at + 1 WHERE sequence = 1",
            BrokenLink(sequence=1, kind=Break.CHANGED),
            id="an instant",
        ),
        pytest.param(
            "UPDATE audit_events SET body ="
            " (SELECT body FROM audit_events WHERE sequence = 4) WHERE sequence = 5",
            BrokenLink(sequence=5, kind=Break.CHANGED),
            id="the facts of the newest",
        ),
        pytest.param(
            "UPDATE audit_events SET body = hash WHERE sequence = 2",
            BrokenLink(sequence=2, kind=Break.CHANGED),
            id="facts that nobody can read",
        ),
        pytest.param(
            "DELETE FROM audit_events WHERE sequence = 2",
            BrokenLink(sequence=2, kind=Break.MISSING),
            id="one deleted",
        ),
        pytest.param(
            "DELETE FROM audit_events WHERE sequence >= 4",
            BrokenLink(sequence=4, kind=Break.TRUNCATED),
            id="the end cut off",
        ),
        pytest.param(
            "DELETE FROM audit_events",
            BrokenLink(sequence=1, kind=Break.TRUNCATED),
            id="all deleted",
        ),
        pytest.param(
            "UPDATE audit_head SET sequence = 3",
            BrokenLink(sequence=3, kind=Break.CHANGED),
            id="the head moved back",
        ),
    ],
)
def test_tampering_is_found_at_its_place(chain, statement, broken):
    assert tampered(chain, statement) == broken


def test_two_events_in_each_others_place_are_found(chain):
    swap = [
        "UPDATE audit_events SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_events SET sequence = 2 WHERE sequence = 3",
        "UPDATE audit_events SET sequence = 3 WHERE sequence = 99",
    ]

    assert tampered(chain, *swap) == BrokenLink(sequence=2, kind=Break.CHANGED)


def test_cutting_chain_and_head_together_is_found_by_an_exported_head(chain):
    with chain.read() as uow:
        exported = uow.events.head()
    cut = [
        "DELETE FROM audit_events WHERE sequence = 5",
        "UPDATE audit_head SET sequence = 4,"
        " hash = (SELECT hash FROM audit_events WHERE sequence = 4)",
    ]

    assert tampered(chain, *cut) is None
    with chain.read() as uow:
        found = verify(
            uow.events.all_in_order(), uow.events.head(), exported=[exported]
        )
    assert found == BrokenLink(sequence=5, kind=Break.TRUNCATED)


def test_a_rewritten_history_is_found_by_an_exported_head(chain):
    with chain.read() as uow:
        events = list(uow.events.all_in_order())
        head = uow.events.head()

    found = verify(events, head, exported=[(2, "f" * 64)])

    assert found == BrokenLink(sequence=2, kind=Break.CHANGED)


def test_an_instant_of_another_zone_with_fractions_is_kept_as_it_is_hashed(database):
    wib = timezone(timedelta(hours=7))
    odd = given.NOW.astimezone(wib).replace(microsecond=999_999)

    with database.write() as uow:
        uow.events.append([given.event(1, at=odd)])

    with database.read() as uow:
        (kept,) = uow.events.all_in_order()
        assert verify([kept], uow.events.head()) is None
    assert kept.event.at == given.NOW


def test_many_writers_at_once_make_one_chain_without_gaps(database):
    barrier = threading.Barrier(6, timeout=60)

    def _write(writer):
        barrier.wait()
        for number in range(5):
            with database.write() as uow:
                uow.events.append([given.event(writer), given.event(number)])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(_write, range(6)))

    with database.read() as uow:
        events = list(uow.events.all_in_order())
        assert verify(events, uow.events.head()) is None
    assert len(events) == 60


def test_appending_costs_two_statements_however_many_events(chain):
    with chain.counted() as count, chain.write() as uow:
        uow.events.append([given.event(1)])
        uow.events.append([given.event(number) for number in range(2, 9)])

    assert count.statements == 2


def test_a_person_of_several_names_and_roles_is_told_apart(chain):
    other = [
        given.event(6, actor_name="Nama Lama"),
        given.event(7, on_behalf="plt:camat"),
        given.event(8, actor_name="Nama Lama"),
        given.event(9),
    ]

    with chain.write() as uow:
        uow.events.append(other)

    with chain.read() as uow:
        kept = list(uow.events.all_in_order())
        actors = uow.connection.scalar(text("SELECT count(*) FROM audit_actors"))
        assert verify(kept, uow.events.head()) is None
    assert [one.event for one in kept[5:]] == other
    assert actors == 3


def test_new_actors_of_many_writers_at_once_have_numbers_of_their_own(database):
    barrier = threading.Barrier(6, timeout=60)

    def _write(writer):
        barrier.wait()
        for number in range(4):
            name = f"Petugas {number}"
            with database.write() as uow:
                uow.events.append([given.event(writer, actor_name=name)])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(_write, range(6)))

    with database.read() as uow:
        names = [one.event.actor_name for one in uow.events.all_in_order()]
        actors = uow.connection.scalar(text("SELECT count(*) FROM audit_actors"))
    assert sorted(names) == sorted(f"Petugas {one % 4}" for one in range(24))
    assert actors == 4


def test_the_history_of_a_case_comes_in_pages(office):
    case = InstanceId(given.name_of(1))
    mine = [given.event(number, instance=case) for number in range(7)]
    with office.write() as uow:
        for one in mine:
            uow.events.append([one, given.event(99)])

    with office.read() as uow:
        first = uow.events.of_instance(case, limit=4)
        second = uow.events.of_instance(case, limit=4, cursor=first.next)

    assert [one.event for one in (*first.items, *second.items)] == mine
    assert second.next is None


def test_a_long_chain_is_read_in_batches(database, monkeypatch):
    monkeypatch.setattr("engine.store.events.BATCH", 3)
    with database.write() as uow:
        uow.events.append([given.event(number) for number in range(7)])

    with database.read() as uow:
        numbers = [one.event.facts["number"] for one in uow.events.all_in_order()]

    assert numbers == list(range(7))


def test_a_changed_copy_of_an_event_has_another_hash(chain):
    with chain.read() as uow:
        first = next(uow.events.all_in_order())
    changed = replace(first, event=replace(first.event, on_behalf="plt:camat"))

    assert verify([changed], (1, first.hash)) == BrokenLink(
        sequence=1, kind=Break.CHANGED
    )
