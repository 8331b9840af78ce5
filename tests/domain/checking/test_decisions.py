"""Who decides at a gateway: the data, the step before it, or a question."""

import pytest

from engine.domain.checking import Known, check
from engine.domain.diagram import EventKind, Repetition, WaitKind
from tests.domain.checking.drawing import (
    canonical,
    codes,
    diagram,
    event,
    gateway,
    node,
    process,
    report,
    running,
)

YES_NO = "g>b:Ya|g>e:Tidak|b>e"
FILLED = Known(forms={"f": frozenset({"x"})})


def _flows(checked):
    return {flow.id: flow for flow in canonical(checked).flows}


def _nodes(checked):
    return {one.id: one for one in canonical(checked).nodes}


def test_labels_after_one_step_are_decided_on_completing_it():
    checked = running(f"s>a|a>g|{YES_NO}", gateway("g"))

    flows = _flows(checked)
    assert (flows["g>b"].chosen_at, flows["g>b"].label) == ("a", "Ya")
    assert (flows["g>e"].chosen_at, flows["g>e"].label) == ("a", "Tidak")


ASKED = [
    pytest.param(f"s>g|{YES_NO}", [], id="right after the start"),
    pytest.param(
        f"s>h|h>a?x > 1|h>c?x <= 1|a>g|c>g|{YES_NO}",
        [node("h", "exclusiveGateway", performer="kasi")],
        id="several steps before it",
    ),
    pytest.param(
        f"s>p|p>a|p>c|a>j|c>j|j>g|{YES_NO}",
        [gateway("p", "parallel"), gateway("j", "parallel")],
        id="after a join",
    ),
    pytest.param(
        f"s>a|a>g|{YES_NO}",
        [node("a", repetition=Repetition(cardinality="3"))],
        id="after a repeated step",
    ),
    pytest.param(
        f"s>a|a>g|{YES_NO}",
        [event("a", "intermediateCatchEvent", "message")],
        id="after a message",
    ),
    pytest.param(
        f"s>a|a>t|t>g|{YES_NO}",
        [event("t", "intermediateThrowEvent")],
        id="after an event",
    ),
]


@pytest.mark.parametrize(("arrows", "nodes"), ASKED)
def test_a_decision_without_one_step_before_it_is_a_question_of_its_own(arrows, nodes):
    checked = running(arrows, gateway("g"), *nodes)

    question = _nodes(checked)["g"]
    assert (question.kind, question.wait) == ("userTask", WaitKind.QUESTION)
    assert question.stands_for == "g"
    chosen = [flow for flow in canonical(checked).flows if flow.chosen_at == "g"]
    assert [(flow.source, flow.label) for flow in chosen] == [
        ("g--ways", "Ya"),
        ("g--ways", "Tidak"),
    ]


def test_a_performer_on_the_gateway_makes_it_a_question_of_that_role():
    checked = running(f"s>a|a>g|{YES_NO}", gateway("g", performer="camat"))

    assert _nodes(checked)["g"].performer == "camat"
    assert _flows(checked)["g>b"].chosen_at == "g"


def test_conditions_that_compute_are_left_to_the_data():
    checked = running(
        "s>a|a>g|g>b?x > 1|g>e?x <= 1|b>e",
        node("a", form="f"),
        gateway("g"),
        known=FILLED,
    )

    flows = _flows(checked)
    assert flows["g>b"].condition == "x > 1"
    assert flows["g>b"].chosen_at is None


def test_the_one_arrow_without_condition_becomes_the_default():
    checked = running("s>a|a>g|g>b?x > 1|g>e:Lain|b>e", gateway("g"))

    assert _nodes(checked)["g"].default_flow == "g>e"


def test_the_condition_of_a_default_arrow_is_never_asked():
    checked = running(
        "s>a|a>g|g>b?x > 1|g>e?jika tidak|b>e", gateway("g", default_flow="g>e")
    )

    assert _flows(checked)["g>e"].condition is None
    assert _nodes(checked)["g"].default_flow == "g>e"


@pytest.mark.parametrize(
    ("arrows", "labels"),
    [
        pytest.param("g>b:Ya?lengkap sekali|g>e:Tidak?x", ["Ya", "Tidak"], id="named"),
        pytest.param(
            "g>b?sudah lengkap|g>e?belum lengkap",
            ["sudah lengkap", "belum lengkap"],
            id="by the conditions",
        ),
        pytest.param("g>b|g>e", ["→ B", "→ E"], id="by the targets"),
        pytest.param("g>b:Ya|g>e:ya", ["Ya → B", "ya → E"], id="told apart"),
    ],
)
def test_a_button_says_what_the_arrow_says(arrows, labels):
    checked = running(f"s>a|a>g|{arrows}|b>e", gateway("g"))

    assert [flow.label for flow in canonical(checked).flows if flow.label] == labels


