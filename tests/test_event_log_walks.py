"""Random runs, exported as XES and replayed by a token game that knows no engine.

Officers complete, take and give back, pause, decide and send back at random; timers
fire, administrators skip and put back, cases are cancelled in the middle.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.cli import main
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.errors import MutuBakuError
from engine.services.execution.submissions import Completion
from tests.bench.offices import ROOT, SOP, Players, demo_office
from tests.replaying import Diagram, MisfitError, replayed
from tests.services.conftest import House
from tests.services.diagrams import END, START, alarm, flow, process, standard, task

TAKEN = (TaskState.READY, TaskState.CLAIMED)
WALK = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# A parallel block with a repeated step, a choice of several ways, a step that a timer
# takes away, and a reminder beside the last step, which may send everything back.
WAYS = process(
    "segala-jalan",
    START
    + task("A")
    + standard("A", "PT30M")
    + '<parallelGateway id="Bagi"/>'
    + task(
        "Isi",
        inner='<multiInstanceLoopCharacteristics mutubaku:collection="butir" '
        'mutubaku:item="satu"/>',
    )
    + '<inclusiveGateway id="Pilih" default="f_Pilih_E"/>'
    + "".join(task(one) for one in "CDEFTGH")
    + '<intermediateCatchEvent id="Tunggu"><timerEventDefinition id="Tunggu_waktu">'
    "<timeDuration>PT20M</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    + '<inclusiveGateway id="Kumpul"/><parallelGateway id="Gabung"/>'
    + alarm("Habis", "T", "PT45M")
    + '<boundaryEvent id="Ingat" attachedToRef="G" cancelActivity="false">'
    '<timerEventDefinition id="Ingat_waktu"><timeDuration>PT40M</timeDuration>'
    '</timerEventDefinition></boundaryEvent><endEvent id="diingatkan"/>'
    + '<exclusiveGateway id="Lewat"/><exclusiveGateway id="Benar"/>'
    + END
    + flow("mulai", "A")
    + flow("A", "Bagi")
    + flow("Bagi", "Isi")
    + flow("Bagi", "Pilih")
    + flow("Bagi", "T")
    + flow("Pilih", "C", condition='jalan in ["c", "cd"]')
    + flow("Pilih", "D", condition='jalan in ["d", "cd"]')
    + flow("Pilih", "E")
    + flow("D", "Tunggu")
    + flow("C", "Kumpul")
    + flow("Tunggu", "Kumpul")
    + flow("E", "Kumpul")
    + flow("T", "Lewat")
    + flow("Habis", "F")
    + flow("F", "Lewat")
    + flow("Isi", "Gabung")
    + flow("Kumpul", "Gabung")
    + flow("Lewat", "Gabung")
    + flow("Gabung", "G")
    + flow("Ingat", "H")
    + flow("H", "diingatkan")
    + flow("G", "Benar")
    + flow("Benar", "selesai", name="Ya")
    + flow("Benar", "A", name="Tidak"),
    lanes={
        "staf": [
            "mulai",
            "Isi",
            "A",
            "C",
            "D",
            "E",
            "F",
            "T",
            "G",
            "H",
            "Bagi",
            "Pilih",
            "Kumpul",
            "Gabung",
            "Tunggu",
            "Habis",
            "Ingat",
            "diingatkan",
            "Lewat",
            "Benar",
            "selesai",
        ]
    },
)
SEEDS = st.integers(0, 2**32 - 1)
STEPS = 45


@pytest.fixture(scope="module")
def ways(tmp_path_factory) -> Iterator[House]:
    """Yield an office whose cases may go every way."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('jalan')}/kantor.db")
    house.deploy(WAYS)
    yield house
    house.office.close()


@pytest.fixture(scope="module")
def players(tmp_path_factory) -> Iterator[Players]:
    """Yield officers of the demo office, who know the SOP's example answers."""
    office = demo_office(f"sqlite:///{tmp_path_factory.mktemp('sop')}/kantor.db")
    yield Players(office)
    office.close()


