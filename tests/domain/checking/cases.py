"""One small diagram per rule, each with the finding it has to cause.

The elements are those that the finding names, in their order.
"""

from typing import Any, NamedTuple

from engine.domain.checking import Known
from engine.domain.diagram import Diagram, Lane, Repetition, TimerText
from engine.domain.problems import Severity
from tests.domain.checking.drawing import (
    diagram,
    event,
    gateway,
    node,
    odd,
    process,
    standard,
    timer,
)

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Case(NamedTuple):
    """A diagram and what it has to cause."""

    code: str
    severity: Severity
    drawn: Diagram
    elements: tuple[str, ...]
    known: Known = Known()


def one(code, severity, arrows, *nodes, elements, known=None, **more):
    drawn = diagram(process(arrows, *nodes, **more))
    return Case(code, severity, drawn, tuple(elements), known or Known())


def boundary(identifier, about, **more):
    given: dict[str, Any] = {"attached_to": "a"} | more
    return event(identifier, "boundaryEvent", about, **given)


LOOP = Repetition(is_loop=True, loop_condition="plain words only")
MANY = Repetition(cardinality="3")
HAS_FORM = Known(forms={"f": frozenset({"x"})})
SUB = node("sub", "subProcess")
CATCH, THROW = "intermediateCatchEvent", "intermediateThrowEvent"

