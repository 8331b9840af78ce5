"""What completing the shipped SOP's steps costs through the API.

The office has the demo's people and a real job queue; a case is played to its
end, documents, returns and side by side steps included.
"""

from time import process_time

import pytest

from engine.domain.identity import MACHINE
from tests.bench.offices import MOST_ROUNDS, Players, demo_office
from tests.web.api.conftest import Program
from tests.web.conftest import settings_of
from web.app import create_app

MOST_STATEMENTS = 12
MOST_SECONDS = 0.008  # of the processor, for one completion, at the median
# Work beside the test slows the processor's caches down and never speeds them up:
# of the same step in several cases, the quickest says what it costs.
PLAYED = 3


class Office:
    """The demo's office and a program for each of its officers."""

    def __init__(self, url, folder):
        self.office = demo_office(url)
        self.players = Players(self.office)
        self.app = create_app(self.office, settings_of(folder / "unused.db"))
        self.programs = {}

    def program(self, task):
        user = self.players.actor(task).user
        if user not in self.programs:
            logins = {one.id: one.login for one, _ in self.office.accounts.users()}
            token = self.office.accounts.issue_token(logins[user], MACHINE)
            self.programs[user] = Program(self.app, token)
        return self.programs[user]

    def sendings(self):
        """Yield each completion of a case: who sends it, where to, and what."""
        case = self.players.start()
        for _ in range(MOST_ROUNDS):
            _, waiting = self.players.situation(case.id)
            if not waiting:
                return
            told = self.players.completion(self.players.claim(waiting[0]))
            body = {"data": told.data, "decision": told.decision, "reason": told.reason}
            yield self.program(waiting[0]), waiting[0], body


@pytest.fixture
def at_work(database_url, tmp_path):
    """Yield the office, on either database."""
    made = Office(database_url, tmp_path)
    yield made
    made.office.close()


def test_every_step_costs_one_commit_few_statements_and_little_time(at_work):
    for program, task, body in at_work.sendings():
        program.post(f"/tasks/{task.id}/complete", body)  # the first case warms up
    statements: dict[tuple[object, ...], int] = {}
    seconds: dict[tuple[object, ...], float] = {}

    for case in range(PLAYED):
        for number, (program, task, body) in enumerate(at_work.sendings()):
            headers = {
                "Authorization": f"Bearer {program.token}",
                "Idempotency-Key": f"berkas {case} langkah {number}",
            }
            place = f"/api/v1/tasks/{task.id}/complete"
            with at_work.office.database.counted() as cost:
                begun = process_time()
                answer = program.client.post(place, json=body, headers=headers)
                took = process_time() - begun
            assert answer.status_code == 200
            assert cost.commits == 1
            step = task.element, task.round, task.item_index
            statements[step] = max(cost.statements, statements.get(step, 0))
            seconds[step] = min(took, seconds.get(step, took))

    assert len(statements) >= 14
    assert max(statements.values()) <= MOST_STATEMENTS, statements
    assert sorted(seconds.values())[len(seconds) // 2] <= MOST_SECONDS, seconds
