"""What a decision table answers stands in the printed SOP as a row of its own."""

from dataclasses import replace

import pytest

from engine.domain.checking import check
from engine.domain.compiling import compile_definition
from engine.domain.sop_sheet.chart import chart_of
from engine.domain.values import DefinitionId
from tests.domain.checking.drawing import diagram, node, process
from tests.domain.checking.table_cases import OFFICE, asking


@pytest.mark.parametrize(
    ("name", "text"),
    [("Pilih jalur layanan", "Pilih jalur layanan"), ("", "Menurut tabel keputusan Pilih jalur")],
)  # fmt: skip
def test_a_business_rule_is_a_row_between_the_steps_of_people(name, text):
    rule = replace(asking(identifier="r"), name=name)
    drawn = diagram(process("s>a|a>r|r>b|b>e", node("a", form="f"), rule))
    (checked,) = check(drawn, known=OFFICE).processes

    found = chart_of(
        compile_definition(
            checked, version=1, definition_id=DefinitionId("x"), checksum=""
        )
    )

    assert [(row.number, row.text) for row in found.rows] == [
        (1, "A"),
        (None, text),
        (2, "B"),
    ]
