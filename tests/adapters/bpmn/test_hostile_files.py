"""Files that nobody vouches for end in one clear sentence, soon."""

import gzip
import resource
import time

import pytest

from engine.domain.checking import check
from engine.errors import DiagramInvalidError
from engine.translations import LANGUAGES, sentence
from tests.adapters.bpmn.files import HEAD, file, process, read

BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
PLAIN = process().decode()


def _prolog(text):
    return PLAIN.replace("?>\n", f"?>\n{text}", 1).encode()


def _encoded(codec, declared=None):
    return PLAIN.replace("UTF-8", declared or codec).encode(codec)


REFUSED = [
    pytest.param(b"", "empty", id="nothing"),
    pytest.param(b" \n\t ", "empty", id="only blanks"),
    pytest.param(b"x" * (5 * 1024 * 1024 + 1), "too_large", id="over 5 MB"),
    pytest.param(b"<a>" * 17_000_000, "too_large", id="50 MB"),
    pytest.param(gzip.compress(process()), "compressed", id="gzip"),
    pytest.param(b"PK\x03\x04rest", "compressed", id="zip"),
    pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "not_xml", id="a picture"),
    pytest.param(bytes(range(256)) * 40, "not_xml", id="all bytes"),
    pytest.param(b"\x00" * 100, "not_xml", id="zeros"),
    pytest.param(b"\xff\xfe\xff", "encoding", id="half a letter of UTF-16"),
    pytest.param(b"\xef\xbb\xbf", "not_xml", id="only a mark"),
    pytest.param(b"Langkah 1: periksa", "not_xml", id="a text"),
    pytest.param(b"{}", "not_xml", id="JSON"),
    pytest.param(PLAIN[:300].encode(), "not_xml", id="cut off"),
    pytest.param(process("<userTask id='a'>"), "not_xml", id="not closed"),
    pytest.param(process("<task id='a' name='&company;'/>"), "not_xml", id="entity"),
    pytest.param(process("<task id='a' name='\x01'/>"), "not_xml", id="control"),
    pytest.param(b"<!DOCTYPE html><html></html>", "not_bpmn", id="HTML"),
    pytest.param(b"<html><body/></html>", "not_bpmn", id="XHTML"),
    pytest.param(b"<definitions/>", "not_bpmn", id="no namespace"),
    pytest.param(
        b'<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>', "not_bpmn", id="XPDL"
    ),
    pytest.param(
        b'<BusinessProcessDiagram xmlns="http://bpmn.org/1.1"/>',
        "not_bpmn",
        id="BPMN 1.x",
    ),
    pytest.param(
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        "not_bpmn",
        id="DMN",
    ),
    pytest.param(_prolog("<!DOCTYPE definitions>"), "doctype", id="bare DOCTYPE"),
    pytest.param(_prolog(BOMB), "doctype", id="a billion laughs"),
    pytest.param(
        _prolog('<!-- x --> <?y z?><!DOCTYPE d SYSTEM "file:///etc/passwd">'),
        "doctype",
        id="external entity behind a comment",
    ),
    pytest.param(
        _prolog('<!DOCTYPE d SYSTEM "http://localhost:9/x.dtd">')
        .decode()
        .encode("utf-16"),
        "doctype",
        id="DOCTYPE in UTF-16",
    ),
    pytest.param(
        process('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/>'),
        "xinclude",
        id="XInclude",
    ),
    pytest.param(
        PLAIN.replace("UTF-8", "UTF-7").encode(), "encoding", id="UTF-7 declared"
    ),
    pytest.param(_encoded("cp500"), "encoding", id="EBCDIC"),
    pytest.param(
        PLAIN.replace("Periksa", "Pérïksa").encode("latin-1"),
        "encoding",
        id="Latin-1 that says UTF-8",
    ),
    pytest.param(
        PLAIN.replace("UTF-8", "klingon").encode(), "encoding", id="no encoding at all"
    ),
    pytest.param(
        process("<subProcess id='x'>" * 300 + "</subProcess>" * 300),
        "too_deep",
        id="300 deep",
    ),
    pytest.param(
        process("<extensionElements>" + "<b>" * 40_000 + "</b>" * 40_000),
        "too_deep",
        id="40,000 deep",
    ),
    pytest.param(
        process("".join(f"<task id='t{n}'/>" for n in range(5_000))),
        "too_many_nodes",
        id="5,000 tasks",
    ),
    pytest.param(
        process(
            "".join(
                f"<sequenceFlow id='x{n}' sourceRef='s' targetRef='e'/>"
                for n in range(7_000)
            )
        ),
        "too_many_flows",
        id="7,000 arrows",
    ),
    pytest.param(
        process(f"<extensionElements>{'<x/>' * 250_000}</extensionElements>"),
        "too_many_elements",
        id="250,000 elements",
    ),
]


