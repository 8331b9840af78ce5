"""Actions: promised by a form, told of in time, followed up, and asked again."""

from datetime import date

import pytest

from engine.domain.actions import ActionState
from engine.domain.forms import FormDefinition, default_submission
from engine.errors import (
    ActionEndedError,
    ActionNotFoundError,
    ActionRefusedError,
    FormInvalidError,
    ProgressInvalidError,
    VersionConflictError,
)
from engine.services.actions.cards import Told
from tests.services.diagrams import END, START, flow, process, standard, task

FORM = """{"type": "default", "components": [
 {"type": "dynamiclist", "path": "sebelumnya", "readonly": true, "components": [
   {"type": "textfield", "key": "uraian", "readonly": true},
   {"type": "textfield", "key": "penanggung_jawab", "readonly": true},
   {"type": "datetime", "key": "tenggat", "subtype": "date", "readonly": true},
   {"type": "textfield", "key": "indikator", "readonly": true},
   {"type": "number", "key": "kemajuan", "readonly": true}],
  "allowAddRemove": false, "properties": {"prefill": "tindak_lanjut_terbuka"}},
 {"type": "dynamiclist", "path": "aksi", "components": [
   {"type": "textfield", "key": "uraian"}, {"type": "textfield", "key": "siapa"},
   {"type": "textfield", "key": "nama"},
   {"type": "datetime", "key": "hari", "subtype": "date"}],
  "properties": {"actions": "text=uraian officer=siapa responsible=nama due=hari"}}]}"""
MEETING = process(
    "rapat",
    START
    + task("A", attributes='mutubaku:form="notulen"')
    + standard("A", "PT1H")
    + task("B")
    + standard("B", "PT1H")
    + '<exclusiveGateway id="Putus" name="Sudah benar?"/>'
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "Putus")
    + flow("Putus", "selesai", name="Ya")
    + flow("Putus", "A", name="Tidak"),
    lanes={"staf": ["mulai", "A"], "kepala": ["B", "Putus", "selesai"]},
)
DUE = "2024-09-02"  # two weeks after the first day
REPAIR = {"uraian": "Perbaiki data", "siapa": "pelaksana", "hari": DUE}


@pytest.fixture
def opened(either_house):
    return made(either_house)


def made(house):
    house.worker = house.officer("pelaksana", "pelaksana")
    house.deploy(MEETING, forms={"notulen": FORM})
    return house


def meet(house, *rows):
    case = house.start("rapat")
    held(house, case, *rows)
    return case


def held(house, case, *rows):
    return house.complete(
        house.open_task(case.id), house.staf, data={"aksi": list(rows)}
    )


def actions(house, case):
    with house.office.database.read() as uow:
        return uow.actions.of_instance(case.id)


def notices(house, actor):
    page = house.office.notices.page(actor)
    return [one.kind.value for one in reversed(page.items)]


def tick(house, day):
    house.clock.set(house.clock.now().replace(month=day.month, day=day.day, hour=8))
    house.office.action_reminders.tick(house.clock.now())


def test_a_row_of_the_form_becomes_an_action_with_the_step(opened):
    case = meet(opened, REPAIR, {"uraian": "Surati nagari", "nama": "Wali Nagari"}, {})

    first, second = sorted(actions(opened, case), key=lambda one: one.text)
    assert (first.role, first.due) == ("pelaksana", date(2024, 9, 2))
    assert (second.role, second.responsible, second.due) == (None, "Wali Nagari", None)
    assert opened.kinds(case.id).count("action.made") == 2
    board = opened.office.actions.board(opened.worker)
    assert [(one.action.id, one.is_own, one.days) for one in board.open] == [
        (first.id, True, 14)
    ]


def test_a_step_that_fails_promises_nothing(opened):
    case = opened.start("rapat")

    with pytest.raises(VersionConflictError):
        opened.complete(
            opened.open_task(case.id), opened.staf, data={"aksi": [REPAIR]}, version=99
        )

    assert actions(opened, case) == []


def test_a_step_done_again_keeps_changes_and_drops(opened):
    case = meet(opened, REPAIR, {"uraian": "Batal"})
    opened.complete(
        opened.open_task(case.id), opened.kepala, decision="Tidak", reason="salah"
    )

    held(opened, case, REPAIR | {"hari": "2024-09-09"}, {"uraian": "Baru"})

    found = {one.text: (one.state, one.due) for one in actions(opened, case)}
    assert found == {
        "Perbaiki data": (ActionState.OPEN, date(2024, 9, 9)),
        "Batal": (ActionState.DROPPED, None),
        "Baru": (ActionState.OPEN, None),
    }


