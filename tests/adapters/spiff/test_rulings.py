"""Business rule tasks: answered between two steps, wherever they stand."""

from typing import Any

import pytest

from engine.domain.decisions import Mapping, TableCall
from tests.adapters.spiff.building import Case, Sketch, each, refused
from tests.domain.decisions.tables import table

JALUR = table(['< 5 => "cepat"', '< 50 => "biasa"'])


def ruling(sketch: Sketch, name: str = "rule", made: Any = JALUR, **call: Any) -> str:
    """Add a business rule task that asks a table."""
    asks = TableCall(key=made.key, **call)
    return sketch.node(name, "businessRuleTask", asks=asks, table=made)


def branching(**call: Any) -> Sketch:
    """Return step, table, a gateway that reads the answer, two steps."""
    sketch = Sketch()
    gateway = sketch.node("way?", "exclusiveGateway", default_flow="other")
    sketch.path(
        sketch.start(), sketch.task("fill"), ruling(sketch, **call), gateway,
    )  # fmt: skip
    sketch.flow(gateway, sketch.task("quick"), condition='jalur == "cepat"')
    sketch.flow(gateway, sketch.task("slow"), name="other")
    sketch.path("quick", sketch.end())
    sketch.path("slow", sketch.end("end2"))
    return sketch


def answers(step: Any) -> list[Any]:
    return [one.decided for one in step.passed if one.decided is not None]


@pytest.mark.parametrize(("nilai", "where"), [(3, "quick"), (9, "slow"), (99, "slow")])
def test_what_a_table_answers_decides_the_way_in_the_same_step(nilai, where):
    case = Case(branching().definition())
    case.start()

    step = case.complete("fill", nilai=nilai)

    assert case.standing() == [where]
    (answer,) = answers(step)
    assert answer.values == {"jalur": {3: "cepat", 9: "biasa"}.get(nilai)}
    assert answer.rows == {3: (1,), 9: (2,), 99: ()}[nilai]


def test_an_answer_is_handed_out_and_never_written_into_what_was_handed_in():
    case = Case(branching().definition())
    case.start()

    case.complete("fill", nilai=3)

    assert case.data == {"nilai": 3}


def test_rework_asks_the_table_again():
    sketch = Sketch()
    sketch.path(
        sketch.start(), sketch.task("fill"), ruling(sketch), sketch.task("check")
    )
    sketch.path("check", sketch.node("ok?", "exclusiveGateway"))
    sketch.flow("ok?", "fill", name="back", chosen_at="check", leads_back=True)
    sketch.flow("ok?", sketch.end(), name="on", chosen_at="check")
    case = Case(sketch.definition())
    case.start()
    first = answers(case.complete("fill", nilai=3))
    case.complete("check", decision="back")

    second = answers(case.complete("fill", nilai=9))

    assert [one.values["jalur"] for one in first + second] == ["cepat", "biasa"]


def test_branches_side_by_side_ask_each_their_own_table():
    sketch = Sketch()
    other = table(["- => nilai * 2"], outputs=("ganda",))
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.path("split", ruling(sketch, "one"), sketch.node("join", "parallelGateway"))
    sketch.path("split", ruling(sketch, "two", other), "join", sketch.task("rest"))
    sketch.path("rest", sketch.end())
    case = Case(sketch.definition(), {"nilai": 3})

    step = case.start()

    assert case.standing() == ["rest"]
    found = [one.values for one in answers(step)]
    assert found == [{"jalur": "cepat"}, {"ganda": 6}]


def test_a_table_reads_what_a_table_before_it_answered():
    sketch = Sketch()
    after = table(['"cepat" => 1', "- => 9"], inputs=("jalur",), outputs=("hari",))
    sketch.path(sketch.start(), ruling(sketch, "one"), ruling(sketch, "two", after))
    sketch.path("two", sketch.end())

    step = Case(sketch.definition(), {"nilai": 3}).start()

    assert [one.values for one in answers(step)] == [{"jalur": "cepat"}, {"hari": 1}]


def test_inside_a_repeated_sub_process_a_table_reads_the_item():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("sub", "subProcess", repetition=each()))
    sketch.path("sub", sketch.end())
    of_item = table(["< 5 => 1", "- => 2"], inputs=("item",))
    sketch.start("in", parent="sub")
    asks = TableCall(key="t")
    sketch.node("rule", "businessRuleTask", asks=asks, table=of_item, parent="sub")
    sketch.end("out", parent="sub")
    sketch.path("in", "rule", "out")

    step = Case(sketch.definition(), {"items": [3, 8, 1]}).start()

    assert [one.values["jalur"] for one in answers(step)] == [1, 2, 1]
    assert step.ended


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (table(["< 5 => 1", "< 9 => 2"], hit="unique"), "ruling.not_unique"),
        (table(["- => hilang"]), "ruling.cell_failed"),
        (table(["- => 1 / 0"]), "ruling.cell_failed"),
    ],
)
def test_a_table_without_a_clear_answer_refuses_the_step_and_names_itself(made, reason):
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("fill"), ruling(sketch, made=made))
    sketch.path("rule", sketch.end())
    case = Case(sketch.definition())
    case.start()

    facts = refused(lambda: case.complete("fill", nilai=3))

    assert (facts["reason"], facts["element"]) == (reason, "rule")
    assert facts["table"] == "Pilih jalur"
    assert case.standing() == ["fill"]


ROWS = ['< 5 => "a"', '< 9 => "b"']


@pytest.mark.parametrize(
    ("mapping", "hit", "value"),
    [
        (Mapping.ANSWER, "first", "a"),
        (Mapping.ANSWER, "collect", ["a", "b"]),
        (Mapping.SINGLE_ENTRY, "first", "a"),
        (Mapping.SINGLE_RESULT, "first", {"jalur": "a"}),
        (Mapping.COLLECT_ENTRIES, "collect", ["a", "b"]),
        (Mapping.RESULT_LIST, "collect", [{"jalur": "a"}, {"jalur": "b"}]),
        (Mapping.RESULT_LIST, "first", [{"jalur": "a"}]),
    ],
)
def test_the_answer_is_kept_as_the_task_maps_it(mapping, hit, value):
    sketch = Sketch()
    made = table(ROWS, hit=hit)
    sketch.path(
        sketch.start(),
        ruling(sketch, made=made, result="hasil", mapping=mapping),
        sketch.end(),
    )

    step = Case(sketch.definition(), {"nilai": 3}).start()

    assert [one.values for one in answers(step)] == [{"hasil": value}]


@pytest.mark.parametrize(
    ("mapping", "value"),
    [
        (Mapping.ANSWER, None),
        (Mapping.SINGLE_ENTRY, None),
        (Mapping.SINGLE_RESULT, None),
        (Mapping.RESULT_LIST, []),
    ],
)
def test_no_row_leaves_nothing_under_the_name(mapping, value):
    sketch = Sketch()
    task = ruling(sketch, result="hasil", mapping=mapping)
    sketch.path(sketch.start(), task, sketch.end())

    step = Case(sketch.definition(), {"nilai": 99}).start()

    assert [one.values for one in answers(step)] == [{"hasil": value}]


def test_one_entry_of_several_rows_is_refused():
    sketch = Sketch()
    made = table(ROWS, hit="collect")
    sketch.path(
        sketch.start(),
        ruling(sketch, made=made, result="hasil", mapping=Mapping.SINGLE_ENTRY),
        sketch.end(),
    )
    case = Case(sketch.definition(), {"nilai": 3})

    facts = refused(case.start)

    assert (facts["reason"], facts["rows"]) == ("ruling.several", [1, 2])
