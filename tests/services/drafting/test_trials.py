"""A draft is tried in an office of its own; the real one never hears of it."""

from datetime import datetime, timedelta

import pytest

from engine.domain.durations import parse_duration
from engine.domain.identity import Right
from engine.domain.instances import InstanceState
from engine.domain.sop_drafts import SopFiles
from engine.domain.values import DocumentId, ProcessKey
from engine.errors import (
    DiagramInvalidError,
    DraftNotFoundError,
    ReasonMissingError,
    RefusedError,
    SubmissionInvalidError,
    TaskNotOpenError,
)
from engine.services.drafting.trials import TrialStep
from tests.services.diagrams import (
    END,
    START,
    TWO_STEPS,
    alarm,
    flow,
    process,
    standard,
    task,
)

KEY = ProcessKey("dua-langkah")
LOOP = ProcessKey("periksa")
FORM = '{"components": [{"type": "textfield", "key": "nama", "label": "Nama", "validate": {"required": true}}], "type": "default", "id": "isi", "schemaVersion": 18}'


@pytest.fixture
def rita(house):
    return house.officer("rita", "perencana", Right.DRAFT)


@pytest.fixture
def trials(house):
    return house.office.trials


@pytest.fixture
def begun(house, trials, rita):
    """Begin the trial of a diagram, and return what looks at it."""

    def begin(key, diagram, **files):
        house.office.sop_drafts.create(
            rita, key, "", SopFiles(diagram=diagram, **files)
        )
        trials.begin(rita, ProcessKey(key))
        return lambda task=None: trials.look(rita, ProcessKey(key), task)

    return begin


def step(trial, took="PT0S", **more):
    more.setdefault("data", {})
    return TrialStep(task=trial.shown.task.id, took=parse_duration(took), **more)


def two_steps(**changes):
    text = TWO_STEPS.decode().replace("dua-langkah", "coba-saja")
    for before, after in changes.items():
        text = text.replace(before, after)
    return text.encode()


def loop():
    gateway = '<exclusiveGateway id="G" name="Benar?"/>'
    ways = flow("G", "selesai", name="Ya") + flow("G", "A", name="Tidak")
    body = START + task("A") + standard("A", "PT30M") + gateway + END
    body += flow("mulai", "A") + flow("A", "G") + ways
    return process("periksa", body, lanes={"staf": ["mulai", "A", "G", "selesai"]})


def local(instant):
    return instant.astimezone(
        datetime.fromisoformat("2024-08-19T08:30:00+07:00").tzinfo
    ).strftime("%H.%M")


def test_every_officer_plays_in_turn_on_a_clock_that_is_moved(begun, trials, rita):
    look = begun("coba-saja", two_steps())
    first = look()
    trials.complete(rita, ProcessKey("coba-saja"), step(first, "PT45M"))
    second = look()
    trials.complete(rita, ProcessKey("coba-saja"), step(second))
    ended = look()

    assert [one.shown.officer.name for one in (first, second)] == ["Staf", "Kepala"]
    assert [local(one.now) for one in (first, second, ended)] == [
        "08.30",
        "09.15",
        "09.15",
    ]
    assert ended.instance.state is InstanceState.COMPLETED
    assert [(one.element, one.late) for one in ended.played.steps] == [
        ("A", True),
        ("B", False),
    ]
    assert ended.shown is None


def test_nothing_of_a_trial_lands_in_the_real_office(house, begun, trials, rita):
    look = begun("coba-saja", two_steps())
    before = house.office.audit.head()
    trials.complete(rita, ProcessKey("coba-saja"), step(look(), "PT5M"))

    with house.office.database.read() as uow:
        assert uow.definitions.keys() == []
        assert (
            uow.connection.exec_driver_sql("SELECT count(*) FROM instances").scalar()
            == 0
        )
    assert house.office.audit.head() == before
    assert house.jobs.jobs == []


