"""Decision tables are deployed beside diagrams, and answer in real cases."""

import pytest

from engine.domain.identity import MACHINE
from engine.domain.instances import InstanceState
from engine.errors import DiagramInvalidError, KernelError
from engine.services.deployment import DeployOrder, SourceFile
from tests.services.diagrams import TWO_STEPS
from tests.services.ruled import JALUR, RULED, dmn_table


def deploy(house, *files, **more):
    order = DeployOrder(
        files=[
            SourceFile(name=f"{at}.{kind}", content=content)
            for at, (kind, content) in enumerate(files)
        ],
        **more,
    )
    return house.office.deployment.deploy(order, MACHINE)


def codes(error):
    return [problem.code for problem in error.value.facts["problems"]]


def events(house, case, kind):
    with house.office.database.read() as uow:
        found = uow.events.of_instance(case, limit=100).items
    return [one.event.facts for one in found if one.event.kind == kind]


@pytest.mark.parametrize(("nilai", "way"), [(3, "cepat"), (7, "biasa")])
def test_a_table_answers_in_the_completion_before_it(either_house, nilai, way):
    house = either_house
    deploy(house, ("bpmn", RULED), ("dmn", JALUR))
    case = house.start("berjalur")

    house.complete(house.open_task(case.id), house.staf, data={"nilai": nilai})

    assert house.open_task(case.id).element == way
    assert house.instance(case.id).data["jalur"] == way
    (told,) = events(house, case.id, "decision.made")
    assert (told["table"], told["name"]) == ("pilih-jalur", "Pilih jalur")
    assert told["rows"] == [1 if way == "cepat" else 2]
    assert told["answer"] == f'{{"jalur":"{way}"}}'


def test_the_same_table_in_another_spelling_makes_no_new_version(house):
    deploy(house, ("bpmn", RULED), ("dmn", JALUR))
    spelt = JALUR.replace(b"<rule>", b"\n  <rule>").replace(
        b"https://www.omg.org/spec/DMN/20191111/MODEL/",
        b"http://www.omg.org/spec/DMN/20180521/MODEL/",
    )

    (again,) = deploy(house, ("bpmn", RULED), ("dmn", spelt))
    (alone,) = deploy(house, ("bpmn", RULED))

    assert (again.version, again.unchanged) == (1, True)
    assert (alone.version, alone.unchanged) == (1, True)


def test_a_changed_table_makes_a_version_and_running_cases_keep_theirs(house):
    deploy(house, ("bpmn", RULED), ("dmn", JALUR))
    case = house.start("berjalur")
    changed = dmn_table([("-", '"cepat"')])

    (deployed,) = deploy(house, ("bpmn", RULED), ("dmn", changed))

    house.complete(house.open_task(case.id), house.staf, data={"nilai": 9})
    assert (deployed.version, deployed.unchanged) == (2, False)
    assert house.open_task(case.id).element == "biasa"
    later = house.start("berjalur")
    house.complete(house.open_task(later.id), house.staf, data={"nilai": 9})
    assert house.open_task(later.id).element == "cepat"


def test_a_missing_table_is_refused_and_named(house):
    with pytest.raises(DiagramInvalidError) as refused:
        deploy(house, ("bpmn", RULED))

    assert "decision_unknown" in codes(refused)


def test_a_table_with_mistakes_refuses_the_whole_and_names_each_cell(house):
    broken = dmn_table([("nilai > 5", "1"), ("-", "__import__(1)")])

    with pytest.raises(DiagramInvalidError) as refused:
        deploy(house, ("bpmn", RULED), ("dmn", broken))

    assert codes(refused) == ["table_cell_unreadable", "table_output_unreadable"]
    assert refused.value.facts["file"] == "1.dmn"
    assert not house.office.deployment.is_deployed("berjalur")


def test_tables_without_a_diagram_are_refused(house):
    with pytest.raises(DiagramInvalidError) as refused:
        deploy(house, ("dmn", JALUR))

    assert codes(refused) == ["dmn_alone"]


def test_what_of_a_file_is_no_usable_table_is_told_with_the_version(house):
    other = JALUR.replace(
        b"</definitions>",
        b'<decision id="x"><literalExpression/></decision></definitions>',
    )

    (deployed,) = deploy(house, ("bpmn", RULED), ("dmn", other))

    assert "table_no_table" in {one.code for one in deployed.problems}


def test_two_matches_of_a_unique_table_leave_the_case_where_it_was(house):
    unclear = dmn_table([("&lt; 5", "1"), ("&lt; 9", "2")], hit="UNIQUE")
    deploy(house, ("bpmn", RULED), ("dmn", unclear))
    case = house.start("berjalur")

    with pytest.raises(KernelError) as refused:
        house.complete(house.open_task(case.id), house.staf, data={"nilai": 3})

    assert refused.value.facts["reason"] == "ruling.not_unique"
    assert refused.value.facts["rows"] == [1, 2]
    assert house.open_task(case.id).element == "isi"
    assert house.instance(case.id).state is InstanceState.RUNNING
    house.complete(house.open_task(case.id), house.staf, data={"nilai": 7})
    assert house.instance(case.id).data["jalur"] == 2


def test_a_version_without_tables_has_the_checksum_that_it_always_had(house):
    (first,) = deploy(house, ("bpmn", TWO_STEPS))

    (again,) = deploy(house, ("bpmn", TWO_STEPS), ("dmn", JALUR))

    assert (first.unchanged, again.unchanged) == (False, True)
