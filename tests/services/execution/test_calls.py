"""Cases that call cases, and steps that are done once per item."""

from engine.domain.instances import InstanceState
from tests.services.diagrams import CALLER, PER_ITEM, PER_ITEM_FORMS, TWO_STEPS

MANY_CALLS = CALLER.replace(
    b'calledElement="dua-langkah"/>',
    b'calledElement="dua-langkah"><multiInstanceLoopCharacteristics '
    b'mutubaku:collection="desa" mutubaku:item="nama_desa"/></callActivity>',
)


def test_a_called_case_is_a_case_of_its_own_that_names_its_caller(either_house):
    house = either_house
    house.deploy(CALLER, TWO_STEPS)
    case = house.start("pemanggil")

    house.complete(house.open_task(case.id), house.staf)

    (child,) = house.children(case.id)
    assert (child.process, child.parent) == ("dua-langkah", case.id)
    assert house.open_tasks(case.id) == []
    assert house.open_task(child.id).element == "A"


def test_the_caller_goes_on_when_the_called_case_has_ended(either_house):
    house = either_house
    house.deploy(CALLER, TWO_STEPS)
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)
    (child,) = house.children(case.id)
    house.complete(house.open_task(child.id), house.staf, data={"catatan": "dari anak"})

    house.complete(house.open_task(child.id), house.kepala)

    assert house.instance(child.id).state is InstanceState.COMPLETED
    assert house.open_task(case.id).element == "Z"
    assert "catatan" in house.instance(case.id).data


def test_a_case_is_called_once_per_item_and_gives_back_a_list(house):
    house.deploy(MANY_CALLS, TWO_STEPS)
    case = house.start("pemanggil", desa=["Silaut", "Sambungo"])
    house.complete(house.open_task(case.id), house.staf)

    for child in reversed(house.children(case.id)):
        house.complete(house.open_task(child.id), house.staf)
        note = {"catatan": f"beres {child.data['nama_desa']}"}
        house.complete(house.open_task(child.id), house.kepala, data=note)

    assert house.open_task(case.id).element == "Z"
    assert house.instance(case.id).data["Panggil"] == [
        {"nama_desa": "Silaut", "catatan": "beres Silaut"},
        {"nama_desa": "Sambungo", "catatan": "beres Sambungo"},
    ]


def test_cancelling_a_case_cancels_the_cases_it_called(house):
    house.deploy(CALLER, TWO_STEPS)
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)

    house.office.runtime.cancel(case.id, house.kepala, reason="Batal")

    (child,) = house.children(case.id)
    assert child.state is InstanceState.CANCELLED
    assert house.open_tasks(child.id) == []


def test_suspending_a_case_suspends_the_cases_it_called(house):
    house.deploy(CALLER, TWO_STEPS)
    case = house.start("pemanggil")
    house.complete(house.open_task(case.id), house.staf)

    house.office.runtime.suspend(case.id, house.kepala, reason="Audit")
    suspended = house.children(case.id)[0].state
    house.office.runtime.resume(case.id, house.kepala)

    assert suspended is InstanceState.SUSPENDED
    assert house.children(case.id)[0].state is InstanceState.RUNNING


def prepared(house, diagram=PER_ITEM):
    for role in ("b1", "b2", "b3"):
        house.officer(role, role)
    house.deploy(diagram, forms=PER_ITEM_FORMS)
    case = house.start("per-butir")
    data = {"bagian_semua": ["b1", "b2", "b3"], "batas": "2024-08-22"}
    house.complete(house.open_task(case.id), house.staf, data=data)
    return case


def actor_of(house, task):
    with house.office.database.read() as uow:
        ((user, _),) = uow.people.holders(task.role, now=house.clock.now())
        return uow.people.actor_of(user.id, now=house.clock.now())


def test_every_item_waits_for_the_role_that_it_names(house):
    case = prepared(house)

    tasks = house.open_tasks(case.id)

    assert [(task.role, task.item, task.item_index) for task in tasks] == [
        ("b1", "b1", 0),
        ("b2", "b2", 1),
        ("b3", "b3", 2),
    ]
    assert all(task.standard_seconds is None for task in tasks)
    assert {task.due_at.isoformat() for task in tasks} == {"2024-08-22T09:00:00+00:00"}


def test_answers_keep_the_order_of_the_items_whoever_is_first(house):
    case = prepared(house)

    for task in reversed(house.open_tasks(case.id)):
        house.complete(task, actor_of(house, task), data={"nilai": f"n-{task.item}"})

    assert house.instance(case.id).data["Isi"] == [
        {"bagian": "b1", "nilai": "n-b1"},
        {"bagian": "b2", "nilai": "n-b2"},
        {"bagian": "b3", "nilai": "n-b3"},
    ]


def test_equal_items_of_one_list_are_answered_apart(house):
    twice = PER_ITEM.replace(b'"bagian_semua"', b"\"['b1', 'b2', 'b1']\"")
    case = prepared(house, twice)

    tasks = house.open_tasks(case.id)
    for number, task in enumerate(tasks):
        house.complete(task, actor_of(house, task), data={"nilai": f"n-{number}"})

    answers = house.instance(case.id).data["Isi"]
    assert [(task.item_index, task.round) for task in tasks] == [(0, 1), (1, 1), (2, 1)]
    assert [answer["nilai"] for answer in answers] == ["n-0", "n-1", "n-2"]


def test_in_a_later_visit_only_the_items_done_again_are_replaced(house):
    case = prepared(house)
    for task in house.open_tasks(case.id):
        house.complete(task, actor_of(house, task), data={"nilai": f"n-{task.item}"})
    house.complete(
        house.open_task(case.id),
        house.staf,
        data={"bagian_semua": ["b2"]},
        decision="Tidak",
        reason="b2 keliru",
    )

    again = house.open_task(case.id)
    house.complete(again, actor_of(house, again), data={"nilai": "baru"})

    answers = house.instance(case.id).data["Isi"]
    assert (again.item_index, again.round) == (1, 2)
    assert [answer["nilai"] for answer in answers] == ["n-b1", "baru", "n-b3"]
