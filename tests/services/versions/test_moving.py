"""Running cases go over to another version with nothing lost, or are refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.domain.moving import Renaming
from engine.domain.values import ElementId, ProcessKey
from engine.errors import (
    ProcessNotFoundError,
    RefusedError,
    VersionConflictError,
)
from engine.services.versions.moving import MoveOrder
from tests.services.diagrams import (
    CALLER,
    END,
    PER_ITEM,
    PER_ITEM_FORMS,
    START,
    TWO_STEPS,
    WITH_ALARM,
    flow,
    form,
    process,
    standard,
    task,
)


def order(key: str, version: int = 2, **more: Any) -> MoveOrder:
    names = more.pop("names", {})
    renaming = Renaming(
        elements={ElementId(old): ElementId(new) for old, new in names.items()}
    )
    return MoveOrder(process=ProcessKey(key), version=version, names=renaming, **more)


def plan_of(house, wanted: MoveOrder):
    (plan,) = house.office.moving.plan(wanted, house.admin).cases
    return plan


def move(house, wanted: MoveOrder):
    return house.office.moving.move(wanted, house.admin)


def reasons(plan) -> list[tuple[str, tuple[str, ...]]]:
    return [(obstacle.reason, names) for obstacle, names in plan.obstacles]


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-08-19T{text}+07:00")


SLOWER = TWO_STEPS.replace(b"PT30M", b"PT2H")


def test_a_clock_runs_by_the_new_standard_from_its_own_start(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.deploy(SLOWER)
    house.clock.set(local("08:50:00"))

    (outcome,) = move(house, order("dua-langkah", reason="waktu baku berubah"))

    assert outcome.moved
    open_task = house.open_task(case.id)
    assert (open_task.due_at, open_task.standard_seconds) == (local("10:30:00"), 7200)
    assert house.kinds(case.id)[-2:] == ["instance.moved", "task.due_moved"]


def test_the_plan_tells_what_the_move_then_does(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.deploy(SLOWER)
    before = house.instance(case.id)

    plan = plan_of(house, order("dua-langkah"))

    assert house.instance(case.id) == before
    (told,) = plan.tasks
    move(house, order("dua-langkah"))
    assert told.after.due_at == house.open_task(case.id).due_at
    assert (plan.version, plan.to_version) == (1, 2)
    assert [one.time for one in told.standards] == [
        timedelta(minutes=30),
        timedelta(hours=2),
    ]


def test_a_claim_and_what_was_typed_stay(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.office.inbox.claim(house.open_task(case.id).id, house.staf)
    held = house.open_task(case.id)
    house.office.drafts.save(held.id, house.staf, {"catatan": "separuh"}, version=None)
    house.deploy(SLOWER)

    move(house, order("dua-langkah"))

    after = house.open_task(case.id)
    assert (after.id, after.state, after.assignee) == (
        held.id,
        held.state,
        house.staf.user,
    )
    assert house.office.drafts.get(held.id, house.staf).data == {"catatan": "separuh"}
    house.complete(after, house.staf)
    assert house.open_task(case.id).element == "B"


def test_a_pause_that_ended_is_given_back_under_the_new_standard(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    held = house.office.inbox.claim(house.open_task(case.id).id, house.staf)
    house.office.inbox.pause(held.id, house.staf, reason="listrik")
    house.clock.set(local("09:00:00"))
    house.office.inbox.resume(held.id, house.staf)
    house.deploy(SLOWER)

    move(house, order("dua-langkah"))

    assert house.open_task(case.id).due_at == local("11:00:00")


def test_a_paused_clock_stays_paused(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    held = house.office.inbox.claim(house.open_task(case.id).id, house.staf)
    house.office.inbox.pause(held.id, house.staf, reason="listrik")
    house.deploy(SLOWER)

    move(house, order("dua-langkah"))

    paused = house.open_task(case.id)
    assert paused.paused_at == house.clock.now()
    assert paused.warn_at is None
    resumed = house.office.inbox.resume(paused.id, house.staf)
    assert resumed.due_at == local("10:30:00")


RENAMED = (
    TWO_STEPS.replace(b'"A"', b'"A2"')
    .replace(b">A<", b">A2<")
    .replace(b"Langkah A", b"Langkah baru")
)


def test_a_case_whose_step_is_gone_is_refused_until_it_is_told_where_to(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.deploy(RENAMED)

    refused = plan_of(house, order("dua-langkah"))
    (stays,) = move(house, order("dua-langkah"))

    assert reasons(refused) == [("moving.element_gone", ("Langkah A",))]
    assert not stays.moved
    assert house.instance(case.id).definition == case.definition
    (outcome,) = move(house, order("dua-langkah", names={"A": "A2"}))
    assert outcome.moved
    assert house.open_task(case.id).name == "Langkah baru"
    house.complete(house.open_task(case.id), house.staf)
    assert house.open_task(case.id).element == "B"


def test_a_timer_counts_its_new_time_from_where_it_began(either_house):
    house = either_house
    house.deploy(WITH_ALARM)
    case = house.start("dengan-alarm")
    house.deploy(WITH_ALARM.replace(b"PT1H", b"PT3H"))
    house.clock.set(local("09:00:00"))

    plan = plan_of(house, order("dengan-alarm"))
    move(house, order("dengan-alarm"))

    (told,) = plan.timers
    assert (told.before, told.after) == (local("09:30:00"), local("11:30:00"))
    assert house.office.deadlines.next_timer(case.id) == local("11:30:00")
    assert house.office.deadlines.tick(local("11:30:00")) == 1
    assert house.open_task(case.id).element == "C"


def test_a_timer_that_the_new_version_lacks_never_fires(house):
    house.deploy(WITH_ALARM)
    case = house.start("dengan-alarm")
    house.deploy(
        process(
            "dengan-alarm",
            START
            + task("A")
            + standard("A", "PT30M")
            + END
            + flow("mulai", "A")
            + flow("A", "selesai"),
            lanes={"staf": ["mulai", "A", "selesai"]},
        )
    )

    plan = plan_of(house, order("dengan-alarm"))
    move(house, order("dengan-alarm"))

    assert [one.after for one in plan.timers] == [None]
    assert house.office.deadlines.tick(local("15:00:00")) == 0
    house.complete(house.open_task(case.id), house.staf)
    assert house.instance(case.id).ended_at is not None


def test_a_timer_that_the_new_version_adds_counts_from_the_start_of_its_step(house):
    house.deploy(WITH_ALARM.replace(b"Alarm", b"Lama"))
    case = house.start("dengan-alarm")
    house.clock.set(local("09:00:00"))
    house.deploy(WITH_ALARM)

    move(house, order("dengan-alarm"))

    assert house.office.deadlines.next_timer(case.id) == local("09:30:00")


def test_items_in_progress_keep_their_answers_and_their_places(either_house):
    house = either_house
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)
    people = {role: house.officer(f"orang-{role}", role) for role in ("b1", "b2")}
    case = house.start("per-butir")
    chosen = {"bagian_semua": ["b1", "b2"], "batas": "2024-08-21"}
    house.complete(house.open_task(case.id), house.staf, data=chosen)
    first, _ = house.open_tasks(case.id)
    house.complete(first, people[first.role], data={"nilai": "1"})
    longer = form("nilai", "tambahan")
    house.deploy(PER_ITEM.replace(b"PT30M", b"PT45M"), forms={"isi": longer})

    (outcome,) = move(house, order("per-butir"))

    assert outcome.moved
    (left,) = house.open_tasks(case.id)
    assert left.item_index == 1
    house.complete(left, people[left.role], data={"nilai": "2", "tambahan": "x"})
    assert house.instance(case.id).data["Isi"] == [
        {"bagian": "b1", "nilai": "1"},
        {"bagian": "b2", "nilai": "2", "tambahan": "x"},
    ]


def test_a_called_case_and_its_caller_move_each_for_itself(either_house):
    house = either_house
    house.deploy(TWO_STEPS, CALLER)
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)
    (child,) = house.children(case.id)
    house.deploy(SLOWER, CALLER.replace(b"Langkah Z", b"Langkah akhir"))

    move(house, order("pemanggil"))
    move(house, order("dua-langkah"))

    for _ in range(2):
        open_task = house.open_task(child.id)
        actor = house.staf if open_task.element == "A" else house.kepala
        house.complete(open_task, actor)
    assert house.open_task(case.id).name == "Langkah akhir"


def test_a_caller_does_not_move_to_where_another_case_is_called(house):
    house.deploy(TWO_STEPS, CALLER)
    other = TWO_STEPS.replace(b"dua-langkah", b"tiga-langkah")
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)
    house.deploy(other, CALLER.replace(b"dua-langkah", b"tiga-langkah"))

    assert reasons(plan_of(house, order("pemanggil"))) == [
        ("moving.call_changed", ("Panggil",))
    ]


def test_chosen_cases_move_and_the_others_stay(house):
    house.deploy(TWO_STEPS)
    first, second = house.start("dua-langkah"), house.start("dua-langkah")
    house.deploy(SLOWER)

    outcomes = move(house, order("dua-langkah", cases=frozenset({second.id})))

    assert [one.case for one in outcomes] == [second.id]
    assert house.instance(first.id).definition == first.definition
    assert house.instance(second.id).definition != second.definition


def test_what_ended_or_moved_already_is_not_moved_again(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.deploy(SLOWER)
    move(house, order("dua-langkah"))

    assert move(house, order("dua-langkah")) == ()
    assert move(house, order("dua-langkah", version=1))[0].moved
    assert house.open_task(case.id).due_at == local("09:00:00")


def test_a_suspended_case_moves_and_stays_suspended(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.office.runtime.suspend(case.id, house.admin, reason="audit")
    house.deploy(SLOWER)

    move(house, order("dua-langkah"))

    assert house.instance(case.id).state.value == "suspended"
    house.office.runtime.resume(case.id, house.admin)
    house.complete(house.open_task(case.id), house.staf)


def test_a_page_that_an_officer_opened_before_is_told_that_the_task_changed(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    seen = house.open_task(case.id)
    house.deploy(SLOWER)
    move(house, order("dua-langkah"))

    with pytest.raises(VersionConflictError):
        house.complete(seen, house.staf, version=seen.version)


def test_only_who_approves_or_administers_moves_cases(house):
    house.deploy(TWO_STEPS, SLOWER.replace(b"dua-langkah", b"lain"))

    for actor in (house.staf, house.kepala, house.stranger):
        with pytest.raises(RefusedError):
            house.office.moving.plan(order("dua-langkah", 1), actor)
        with pytest.raises(RefusedError):
            house.office.moving.move(order("dua-langkah", 1), actor)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_version_that_is_not_there_takes_no_case(house, version):
    house.deploy(TWO_STEPS)

    with pytest.raises(ProcessNotFoundError):
        house.office.moving.plan(order("dua-langkah", version), house.admin)


def test_the_audit_chain_holds_after_moves(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    house.deploy(SLOWER)

    move(house, order("dua-langkah"))

    assert house.office.audit.verify() is None
