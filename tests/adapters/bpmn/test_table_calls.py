"""Which table a business rule task asks, in the words of each dialect."""

import pytest

from engine.domain.decisions import Mapping, TableCall
from tests.adapters.bpmn.files import node, process, read


def _task(attributes="", inside=""):
    extension = f"<extensionElements>{inside}</extensionElements>" if inside else ""
    return process(
        f'<businessRuleTask id="a" {attributes}>{extension}</businessRuleTask>'
    )


@pytest.mark.parametrize(
    ("source", "call"),
    [
        (_task(), None),
        (_task('mutubaku:decision="jalur"'), TableCall(key="jalur")),
        (
            _task('mutubaku:decision="jalur" mutubaku:result="hasil"'),
            TableCall(key="jalur", result="hasil"),
        ),
        (
            _task('camunda:decisionRef="jalur"'),
            TableCall(key="jalur", mapping=Mapping.RESULT_LIST, is_foreign=True),
        ),
        (
            _task(
                'camunda:decisionRef="jalur" camunda:resultVariable="hasil"'
                ' camunda:mapDecisionResult="singleEntry"'
            ),
            TableCall(
                key="jalur",
                result="hasil",
                mapping=Mapping.SINGLE_ENTRY,
                is_foreign=True,
            ),
        ),
        (
            _task(
                inside='<zeebe:calledDecision decisionId="jalur"'
                ' resultVariable="hasil"/>'
            ),
            TableCall(key="jalur", result="hasil", is_foreign=True),
        ),
        (
            _task(
                inside="<spiffworkflow:calledDecisionId>jalur"
                "</spiffworkflow:calledDecisionId>"
            ),
            TableCall(key="jalur", is_foreign=True),
        ),
        (
            _task('mutubaku:decision="kita" camunda:decisionRef="mereka"'),
            TableCall(key="kita"),
        ),
    ],
)
def test_every_dialect_names_its_table(source, call):
    assert node(source).asks == call


def test_only_a_business_rule_task_asks_a_table():
    source = process('<userTask id="a" mutubaku:decision="jalur"/>')

    assert node(source).asks is None
    assert [one.code for one in read(source).oddities] == ["own_word_unknown"]