WHOLE = [
    Case("no_process", ERROR, diagram(), ()),
    Case("process_without_id", ERROR, diagram(process("s>a|a>e", id="")), ("Proses",)),
    Case(
        "process_key_too_long",
        ERROR,
        diagram(process("s>a|a>e", id="p" * 121)),
        ("Proses",),
    ),
    Case(
        "process_key_unusable",
        ERROR,
        diagram(process("s>a|a>e", id="surat/masuk")),
        ("Proses",),
    ),
    Case(
        "several_pools",
        WARNING,
        diagram(
            process("s>a|a>e", pool="Camat"), process("s>a|a>e", id="q", name="Kasi")
        ),
        ("Camat", "Kasi"),
    ),
    Case(
        "not_executable",
        INFO,
        diagram(process("s>a|a>e", executable=None)),
        ("Proses",),
    ),
    *(
        Case(
            code,
            severity,
            diagram(
                process("s>a|a>e"),
                oddities=[odd(code, kind="choreographyTask", word="frm")],
            ),
            ("A",),
        )
        for code, severity in (
            ("duplicate_id", ERROR),
            ("duplicate_id_beside", WARNING),
            ("element_unknown", ERROR),
            ("id_missing", ERROR),
            ("lane_member_missing", WARNING),
            ("own_word_unknown", WARNING),
            ("step_in_two_lanes", WARNING),
        )
    ),
]
PEOPLE = [
    one("no_lanes", INFO, "s>a|a>e", lanes=False, elements=["A"]),
    one(
        "lane_unnamed",
        WARNING,
        "s>a|a>e",
        lanes=[Lane(id="x")],
        elements=["A"],
    )._replace(
        drawn=diagram(process("s>a|a>e", node("a", lane="x"), lanes=[Lane(id="x")]))
    ),
    one(
        "step_in_no_lane",
        WARNING,
        "s>a|a>b|b>e",
        node("a", lane="x"),
        lanes=[Lane(id="x", name="Camat")],
        elements=["B"],
    ),
    one(
        "performer_unknown",
        WARNING,
        "s>a|a>e",
        node("a", performer="arsiparis"),
        known=Known(roles=frozenset({"Petugas"})),
        elements=["A"],
    ),
    one(
        "role_unknown",
        WARNING,
        "s>a|a>e",
        known=Known(roles=frozenset({"Camat"})),
        elements=["Petugas"],
    ),
    one("step_unnamed", WARNING, "s>a|a>e", node("a", name=""), elements=["a"]),
    one(
        "performer_unreadable",
        ERROR,
        "s>a|a>e",
        node("a", performer="=import os"),
        elements=["A"],
    ),
    one(
        "performer_foreign",
        WARNING,
        "s>a|a>e",
        node("a", performer="${initiator}", performer_is_foreign=True),
        elements=["A"],
    ),
    one(
        "several_performers",
        WARNING,
        "s>a|a>e",
        node("a", performer="kasi, camat", performer_is_foreign=True),
        elements=["A"],
    ),
]
TIMES = [
    one("standard_time_missing", INFO, "s>a|a>e", elements=["A"]),
    one(
        "standard_time_missing",
        WARNING,
        "s>a|a>b|b>e",
        standard("b"),
        elements=["A"],
    ),
    one(
        "standard_time_missing",
        WARNING,
        "s>a|a>e",
        uses_own_words=True,
        elements=["A"],
    ),
    one(
        "standard_without_time",
        ERROR,
        "s>a|a>e",
        standard("a", text=None),
        elements=["A"],
    ),
    one(
        "standard_unreadable",
        ERROR,
        "s>a|a>e",
        standard("a", text="P1M"),
        elements=["A"],
    ),
    one(
        "standard_not_on_step",
        WARNING,
        "s>sub|sub>e|t>a|a>u",
        SUB,
        node("t", "startEvent", parent="sub"),
        node("a", parent="sub"),
        node("u", "endEvent", parent="sub"),
        standard("sub"),
        elements=["Sub"],
    ),
    one(
        "two_standards",
        ERROR,
        "s>a|a>e",
        standard("a"),
        standard("a", identifier="second"),
        elements=["A"],
    ),
    one(
        "due_and_standard",
        ERROR,
        "s>a|a>e",
        node("a", due="batas"),
        standard("a"),
        elements=["A"],
    ),
    one(
        "clock_unknown",
        ERROR,
        "s>a|a>e",
        node("a", clock="taken"),
        elements=["A"],
    ),
    one("due_unreadable", ERROR, "s>a|a>e", node("a", due="(("), elements=["A"]),
    one(
        "due_foreign",
        WARNING,
        "s>a|a>e",
        node("a", due="${dateTime().plusDays(3)}", due_is_foreign=True),
        elements=["A"],
    ),
    one("timer_without_time", ERROR, "s>t|t>a|a>e", timer("t"), elements=["T"]),
    one(
        "timer_unreadable",
        ERROR,
        "s>t|t>a|a>e",
        timer("t", text="15 Menit"),
        elements=["T"],
    ),
    one(
        "timer_cycle_here",
        ERROR,
        "s>t|t>a|a>e",
        timer("t", timer=TimerText(cycle="R3/PT10M")),
        elements=["T"],
    ),
    one(
        "cycle_without_time",
        ERROR,
        "s>a|a>e|t>a",
        timer("t", "startEvent"),
        elements=["T"],
    ),
    one(
        "cycle_unreadable",
        ERROR,
        "s>a|a>e|t>a",
        timer("t", "startEvent", timer=TimerText(cycle="tiap bulan")),
        elements=["T"],
    ),
    one(
        "cycle_too_often",
        ERROR,
        "s>a|a>e|t>a",
        timer("t", "startEvent", timer=TimerText(cycle="R/PT59S")),
        elements=["T"],
    ),
]
FLOWS = [
    one("loose_end_from", ERROR, "s>a|a>e|a>", elements=["A"]),
    one("loose_end_into", ERROR, "s>a|a>e|>a", elements=["A"]),
    one("loose_end", ERROR, "s>a|a>e|>", elements=[">"]),
    one(
        "flow_crosses_border",
        ERROR,
        "s>sub|sub>e|t>a|a>u|a>e",
        SUB,
        node("t", "startEvent", parent="sub"),
        node("a", parent="sub"),
        node("u", "endEvent", parent="sub"),
        elements=["a>e"],
    ),
    one("flow_out_of_end", ERROR, "s>a|a>e|e>a", elements=["e>a"]),
    one("flow_into_start", ERROR, "s>a|a>e|a>s", elements=["a>s"]),
    one(
        "boundary_unattached",
        ERROR,
        "s>a|a>e|t>e",
        timer("t", "boundaryEvent", text="PT1H"),
        elements=["T"],
    ),
    one("never_reached", ERROR, "s>a|a>e|b>e", elements=["B"]),
    one("no_start", WARNING, "a>e", elements=["A"]),
    one("several_first_steps", ERROR, "a>e|b>e", elements=["A", "B"]),
    one("no_first_step", ERROR, "a>b|b>a", elements=["A"]),
    one(
        "several_starts",
        WARNING,
        "s>a|a>e|t>b|b>e",
        node("t", "startEvent"),
        elements=["T", "S"],
    ),
    one("no_end", WARNING, "s>a|a>b", elements=["B"]),
    one(
        "work_stops",
        WARNING,
        "s>g|g>a:Ya|g>e:Tidak",
        gateway("g"),
        elements=["A"],
    ),
    one("implicit_split", WARNING, "s>a|a>b|a>c|b>e|c>e", elements=["A"]),
    one(
        "parallel_with_labels",
        INFO,
        "s>g|g>a:Ya|g>b:Tidak|a>e|b>e",
        gateway("g", "parallel"),
        elements=["G"],
    ),
    one("condition_ignored", WARNING, "s>a|a>e?x > 1", elements=["A"]),
    one(
        "link_without_target",
        ERROR,
        "s>a|a>l",
        event("l", THROW, "link", event_ref="satu"),
        elements=["L"],
    ),
    one(
        "link_twice",
        ERROR,
        "s>a|a>l|m>b|b>e|n>e",
        event("l", THROW, "link", event_ref="satu"),
        event("m", CATCH, "link", event_ref="satu"),
        event("n", CATCH, "link", event_ref="satu"),
        elements=["N"],
    ),
    one(
        "event_gateway_step",
        WARNING,
        "s>g|g>a|g>t|a>e|t>e",
        gateway("g", "eventBased"),
        timer("t", text="PT1H"),
        elements=["A"],
    ),
    one(
        "event_gateway_target",
        ERROR,
        "s>g|g>e|g>t|t>e",
        gateway("g", "eventBased"),
        timer("t", text="PT1H"),
        elements=["G"],
    ),
    one(
        "endless_loop",
        ERROR,
        "s>g|g>h|h>g:Ulang?true|h>a:Maju|a>e",
        gateway("g"),
        gateway("h"),
        elements=["G", "H"],
    ),
    one(
        "join_waits",
        WARNING,
        "s>a|a>g|g>b:Ya|g>c:Tidak|b>j|c>j|j>e",
        gateway("g"),
        gateway("j", "parallel"),
        elements=["J"],
    ),
    Case(
        "call_circle",
        ERROR,
        diagram(
            process("s>c|c>e", node("c", "callActivity", called="q")),
            process("s>c|c>e", node("c", "callActivity", called="p"), id="q", name="Q"),
        ),
        ("Proses", "Q"),
    ),
]
