"""A checked process becomes a definition: steps, numbers, decisions, lanes."""

import pytest

from engine.domain.checking import Known
from engine.domain.compiling import compile_definition, role_key_of
from engine.domain.diagram import (
    Lane,
    MutuBaku,
    Repetition,
    SopIdentity,
    TimerText,
    WaitKind,
)
from engine.domain.durations import parse_duration
from engine.domain.values import DefinitionId, ElementId, RoleKey
from tests.domain.checking.drawing import (
    event,
    gateway,
    node,
    report,
    running,
    standard,
    timer,
)

YES_NO = "g>b:Ya|g>a:Kembalikan|b>e"


def compiled(arrows, *nodes, known=None, **more):
    """Return the definition of a diagram in short form."""
    checked = running(arrows, *nodes, known=known, **more)
    fields = known.forms if known else None
    return compile_definition(
        checked,
        version=1,
        definition_id=DefinitionId("d"),
        checksum="c",
        form_fields=fields,
    )


def test_a_step_carries_everything_people_see_of_it():
    made = compiled(
        "s>a|a>e",
        node(
            "a",
            name="Periksa",
            documentation="Baca dulu.",
            form="f",
            performer="=x",
            documents=("surat",),
            mutu_baku=MutuBaku(output="Surat"),
            repetition=Repetition(collection="x", item="satu"),
        ),
        standard("a", "PT45M"),
        identity=SopIdentity(nomor="800"),
    )

    step = made.steps["a"]
    assert (step.name, step.number, step.kind) == ("Periksa", 1, WaitKind.USER)
    assert (step.lane, step.role, step.performer) == ("Petugas", "petugas", "=x")
    assert step.standard.duration == parse_duration("PT45M")
    assert (step.form, step.documents) == ("f", ("surat",))
    assert (step.instructions, step.mutu_baku.output) == ("Baca dulu.", "Surat")
    assert (step.repeats, step.item, step.looped) == (True, "satu", False)
    assert made.identity.nomor == "800"
    assert (made.id, made.key, made.version, made.checksum) == ("d", "p", 1, "c")


def test_steps_are_numbered_as_a_case_meets_them_without_those_that_have_a_due_date():
    made = compiled(
        "b>c|s>a|a>d|d>b|c>e", node("c"), node("b"), node("d", due="batas"), node("a")
    )

    assert [(step.element, step.number) for step in made.steps.values()] == [
        ("a", 1),
        ("d", None),
        ("b", 2),
        ("c", 3),
    ]


def test_only_steps_count_no_questions_and_no_messages():
    made = compiled(
        "s>m|m>g|g>b:Ya|g>e:Tidak|b>e",
        event("m", "intermediateCatchEvent", "message"),
        gateway("g", name="Lengkap?"),
    )

    assert {step.element: step.number for step in made.steps.values()} == {
        "m": None,
        "g": None,
        "b": 1,
    }
    assert made.steps["g"].kind is WaitKind.QUESTION
    assert made.steps["g"].name == "Lengkap?"


def test_the_steps_of_a_sub_process_stand_where_it_stands():
    made = compiled(
        "s>a|a>sub|sub>c|c>e|t>b|b>u",
        node("sub", "subProcess"),
        node("c"),
        node("t", "startEvent", parent="sub"),
        node("b", parent="sub"),
        node("u", "endEvent", parent="sub"),
    )

    assert list(made.steps) == ["a", "b", "c"]


def test_a_decision_says_what_each_button_does_and_where_it_leads():
    made = compiled(f"s>a|a>g|{YES_NO}", gateway("g", name="Setuju?"))

    decision = made.steps["a"].decision
    assert (decision.gateway, decision.question) == ("g", "Setuju?")
    told = [(c.label, c.flow, c.target_name, c.leads_back) for c in decision.choices]
    assert told == [("Ya", "g>b", "B", False), ("Kembalikan", "g>a", "A", True)]
    assert decision.default.label == "Ya"


def test_the_next_step_is_named_past_gateways_and_events():
    made = compiled(
        "s>a|a>g|g>t:Ya|g>e:Tidak|t>m|m>b|b>e",
        gateway("g"),
        event("t", "intermediateThrowEvent"),
        gateway("m", name=""),
    )

    assert made.steps["a"].decision.choices[0].target_name == "B"


def test_a_step_without_a_form_asks_for_what_conditions_read_and_no_form_fills():
    known = Known(forms={"f": frozenset({"x"})})

    made = compiled(
        "s>a|a>b|b>g|g>c?x > 1 and y > 2|g>e?z|c>e",
        node("b", form="f"),
        gateway("g"),
        known=known,
    )

    assert made.steps["a"].fields == ("y", "z")
    assert made.steps["b"].fields == ()
    assert made.steps["c"].fields == ("y", "z")


def test_the_answers_of_a_repeated_step_are_no_field():
    made = compiled(
        "s>a|a>g|g>b?len(a) > 1|g>e?len(a) <= 1|b>e",
        node("a", repetition=Repetition(cardinality="3")),
        gateway("g"),
    )

    assert made.steps["b"].fields == ()


def test_cycles_and_calls_are_kept_apart_from_the_flow():
    made = compiled(
        "s>a|a>c|c>e|t>a",
        node("c", "callActivity", called="lain"),
        timer("t", "startEvent", timer=TimerText(cycle="30 7 1 * *"), name="Bulanan"),
    )

    assert [(cycle.name, cycle.text) for cycle in made.cycles] == [
        ("Bulanan", "30 7 1 * *")
    ]
    assert made.calls == ("lain",)


def test_a_message_on_a_boundary_is_a_wait_of_the_steps_lane():
    made = compiled(
        "s>a|a>e|m>e",
        event("m", "boundaryEvent", "message", attached_to="a", lane="nowhere"),
    )

    assert made.steps["m"].kind is WaitKind.MESSAGE
    assert made.steps["m"].role == "petugas"


def test_a_lane_stands_for_the_role_it_names_or_the_office_gives():
    lanes = [Lane(id="x", name="Kasi Umum", role="kasi_umum_1")]
    checked = running("s>a|a>e", node("a", lane="x"), lanes=lanes)

    alone = compile_definition(
        checked, version=1, definition_id=DefinitionId("d"), checksum=""
    )
    office = compile_definition(
        checked,
        version=1,
        definition_id=DefinitionId("d"),
        checksum="",
        role_of=lambda lane: RoleKey(f"kantor-{lane.id}"),
    )

    assert alone.lanes[0].role == alone.steps[ElementId("a")].role == "kasi_umum_1"
    assert office.lanes[0].role == office.steps[ElementId("a")].role == "kantor-x"


def test_what_the_check_refused_cannot_be_compiled():
    refused = report("s>a|a>e|b>e").processes[0]

    with pytest.raises(ValueError, match="refused"):
        compile_definition(
            refused, version=1, definition_id=DefinitionId("d"), checksum=""
        )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kasubag Umum & Kepegawaian", "kasubag_umum_kepegawaian"),
        ("  Camat ", "camat"),
        ("Küche/Gäste", "kuche_gaste"),
        ("", "peran"),
        ("课长", "u8bfe_u957f"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_role_key_is_made_of_plain_letters(name, key):
    assert role_key_of(name) == key
