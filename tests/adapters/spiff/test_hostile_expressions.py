"""Expressions that want more than an answer, through every door of a diagram."""

import pytest

from engine.domain.diagram import Repetition
from tests.adapters.spiff.building import Case, Sketch, refused

HOSTILE = [
    "__import__('os').system('touch /tmp/owned')",
    "open('/etc/passwd').read()",
    "().__class__.__base__.__subclasses__()",
    "''.__class__.__mro__[1]",
    "data.__class__",
    "x.__init__.__globals__",
    "getattr(x, '__class__')",
    "eval('1')",
    "exec('import os')",
    "compile('1', '', 'eval')",
    "globals()",
    "locals()",
    "vars()",
    "dir()",
    "breakpoint()",
    "input()",
    "help()",
    "exit()",
    "lambda: 1",
    "(lambda: 1)()",
    "[i for i in range(10)]",
    "{i for i in x}",
    "{i: i for i in x}",
    "(i for i in x)",
    "f'{x}'",
    "f'{x.__class__}'",
    "'%s' % x",
    "'{0.__class__}'.format(x)",
    "10 ** 10 ** 8",
    "2 ** 100",
    "1 << 1000000000",
    "'a' * 1000000000",
    "[0] * 1000000000",
    "9999999999999999999999",
    "x := 1",
    "(x := 1)",
    "x = 1; y = 2",
    "import os",
    "del x",
    "await x",
    "yield x",
    "*x",
    "x[::]",
    "x.append(1)",
    "x.__setitem__(0, 1)",
    "(" * 400 + ")" * 400,
    "not " * 120 + "x",
    "-" * 499 + "1",
    "1" + "+1" * 400,
    "a" * 501,
    "x\x00",
    "\u202e1",
    "",
    " ",
    "not a condition at all",
    "<script>alert(1)</script>",
    "${T(java.lang.Runtime).getRuntime().exec('id')}",
    "#{execution.setVariable('a', 1)}",
    "{{ 7*7 }}",
    "1/0",
    "`id`",
    "$(id)",
    "b'bytes'",
    "1j",
    "...",
]


def on_an_arrow(kind: str, text: str) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("door", kind))
    sketch.flow("door", sketch.task("a"), condition=text)
    sketch.flow("door", sketch.task("b"), condition="false")
    return sketch


def on_a_step(**more) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("door", **more), sketch.end())
    return sketch


def repeated(**how) -> Sketch:
    return on_a_step(repetition=Repetition(**how))


DOORS = {
    "exclusive": lambda text: on_an_arrow("exclusiveGateway", text),
    "inclusive": lambda text: on_an_arrow("inclusiveGateway", text),
    "arrow out of an event": lambda text: on_an_arrow("intermediateThrowEvent", text),
    "collection": lambda text: repeated(collection=text),
    "cardinality": lambda text: repeated(cardinality=text),
    "loop": lambda text: repeated(is_loop=True, loop_condition=text, test_before=True),
    "performer": lambda text: on_a_step(performer=f"={text}"),
    "due": lambda text: on_a_step(due=text),
}
DATA = {"x": [1, 2], "data": {"a": 1}}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_a_hostile_expression_is_refused(door, text):
    case = Case(DOORS[door](text).definition(), dict(DATA))

    facts = refused(case.start)

    assert facts["reason"] == "kernel.expression"
    assert facts["element"] == "door"
    assert len(facts["expression"]) <= 120
    assert case.data == DATA


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_a_hostile_completion_condition_is_refused(text):
    sketch = repeated(cardinality="2", completion_condition=text)
    case = Case(sketch.definition(), dict(DATA))
    case.start()

    facts = refused(lambda: case.complete("door"))

    assert facts["reason"] == "kernel.expression"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_a_hostile_loop_condition_is_refused_after_a_round_too(text):
    sketch = repeated(is_loop=True, loop_condition=text)
    case = Case(sketch.definition(), dict(DATA))
    case.start()

    facts = refused(lambda: case.complete("door"))

    assert facts["reason"] == "kernel.expression"


@pytest.mark.parametrize("key", ["typename", "__class__", "data", "case", "0", ""])
def test_no_key_of_an_item_means_anything_to_the_kernel(key):
    sketch = repeated(collection="list", item="item", sequential=True)
    items = [{key: {"typename": "Task"}}, {key: None}]
    case = Case(sketch.definition(), {"list": items})

    case.start()
    first = case.open[case.tokens("door")[0]].item
    case.complete("door")
    second = case.open[case.tokens("door")[0]].item

    assert [first, second] == items
