"""Repairs with one honest reading: starts, ends, timers, lanes, links."""

import pytest

from engine.domain.checking import Known
from engine.domain.diagram import EventKind, Lane, TimerText, WaitKind
from engine.domain.durations import parse_duration
from engine.domain.sla import ClockStart, Standard
from tests.domain.checking.drawing import (
    canonical,
    codes,
    event,
    gateway,
    node,
    problem,
    report,
    running,
    standard,
    timer,
)


def _nodes(checked):
    return {one.id: one for one in canonical(checked).nodes}


def _ways(checked):
    return {(flow.source, flow.target) for flow in canonical(checked).flows}


def test_a_boundary_timer_without_an_arrow_is_the_steps_standard_and_no_token():
    checked = running("s>a|a>e", node("a", clock="claimed"), standard("a", "PT45M"))

    assert checked.standards == {
        "a": Standard(duration=parse_duration("PT45M"), clock=ClockStart.CLAIMED)
    }
    assert set(_nodes(checked)) == {"s", "a", "e"}


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_boundary_timer_with_an_arrow_is_a_real_timer(interrupting):
    bell = timer(
        "t", "boundaryEvent", text="PT1H", attached_to="a", interrupting=interrupting
    )

    checked = running("s>a|a>e|t>b|b>e", bell)

    assert checked.standards == {}
    assert _nodes(checked)["t"].interrupting is interrupting


def test_an_interrupting_timer_without_an_arrow_ends_its_path():
    bell = timer("t", "boundaryEvent", text="PT1H", attached_to="a")

    found = report("s>a|a>e", bell)

    assert problem(found, "work_stops").elements == ("T",)
    assert ("t", "t--end") in _ways(found.processes[0])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (TimerText(duration='"PT5M"'), TimerText(duration="PT5M")),
        (TimerText(duration='=duration("P1D")'), TimerText(duration="P1D")),
        (TimerText(date="2026-01-31"), TimerText(date="2026-01-31")),
        (
            TimerText(date="2026-01-31T08:00:00+07:00"),
            TimerText(date="2026-01-31T08:00:00+07:00"),
        ),
    ],
)
def test_a_time_is_read_as_tools_write_it(written, read):
    checked = running("s>t|t>a|a>e", timer("t", timer=written))

    assert _nodes(checked)["t"].timer == read


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (TimerText(cycle="30 7 1 * *"), "30 7 1 * *"),
        (TimerText(cycle="0 30 7 1 * ?"), "30 7 1 * *"),
        (TimerText(cycle="0 0 8 ? * MON-FRI *"), "0 8 * * MON-FRI"),
        (TimerText(cycle="R/P1M"), "R/P1M"),
        (TimerText(cycle="R4/2026-01-01/P3M"), "R4/2026-01-01/P3M"),
        (TimerText(date="2026-01-31"), "R1/2026-01-31/P1D"),
    ],
)
def test_a_timer_start_is_kept_for_the_scheduler_and_leaves_the_flow(written, kept):
    bell = timer("t", "startEvent", timer=written)

    checked = running("s>a|a>e|t>a", bell)

    assert [(one.element, one.text) for one in checked.cycles] == [("t", kept)]
    assert set(_nodes(checked)) == {"s", "a", "e"}


@pytest.mark.parametrize(
    "text", ["", "61 * * * *", "1 0 7 1 * ?", "0 0 8 ? * 2", "R/P", "R/P0D", "R/1/P1D"]
)
def test_a_schedule_that_means_nothing_or_two_things_is_refused(text):
    found = report("s>a|a>e|t>a", timer("t", "startEvent", timer=TimerText(cycle=text)))

    assert codes(found) & {"cycle_unreadable", "cycle_without_time"}


def test_a_timer_start_alone_lets_a_case_begin_by_hand_too():
    bell = timer("t", "startEvent", timer=TimerText(cycle="R/P1M"))

    checked = running("t>a|a>e", bell)

    assert _nodes(checked)["t"].event is EventKind.NONE
    assert len(checked.cycles) == 1


def test_starts_that_meet_in_a_merge_are_one_start():
    checked = running(
        "s>m|t>m|m>a|a>e",
        gateway("m"),
        timer("t", "startEvent", timer=TimerText(cycle="R/P1M")),
    )

    assert "t" not in _nodes(checked)


def test_starts_that_lead_apart_are_a_question_at_the_start():
    checked = running("s>a|a>e|t>b|b>e", node("t", "startEvent"))

    question = next(n for n in _nodes(checked).values() if n.wait is WaitKind.QUESTION)
    offered = [f.label for f in canonical(checked).flows if f.chosen_at == question.id]
    assert offered == ["S", "T"]


def test_a_step_without_start_or_end_gets_both():
    checked = running("", node("a", "task"))

    assert _ways(checked) == {("a--start", "a"), ("a", "a--end")}


def test_link_events_are_flows():
    checked = running(
        "s>a|a>l|m>b|b>e",
        event("l", "intermediateThrowEvent", "link", event_ref="Satu"),
        event("m", "intermediateCatchEvent", "link", event_ref="satu"),
    )

    assert ("l", "m") in _ways(checked)
    assert all(n.event is EventKind.NONE for n in canonical(checked).nodes)


def test_a_split_nobody_drew_is_parallel():
    checked = running("s>a|a>b|a>c|b>e|c>e")

    assert _nodes(checked)["a--split"].kind == "parallelGateway"