class Walk:
    """One case, led on by numbers: each is an act of an officer, or time that passes."""

    def __init__(self, office, case, actor, completion, admin):
        self.office, self.case, self.admin = office, case, admin
        self.actor, self.completion = actor, completion

    @property
    def waiting(self):
        with self.office.database.read() as uow:
            found = uow.tasks.open_of(self.case)
        return sorted(found, key=lambda one: (one.element, one.item_index or 0))

    @property
    def is_running(self):
        with self.office.database.read() as uow:
            return uow.instances.get(self.case).state is InstanceState.RUNNING

    def go(self, dice, elements):
        """Act at random while the case runs."""
        acts = (self.complete, self.wait, self.hold, self.rest, self.repair)
        for act in dice.choices(acts, weights=(16, 5, 2, 2, 1), k=STEPS):
            if not self.is_running:
                return
            self.office.clock.advance(timedelta(seconds=1))
            with refused():
                act(dice.randrange(1000), elements)

    def complete(self, place, _elements):
        found = [one for one in self.waiting if one.paused_at is None]
        if found:
            one = found[place % len(found)]
            sent = self.completion(one, place)
            self.office.inbox.complete(one.id, self.actor(one), sent)

    def wait(self, place, _elements):
        self.office.clock.advance(timedelta(minutes=1 + place % 50))
        self.office.deadlines.tick(self.office.clock.now())

    def hold(self, place, _elements):
        if found := [one for one in self.waiting if one.state in TAKEN]:
            one = found[place % len(found)]
            is_taken = one.assignee is not None
            act = self.office.inbox.release if is_taken else self.office.inbox.claim
            act(one.id, self.actor(one))

    def rest(self, place, _elements):
        if found := [one for one in self.waiting if one.assignee is not None]:
            one = found[place % len(found)]
            if one.paused_at is None:
                self.office.inbox.pause(one.id, self.actor(one), reason="data")
            else:
                self.office.inbox.resume(one.id, self.actor(one))

    def repair(self, place, elements):
        """Skip a step, put the case back, or once in a while give it up."""
        runtime, found = self.office.runtime, self.waiting
        if place % 12 == 11:
            runtime.cancel(self.case, self.admin, reason="uji")
        elif found:
            one = found[place % len(found)]
            if place % 3 == 0:
                to = elements.get(one.element, one.element)
                runtime.go_back(one.id, self.admin, element=to, reason="uji")
            else:
                runtime.skip(one.id, self.admin, reason="uji")


@contextmanager
def refused() -> Iterator[None]:
    """Let what the office refuses be no act at all."""
    try:
        yield
    except MutuBakuError:
        return


def exported(office, case, file, monkeypatch):
    """Return the trace of a case as `export-log` writes it."""
    monkeypatch.setenv("MUTUBAKU_DATABASE_URL", office.settings.database_url)
    assert main(["export-log", "--format", "xes", "--out", str(file)]) == 0
    for trace in etree.parse(file).getroot().findall("{*}trace"):
        if trace[0].get("value") == case:
            return trace
    raise AssertionError("the case is not in the log")


@WALK
@given(seed=SEEDS)
def test_a_random_run_through_every_kind_of_way_replays_without_a_misfit(
    ways, tmp_path, monkeypatch, seed
):
    dice = Random(seed)  # noqa: S311 - a walk of a test
    started = ways.start("segala-jalan", butir=["x", "y", "z"])

    def completion(one, place):
        return Completion(
            data={"jalan": dice.choice(("c", "d", "cd", "e"))}
            if one.element == "A"
            else {},
            decision=("Ya", "Tidak")[place % 2] if one.element == "G" else None,
            reason="uji",
        )

    walk = Walk(ways.office, started.id, lambda _: ways.staf, completion, ways.admin)
    walk.go(dice, {"G": "A", "D": "C", "E": "D"})

    trace = exported(ways.office, started.id, tmp_path / "log", monkeypatch)
    assert replayed(Diagram(WAYS), trace).markings


def test_a_log_from_which_one_end_of_a_step_is_missing_is_a_misfit(
    ways, tmp_path, monkeypatch
):
    case = ways.start("segala-jalan", butir=["x", "y"])
    while ways.instance(case.id).state is InstanceState.RUNNING:
        ways.clock.advance(timedelta(minutes=21))
        ways.office.deadlines.tick(ways.clock.now())
        for one in ways.open_tasks(case.id)[:1]:
            data = {"jalan": "cd"} if one.element == "A" else {}
            decision = "Ya" if one.element == "G" else None
            ways.complete(one, ways.staf, data=data, decision=decision)
    whole = exported(ways.office, case.id, tmp_path / "log", monkeypatch)
    ends = [one for one in whole.iter("{*}event") if "complete" in _values(one)]

    replayed(Diagram(WAYS), whole)
    assert len(ends) >= 7
    for one in ends:
        place = whole.index(one)
        whole.remove(one)
        with pytest.raises(MisfitError, match="misfit"):
            replayed(Diagram(WAYS), whole)
        whole.insert(place, one)


def _values(event):
    return {one.get("value") for one in event}


@WALK
@given(seed=SEEDS)
def test_a_random_run_of_the_shipped_sop_replays_without_a_misfit(
    players, tmp_path, monkeypatch, seed
):
    office = players.office
    started = players.start()
    diagram = (ROOT / "bpmn" / f"{SOP}.bpmn").read_bytes()

    def completion(one, place):
        sent = players.completion(one)
        if sent.decision is None or place % 4:
            return sent
        with office.database.read() as uow:
            loaded = office.library.of(uow, started.definition)
        labels = loaded.definition.steps[one.element].decision.choices
        return Completion(
            data=sent.data, decision=labels[place // 4 % 2].label, reason="uji"
        )

    with office.database.read() as uow:
        admin = uow.people.user_by_login("admin")
    walk = Walk(
        office,
        started.id,
        players.actor,
        completion,
        office.accounts.actor(admin.id),
    )
    dice = Random(seed)  # noqa: S311 - a walk of a test
    walk.go(
        dice,
        {"Activity_Rapat": "Activity_Format", "Activity_Analisis": "Activity_IsiData"},
    )

    trace = exported(office, started.id, tmp_path / "log", monkeypatch)
    assert replayed(Diagram(diagram), trace).markings
