"""The exported log: valid XES, one life per visit, and the SOP's diagram replays it."""

import csv
from collections import Counter, defaultdict
from datetime import datetime

import pytest
from lxml import etree

from engine.bootstrap import build_engine
from engine.cli import main
from engine.clock import FixedClock
from engine.domain.identity import MACHINE
from engine.domain.values import ProcessKey
from engine.services.execution.starting import StartOrder
from engine.settings import load_settings
from tests.bench.offices import ROOT, PlainRenderer, people_without_passwords, sop_order
from tests.replaying import Diagram, replayed
from tests.services.conftest import NotedJobs
from tests.xes_schema import SCHEMA

SOP = ProcessKey("pengukuran-kinerja")
BEGUN = datetime.fromisoformat("2024-07-01T08:00:00+07:00")
UNTIL = datetime.fromisoformat("2024-11-20T10:00:00+07:00")
LIVES = {
    ("schedule",),
    ("schedule", "start"),
    ("schedule", "start", "complete"),
    ("schedule", "start", "suspend", "resume", "complete"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that worked for five months, with pauses and returns; its address."""
    url = f"sqlite:///{tmp_path_factory.mktemp('log')}/kantor.db"
    made = build_engine(
        load_settings({"MUTUBAKU_DATABASE_URL": url}),
        clock=FixedClock(BEGUN),
        jobs=NotedJobs(),
        renderer=PlainRenderer(),
    )
    made.migrate()
    people_without_passwords(made)
    made.demo().load([sop_order()], None)
    made.demo_history().play(UNTIL)
    order = StartOrder(process=SOP, title="Sendiri", period='bukan\x0b "periode" <1>')
    made.runtime.start(order, MACHINE)
    made.close()
    return url


@pytest.fixture
def exported(office, monkeypatch, tmp_path):
    """What `export-log` writes, by its words."""
    monkeypatch.setenv("MUTUBAKU_DATABASE_URL", office)

    def export(*words):
        file = tmp_path / "log"
        assert main(["export-log", "--out", str(file), *words]) == 0
        return file

    return export


@pytest.fixture
def log(exported):
    """The log as XES, read."""
    return etree.parse(exported("--format", "xes")).getroot()


def told(event):
    return {one.get("key"): one.get("value") for one in event}


def test_the_log_has_the_form_that_the_standard_demands(log):
    SCHEMA.assertValid(log)

    assert log.get("xes.version") == "1849.2016"
    assert len(log.findall("{*}trace")) == 8


def test_each_visit_lives_once_and_says_who_did_it_under_which_standard(log):
    lives: dict[str, list[str]] = defaultdict(list)
    first: dict[str, dict[str, str]] = {}
    for event in log.iter("{*}event"):
        facts = told(event)
        lives[facts["concept:instance"]].append(facts["lifecycle:transition"])
        first.setdefault(facts["concept:instance"], facts)

    assert {tuple(one) for one in lives.values()} <= LIVES
    assert max(Counter(len(one) for one in lives.values())) == 5
    ends = [told(e) for e in log.iter("{*}event")]
    ends = [one for one in ends if one["lifecycle:transition"] == "complete"]
    assert all(one["org:resource"] and one["org:role"] for one in ends)
    assert {"standard", "due", "round", "element"} <= {
        key for one in ends for key in one
    }
    assert any(int(one["round"]) > 1 for one in ends)
    assert len({one["item"] for one in ends if "item" in one}) == 6


def test_every_run_replays_on_the_diagram_without_a_misfit(log):
    diagram = Diagram((ROOT / "bpmn" / f"{SOP}.bpmn").read_bytes())

    for trace in log.findall("{*}trace"):
        assert replayed(diagram, trace).markings


def test_officers_are_named_only_where_that_is_asked_for(exported):
    coded = exported("--format", "csv").read_text("utf-8")
    named = exported("--format", "csv", "--names").read_text("utf-8")

    rows = list(csv.DictReader(named.splitlines()))
    assert "(contoh)" not in coded
    assert "Hendra Gunawan, S.Sos. (contoh)" in named
    assert {row["process"] for row in rows} == {SOP}
    assert {row["acting"] for row in rows} >= {"holder", ""}
