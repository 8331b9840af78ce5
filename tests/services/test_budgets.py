"""What a completion may ask of the database: one commit, at most 12 statements.

A statement is one cursor execute, the job engine's two included; one executemany
counts once, BEGIN and COMMIT do not count.
"""

import pytest

from engine.bootstrap import Office
from engine.domain.identity import Actor
from engine.domain.instances import InstanceState
from engine.errors import TaskNotOpenError
from tests.bench.offices import Players, demo_office

MOST_STATEMENTS = 12


@pytest.fixture
def office(database_url):
    made = demo_office(database_url)
    yield made
    made.close()


def counted_steps(office: Office) -> dict[str, list[tuple[int, int]]]:
    """Play a case of the SOP; return statements and commits of each completion."""
    players, found = Players(office), dict[str, list[tuple[int, int]]]()
    case = players.start()
    while waiting := players.situation(case.id)[1]:
        task = players.claim(waiting[0])
        actor, completion = players.actor(task), players.completion(task)
        with office.database.counted() as count:
            office.inbox.complete(task.id, actor, completion)
        cost = (count.statements, count.commits)
        found.setdefault(task.element, []).append(cost)
    assert players.situation(case.id)[0].state is InstanceState.COMPLETED
    return found


def test_every_step_of_the_sop_is_completed_by_few_statements_and_one_commit(office):
    found = counted_steps(office)

    costs = [cost for visits in found.values() for cost in visits]
    assert len(costs) == 25
    assert {commits for _, commits in costs} == {1}
    dear = {
        element: visits
        for element, visits in found.items()
        if max(visits)[0] > MOST_STATEMENTS
    }
    assert not dear


def test_claim_and_start_end_with_one_commit_each(office):
    players = Players(office)
    players.play(players.start().id, steps=1)

    with office.database.counted() as starting:
        case = players.start()
    (task,) = players.situation(case.id)[1]
    actor: Actor = players.actor(task)
    with office.database.counted() as claiming:
        office.inbox.claim(task.id, actor)

    assert (starting.commits, claiming.commits) == (1, 1)
    assert starting.statements <= MOST_STATEMENTS
    assert claiming.statements <= 5


def test_a_refused_completion_commits_nothing(office):
    players = Players(office)
    case = players.start()
    (task,) = players.situation(case.id)[1]
    done = players.complete(players.claim(task))

    actor, completion = players.actor(task), players.completion(task)

    with office.database.counted() as count, pytest.raises(TaskNotOpenError):
        office.inbox.complete(done.id, actor, completion)

    assert count.commits == 0