@pytest.mark.parametrize(("source", "code"), REFUSED)
def test_a_hostile_file_ends_in_one_clear_problem(source, code):
    begun = time.process_time()

    with pytest.raises(DiagramInvalidError) as raised:
        read(source)

    (told,) = raised.value.facts["problems"]
    assert told.code == code
    assert told.element is None
    assert time.process_time() - begun < 5
    for language in LANGUAGES:
        for key in (f"check.{code}", f"check.{code}.hint"):
            text = sentence(key, language, told.shown)
            assert text != key
            assert len(text) < 400


def test_every_problem_of_a_whole_file_has_a_case():
    told = {case.values[1] for case in REFUSED}

    assert told == {
        "compressed",
        "doctype",
        "empty",
        "encoding",
        "not_bpmn",
        "not_xml",
        "too_deep",
        "too_large",
        "too_many_elements",
        "too_many_flows",
        "too_many_nodes",
        "xinclude",
    }


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(PLAIN.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(_encoded("utf-16"), id="UTF-16 with a mark"),
        pytest.param(_encoded("utf-16-le", "UTF-16"), id="UTF-16 LE without"),
        pytest.param(_encoded("utf-16-be", "UTF-16"), id="UTF-16 BE without"),
        pytest.param(_encoded("windows-1252"), id="Windows"),
        pytest.param(_encoded("latin-1", "ISO-8859-1"), id="Latin-1"),
        pytest.param(b"\n\n" + PLAIN.encode(), id="blank lines first"),
        pytest.param(_prolog("<!-- <!DOCTYPE x> -->"), id="DOCTYPE in a comment"),
        pytest.param(
            PLAIN.replace("xmlns=", "xmlns:b=")
            .replace("<", "<b:")
            .replace("<b:/", "</b:")
            .replace("<b:?", "<?")
            .encode(),
            id="another prefix",
        ),
    ],
)
def test_a_readable_file_is_read_whatever_its_encoding(source):
    diagram = read(source)

    assert [one.id for one in diagram.processes[0].nodes] == ["s", "a", "e"]


def test_a_file_of_two_thousand_steps_is_checked_in_time_and_memory():
    steps = "".join(f"<userTask id='t{n}' name='{n}'/>" for n in range(1_990))
    flows = "".join(
        f"<sequenceFlow id='x{n}' sourceRef='t{n}' targetRef='t{n + 1}'/>"
        for n in range(1_989)
    )
    ends = (
        "<sequenceFlow id='y' sourceRef='e0' targetRef='t0'/>"
        "<sequenceFlow id='z' sourceRef='t1989' targetRef='e1'/>"
    )
    source = file(
        f'<process id="p"><startEvent id="e0"/>{steps}<endEvent id="e1"/>'
        f"{flows}{ends}</process>"
    )
    begun = time.process_time()

    found = check(read(source))

    assert found.processes[0].user_tasks == 1_990
    assert found.processes[0].canonical is not None
    assert time.process_time() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000  # kB


def test_nested_sub_processes_are_read_to_the_limit():
    inside = "<task id='deep'/>"
    for number in range(60):
        inside = f"<subProcess id='sub{number}'>{inside}</subProcess>"

    found = check(read(file(f"<process id='p'>{inside}</process>")))

    assert {one.code for one in found.problems} >= {"no_start", "no_end"}
    assert found.processes[0].canonical is not None


def test_a_boundary_event_that_sits_on_itself_is_refused_not_followed():
    inside = (
        "<userTask id='a'/><boundaryEvent id='b' attachedToRef='b'/>"
        "<sequenceFlow id='x' sourceRef='b' targetRef='e'/>"
    )

    found = check(read(process(inside)))

    assert "boundary_unattached" in {one.code for one in found.problems}


def test_what_head_and_foot_of_a_file_may_hold_is_not_mistaken_for_a_process():
    assert read(f"{HEAD}</definitions>".encode()).processes == ()


def test_very_many_attributes_are_read_in_passing():
    many = " ".join(f'x:a{place}="1"' for place in range(20_000))
    source = process(f"<task id='a' name='A' xmlns:x='https://x.example' {many}/>")
    started = time.process_time()

    diagram = read(source)

    assert time.process_time() - started < 2
    assert [node.id for node in diagram.processes[0].nodes] == ["s", "a", "e"]


def test_a_step_keeps_its_id_when_something_beside_the_flow_has_it_too():
    source = process().replace(b"<definitions ", b"<definitions id='a' ", 1)

    diagram = read(source)

    ends = [(flow.source, flow.target) for flow in diagram.processes[0].flows]
    assert ends == [("s", "a"), ("a", "e")]
    assert {odd.code for odd in diagram.oddities} == {"duplicate_id_beside"}