def test_the_next_meeting_hears_of_what_is_open(opened):
    meet(opened, REPAIR)

    case = meet(opened)

    data = opened.instance(case.id).data
    assert data["sebelumnya"] == [
        {
            "uraian": "Perbaiki data",
            "penanggung_jawab": "pelaksana",
            "tenggat": DUE,
            "indikator": "",
            "kemajuan": 0,
        }
    ]


def test_progress_ends_an_action_with_its_evidence(opened):
    case = meet(opened, REPAIR)
    (action,) = actions(opened, case)
    service = opened.office.actions

    half = service.tell(
        action.id, opened.worker, Told(text="separuh", progress=50), version=1
    )
    service.tell(
        action.id,
        opened.worker,
        Told(text="selesai", progress=100, file=("bukti.pdf", b"%PDF-1.7 bukti")),
        version=half.version,
    )

    detail = service.detail(action.id, opened.kepala)
    assert detail.card.action.state is ActionState.DONE
    assert [(one.text, one.progress) for one in detail.notes] == [
        ("separuh", 50),
        ("selesai", 100),
    ]
    (file,) = detail.files.values()
    assert (file.name, file.instance) == ("bukti.pdf", case.id)
    board = service.board(opened.kepala)
    assert (list(board.open), len(board.ended)) == ([], 1)
    with pytest.raises(ActionEndedError):
        service.tell(
            action.id, opened.worker, Told(text="lagi", progress=10), version=3
        )


def test_who_may_tell_see_and_drop(opened):
    case = meet(opened, REPAIR)
    (action,) = actions(opened, case)
    service, told = opened.office.actions, Told(text="x", progress=1)

    with pytest.raises(ActionNotFoundError):
        service.detail(action.id, opened.stranger)
    with pytest.raises(ActionNotFoundError):
        service.tell(action.id, opened.stranger, told, version=1)
    with pytest.raises(ActionRefusedError):
        service.tell(action.id, opened.staf, told, version=1)
    with pytest.raises(ActionRefusedError):
        service.drop(action.id, opened.worker, "tidak mau", version=1)
    with pytest.raises(ProgressInvalidError):
        service.tell(action.id, opened.worker, Told(text=" ", progress=1), version=1)
    with pytest.raises(ProgressInvalidError):
        service.tell(action.id, opened.worker, Told(text="x", progress=101), version=1)
    with pytest.raises(VersionConflictError):
        service.tell(action.id, opened.worker, told, version=7)
    assert service.board(opened.stranger).open == ()
    service.drop(action.id, opened.kepala, "tidak perlu lagi", version=1)
    assert actions(opened, case)[0].state is ActionState.DROPPED


def test_officers_are_told_at_once_in_time_and_when_late(house):
    made(house)
    meet(house, REPAIR)
    for day in (date(2024, 8, 19), date(2024, 8, 20), date(2024, 8, 30)):
        tick(house, day)
    assert notices(house, house.worker) == ["action", "action_nearing"]
    assert notices(house, house.kepala) == []

    for day in (date(2024, 8, 31), date(2024, 9, 3), date(2024, 9, 9)):
        tick(house, day)
    tick(house, date(2024, 9, 10))
    tick(house, date(2024, 9, 10))

    late = ["action_late", "action_late"]
    assert notices(house, house.worker) == ["action", "action_nearing", *late]
    assert notices(house, house.kepala) == late
    assert house.office.actions.board(house.kepala).late == 1


def test_nobody_is_told_of_what_is_done(house):
    made(house)
    case = meet(house, REPAIR)
    tick(house, date(2024, 8, 19))
    (action,) = actions(house, case)
    assert house.office.notices.unread(house.worker) == 1

    house.office.actions.tell(
        action.id,
        house.worker,
        Told(text="selesai", progress=100),
        version=action.version,
    )
    tick(house, date(2024, 9, 9))

    assert house.office.notices.unread(house.worker) == 0
    assert notices(house, house.worker) == ["action"]


@pytest.mark.parametrize("words", ["text=tidak_ada", "judul=uraian"])
def test_a_list_that_names_nothing_is_refused_when_the_form_is_read(words):
    wrong = FORM.replace("text=uraian", words)

    with pytest.raises(FormInvalidError) as refused:
        FormDefinition.from_json("notulen", wrong)

    assert refused.value.facts["reason"] == "form.actions_misnamed"


def test_open_actions_stand_in_the_form_before_anybody_types():
    form = FormDefinition.from_json("notulen", FORM)
    rows = [{"uraian": "Perbaiki"}]

    shown = default_submission(form, options={"tindak_lanjut_terbuka": rows})

    assert shown["sebelumnya"] == [{"uraian": "Perbaiki"}]
