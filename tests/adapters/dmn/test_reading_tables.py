"""Files with decision tables are read whole or refused in one sentence."""

import pytest

from engine.adapters.dmn.reader import read_tables
from engine.adapters.dmn.writer import written_table
from engine.domain.decisions import HitPolicy, Input, Output, Rule, mistakes_of
from engine.errors import DiagramInvalidError
from engine.translations import LANGUAGES, sentence
from tests.adapters.bpmn.files import process
from tests.adapters.bpmn.test_hostile_files import BOMB
from tests.adapters.dmn.files import CAMUNDA, NAMESPACES, decision, dmn
from tests.domain.decisions.tables import asked


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_table_of_another_tool_is_read_as_it_is_written(namespace):
    text = CAMUNDA.replace(NAMESPACES[2], namespace)

    (table,) = read_tables(text.encode(), "x.dmn").tables

    assert (table.key, table.name, table.hit) == (
        "pilih-jalur",
        "Pilih jalur",
        HitPolicy.FIRST,
    )
    assert table.inputs == (
        Input(label="Nilai", expression="nilai"),
        Input(label="Jenis", expression="jenis"),
    )
    assert table.outputs == (
        Output(name="jalur", label="Jalur"),
        Output(name="hari", default="9"),
    )
    assert table.rules[0] == Rule(
        inputs=("< 5", ""), outputs=('"cepat"', "1"), note="yang kecil"
    )
    assert not mistakes_of(table)
    assert asked(table, nilai=7, jenis="surat").value == {"jalur": "biasa", "hari": 7}
    assert asked(table, nilai=70, jenis="surat").value == {"jalur": None, "hari": 9}


def test_what_is_written_is_read_as_the_same_table():
    (table,) = read_tables(CAMUNDA.encode(), "x.dmn").tables

    again = read_tables(written_table(table), "y.dmn")

    assert again.tables == (table,)
    assert again.problems == ()


def test_the_only_output_may_go_without_a_name():
    unnamed = decision().replace('<output name="hasil"/>', "<output/>")

    (table,) = read_tables(dmn(unnamed), "x.dmn").tables

    assert table.outputs[0].name == "k"


@pytest.mark.parametrize(
    ("body", "code", "left"),
    [
        (decision('hitPolicy="PRIORITY"'), "table_hit_policy", 0),
        (decision('hitPolicy="RULE ORDER"'), "table_hit_policy", 0),
        (decision('hitPolicy="COLLECT" aggregation="MEAN"'), "table_aggregation_unknown", 0),
        (decision() + decision(), "table_twice", 1),
        (decision(key="1 a"), "table_key", 0),
        ('<decision id="k"><literalExpression/></decision>', "table_no_table", 0),
        (
            decision(
                more='<informationRequirement><requiredDecision href="#x"/>'
                "</informationRequirement>"
            ),
            "table_requires",
            0,
        ),
    ],
)  # fmt: skip
def test_what_is_no_usable_table_is_left_out_and_told(body, code, left):
    read = read_tables(dmn(body), "x.dmn")

    assert len(read.tables) == left
    assert [one.code for one in read.problems] == [code]
    for language in LANGUAGES:
        told = sentence(f"check.{code}", language, read.problems[0].shown)
        assert "{" not in told
        assert not told.startswith("check.")


HOSTILE = [
    pytest.param(b"", "empty", id="nothing"),
    pytest.param(b"x" * (5 * 1024 * 1024 + 1), "too_large", id="over 5 MB"),
    pytest.param(BOMB.encode() + dmn(decision()), "doctype", id="a billion laughs"),
    pytest.param(
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + dmn("&a;"),
        "doctype",
        id="an external entity",
    ),
    pytest.param(dmn("&company;"), "not_xml", id="an unknown entity"),
    pytest.param(dmn("<a>" * 300 + "</a>" * 300), "too_deep", id="nested deep"),
    pytest.param(
        dmn('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'),
        "xinclude",
        id="another file inside",
    ),
    pytest.param(process(), "not_dmn", id="a diagram"),
    pytest.param(b"<definitions/>", "not_dmn", id="no namespace"),
    pytest.param(dmn(""), "dmn_without_table", id="no decision"),
    pytest.param(
        dmn("".join(decision(key=f"k{n}") for n in range(101))),
        "dmn_too_many_tables",
        id="a hundred and one",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), HOSTILE)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused_by_its_reason(source, code):
    with pytest.raises(DiagramInvalidError) as refused:
        read_tables(source, "x.dmn")

    (problem,) = refused.value.facts["problems"]
    assert problem.code == code
    for language in LANGUAGES:
        for end in ("", ".hint"):
            assert "check." not in sentence(
                f"check.{code}{end}", language, problem.shown
            )


def test_hostile_cells_come_through_as_texts_and_are_found_by_the_check():
    attack = "__import__('os').system('id')"
    body = decision().replace("<text>1</text>", f"<text>{attack}</text>")

    (table,) = read_tables(dmn(body), "x.dmn").tables

    assert [one.code for one in mistakes_of(table)] == ["table_output_unreadable"]
