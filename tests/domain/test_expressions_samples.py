"""Conditions that other people's tools wrote into their diagrams."""

import html
import re
from pathlib import Path

import pytest

import engine
from engine.domain.expressions import compile_expression

SAMPLES = Path(engine.__path__[0]).parents[1] / "shared" / "samples" / "bpmn"
CONDITION = re.compile(r"conditionExpression[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)")
FOUND = sorted(
    {
        html.unescape(text).strip()
        for path in SAMPLES.glob("*.bpmn")
        for text in CONDITION.findall(
            path.read_text(encoding="utf-8", errors="replace")
        )
        if text.strip()
    }
)

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@pytest.mark.parametrize("text", FOUND)
def test_a_condition_of_another_tool_is_read_and_computed(text):
    expression = compile_expression(text)

    data = dict.fromkeys(expression.names, "yes")

    assert expression.evaluate(data) in (True, False, "yes")
