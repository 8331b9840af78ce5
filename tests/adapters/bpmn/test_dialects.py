"""Words of other products are read where they mean the same."""

import pytest

from engine.domain.checking import Known, check
from engine.domain.diagram import EventKind, MutuBaku, Repetition, TimerText
from engine.domain.durations import parse_duration
from tests.adapters.bpmn.files import file, node, process, read

FORMS = [
    pytest.param("<userTask id='a' mutubaku:form='x'/>", False, id="ours"),
    pytest.param("<userTask id='a' camunda:formKey='x'/>", True, id="Camunda 7"),
    pytest.param("<userTask id='a' camunda:formRef='x'/>", True, id="Camunda form"),
    pytest.param("<userTask id='a' activiti:formKey='x'/>", True, id="Activiti"),
    pytest.param("<userTask id='a' flowable:formKey='x'/>", True, id="Flowable"),
    pytest.param(
        "<userTask id='a'><extensionElements><zeebe:formDefinition formId='x'/>"
        "</extensionElements></userTask>",
        True,
        id="Camunda 8",
    ),
    pytest.param(
        "<userTask id='a'><extensionElements><zeebe:formDefinition formKey='x'/>"
        "</extensionElements></userTask>",
        True,
        id="Camunda 8 key",
    ),
    pytest.param(
        "<userTask id='a'><extensionElements><spiffworkflow:properties>"
        "<spiffworkflow:property name='formJsonSchemaFilename' value='x'/>"
        "</spiffworkflow:properties></extensionElements></userTask>",
        True,
        id="SpiffWorkflow",
    ),
]


@pytest.mark.parametrize(("xml", "is_foreign"), FORMS)
def test_a_form_key_is_read_in_every_dialect(xml, is_foreign):
    found = node(process(xml))

    assert (found.form, found.form_is_foreign) == ("x", is_foreign)


def _accepted(step):
    """Return the checked process of a file and its step `a` as it runs."""
    (found,) = check(read(process(step))).processes
    assert found.canonical is not None
    return found, next(one for one in found.canonical.nodes if one.id == "a")


def test_our_own_word_wins_over_a_vendors():
    found = node(process("<userTask id='a' camunda:formKey='y' mutubaku:form='x'/>"))

    assert (found.form, found.form_is_foreign) == ("x", False)


@pytest.mark.parametrize(
    ("xml", "role"),
    [
        pytest.param("mutubaku:performer='kasi'", "kasi", id="ours"),
        pytest.param("camunda:candidateGroups='Kasi Umum'", "kasi_umum", id="group"),
        pytest.param("flowable:assignee='kasi'", "kasi", id="assignee"),
        pytest.param("camunda:assignee='${x}'", None, id="an expression"),
    ],
)
def test_a_performer_becomes_a_role(xml, role):
    _, step = _accepted(f"<userTask id='a' {xml}/>")

    assert step.performer == role


@pytest.mark.parametrize(
    ("owner", "words", "role"),
    [
        pytest.param("potentialOwner", "accountancy", "accountancy", id="plain"),
        pytest.param("potentialOwner", "group(kasi umum)", "kasi_umum", id="group"),
        pytest.param("humanPerformer", "user(kermit)", "kermit", id="user"),
        pytest.param("potentialOwner", "${initiator}", None, id="an expression"),
    ],
)
def test_an_owner_in_bpmns_own_words_becomes_a_role(owner, words, role):
    _, step = _accepted(
        f"<userTask id='a'><{owner}><resourceAssignmentExpression>"
        f"<formalExpression>{words}</formalExpression>"
        f"</resourceAssignmentExpression></{owner}></userTask>"
    )

    assert step.performer == role


def test_zeebes_assignment_becomes_a_role():
    xml = (
        "<userTask id='a'><extensionElements>"
        "<zeebe:assignmentDefinition candidateGroups='kasi'/>"
        "</extensionElements></userTask>"
    )

    found = node(process(xml))

    assert (found.performer, found.performer_is_foreign) == ("kasi", True)


