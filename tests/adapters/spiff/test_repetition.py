"""Multi-instances and loops, alone, around other things and in rework."""

import pytest

from engine.domain.diagram import Repetition
from engine.ports import ClosedReason
from tests.adapters.spiff.building import Case, Sketch, each, refused


def repeated(how: Repetition, **more) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("first"))
    sketch.path(
        "first", sketch.task("each", repetition=how, **more), sketch.task("then")
    )
    sketch.path("then", sketch.node("ok?", "exclusiveGateway"))
    sketch.flow("ok?", "first", name="back", chosen_at="then", leads_back=True)
    sketch.flow("ok?", sketch.end(), name="on", chosen_at="then")
    return sketch


def test_a_parallel_multi_instance_opens_one_task_per_item():
    case = Case(repeated(each()).definition())
    case.start()

    step = case.complete("first", items=["north", {"typename": "south"}])

    assert [(wait.item, wait.item_index) for wait in step.opened] == [
        ("north", 0),
        ({"typename": "south"}, 1),
    ]


def test_a_parallel_multi_instance_goes_on_after_its_last_item():
    case = Case(repeated(each()).definition())
    case.start()
    case.complete("first", items=[1, 2, 3])

    case.complete("each", nth=1)
    case.complete("each", nth=1)
    left = [case.open[token].item for token in case.tokens("each")]
    case.complete("each")

    assert left == [1]
    assert case.standing() == ["then"]


def test_a_sequential_multi_instance_opens_one_item_after_another():
    case = Case(repeated(each(sequential=True)).definition())
    case.start()
    case.complete("first", items=["a", "b", "c"])
    seen = []

    while case.standing() == ["each"]:
        wait = case.open[case.tokens("each")[0]]
        seen.append((wait.item, wait.item_index))
        case.complete("each")

    assert seen == [("a", 0), ("b", 1), ("c", 2)]
    assert case.standing() == ["then"]


def test_the_items_of_a_sequence_are_those_of_its_beginning():
    case = Case(repeated(each(sequential=True)).definition())
    case.start()
    case.complete("first", items=["a", "b"])

    case.complete("each", items=["x", "y", "z"])

    assert case.open[case.tokens("each")[0]].item == "b"


@pytest.mark.parametrize("sequential", [True, False])
def test_no_items_pass_through(sequential):
    case = Case(repeated(each(sequential=sequential)).definition())
    case.start()

    step = case.complete("first", items=[])

    assert [wait.element for wait in step.opened] == ["then"]


@pytest.mark.parametrize("cardinality", ["3", "n", "len(list)", "n * 1.0"])
def test_a_count_repeats_as_often(cardinality):
    how = Repetition(cardinality=cardinality)
    case = Case(repeated(how).definition(), {"n": 3, "list": [7, 8, 9]})
    case.start()

    step = case.complete("first")

    assert [wait.item_index for wait in step.opened] == [0, 1, 2]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (Repetition(collection="'text'"), "not_a_list"),
        (Repetition(collection="{}"), "expression"),
        (Repetition(collection="n"), "not_a_list"),
        (Repetition(collection="gone"), "expression"),
        (Repetition(collection="null"), "not_a_list"),
        (Repetition(), "not_a_list"),
        (Repetition(cardinality="-1"), "not_a_count"),
        (Repetition(cardinality="'3'"), "not_a_count"),
        (Repetition(cardinality="true"), "not_a_count"),
        (Repetition(cardinality="1.5"), "not_a_count"),
        (Repetition(cardinality="201"), "too_many_items"),
        (Repetition(collection="many"), "too_many_items"),
        (Repetition(cardinality="1000000000000"), "too_many_items"),
    ],
)
@pytest.mark.parametrize("sequential", [True, False])
def test_what_is_no_list_and_no_count_is_refused(how, reason, sequential):
    shown = Repetition(
        collection=how.collection, cardinality=how.cardinality, sequential=sequential
    )
    case = Case(repeated(shown).definition(), {"n": 3, "many": [0] * 201})
    case.start()

    facts = refused(lambda: case.complete("first"))

    assert (facts["reason"], facts["element"]) == (f"kernel.{reason}", "each")


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize(
    "item", [10**15, 2**63, "\ud800", "", {"a": [None, True, 1.5]}, nested(90)]
)
def test_an_item_comes_back_as_it_went(item, sequential):
    case = Case(repeated(each(sequential=sequential)).definition())
    case.start()
    case.complete("first", items=[item, item])

    case.complete("each")

    assert case.open[case.tokens("each")[0]].item == item


@pytest.mark.parametrize(
    "item", [float("inf"), float("nan"), nested(101), nested(5_000)]
)
def test_an_item_that_cannot_be_kept_is_refused(item):
    case = Case(repeated(each()).definition())
    case.start()

    facts = refused(lambda: case.complete("first", items=[item]))

    assert facts == {"reason": "kernel.item_unstorable", "element": "each"}


def test_two_hundred_items_are_allowed():
    case = Case(repeated(each()).definition())
    case.start()

    step = case.complete("first", items=list(range(200)))

    assert len(step.opened) == 200


