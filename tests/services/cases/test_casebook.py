"""What officers read of cases: the list, one case whole, and for whom."""

from datetime import timedelta

import pytest

from engine.domain.identity import Right
from engine.domain.instances import InstanceState
from engine.errors import InstanceNotFoundError, ReasonMissingError
from engine.services.cases.casebook import Sought
from tests.services.diagrams import LETTER, TWO_STEPS, WITH_RETURN


def casebook(house):
    return house.office.readings.casebook


def numbers(house, actor, **sought):
    page = casebook(house).listing(actor, Sought(**sought))
    return [line.case.number for line in page.items]


def returned_once(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.clock.advance(timedelta(minutes=5))
    house.complete(house.open_task(case.id), house.staf, data={"catatan": "awal"})
    house.clock.advance(timedelta(minutes=5))
    house.complete(
        house.open_task(case.id), house.kepala, decision="Tidak", reason="kurang"
    )
    return case


@pytest.mark.parametrize(
    ("reader", "sees"),
    [("staf", True), ("kepala", True), ("admin", True), ("stranger", False)],
)
def test_a_case_is_listed_and_opened_by_those_whom_it_concerns(
    either_house, reader, sees
):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    actor = getattr(house, reader)

    listed = numbers(house, actor)

    assert listed == ([case.number] if sees else [])
    if sees:
        assert casebook(house).case(case.id, actor).case.id == case.id
    else:
        with pytest.raises(InstanceNotFoundError):
            casebook(house).case(case.id, actor)


def test_a_holder_of_a_later_lane_sees_the_case_before_it_comes(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    later = house.officer("wakil", "kepala")

    assert numbers(house, later) == [1]


def test_who_did_a_step_keeps_seeing_its_case_in_another_post(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.office.inbox.reassign(
        house.open_task(case.id).id, house.kepala, to=house.stranger.user
    )

    assert numbers(house, house.stranger) == [1]
    assert numbers(house, house.stranger, own=True) == [1]


def test_ones_own_cases_are_those_one_started_or_worked_on(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)

    assert numbers(house, house.staf, own=True) == [case.number]
    assert numbers(house, house.staf) == [2, 1]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        pytest.param({"states": (InstanceState.RUNNING,)}, [2], id="running"),
        pytest.param({"states": (InstanceState.CANCELLED,)}, [1], id="cancelled"),
        pytest.param({"text": "2"}, [2], id="number"),
        pytest.param({"text": "UJI"}, [2, 1], id="title"),
        pytest.param({"text": "tidak ada"}, [], id="nothing"),
        pytest.param({"text": "%"}, [], id="a sign of LIKE"),
        pytest.param({"process": "lain"}, [], id="another SOP"),
        pytest.param({"period": "2024-08"}, [], id="another period"),
    ],
)
def test_cases_are_found_by_what_is_known_of_them(either_house, sought, found):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.start("dua-langkah")
    house.office.runtime.cancel(case.id, house.kepala, reason="keliru")

    assert numbers(house, house.kepala, **sought) == found


def test_pages_follow_one_another_without_gaps(house):
    house.deploy(TWO_STEPS)
    for _ in range(5):
        house.start("dua-langkah")

    first = casebook(house).listing(house.kepala, Sought(limit=2))
    second = casebook(house).listing(house.kepala, Sought(limit=9, cursor=first.next))

    shown = [line.case.number for line in (*first.items, *second.items)]
    assert shown == [5, 4, 3, 2, 1]
    assert second.next is None


def test_a_listed_case_says_where_it_stands_and_whether_it_is_late(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    house.clock.advance(timedelta(hours=1))

    (line,) = casebook(house).listing(house.kepala, Sought()).items

    assert [task.element for task in line.open] == ["A"]
    assert line.late


def test_a_listing_asks_the_same_for_many_cases_as_for_one(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    casebook(house).listing(house.kepala, Sought())

    with house.office.database.counted() as one:
        casebook(house).listing(house.kepala, Sought())
    for _ in range(9):
        house.start("dua-langkah")
    with house.office.database.counted() as ten:
        casebook(house).listing(house.kepala, Sought())

    assert one.statements == ten.statements <= 3


def test_a_step_that_waits_is_where_the_case_stands(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)

    standing = casebook(house).case(case.id, house.staf).standing

    assert (standing["A"].done, standing["A"].here) == (True, False)
    assert (standing["B"].done, standing["B"].here) == (False, True)
    assert standing["mulai"].done
    assert "selesai" not in standing


def test_a_step_that_is_overdue_is_late(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    on_time = casebook(house).case(case.id, house.staf).standing["A"]
    house.clock.advance(timedelta(hours=1))
    overdue = casebook(house).case(case.id, house.staf).standing["A"]

    assert (on_time.late, overdue.late) == (False, True)


def test_a_return_is_shown_where_it_was_decided_and_counted_where_it_led(house):
    case = returned_once(house)

    file = casebook(house).case(case.id, house.kepala)

    assert file.standing["B"].returned
    assert file.standing["A"].times == 2
    assert file.standing["A"].here
    assert [deed.returned for deed in file.deeds] == [False, True, False]
    assert file.deeds[1].task.reason == "kurang"


def test_the_time_of_a_step_is_working_time_without_pauses(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    task = house.open_task(case.id)
    house.office.inbox.claim(task.id, house.staf)
    house.office.inbox.pause(task.id, house.staf, reason="menunggu data")
    house.clock.advance(timedelta(minutes=20))
    house.office.inbox.resume(task.id, house.staf)
    house.clock.advance(timedelta(minutes=10))
    house.complete(task, house.staf)

    file = casebook(house).case(case.id, house.staf)

    assert file.deeds[0].spent == timedelta(minutes=10)
    assert file.deeds[0].task.paused_seconds == 20 * 60
    reasons = [one.facts.get("reason") for one in file.happenings]
    assert "menunggu data" in reasons


def test_what_may_be_done_with_a_case_is_what_would_be_done(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    def may(actor):
        return casebook(house).case(case.id, actor).may

    assert house.kepala.has(Right.SUPERVISE)
    assert (may(house.staf), may(house.kepala)) == (set(), {"cancel", "suspend"})
    house.office.runtime.suspend(case.id, house.kepala, reason="libur")
    assert may(house.kepala) == {"cancel", "resume"}
    house.office.runtime.cancel(case.id, house.kepala, reason="keliru")
    assert may(house.kepala) == set()


def test_a_remark_stands_on_its_case_also_after_its_end(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.office.runtime.cancel(case.id, house.kepala, reason="keliru")

    casebook(house).comment(case.id, house.staf, "  Sudah dicatat. ")

    (comment,) = casebook(house).case(case.id, house.kepala).comments
    assert (comment.author_name, comment.text) == ("Staf", "Sudah dicatat.")


def test_an_empty_remark_and_a_strangers_are_refused(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    with pytest.raises(ReasonMissingError):
        casebook(house).comment(case.id, house.staf, "  ")
    with pytest.raises(InstanceNotFoundError):
        casebook(house).comment(case.id, house.stranger, "halo")


def test_a_diagram_without_a_drawing_is_laid_out(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    layout = casebook(house).case(case.id, house.staf).layout

    assert layout.generated
    assert {"A", "B"} <= {shape.element for shape in layout.shapes}


def test_a_listing_of_somebody_of_a_lane_asks_as_little(house):
    house.deploy(TWO_STEPS)
    house.deploy(WITH_RETURN, templates=LETTER)
    house.start("dua-langkah")
    casebook(house).listing(house.staf, Sought())

    with house.office.database.counted() as cost:
        casebook(house).listing(house.staf, Sought())

    assert cost.statements <= 4