@pytest.mark.parametrize(
    ("xml", "due", "standard"),
    [
        pytest.param("mutubaku:due='batas'", "batas", None, id="ours"),
        pytest.param("camunda:dueDate='P3D'", None, "P3D", id="a duration"),
        pytest.param("camunda:dueDate='2026-01-31'", '"2026-01-31"', None, id="a day"),
        pytest.param("flowable:dueDate='${batas}'", "${batas}", None, id="a name"),
        pytest.param("camunda:dueDate='${now().plus(3)}'", None, None, id="a call"),
    ],
)
def test_a_due_date_is_read_as_date_or_standard(xml, due, standard):
    found, step = _accepted(f"<userTask id='a' {xml}/>")

    assert step.due == due
    expected = parse_duration(standard) if standard else None
    assert getattr(found.standards.get(step.id), "duration", None) == expected


def _many(inside, attributes=""):
    return (
        f"<userTask id='a'><multiInstanceLoopCharacteristics {attributes}>"
        f"{inside}</multiInstanceLoopCharacteristics></userTask>"
    )


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(
            _many("", "mutubaku:collection='seksi' mutubaku:item='satu'"),
            Repetition(collection="seksi", item="satu"),
            id="ours",
        ),
        pytest.param(
            _many("", "camunda:collection='${seksi}' camunda:elementVariable='satu'"),
            Repetition(collection="${seksi}", item="satu"),
            id="Camunda 7",
        ),
        pytest.param(
            _many(
                "<extensionElements><zeebe:loopCharacteristics"
                " inputCollection='= seksi' inputElement='satu'/></extensionElements>",
                "isSequential='true'",
            ),
            Repetition(collection="= seksi", item="satu", sequential=True),
            id="Camunda 8",
        ),
        pytest.param(
            _many(
                "<loopDataInputRef>seksi</loopDataInputRef><inputDataItem name='satu'/>"
            ),
            Repetition(collection="seksi", item="satu"),
            id="the standard's",
        ),
        pytest.param(
            _many(
                "<loopCardinality>3</loopCardinality>"
                "<completionCondition>x &gt; 2</completionCondition>"
            ),
            Repetition(cardinality="3", completion_condition="x > 2"),
            id="a number",
        ),
        pytest.param(
            "<userTask id='a'><standardLoopCharacteristics testBefore='true'"
            " loopMaximum='4'><loopCondition>x</loopCondition>"
            "</standardLoopCharacteristics></userTask>",
            Repetition(is_loop=True, loop_condition="x", test_before=True, maximum=4),
            id="a loop",
        ),
    ],
)
def test_a_repetition_is_read_in_every_dialect(xml, expected):
    assert node(process(xml)).repetition == expected


def test_everything_of_ours_on_a_step_is_read_verbatim():
    xml = (
        "<userTask id='a' name=' Periksa \n berkas ' mutubaku:clock='claimed'>"
        "<documentation>Baca dulu.</documentation><extensionElements>"
        "<mutubaku:mutuBaku kelengkapan='Disposisi ' output='Surat' keterangan='SK'/>"
        "<mutubaku:document template='surat'/><mutubaku:document template='nota'/>"
        "</extensionElements></userTask>"
    )

    found = node(process(xml))

    assert found.name == "Periksa berkas"
    assert found.clock == "claimed"
    assert found.documentation == "Baca dulu."
    assert found.documents == ("surat", "nota")
    assert found.mutu_baku == MutuBaku(
        kelengkapan="Disposisi ", output="Surat", keterangan="SK"
    )


def test_the_identity_block_is_read_with_its_lists():
    xml = (
        "<process id='p'><extensionElements><mutubaku:sop nomor='800/03'"
        " dasarHukum='UU 25&#10;&#10;PP 8' tanggalEfektif='2024-08-13'/>"
        "</extensionElements><task id='a'/></process>"
    )

    identity = read(file(xml)).processes[0].identity

    assert identity.nomor == "800/03"
    assert identity.dasar_hukum == ("UU 25", "PP 8")
    assert identity.tanggal_efektif == "2024-08-13"


