"""What pages and calls of the API cost, through the whole application.

The WSGI application is called in this process, with the log as in production and
answers compressed as for a browser. The test client's own work is in the figures.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import brotli
from flask import Flask

from engine.bootstrap import Office
from engine.clock import SystemClock
from engine.domain.identity import MACHINE, Assignment, AssignmentKind, Role, User
from engine.domain.values import RoleKey, UserId
from engine.logs import configure_logs
from engine.services.transactions.changes import new_id
from tests.bench.meters import Figure, repeated
from tests.bench.offices import settings_of
from web.app import create_app

API = "/api/v1"
INBOX = "/kotak-masuk?tab=bersama"
TIMES = 60
PASSWORD = "kalimat-bangku-ukur"  # noqa: S105 - of somebody who does not exist
CPU_BUDGET = 10.0  # ms, of the inbox
POLL_BUDGET = 2.0
COLD_BUDGET, WARM_BUDGET = 40_000, 10_000  # bytes over the wire


def application(office: Office) -> Flask:
    """Return the office's application, which writes its log as in production."""
    stream = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the run
    settings = settings_of("sqlite:///unused.db")
    configure_logs(settings, SystemClock(), stream)
    return create_app(office, settings)


class Officer:
    """Somebody with a session in a browser and a token for programs."""

    def __init__(self, app: Flask, office: Office, login: str) -> None:
        key = office.sessions.sign_in(login, PASSWORD, address="127.0.0.1")
        token = office.accounts.issue_token(login, MACHINE)
        self._client = app.test_client(use_cookies=False)
        self._browser = {"Cookie": f"mutubaku={key}", "Accept-Encoding": "br"}
        self._program = {"Authorization": f"Bearer {token}", "Accept-Encoding": "br"}

    def look(self, path: str, status: int = 200) -> bytes:
        """Return what a page's answer carries, compressed."""
        answer = self._client.get(path, headers=self._browser)
        assert answer.status_code == status, (path, answer.status)
        return bytes(answer.data)

    def read(self, path: str) -> bytes:
        """Return what the API answers."""
        answer = self._client.get(API + path, headers=self._program)
        assert answer.status_code == 200, (path, answer.status)
        return bytes(answer.data)


def crowd_officer(
    app: Flask, office: Office, user: UserId, roles: frozenset[RoleKey]
) -> Officer:
    """Return somebody of the crowd's roles, and of the SOP's most common lane."""
    held = {RoleKey("kasi"), *roles}
    with office.database.write() as uow:
        known = {role.key for role in uow.people.roles()}
        for key in sorted(held - known):
            uow.people.add_role(Role(key=key, name=key.title()))
        uow.people.add_user(User(id=user, login=user, name="Petugas (contoh)"))
        for key in sorted(held):
            uow.people.assign(
                Assignment(id=new_id(), user=user, role=key, kind=AssignmentKind.HOLDER)
            )
    office.accounts.set_password(user, PASSWORD, MACHINE)
    return Officer(app, office, user)


def inbox_figures(officer: Officer, level: int) -> list[Figure]:
    """Return what looking at work costs while `level` tasks are open."""
    found = []
    for name, work, budget in (
        ("inbox page", lambda: officer.look(INBOX), CPU_BUDGET),
        ("inbox page, own pile", lambda: officer.look("/kotak-masuk"), CPU_BUDGET),
        ("GET /api/v1/tasks", lambda: officer.read("/tasks"), CPU_BUDGET),
        ("live poll, unchanged", _poll(officer), POLL_BUDGET),
    ):
        cost = repeated(work, times=TIMES, warm_up=5)
        of = f"{name} of {level:,} open tasks"
        found += [
            Figure(name=f"{of}, mean CPU", value=cost.cpu_ms(), unit="ms",
                   budget=budget),
            Figure(name=f"{of}, CPU p50", value=cost.cpu_ms_at(0.5), unit="ms"),
            Figure(name=f"{of}, wall p50", value=cost.wall_ms(0.5), unit="ms"),
        ]  # fmt: skip
    return found


def weights(officer: Officer) -> list[Figure]:
    """Return the bytes of the inbox's bodies, brotli, without headers."""
    page = officer.look(INBOX)
    named = re.findall(r'"(/static/[^"]+)"', brotli.decompress(page).decode())
    assets = sum(len(officer.look(one)) for one in set(named))
    return [
        Figure(name="inbox page of 30 rows, cold with its assets",
               value=len(page) + assets, unit="B", budget=COLD_BUDGET),
        Figure(name="inbox page of 30 rows, warm", value=len(page), unit="B",
               budget=WARM_BUDGET),
    ]  # fmt: skip


def _poll(officer: Officer) -> Callable[[], object]:
    """Return what a page asks again and again while nothing happens."""
    told = officer.look("/hidup").decode()
    known = told.split("v=")[1].split("&")[0]
    return lambda: officer.look(f"/hidup?v={known}", status=204)
