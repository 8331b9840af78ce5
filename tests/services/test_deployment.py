"""Deploying: versions, what makes one, and what refuses a file."""

import pytest

from engine.domain.identity import MACHINE
from engine.errors import DiagramInvalidError, NameConflictError, RefusedError
from engine.services.deployment import DeployOrder, SourceFile
from tests.services.diagrams import (
    CALLER,
    LETTER,
    PER_ITEM,
    PER_ITEM_FORMS,
    TWO_STEPS,
    WITH_RETURN,
    form,
)


def deploy(house, diagram, actor=MACHINE, **more):
    order = DeployOrder(files=[SourceFile(name="x.bpmn", content=diagram)], **more)
    return house.office.deployment.deploy(order, actor)


def codes(error):
    return [problem.code for problem in error.value.facts["problems"]]


def test_an_unchanged_file_makes_no_new_version(either_house):
    house = either_house
    first = deploy(house, TWO_STEPS)

    again = deploy(house, TWO_STEPS)

    assert [(one.version, one.unchanged) for one in first + again] == [
        (1, False),
        (1, True),
    ]


def test_a_changed_form_makes_a_new_version(house):
    deploy(house, PER_ITEM, forms=PER_ITEM_FORMS)

    (changed,) = deploy(house, PER_ITEM, forms={"isi": form("nilai", "catatan")})

    assert (changed.version, changed.unchanged) == (2, False)


def test_a_running_case_stays_with_the_version_it_was_started_in(house):
    deploy(house, TWO_STEPS)
    case = house.start("dua-langkah")

    deploy(house, TWO_STEPS.replace(b"PT30M", b"PT45M"))

    house.complete(house.open_task(case.id), house.staf)
    assert house.instance(case.id).definition == case.definition
    assert house.open_task(house.start("dua-langkah").id).standard_seconds == 2700


def test_lanes_make_the_roles_that_the_office_lacks(house):
    (deployed,) = deploy(house, TWO_STEPS.replace(b"kepala", b"lurah"))

    assert deployed.roles == ("lurah",)


def test_a_performer_that_is_no_role_yet_becomes_one_that_somebody_can_hold(house):
    drawn = TWO_STEPS.replace(
        b"<userTask ", b'<userTask mutubaku:performer="juru_arsip" '
    )

    (deployed,) = deploy(house, drawn)

    told = [one.code for one in deployed.problems]
    assert "performer_unknown" in told
    assert deployed.roles == ("Juru Arsip",)
    task = house.open_task(house.start("dua-langkah").id)
    house.complete(task, house.officer("juru", "juru_arsip"))
    assert house.open_task(task.instance).id != task.id


def test_another_process_under_the_same_key_is_refused(house):
    deploy(house, TWO_STEPS)
    other = TWO_STEPS.replace(b'name="Uji"', b'name="Lain"')

    with pytest.raises(NameConflictError):
        deploy(house, other)

    (replaced,) = deploy(house, other, replace=True)
    assert (replaced.version, replaced.name) == (2, "Lain")


@pytest.mark.parametrize(
    "diagram",
    [
        pytest.param(PER_ITEM, id="a form nobody knows"),
        pytest.param(WITH_RETURN, id="a template nobody knows"),
        pytest.param(CALLER, id="a process nobody knows"),
        pytest.param(b"no xml", id="no diagram"),
    ],
)
def test_what_a_diagram_names_must_be_there(house, diagram):
    with pytest.raises(DiagramInvalidError) as refused:
        deploy(house, diagram)

    assert len(codes(refused)) >= 1
    with house.office.database.read() as uow:
        assert uow.definitions.listing() == []


def test_forms_and_templates_of_the_version_before_are_known(house):
    deploy(house, WITH_RETURN, templates=LETTER)

    (changed,) = deploy(house, WITH_RETURN.replace(b"PT30M", b"PT20M"))

    assert changed.version == 2


def test_of_several_files_all_are_deployed_or_none(house):
    order = DeployOrder(
        files=[
            SourceFile(name="a.bpmn", content=TWO_STEPS),
            SourceFile(name="b.bpmn", content=b"<x/>"),
        ]
    )

    with pytest.raises(DiagramInvalidError):
        house.office.deployment.deploy(order, MACHINE)

    with house.office.database.read() as uow:
        assert uow.definitions.listing() == []


def test_deploying_needs_the_right_to_approve(house):
    with pytest.raises(RefusedError):
        deploy(house, TWO_STEPS, actor=house.staf)


def test_a_version_is_compiled_again_as_it_was_deployed(house, make_house):
    deploy(house, PER_ITEM, forms=PER_ITEM_FORMS)
    with house.office.database.read() as uow:
        first = house.office.library.latest(uow, "per-butir")
        stored = uow.definitions.latest("per-butir")

    again = house.office.library.loaded(stored)

    assert again.definition == first.definition