@pytest.mark.parametrize("sequential", [True, False])
def test_enough_items_end_a_multi_instance_early(sequential):
    how = each(
        completion_condition="nrOfCompletedInstances >= 2", sequential=sequential
    )
    case = Case(repeated(how).definition())
    case.start()
    case.complete("first", items=[1, 2, 3, 4])

    case.complete("each")
    step = case.complete("each")

    assert case.standing() == ["then"]
    taken = [closed.reason for closed in step.closed]
    assert taken == ([] if sequential else [ClosedReason.CANCELLED] * 2)


def test_a_completion_condition_knows_the_item_and_the_data():
    how = each(completion_condition="item == 2 and approved")
    case = Case(repeated(how).definition(), {"approved": False})
    case.start()
    case.complete("first", items=[1, 2, 2])

    case.complete("each", nth=1)
    open_after_the_first = case.standing()
    case.complete("each", nth=1, approved=True)

    assert open_after_the_first == ["each", "each"]
    assert case.standing() == ["then"]


def test_performer_and_due_are_computed_per_item():
    case = Case(
        repeated(each(), performer="=item.role", due="item.by").definition(),
    )
    case.start()

    step = case.complete(
        "first",
        items=[{"role": "kasi", "by": "2025-03-07"}, {"role": None, "by": None}],
    )

    assert [(wait.performer, wait.due) for wait in step.opened] == [
        ("kasi", "2025-03-07"),
        (None, None),
    ]


def test_a_performer_without_an_expression_is_the_role_itself():
    case = Case(repeated(each(), performer="camat").definition())
    case.start()

    step = case.complete("first", items=[1])

    assert step.opened[0].performer == "camat"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"performer": "=7"}, "not_a_performer"),
        ({"performer": "=[]"}, "not_a_performer"),
        ({"due": "7"}, "not_a_due"),
        ({"due": "gone"}, "expression"),
    ],
)
def test_a_performer_or_due_that_is_no_text_is_refused(more, reason):
    case = Case(repeated(each(), **more).definition())
    case.start()

    facts = refused(lambda: case.complete("first", items=[1]))

    assert (facts["reason"], facts["element"]) == (f"kernel.{reason}", "each")


@pytest.mark.parametrize("compacting", [True, False])
@pytest.mark.parametrize("sequential", [True, False])
def test_rework_through_a_multi_instance_starts_it_afresh(sequential, compacting):
    definition = repeated(each(sequential=sequential)).definition()
    case = Case(definition, compacting=compacting)
    case.start()

    for items, decision in (([1, 2], "back"), ([], "back"), ([1, 2, 3], "on")):
        case.complete("first", items=items)
        for _ in items:
            case.complete("each")
        assert case.standing() == ["then"]
        case.complete("then", decision=decision)

    assert case.ended


def test_a_decision_after_a_multi_instance_is_that_of_the_last_item():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("each", repetition=each()))
    sketch.flow("each", sketch.node("ok?", "exclusiveGateway"))
    sketch.flow("ok?", sketch.end("no"), name="no way", chosen_at="each")
    sketch.flow("ok?", sketch.end("yes"), name="go", chosen_at="each")
    case = Case(sketch.definition(), {"items": [1, 2]})
    case.start()

    case.complete("each", decision="no way")
    facts = refused(lambda: case.complete("each"))
    step = case.complete("each", decision="go")

    assert facts["reason"] == "kernel.decision_missing"
    assert step.passed[-1].element == "yes"


def rounds(how: Repetition, choose) -> int:
    """Return how many rounds of a loop are done when `choose` gives the data."""
    case = Case(repeated(how).definition())
    case.start()
    case.complete("first", **choose(0))
    done = 0
    while case.standing() == ["each"]:
        done += 1
        case.complete("each", **choose(done))
    assert case.standing() == ["then"]
    return done


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Repetition(is_loop=True, loop_condition="again"), 3),
        (Repetition(is_loop=True, loop_condition="again", test_before=True), 3),
        (Repetition(is_loop=True, loop_condition="again", maximum=2), 2),
        (Repetition(is_loop=True, loop_condition="true", maximum=4), 4),
        (Repetition(is_loop=True, loop_condition="false"), 1),
        (Repetition(is_loop=True, loop_condition="false", test_before=True), 0),
        (Repetition(is_loop=True, loop_condition="loopCounter < 5"), 5),
        (Repetition(is_loop=True, maximum=2), 2),
        (Repetition(is_loop=True), 1),
        (Repetition(is_loop=True, maximum=0, test_before=True), 0),
    ],
)
def test_a_loop_goes_on_while_its_condition_holds(how, expected):
    done = rounds(how, lambda done: {"again": done < 3})

    assert done == expected


def test_a_round_of_a_loop_has_no_item():
    case = Case(repeated(Repetition(is_loop=True, maximum=2)).definition())
    case.start()

    step = case.complete("first")

    assert (step.opened[0].item, step.opened[0].item_index) == (None, None)
