"""Many at once: one wins, the others are told so, and nothing is lost."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from engine.bootstrap import Office
from engine.clock import FixedClock
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import InstanceState
from engine.domain.tasks import Task, TaskState
from engine.errors import (
    ConflictError,
    TaskNotOpenError,
    TaskTakenError,
    VersionConflictError,
)
from engine.services.execution.submissions import Completion
from tests.bench.offices import NOW, Players, demo_office, opened
from tests.faults import cases

THREADS = 8
TASKS = 40
CLEAN = {TaskNotOpenError, TaskTakenError, VersionConflictError}


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    made = demo_office(database_url)
    yield made
    made.close()


def at_once(work: Sequence[Callable[[], list[str]]]) -> list[str]:
    """Let threads begin at the same moment; return what all of them met."""
    barrier = Barrier(len(work), timeout=60)

    def begin(one: Callable[[], list[str]]) -> list[str]:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return [met for each in pool.map(begin, work) for met in each]


def attempt(action: Callable[[], object]) -> str:
    """Return how an attempt ended; whatever is no clean conflict is raised."""
    try:
        action()
    except ConflictError as error:
        if type(error) not in CLEAN:
            raise
        return "conflict"
    return "won"


def one_attempt(
    office: Office, task: Task, actor: Actor, completion: Completion
) -> list[str]:
    """Complete a task once."""
    return [attempt(partial(office.inbox.complete, task.id, actor, completion))]


def three_ticks(office: Office, now: datetime) -> list[str]:
    """Let due timers fire; return how many cases each tick woke."""
    return [str(office.deadlines.tick(now)) for _ in range(3)]


def first_tasks(players: Players, count: int) -> list[Task]:
    """Start cases and return their first tasks."""
    started = [players.start(title=f"Kasus {number}") for number in range(count)]
    return [players.situation(one.id)[1][0] for one in started]


def test_forty_tasks_are_completed_once_each_by_eight_threads(office):
    players = Players(office)
    waiting = [players.claim(task) for task in first_tasks(players, TASKS)]
    orders = [(task, players.actor(task), players.completion(task)) for task in waiting]

    def thread(number):
        mine = orders if number % 2 else orders[number:] + orders[:number]
        return [
            attempt(partial(office.inbox.complete, one[0].id, one[1], one[2]))
            for one in mine
        ]

    met = at_once([partial(thread, number) for number in range(THREADS)])

    assert Counter(met) == {"won": TASKS, "conflict": TASKS * (THREADS - 1)}
    after = Counter((task.element, task.state) for task in cases.all_tasks(office))
    first, second = ("Activity_Perintah", "completed"), ("Activity_Format", "ready")
    assert after == {first: TASKS, second: TASKS}
    cases.require_sound(office)


def test_forty_tasks_are_claimed_once_each_by_eight_officers(office):
    officers = cases.colleagues(office, THREADS)
    waiting = first_tasks(Players(office), TASKS)

    def thread(officer):
        return [
            attempt(partial(office.inbox.claim, task.id, officer)) for task in waiting
        ]

    met = at_once([partial(thread, one) for one in officers])

    assert Counter(met) == {"won": TASKS, "conflict": TASKS * (THREADS - 1)}
    held = cases.all_tasks(office)
    assert {task.state for task in held} == {TaskState.CLAIMED}
    assert {task.assignee for task in held} <= {one.user for one in officers}
    cases.require_sound(office)


def test_branches_of_one_case_completed_at_once_are_all_kept(office):
    key = cases.deploy(office, cases.side_by_side())
    (camat,) = cases.colleagues(office, 1)
    rounds = 5
    started = [Players(office).start(key) for _ in range(rounds)]
    waiting = [Players(office).situation(one.id)[1] for one in started]
    for task in (task for branches in waiting for task in branches):
        office.inbox.claim(task.id, camat)

    def thread(branch):
        return [
            attempt(
                partial(office.inbox.complete, tasks[branch].id, camat, cases.NOTHING)
            )
            for tasks in waiting
        ]

    met = at_once([partial(thread, branch) for branch in range(cases.BRANCHES)])

    assert met == ["won"] * (rounds * cases.BRANCHES)
    ended = [Players(office).situation(one.id)[0].state for one in started]
    assert ended == [InstanceState.COMPLETED] * rounds
    cases.require_sound(office)


def test_sections_that_answer_at_once_lose_none_of_their_answers(office):
    players = Players(office)
    case = players.start()
    players.play(case.id, steps=5)
    waiting = [players.claim(task) for task in players.situation(case.id)[1]]
    orders = [(task, players.actor(task), players.completion(task)) for task in waiting]

    met = at_once([partial(one_attempt, office, *one) for one in orders])

    assert met == ["won"] * 6
    after, following = players.situation(case.id)
    answers: Any = after.data["Activity_IsiData"]
    for task, _, completion in orders:
        assert task.item_index is not None
        kept = answers[task.item_index]
        assert kept["program"] == completion.data["program"]
    assert [task.element for task in following] == ["Activity_Himpun"]
    cases.require_sound(office)


def test_two_tickers_let_each_timer_fire_once(office):
    key = cases.deploy(office, cases.waiting_an_hour())
    for _ in range(20):
        Players(office).start(key)
    due = NOW + timedelta(days=3)
    other = opened(office.settings.database_url, clock=FixedClock(due))

    woken = at_once(
        [partial(three_ticks, one, due) for one in (office, other, office, other)]
    )

    other.close()
    assert sum(map(int, woken)) == 20
    after = [(task.element, task.round) for task in cases.all_tasks(office)]
    assert after == [("after", 1)] * 20
    cases.require_sound(office)


def test_a_tick_and_a_cancellation_at_once_leave_the_case_cancelled(office):
    key = cases.deploy(office, cases.waiting_an_hour())
    started = [Players(office).start(key) for _ in range(10)]
    due = NOW + timedelta(days=3)

    met = at_once(
        [
            lambda: [str(office.deadlines.tick(due) <= 10)],
            lambda: [
                office.runtime.cancel(one.id, MACHINE, reason="batal").state.value
                for one in started
            ],
        ]
    )

    assert Counter(met) == {"True": 1, "cancelled": 10}
    assert not [task for task in cases.all_tasks(office) if task.is_open]
    assert office.deadlines.tick(due + timedelta(days=1)) == 0
    cases.require_sound(office)
