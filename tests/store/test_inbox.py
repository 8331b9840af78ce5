"""The inbox: the right tasks in the right order, page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, settings
from hypothesis import given as supposing
from hypothesis import strategies as st

from engine.domain.tasks import TaskState
from engine.domain.values import InstanceId, ProcessKey, RoleKey
from engine.errors import CursorInvalidError
from engine.store import UnitOfWork, piles
from engine.store.inbox import InboxFilter
from tests.store import given
from tests.store.given import CAMAT_ROLE, KASUBAG, KASUBAG_ROLE, NOW, SEKRETARIS

MY_ROLES = frozenset({KASUBAG_ROLE, CAMAT_ROLE})
MINUTE = timedelta(minutes=1)


def held_by(task, user):
    return replace(task, state=TaskState.CLAIMED, assignee=user, claimed_at=NOW)


def pages(read, limit):
    """Return the items of all pages, and how many pages there were."""
    items, cursor, count = [], None, 0
    while True:
        page = read(limit, cursor)
        items.extend(page.items)
        count += 1
        if page.next is None:
            return items, count
        cursor = page.next


def names(entries):
    return [entry.task.id for entry in entries]


@pytest.fixture
def desk(office):
    """Return an office with two cases, real and simulated ones."""
    with office.write() as uow:
        uow.instances.add(given.instance(1))
        uow.instances.add(given.instance(2, title="Laporan 50% (bulanan)"))
        uow.instances.add(given.instance(3, simulated=True))
    return office


def test_an_inbox_shows_what_is_open_to_my_roles_and_what_i_hold(desk):
    shown = [
        given.task(1),
        given.task(2, role=CAMAT_ROLE),
        held_by(given.task(3, role=RoleKey("seksi-pmd")), KASUBAG),
    ]
    hidden = [
        given.task(4, role=RoleKey("seksi-pmd")),
        held_by(given.task(5), SEKRETARIS),
        given.task(6, of=3, simulated=True),
        replace(given.task(7), state=TaskState.COMPLETED, ended_at=NOW),
    ]
    with desk.write() as uow:
        uow.tasks.add_all(hidden + shown)

    with desk.read() as uow:
        found = uow.tasks.inbox(MY_ROLES, KASUBAG).items

    assert [entry.task for entry in found] == shown
    assert (found[0].case_number, found[0].case_title) == (1, "Triwulan 1")


def test_late_tasks_come_first_and_those_without_a_due_time_last(desk):
    with desk.write() as uow:
        uow.tasks.add_all(
            [
                given.task(1, due_at=None),
                given.task(2, due_at=NOW + MINUTE),
                given.task(3, due_at=NOW - MINUTE),
                held_by(given.task(4, due_at=NOW - 2 * MINUTE), KASUBAG),
                held_by(given.task(5, due_at=None), KASUBAG),
            ]
        )

    with desk.read() as uow:
        found = uow.tasks.inbox(MY_ROLES, KASUBAG).items

    assert names(found) == [given.name_of(one) for one in (4, 3, 2, 1, 5)]
    assert found[-1].task.due_at is None


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        pytest.param(InboxFilter(state=TaskState.READY), [1, 2, 3, 5], id="shared"),
        pytest.param(InboxFilter(state=TaskState.CLAIMED), [4], id="mine"),
        pytest.param(InboxFilter(state=TaskState.COMPLETED), [], id="ended"),
        pytest.param(InboxFilter(lane="Camat"), [2], id="lane"),
        pytest.param(InboxFilter(process=ProcessKey("lain")), [3], id="process"),
        pytest.param(InboxFilter(late=True, now=NOW + 3 * MINUTE), [1, 2], id="late"),
        pytest.param(
            InboxFilter(late=False, now=NOW + 3 * MINUTE), [3, 4, 5], id="in time"
        ),
        pytest.param(InboxFilter(text="NOTULEN"), [4], id="name of the step"),
        pytest.param(InboxFilter(text="50%"), [5], id="name of the case"),
        pytest.param(InboxFilter(text="_"), [], id="a sign of LIKE is only a sign"),
        pytest.param(InboxFilter(text=" 2 "), [5], id="number of the case"),
        pytest.param(InboxFilter(text="9" * 400), [], id="a number of no case"),
        pytest.param(InboxFilter(text="ISI", lane="Kasubag"), [1, 3, 5], id="two"),
    ],
)
def test_a_filter_narrows_the_inbox(desk, wanted, numbers):
    with desk.write() as uow:
        uow.tasks.add_all(
            [
                given.task(1),
                given.task(2, lane="Camat", role=CAMAT_ROLE),
                given.task(3, process="lain"),
                held_by(given.task(4, name="Menyusun notulen"), KASUBAG),
                given.task(5, of=2),
            ]
        )

    with desk.read() as uow:
        found = uow.tasks.inbox(MY_ROLES, KASUBAG, wanted).items

    assert names(found) == [given.name_of(one) for one in numbers]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        pytest.param(InboxFilter(lane="Camat"), [2], id="lane"),
        pytest.param(InboxFilter(process=ProcessKey("lain")), [3], id="process"),
        pytest.param(InboxFilter(late=True), [3], id="done too late"),
        pytest.param(InboxFilter(late=False), [4, 2, 1], id="done in time"),
        pytest.param(InboxFilter(text="NOTULEN"), [4], id="name of the step"),
        pytest.param(InboxFilter(text=" 2 "), [4], id="number of the case"),
    ],
)
def test_a_filter_narrows_what_is_done(desk, wanted, numbers):
    def done(task, *, late=False):
        held = replace(held_by(task, KASUBAG), state=TaskState.COMPLETED)
        ended = task.due_at + MINUTE if late else task.due_at - MINUTE
        return replace(held, ended_at=ended)

    with desk.write() as uow:
        uow.tasks.add_all(
            [
                done(given.task(1)),
                done(given.task(2, lane="Camat", role=CAMAT_ROLE)),
                done(given.task(3, process="lain"), late=True),
                done(given.task(4, of=2, name="Menyusun notulen")),
            ]
        )

    with desk.read() as uow:
        found = uow.tasks.history(KASUBAG, wanted).items
        first = uow.tasks.history(KASUBAG, wanted, limit=1)
        rest = (
            uow.tasks.history(KASUBAG, wanted, cursor=first.next) if first.next else ()
        )

    assert names(found) == [given.name_of(one) for one in numbers]
    assert names(first.items) + names(rest and rest.items) == names(found)


def test_somebody_without_a_role_sees_an_empty_inbox(desk):
    with desk.write() as uow:
        uow.tasks.add_all([given.task(1)])

    with desk.read() as uow:
        nobody = uow.tasks.inbox(
            frozenset(), SEKRETARIS, InboxFilter(state=TaskState.READY)
        )
        counts = uow.tasks.counts(frozenset(), SEKRETARIS, now=NOW)

    assert nobody.items == ()
    assert (counts.mine, counts.shared, counts.late) == (0, 0, 0)


@supposing(
    dues=st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=25),
    limit=st.integers(1, 7),
)
@example(dues=[0] * 10, limit=3)
@example(dues=[None] * 10, limit=3)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_together_are_the_whole_inbox_once(desk, dues, limit):
    roles = sorted(MY_ROLES)
    tasks = [
        given.task(
            number,
            role=roles[number % 2],
            due_at=None if due is None else NOW + due * MINUTE,
        )
        for number, due in enumerate(dues)
    ]
    tasks = [
        held_by(one, KASUBAG) if number % 3 == 0 else one
        for number, one in enumerate(tasks)
    ]
    whole = sorted(tasks, key=lambda one: (one.due_at is None, one.due_at, one.id))

    with desk.writer_engine.connect() as connection, connection.begin() as transaction:
        uow = UnitOfWork(connection, jobs=None)
        uow.tasks.add_all(tasks)
        items, count = pages(
            lambda rows, cursor: uow.tasks.inbox(
                MY_ROLES, KASUBAG, limit=rows, cursor=cursor
            ),
            limit,
        )
        transaction.rollback()

    assert [entry.task for entry in items] == whole
    assert count == max(1, -(-len(tasks) // limit))


def test_what_i_ended_comes_newest_first_in_pages(desk):
    ended = [
        replace(
            held_by(given.task(number), KASUBAG),
            state=TaskState.COMPLETED,
            ended_at=NOW + (number // 2) * MINUTE,
        )
        for number in range(7)
    ]
    with desk.write() as uow:
        uow.tasks.add_all([*ended, held_by(given.task(50), KASUBAG)])

    with desk.read() as uow:
        items, _ = pages(
            lambda rows, cursor: uow.tasks.history(KASUBAG, limit=rows, cursor=cursor),
            3,
        )

    assert names(items) == [given.name_of(one) for one in reversed(range(7))]


def test_late_tasks_are_found_in_pages_for_the_ticker(desk):
    with desk.write() as uow:
        uow.tasks.add_all(
            [
                *(given.task(number, due_at=NOW - MINUTE) for number in range(5)),
                given.task(10, due_at=NOW),
                given.task(11, due_at=None),
                given.task(12, of=3, due_at=NOW - MINUTE, simulated=True),
            ]
        )

    with desk.read() as uow:
        items, _ = pages(
            lambda rows, cursor: uow.tasks.due_before(NOW, limit=rows, cursor=cursor),
            2,
        )

    assert [task.id for task in items] == [given.name_of(one) for one in range(5)]


def test_counts_stop_at_their_cap(desk):
    with desk.write() as uow:
        uow.tasks.add_all(
            [given.task(number) for number in range(piles.COUNT_CAP + 20)]
            + [held_by(given.task(500, due_at=NOW - MINUTE), KASUBAG)]
        )

    with desk.read() as uow:
        counts = uow.tasks.counts(MY_ROLES, KASUBAG, now=NOW + 2 * MINUTE)

    assert (counts.mine, counts.shared, counts.late) == (1, piles.COUNT_CAP, 3)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "bnVsbA==", "WzEsMl0=", "Wy0xLCJhIl0=", "WzFlOTksImEiXQ==", "«»", "W10="],
)
def test_a_cursor_of_somebody_elses_making_is_refused(desk, cursor):
    with desk.read() as uow, pytest.raises(CursorInvalidError):
        uow.tasks.inbox(MY_ROLES, KASUBAG, cursor=cursor or "====")


def test_open_tasks_are_found_by_their_tokens(desk):
    tasks = [given.task(1), given.task(2), given.task(3, of=2)]
    with desk.write() as uow:
        uow.tasks.add_all(tasks)

    with desk.read() as uow:
        found = uow.tasks.by_tokens(
            InstanceId(given.name_of(1)), [one.token for one in tasks[1:]]
        )

    assert found == [tasks[1]]