def test_a_name_is_filled_by_a_step_without_a_form_or_an_unknown_form():
    arrows = "s>a|a>g|g>b?nilai > 1|g>e?nilai <= 1|b>e"

    generic = report(arrows, gateway("g"), known=FILLED)
    unknown = report(arrows, gateway("g"), node("a", form="g"))
    known = report(arrows, gateway("g"), node("a", form="f"), known=FILLED)

    assert "name_unfilled" not in codes(generic)
    assert "name_unfilled" not in codes(unknown)
    assert "name_unfilled" in codes(known)


def test_a_name_that_only_a_later_step_fills_is_not_filled():
    found = report(
        "s>a|a>g|g>b?nilai > 1|g>e?nilai <= 1|b>e",
        node("a", form="f"),
        gateway("g"),
        known=FILLED,
    )

    assert "name_unfilled" in codes(found)


def test_an_arrow_leads_back_when_its_target_dominates_the_gateway():
    checked = running(
        "s>a|a>b|b>g|g>e:Setuju|g>a:Kembalikan|g>c:Perbaiki|c>b", gateway("g")
    )

    back = {str(flow.id): flow.leads_back for flow in canonical(checked).flows}
    assert (back["g>e"], back["g>a"], back["g>c"]) == (False, True, False)


def test_an_arrow_through_a_merge_leads_back_to_what_stands_behind_it():
    checked = running(
        "s>m|m>a|a>g|g>e:Setuju|g>n:Kembalikan|n>m|h>n:x|h>e:y|g>h:Lain",
        gateway("m"),
        gateway("n"),
        gateway("g"),
        gateway("h"),
    )

    back = {str(flow.id): flow.leads_back for flow in canonical(checked).flows}
    assert back["g>n"]
    assert not back["g>e"]


def test_an_inclusive_gateway_asks_for_any_set_of_its_arrows():
    checked = running(
        "s>a|a>g|g>b:Foto|g>c:Surat|b>j|c>j|j>e",
        gateway("g", "inclusive"),
        gateway("j", "inclusive"),
    )

    labels = [flow.label for flow in canonical(checked).flows if flow.chosen_at == "a"]
    assert labels == ["Foto", "Surat", "Foto + Surat"]
    assert _nodes(checked)["g"].kind == "exclusiveGateway"


def test_arrows_with_conditions_out_of_a_step_are_an_inclusive_split():
    checked = running("s>a|a>b?x > 1|a>c?x > 2|b>e|c>e")

    split = _nodes(checked)["a--split"]
    assert (split.kind, split.stands_for) == ("inclusiveGateway", "a")
    assert _flows(checked)["a>b"].source == "a--split"


def test_a_loop_nobody_can_compute_is_asked_of_whoever_completes_it():
    checked = running("s>a|a>e", node("a", repetition=Repetition(is_loop=True)))

    again = next(f for f in canonical(checked).flows if f.target == "a" and f.label)
    assert (again.chosen_at, again.leads_back) == ("a", True)
    assert _nodes(checked)["a"].repetition is None


def test_a_loop_with_a_number_of_rounds_only_needs_no_condition():
    loop = Repetition(is_loop=True, maximum=3)

    checked = running("s>a|a>e", node("a", repetition=loop))

    how = _nodes(checked)["a"].repetition
    assert (how.loop_condition, how.maximum) == ("true", 3)


def test_a_question_of_a_sub_process_stays_inside_it():
    checked = running(
        "s>sub|sub>e|t>g|g>u:Ya|g>v:Tidak",
        node("sub", "subProcess"),
        node("t", "startEvent", parent="sub"),
        gateway("g", parent="sub"),
        node("u", "endEvent", parent="sub"),
        node("v", "endEvent", parent="sub"),
    )

    nodes = _nodes(checked)
    assert nodes["g"].wait is WaitKind.QUESTION
    assert nodes["g--ways"].parent == "sub"


def test_the_throws_of_events_are_kept_to_be_recorded():
    checked = running("s>a|a>t|t>e", event("t", "intermediateThrowEvent", "message"))

    thrown = _nodes(checked)["t"]
    assert (thrown.event, thrown.throws) == (EventKind.NONE, EventKind.MESSAGE)


def test_a_diagram_is_never_changed_by_its_check():
    drawn = process(f"s>a|a>g|{YES_NO}", gateway("g"))
    before = repr(drawn)

    check(diagram(drawn))

    assert repr(drawn) == before