def test_a_sub_process_that_only_merges_is_no_halt_for_a_loop():
    found = report(
        "s>g|g>sub:Ulang?true|g>a?false|sub>g|a>e|t>u",
        gateway("g"),
        node("sub", "subProcess"),
        node("t", "startEvent", parent="sub"),
        node("u", "endEvent", parent="sub"),
    )

    assert set(problem(found, "endless_loop").ids) == {"g", "sub"}


@pytest.mark.parametrize("kind", ["userTask", "callActivity"])
def test_a_step_or_a_call_halts_a_loop(kind):
    checked = running(
        "s>g|g>a:Ulang?true|g>e?false|a>g",
        gateway("g"),
        node("a", kind, called="lain"),
    )

    assert checked.canonical is not None


def test_a_loop_that_only_waits_is_no_mistake():
    checked = running(
        "s>g|g>t:Ulang?true|g>e?false|t>g", gateway("g"), timer("t", text="PT1H")
    )

    assert checked.canonical is not None


@pytest.mark.parametrize(
    ("arrows", "nodes"),
    [
        pytest.param(
            "s>p|p>a|p>b|a>j|b>j|j>e", [gateway("p", "parallel")], id="split and join"
        ),
        pytest.param(
            "s>m|m>p|p>a|p>b|a>j|b>j|j>c|c>g|g>m:Ulang|g>e:Maju",
            [gateway("p", "parallel"), gateway("m"), gateway("g")],
            id="inside a loop",
        ),
        pytest.param(
            "s>p|p>a|p>b|a>g|g>c:Ya|g>m:Tidak|c>m|m>j|b>j|j>e",
            [gateway("p", "parallel"), gateway("g"), gateway("m")],
            id="a choice inside a branch",
        ),
        pytest.param(
            "s>p|p>a|p>b|a>j|b>j|j>e|t>j",
            [
                gateway("p", "parallel"),
                timer("t", "boundaryEvent", text="PT1H", attached_to="a"),
                gateway("j", "inclusive"),
            ],
            id="an inclusive join",
        ),
    ],
)
def test_a_join_of_what_was_split_does_not_wait_for_ever(arrows, nodes):
    drawn = [] if any(one.id == "j" for one in nodes) else [gateway("j", "parallel")]

    assert "join_waits" not in codes(report(arrows, *nodes, *drawn))


def test_a_join_waits_for_a_branch_that_a_timer_takes_away():
    found = report(
        "s>p|p>a|p>b|a>j|b>j|j>e|t>e",
        gateway("p", "parallel"),
        gateway("j", "parallel"),
        timer("t", "boundaryEvent", text="PT1H", attached_to="a"),
    )

    assert problem(found, "join_waits").elements == ("J",)


def test_a_diagram_with_very_many_choices_is_answered_in_time():
    arrows = "|".join(
        f"g{n}>a{n}:x|g{n}>b{n}:y|a{n}>g{n + 1}|b{n}>g{n + 1}" for n in range(60)
    )
    gates = [gateway(f"g{n}") for n in range(61)]
    split = "s>p|p>g0|p>z|z>j|g60>j|j>e"

    found = report(
        f"{split}|{arrows}", *gates, gateway("p", "parallel"), gateway("j", "parallel")
    )

    assert "join_waits" not in codes(found)


def test_an_unnamed_lane_inside_a_named_one_is_the_named_one():
    lanes = [Lane(id="x", name="Kantor"), Lane(id="y", parent="x")]

    checked = running("s>a|a>e", node("a", lane="y"), lanes=lanes)

    assert _nodes(checked)["a"].lane == "x"
    assert checked.lanes == ("Kantor",)


def test_without_lanes_the_pool_names_the_one_role():
    checked = running("s>a|a>e", lanes=False, pool="Kecamatan")

    assert checked.lanes == ("Kecamatan",)


def test_a_step_in_a_sub_process_stands_in_the_lane_of_the_sub_process():
    lanes = [Lane(id="x", name="Camat")]

    checked = running(
        "s>sub|sub>e|t>a|a>u",
        node("sub", "subProcess", lane="x"),
        node("t", "startEvent", parent="sub"),
        node("a", parent="sub"),
        node("u", "endEvent", parent="sub"),
        lanes=lanes,
    )

    assert _nodes(checked)["a"].lane == "x"


def test_a_lane_whose_name_differs_in_case_and_blanks_is_a_known_role():
    found = report(
        "s>a|a>e",
        known=Known(roles=frozenset({"PETUGAS  "})),
    )

    assert "role_unknown" not in codes(found)


def test_an_error_in_one_process_refuses_the_whole_file_but_hides_nothing():
    found = report("s>a|a>e|b>e")

    assert found.processes[0].canonical is None
    assert found.processes[0].user_tasks == 2


@pytest.mark.parametrize(
    ("about", "wait"),
    [
        ("message", WaitKind.MESSAGE),
        ("signal", WaitKind.SIGNAL),
        ("conditional", WaitKind.MESSAGE),
    ],
)
def test_an_event_that_is_waited_for_is_a_step_somebody_confirms(about, wait):
    checked = running(
        "s>a|a>e", event("a", "intermediateCatchEvent", about, event_ref="Berkas")
    )

    assert (_nodes(checked)["a"].kind, _nodes(checked)["a"].wait) == ("userTask", wait)