def test_an_office_on_either_database_is_copied(either_house, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where trials lie when no file of an office says
    house = either_house
    rita = house.officer("rita", "perencana", Right.DRAFT)
    house.deploy(TWO_STEPS)
    house.office.sop_drafts.open(rita, KEY)

    house.office.trials.begin(rita, KEY)

    trial = house.office.trials.look(rita, KEY)
    assert trial.shown.officer.name == "Staf"
    assert local(trial.now) == "08.30"
    assert list(tmp_path.rglob("coba/*.db"))


def test_a_role_without_an_officer_is_played_by_a_stand_in(begun):
    look = begun("coba-saja", two_steps(staf="juru_ketik"))

    assert look().shown.officer.name == "(juru_ketik) contoh"


def test_a_return_asks_for_its_reason_and_plays_the_step_again(begun, trials, rita):
    look = begun("periksa", loop())
    with pytest.raises(ReasonMissingError):
        trials.complete(rita, LOOP, step(look(), "PT1H", decision="Tidak"))
    unmoved = look().now
    trials.complete(rita, LOOP, step(look(), "PT1H", decision="Tidak", reason="Salah"))
    again = look()
    trials.complete(rita, LOOP, step(again, decision="Ya"))

    assert local(unmoved) == "08.30"
    assert again.shown.task.round == 2
    assert again.detail.ways[0].choice.label == "Ya"
    assert look().instance.state is InstanceState.COMPLETED


def test_a_form_is_checked_as_for_an_officer(begun, trials, rita):
    key = ProcessKey("coba-saja")
    diagram = two_steps().replace(b'id="A"', b'id="A" mutubaku:form="isi"', 1)
    look = begun("coba-saja", diagram, forms={"isi": FORM})

    with pytest.raises(SubmissionInvalidError):
        trials.complete(rita, key, step(look(), "PT10M"))
    assert local(look().now) == "08.30"
    trials.complete(rita, key, step(look(), data={"nama": "Budi"}))
    assert look().instance.data["nama"] == "Budi"


def test_a_timer_that_is_due_before_takes_the_task_away(begun, trials, rita):
    body = START + task("A") + alarm("jam", "A", "PT1H") + task("B") + END
    body += flow("mulai", "A") + flow("A", "selesai")
    body += flow("jam", "B") + flow("B", "selesai")
    members = ["mulai", "A", "jam", "B", "selesai"]
    look = begun("alarm", process("alarm", body, lanes={"staf": members}))
    first = look()

    with pytest.raises(TaskNotOpenError):
        trials.complete(rita, ProcessKey("alarm"), step(first, "PT2H"))

    then = look()
    assert local(first.next_timer) == "09.30"
    assert (then.shown.task.element, local(then.now)) == ("B", "09.30")


def test_the_clock_moves_to_the_next_timer_on_demand(begun, trials, rita):
    wait = (
        '<intermediateCatchEvent id="tunggu"><timerEventDefinition id="t">'
        "<timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    )
    body = START + wait + task("A") + END
    body += flow("mulai", "tunggu") + flow("tunggu", "A") + flow("A", "selesai")
    members = ["mulai", "tunggu", "A", "selesai"]
    look = begun("tunggu-dulu", process("tunggu-dulu", body, lanes={"staf": members}))
    before = look()

    trials.advance(rita, ProcessKey("tunggu-dulu"))

    assert before.shown is None
    assert look().now - before.now == timedelta(days=1)
    assert look().shown.task.element == "A"


def test_documents_are_made_for_a_look_and_a_template_that_fails_is_told(
    house, begun, trials, rita
):
    key = ProcessKey("coba-saja")
    paper = (
        '<extensionElements><mutubaku:document template="surat"/></extensionElements>'
    )
    body = (
        START + task("A", inner=paper) + END + flow("mulai", "A") + flow("A", "selesai")
    )
    diagram = process("coba-saja", body, lanes={"staf": ["mulai", "A", "selesai"]})
    look = begun("coba-saja", diagram, templates={"surat": "<p>Surat</p>"})
    trials.complete(rita, key, step(look()))
    (made,) = look().played.documents
    document, content = trials.document(rita, key, made.id)

    assert document.id == made.id
    assert content.startswith(b"%PDF")
    house.renderer.refuses = True
    trials.begin(rita, key)
    trials.complete(rita, key, step(look()))
    assert look().paper_error
    assert look().instance.state is InstanceState.COMPLETED


def test_a_trial_is_of_one_person_and_begins_anew(house, begun, trials, rita):
    key = ProcessKey("coba-saja")
    budi = house.officer("budi", "perencana")
    look = begun("coba-saja", two_steps())
    trials.complete(rita, key, step(look(), "PT5M"))

    assert trials.look(budi, key) is None
    trials.begin(rita, key)
    assert look().shown.task.element == "A"
    trials.end(rita, key)
    assert look() is None
    with pytest.raises(DraftNotFoundError):
        trials.document(rita, key, DocumentId("x"))


def test_a_draft_that_cannot_run_is_not_begun(begun, trials, rita, house):
    endless = START + '<exclusiveGateway id="G"/>' + END
    endless += flow("mulai", "G") + flow("G", "G")
    diagram = process("rusak", endless, lanes={"staf": ["mulai", "G", "selesai"]})

    with pytest.raises(DiagramInvalidError) as caught:
        begun("rusak", diagram)

    assert caught.value.facts["problems"]
    assert trials.look(rita, ProcessKey("rusak")) is None


def test_trials_of_yesterday_are_thrown_away(house, begun, trials, rita):
    look = begun("coba-saja", two_steps())
    house.clock.advance(timedelta(days=400 * 365 // 20))
    house.office.sop_drafts.create(
        rita, "lain", "", SopFiles(diagram=two_steps().replace(b"coba-saja", b"lain"))
    )

    trials.begin(rita, ProcessKey("lain"))

    assert look() is None


def test_only_who_may_draft_tries(house, begun, trials):
    key = ProcessKey("coba-saja")
    begun("coba-saja", two_steps())
    camat = house.officer("camat", "camat", Right.APPROVE)

    for actor in (house.staf, camat):
        for ask in (
            lambda one=actor: trials.begin(one, key),
            lambda one=actor: trials.look(one, key),
            lambda one=actor: trials.advance(one, key),
            lambda one=actor: trials.end(one, key),
            lambda one=actor: trials.document(one, key, DocumentId("x")),
        ):
            with pytest.raises(RefusedError):
                ask()
