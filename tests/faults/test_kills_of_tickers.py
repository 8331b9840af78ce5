"""kill -9 of two schedulers, tickers and warners at once: the days come out the same.

The same days are lived undisturbed on another database; cases, timers, warnings,
messages and measured times must be equal, one by one.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.notices import MailChoice
from engine.domain.values import ProcessKey, RoleKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.people.accounts import NewUser
from engine.store.schema import cycle_starts, deliveries, notices
from tests.bench.offices import ROOT
from tests.faults import cases
from tests.faults.tick_player import opened, pass_time
from tests.services.diagrams import END, alarm, flow, process, standard, task

PROGRAM = Path(__file__).with_name("tick_player.py")
KEY = ProcessKey("harian")
LIVES = 4
SEED = 20240819
# Every morning at eight a case waits an hour, then for an officer, who may take two.
DAILY = process(
    KEY,
    '<startEvent id="Pagi"><timerEventDefinition id="Pagi_t"><timeCycle>0 8 * * *'
    '</timeCycle></timerEventDefinition></startEvent><intermediateCatchEvent id="Jam">'
    '<timerEventDefinition id="Jam_t"><timeDuration>PT1H</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
    + task("A")
    + standard("A", "PT1H")
    + task("B")
    + standard("B", "PT30M")
    + alarm("Habis", "B", "PT2H")
    + task("C")
    + '<parallelGateway id="Bagi"/>'
    + END
    + flow("Pagi", "Jam")
    + flow("Jam", "Bagi")
    + flow("Bagi", "A")
    + flow("Bagi", "B")
    + flow("A", "selesai")
    + flow("B", "selesai")
    + flow("Habis", "C")
    + flow("C", "selesai"),
    lanes={"staf": ["Pagi", "Jam", "Bagi", "A", "B", "Habis", "C", "selesai"]},
)


def founded(url):
    """Return an office with an officer, a superior, and an SOP that begins by itself."""
    office = opened(url)
    for key, rights in (
        ("staf", frozenset()),
        ("atasan", frozenset({Right.SUPERVISE})),
    ):
        role = RoleKey(key)
        office.accounts.add_role(Role(key=role, name=key, rights=rights), MACHINE)
        new = NewUser(login=key, name=key, roles=(role,), email=f"{key}@kantor.example")
        user = office.accounts.add_user(new, MACHINE)
        choice = MailChoice.EACH if key == "staf" else MailChoice.DIGEST
        actor = office.accounts.actor(user.id)
        assert actor is not None
        office.notices.choose(actor, mail=choice, messenger="")
    file = SourceFile(name="harian.bpmn", content=DAILY)
    office.deployment.deploy(DeployOrder(files=[file]), MACHINE)
    return office


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return what the days leave behind where nobody kills anything."""
    folder = tmp_path_factory.mktemp("tenang")
    office = founded(f"sqlite:///{folder}/kantor.db")
    pass_time(office, folder / "jam")
    left = remains(office)
    office.close()
    return left


def test_the_days_of_two_schedulers_survive_kills_at_random_moments(
    database_url, tmp_path, undisturbed
):
    office = founded(database_url)

    lived = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, PROGRAM, database_url, tmp_path, str(LIVES), str(SEED)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert lived.returncode == 0, lived.stderr
    left = remains(office)
    assert left["starts"] == undisturbed["starts"]
    assert left["warnings"] == undisturbed["warnings"]
    assert left == undisturbed
    assert set(left["starts"].values()) == {1}
    assert set(left["warnings"].values()) == {1}
    assert cases.open_incidents(office) == []
    cases.require_sound(office)
    office.close()


def remains(office):
    """Return what happened, each thing counted, under names that chance does not make."""
    with office.database.read() as uow:
        people = {one.id: one.login for one in uow.people.users()}
        ask = uow.connection.execute
        starts = ask(select(cycle_starts.c.key, cycle_starts.c.instance)).all()
        told = ask(select(notices)).all()
        sent = ask(select(deliveries)).all()
        chain = [one.event for one in uow.events.all_in_order()]
    periods = {one.instance: one.key for one in starts}
    elements = {one.id: one.element for one in cases.all_tasks(office)}
    named = {
        one.id: (
            *(people[one.user], periods[one.instance], elements[one.task]),
            *(one.kind.value, str(sorted(one.facts.items())), one.at.isoformat()),
        )
        for one in told
    }
    return {
        "starts": Counter(one.key for one in starts),
        "cases": len(cases.all_cases(office)),
        "tasks": Counter(
            (periods[one.instance], one.element, one.state.value, one.ready_at)
            for one in cases.all_tasks(office)
        ),
        "timers": Counter(
            (periods[one.instance], str(one.facts.get("element")))
            for one in chain
            if one.kind == "timer.fired"
        ),
        "warnings": Counter(named.values()),
        "messages": Counter(
            (people.get(one.user), one.channel.value, one.send_at, what)
            for one in sent
            for what in [named.get(one.notice)]
        ),
    }
