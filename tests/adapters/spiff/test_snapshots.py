"""What a snapshot holds, what it does not, and snapshots of earlier releases."""

import base64
import json
import logging
from dataclasses import replace
from pathlib import Path
from threading import Thread

import orjson
import pytest
import zstandard

from engine.adapters.spiff.kernel import SpiffKernel
from tests.adapters.spiff.building import Case, Sketch, each, refused

STORED = Path(__file__).parents[1] / "snapshots"


def everything() -> Sketch:
    """Every kind of token that a snapshot can hold."""
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.path("split", sketch.task("parallel", repetition=each()))
    sketch.path("split", sketch.task("sequence", repetition=each(sequential=True)))
    sketch.path("split", sketch.node("sub", "subProcess"))
    sketch.path(sketch.start("s", parent="sub"), sketch.task("inside", parent="sub"))
    sketch.timer("guard", on="sub", interrupting=False)
    sketch.path("guard", sketch.task("aside"))
    sketch.path("split", sketch.node("race", "eventBasedGateway"))
    sketch.path("race", sketch.timer("pause"), sketch.end("end1"))
    sketch.path("race", sketch.task("word"), "end1")
    sketch.path("split", sketch.node("call", "callActivity", called="other"))
    sketch.path("split", sketch.task("quick"), sketch.node("join", "parallelGateway"))
    for branch in ("parallel", "sequence", "sub", "call"):
        sketch.flow(branch, "join")
    sketch.path("join", sketch.end())
    return sketch


def running() -> Case:
    data = {"items": [{"typename": "x"}, "y"], "secret": "RAHASIA", "n": 1}
    case = Case(everything().definition(), data)
    case.start()
    case.complete("parallel", nth=1)
    case.complete("quick")
    return case


def finish(case: Case) -> None:
    for element in ("parallel", "sequence", "sequence", "call", "inside", "word"):
        case.complete(element)


def test_a_case_with_every_kind_of_token_survives_every_reload():
    case = running()

    finish(case)

    assert case.ended


def test_a_snapshot_holds_no_data_of_the_case_but_its_items():
    case = running()

    content = zstandard.ZstdDecompressor().decompress(case.snapshot[1:])

    assert b"RAHASIA" not in content
    assert b"typename" in content
    assert len(case.snapshot) < 1_000


@pytest.mark.parametrize("name", ["version-1.json"])
def test_a_snapshot_of_an_earlier_release_goes_on(name):
    stored = json.loads((STORED / name).read_text("utf-8"))
    case = running()
    case.snapshot = base64.b64decode(stored["snapshot"])
    seed = stored["seed"]
    case.open = {
        f"{seed}.{token.rpartition('.')[2]}": opened
        for token, opened in case.open.items()
    }

    finish(case)

    assert case.ended


BROKEN = {
    "nothing": b"",
    "another version": b"\x02" + b"(\xb5/\xfd",
    "no zstandard": b"\x01abc",
    "no JSON": b"\x01" + zstandard.compress(b"{"),
    "another shape": b"\x01" + zstandard.compress(b"[1]"),
    "no list": b"\x01" + zstandard.compress(b"7"),
    "rows of another shape": b"\x01" + zstandard.compress(b'["s", 1, [[1, 2]]]'),
    "a row that is a number": b"\x01" + zstandard.compress(b'["s", 1, [7]]'),
    "an unknown state": b"\x01"
    + zstandard.compress(b'["s", 1, [[1, "node:start", "q", {}]]]'),
}


@pytest.mark.parametrize("snapshot", BROKEN.values(), ids=BROKEN)
def test_a_broken_snapshot_is_unreadable(snapshot):
    case = running()

    facts = refused(lambda: SpiffKernel().wake(case.definition, snapshot, [], {}))

    assert facts["reason"] == "kernel.snapshot_unreadable"


def test_a_truncated_snapshot_is_unreadable():
    case = running()

    facts = refused(
        lambda: SpiffKernel().wake(case.definition, case.snapshot[:-9], [], {})
    )

    assert facts["reason"] == "kernel.snapshot_unreadable"


def test_a_snapshot_of_another_diagram_names_the_element_that_is_missing():
    other = Sketch()
    other.path(other.start(), other.task("t"), other.end())
    case = running()
    case.definition = other.definition()

    facts = refused(lambda: case.complete("call"))

    assert facts["reason"] == "kernel.element_gone"


def test_ids_of_tokens_differ_between_cases_and_not_between_reloads():
    one, other = running(), running()
    woken = SpiffKernel().wake(one.definition, one.snapshot, [], one.data)

    assert not set(one.open) & set(other.open)
    assert woken.snapshot == one.snapshot


def test_the_same_step_from_the_same_snapshot_gives_the_same():
    case = running()
    token = case.tokens("inside")[0]

    first, second = (
        SpiffKernel().complete(case.definition, case.snapshot, token, case.data)
        for _ in range(2)
    )

    assert first == second


def test_the_data_of_a_step_is_not_changed_by_it():
    case = running()
    before = orjson.dumps(case.data)

    case.complete("inside")

    assert orjson.dumps(case.data) == before


def test_nothing_of_a_case_is_logged(caplog):
    caplog.set_level(logging.DEBUG)

    finish(running())

    assert not caplog.records


def test_a_changed_graph_is_never_run_by_the_spec_of_another():
    kernel = SpiffKernel()
    for task in ("a", "b"):
        sketch = Sketch()
        sketch.path(sketch.start(), sketch.task(task), sketch.end())
        definition = replace(sketch.definition(), checksum="same")
        case = Case(definition, kernel=kernel)

        case.start()

        assert case.standing() == [task]


def test_one_kernel_serves_many_threads():
    kernel = SpiffKernel(remembered=2)
    sketches = [everything() for _ in range(4)]
    definitions = [s.definition(key=f"p{n}") for n, s in enumerate(sketches)]
    ended = []

    def play(definition):
        for _ in range(10):
            case = Case(definition, {"items": [1]}, kernel=kernel)
            case.start()
            for element in ("parallel", "sequence", "call", "inside", "word", "quick"):
                case.complete(element)
            ended.append(case.ended)

    threads = [Thread(target=play, args=(d,)) for d in definitions * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ended == [True] * 80