def test_events_find_definitions_and_names_at_the_top_of_the_file():
    xml = (
        "<message id='m' name='Berkas masuk'/><timerEventDefinition id='t'>"
        "<timeDuration>PT5M</timeDuration></timerEventDefinition>"
        "<process id='p'><intermediateCatchEvent id='a'>"
        "<messageEventDefinition messageRef='m'/></intermediateCatchEvent>"
        "<intermediateCatchEvent id='b'><eventDefinitionRef>t</eventDefinitionRef>"
        "</intermediateCatchEvent></process>"
    )

    waiting, timed = read(file(xml)).processes[0].nodes

    assert (waiting.event, waiting.event_ref) == (EventKind.MESSAGE, "Berkas masuk")
    assert timed.timer == TimerText(duration="PT5M")


def test_the_innermost_lane_wins_and_pools_name_processes():
    xml = (
        "<collaboration id='c'><participant id='x' name='Kecamatan' processRef='p'/>"
        "</collaboration><process id='p'><laneSet><lane id='l1' name='Kantor'>"
        "<flowNodeRef>a</flowNodeRef><flowNodeRef>gone</flowNodeRef><childLaneSet>"
        "<lane id='l2' name='Camat' mutubaku:role='camat'><flowNodeRef>a</flowNodeRef>"
        "</lane></childLaneSet></lane></laneSet><task id='a'/></process>"
    )

    diagram = read(file(xml))

    (process_read,) = diagram.processes
    assert process_read.pool == "Kecamatan"
    assert process_read.nodes[0].lane == "l2"
    assert [(lane.role, lane.parent) for lane in process_read.lanes] == [
        (None, None),
        ("camat", "l1"),
    ]
    assert [one.code for one in diagram.oddities] == ["lane_member_missing"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<task id='a'/><task id='a'/>", "duplicate_id"),
        ("<task id='a'/><task/>", "id_missing"),
        ("<task id='a'/><choreographyTask id='c'/>", "element_unknown"),
        ("<task id='a' mutubaku:frm='x'/>", "own_word_unknown"),
        (
            "<task id='a'><extensionElements><mutubaku:mutuBaku isi='x'/>"
            "</extensionElements></task>",
            "own_word_unknown",
        ),
        (
            "<laneSet><lane id='l'><flowNodeRef>a</flowNodeRef></lane><lane id='m'>"
            "<flowNodeRef>a</flowNodeRef></lane></laneSet><task id='a'/>",
            "step_in_two_lanes",
        ),
        (
            "<task id='a'><extensionElements><x id='m'/></extensionElements></task>"
            "<intermediateCatchEvent id='i'><messageEventDefinition id='m'/>"
            "</intermediateCatchEvent>",
            "duplicate_id_beside",
        ),
    ],
)
def test_what_values_cannot_show_is_told_as_an_oddity(xml, code):
    assert code in {one.code for one in read(process(xml)).oddities}


def test_a_called_process_and_a_condition_are_read_without_prefixes():
    xml = (
        "<callActivity id='a' calledElement='tns:lain'/>"
        "<sequenceFlow id='f3' sourceRef='tns:a' targetRef='e'><conditionExpression"
        " xsi:type='tFormalExpression' language='feel'> x = 1 </conditionExpression>"
        "</sequenceFlow>"
    )

    diagram = read(process(xml))

    assert node(process(xml)).called == "lain"
    flow = next(one for one in diagram.processes[0].flows if one.id == "f3")
    assert (flow.source, flow.condition, flow.language) == ("a", "x = 1", "feel")
    known = Known(processes=frozenset({"lain"}), strict=True)
    assert "call_unknown" not in {p.code for p in check(diagram, known=known).problems}
