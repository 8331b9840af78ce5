"""How a case stands at calls, repeated steps, timers and sub-processes."""

from datetime import timedelta

from engine.domain.instances import InstanceState
from tests.services.diagrams import (
    CALLER,
    END,
    PER_ITEM,
    PER_ITEM_FORMS,
    START,
    TWO_STEPS,
    flow,
    process,
    standard,
    task,
)

WITH_TIMER = process(
    "dengan-waktu",
    START
    + task("A")
    + standard("A", "PT30M")
    + '<intermediateCatchEvent id="Tunggu" name="Tunggu"><timerEventDefinition '
    'id="w"><timeDuration>PT1H</timeDuration></timerEventDefinition>'
    "</intermediateCatchEvent>"
    + END
    + flow("mulai", "A")
    + flow("A", "Tunggu")
    + flow("Tunggu", "selesai"),
    lanes={"staf": ["mulai", "A", "Tunggu", "selesai"]},
)
WITH_INNER = process(
    "dengan-dalam",
    START
    + '<subProcess id="Dalam" name="Dalam"><startEvent id="m2"/>'
    + task("D")
    + standard("D", "PT30M")
    + '<endEvent id="s2"/>'
    + flow("m2", "D")
    + flow("D", "s2")
    + "</subProcess>"
    + END
    + flow("mulai", "Dalam")
    + flow("Dalam", "selesai"),
    lanes={"staf": ["mulai", "Dalam", "D", "selesai"]},
)


def case_of(house, case):
    return house.office.readings.casebook.case(case.id, house.admin)


def test_a_case_that_called_another_stands_at_the_call(house):
    house.deploy(TWO_STEPS, CALLER)
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)

    file = case_of(house, case)

    assert file.standing["Panggil"].here
    assert [one.process for one in file.called] == ["dua-langkah"]
    child = case_of(house, file.called[0])
    assert child.parent is not None
    assert child.may == set()


def test_a_call_is_done_when_the_called_case_has_ended(house):
    house.deploy(TWO_STEPS, CALLER)
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)
    (child,) = house.children(case.id)
    house.complete(house.open_task(child.id), house.staf)
    house.complete(house.open_task(child.id), house.kepala)

    standing = case_of(house, case).standing

    assert (standing["Panggil"].done, standing["Panggil"].here) == (True, False)
    assert standing["Z"].here


def test_a_repeated_step_tells_how_many_items_are_left(house):
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)
    members = {name: house.officer(f"petugas-{name}", name) for name in ("b1", "b2")}
    case = house.start("per-butir")
    chosen = {"bagian_semua": ["b1", "b2"], "batas": "2024-08-20"}
    house.complete(house.open_task(case.id), house.staf, data=chosen)
    first, _ = house.open_tasks(case.id)
    house.complete(first, members[str(first.role)], data={"nilai": "1"})

    standing = case_of(house, case).standing["Isi"]

    assert (standing.here, standing.left, standing.items) == (True, 1, 2)
    assert standing.times == 1


def test_a_case_that_waits_for_time_stands_at_the_timer(house):
    house.deploy(WITH_TIMER)
    case = house.start("dengan-waktu")
    house.complete(house.open_task(case.id), house.staf)

    waiting = case_of(house, case).standing["Tunggu"]
    house.clock.advance(timedelta(hours=2))
    house.office.deadlines.wake(case.id, house.clock.now())
    after = case_of(house, case)

    assert waiting.here
    assert after.case.state is InstanceState.COMPLETED
    assert "Tunggu" not in after.standing
    assert after.standing["selesai"].done


def test_a_sub_process_stands_as_what_is_in_it(house):
    house.deploy(WITH_INNER)
    case = house.start("dengan-dalam")

    before = case_of(house, case).standing["Dalam"]
    house.complete(house.open_task(case.id), house.staf)
    after = case_of(house, case).standing["Dalam"]

    assert (before.here, before.done) == (True, False)
    assert (after.here, after.done) == (False, True)
