"""What completing a step costs through the API, token and JSON included."""

from typing import Any

from engine.bootstrap import Office
from engine.domain.identity import MACHINE
from engine.domain.tasks import Task
from engine.domain.values import UserId
from tests.bench.meters import Figure, Meter
from tests.bench.offices import Players, demo_office
from tests.bench.pages import API, application

CASES = 12
WARM_UP_CASES = 2
CPU_BUDGET = 8.0  # ms
MOST_STATEMENTS = 12


def figures(url: str) -> list[Figure]:
    """Return the cost of every completion of some real cases."""
    office = demo_office(url)
    try:
        clerk = _Clerk(office)
        for _ in range(WARM_UP_CASES):
            clerk.play(Meter())
        cost, statements = Meter(), list[int]()
        for _ in range(CASES):
            clerk.play(cost)
        clerk.play(Meter(), statements)
    finally:
        office.close()
    return [
        Figure(name="complete through the API, mean CPU", value=cost.cpu_ms(),
               unit="ms", budget=CPU_BUDGET),
        Figure(name="complete through the API, p95 CPU", value=cost.cpu_ms_at(0.95),
               unit="ms"),
        Figure(name="complete through the API, wall p50", value=cost.wall_ms(0.5),
               unit="ms"),
        Figure(name="complete through the API, wall p95", value=cost.wall_ms(0.95),
               unit="ms"),
        Figure(name="complete through the API, most SQL statements",
               value=max(statements), unit="", budget=MOST_STATEMENTS),
    ]  # fmt: skip


class _Clerk:
    """Sends what the officers of a case send, as programs with their tokens."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._players = Players(office)
        self._client = application(office).test_client(use_cookies=False)
        self._logins = {one.id: one.login for one, _ in office.accounts.users()}
        self._tokens: dict[UserId, str] = {}

    def play(self, cost: Meter, statements: list[int] | None = None) -> None:
        """Play a case to its end; count statements or time, for counting takes time."""
        case = self._players.start()
        while waiting := self._players.situation(case.id)[1]:
            request = self._request(self._players.claim(waiting[0]))
            if statements is None:
                with cost.once():
                    answer = self._client.post(**request)
            else:
                with self._office.database.counted() as count:
                    answer = self._client.post(**request)
                statements.append(count.statements)
            assert answer.status_code == 200, answer.text

    def _request(self, task: Task) -> dict[str, Any]:
        told = self._players.completion(task)
        return {
            "path": f"{API}/tasks/{task.id}/complete",
            "json": {
                "data": told.data, "decision": told.decision, "reason": told.reason,
            },
            "headers": {
                "Authorization": f"Bearer {self._token(task)}",
                "Idempotency-Key": f"langkah {task.id}",
                "Accept-Encoding": "br",
            },
        }  # fmt: skip

    def _token(self, task: Task) -> str:
        user = self._players.actor(task).user
        if user not in self._tokens:
            token = self._office.accounts.issue_token(self._logins[user], MACHINE)
            self._tokens[user] = token
        return self._tokens[user]
