"""A business rule task is answered by its table, and what follows reads the answer."""

import pytest

from engine.domain.compiling import compile_definition
from engine.domain.values import DefinitionId, ElementId
from tests.domain.checking.drawing import (
    canonical,
    codes,
    gateway,
    node,
    problem,
    report,
    running,
    standard,
)
from tests.domain.checking.table_cases import JALUR, OFFICE, TABLES, asking
from tests.domain.decisions.tables import table

DRAWN = 's>b|b>a|a>g|g>c?jalur == "cepat"|g>d|c>e|d>e'


def test_the_table_stands_on_its_task_and_its_answer_decides_the_gateway():
    checked = running(DRAWN, node("b", form="f"), asking(), gateway("g"), known=OFFICE)

    (task,) = [one for one in canonical(checked).nodes if one.table is not None]
    assert (task.id, task.kind, task.table) == ("a", "businessRuleTask", JALUR)
    assert all(flow.chosen_at is None for flow in canonical(checked).flows)
    found = report(DRAWN, node("b", form="f"), asking(), gateway("g"), known=OFFICE)
    assert "name_unfilled" not in codes(found)


def test_a_result_variable_is_what_the_answer_fills():
    drawn = DRAWN.replace("jalur", "hasil")

    found = report(
        drawn, node("b", form="f"), asking(result="hasil"), gateway("g"), known=OFFICE
    )

    assert "name_unfilled" not in codes(found)
    elsewhere = report(
        DRAWN, node("b", form="f"), asking(result="hasil"), gateway("g"), known=OFFICE
    )
    assert "name_unfilled" in codes(elsewhere)


def test_a_step_without_a_form_asks_for_what_tables_read_and_not_for_their_answer():
    checked = running(DRAWN, node("b"), asking(), gateway("g"), known=OFFICE)

    definition = compile_definition(
        checked, version=1, definition_id=DefinitionId("x"), checksum=""
    )

    assert definition.steps[ElementId("b")].fields == ("nilai",)


@pytest.mark.parametrize("foreign", [False, True])
def test_a_task_without_its_table_is_done_by_a_person(foreign):
    checked = running("s>a|a>e", asking("lain", is_foreign=foreign))

    (task,) = [one for one in canonical(checked).nodes if one.id == "a"]
    assert (task.kind, task.wait) == ("userTask", "user")


def test_every_mistake_in_a_table_is_told_at_its_task():
    broken = table(["< # => 1", "1 => 'x"])
    known = type(TABLES)(tables={"jalur": broken})

    found = report("s>a|a>e", asking(), known=known)

    cell = problem(found, "table_cell_unreadable")
    assert (cell.ids, cell.facts["row"]) == (("a",), 1)
    assert problem(found, "table_output_unreadable").facts["row"] == 2
    assert found.processes[0].canonical is None


def test_a_loop_of_tables_only_would_turn_for_ever():
    drawn = "s>b|b>a|a>g|g>a?nilai < 3|g>e"

    found = report(drawn, node("b", form="f"), asking(), gateway("g"), known=OFFICE)

    assert "endless_loop" in codes(found)


def test_a_standard_on_a_table_is_told_to_count_nothing():
    found = report("s>a|a>e", asking(), standard("a"), known=TABLES)

    assert "standard_not_on_step" in codes(found)
