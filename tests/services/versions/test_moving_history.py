"""What was done before a case moved is read, and made, as the version before says."""

from tests.services.diagrams import (
    END,
    LETTER,
    START,
    TWO_STEPS,
    flow,
    process,
    standard,
    task,
)
from tests.services.versions.test_moving import move, order


def test_a_step_that_was_done_before_can_still_be_read(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    done = house.complete(house.open_task(case.id), house.staf)
    house.deploy(
        process(
            "dua-langkah",
            START
            + task("B")
            + standard("B", "PT1H")
            + END
            + flow("mulai", "B")
            + flow("B", "selesai"),
            lanes={"staf": ["mulai"], "kepala": ["B", "selesai"]},
        )
    )

    (outcome,) = move(house, order("dua-langkah"))

    assert outcome.moved
    detail = house.office.task_details.detail(done.id, house.staf)
    assert detail.step.name == "Langkah A"
    assert house.office.readings.casebook.case(case.id, house.staf) is not None


LETTERED = process(
    "bersurat",
    START
    + task(
        "A",
        inner='<extensionElements><mutubaku:document template="surat"/></extensionElements>',
    )
    + standard("A", "PT30M")
    + task("B")
    + standard("B", "PT1H")
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "selesai"),
    lanes={"staf": ["mulai", "A"], "kepala": ["B", "selesai"]},
)


def test_a_letter_owed_by_an_earlier_version_is_made_by_that_version(house):
    house.deploy(LETTERED, templates=LETTER)
    case = house.start("bersurat")
    house.complete(house.open_task(case.id), house.staf)
    house.deploy(TWO_STEPS.replace(b"dua-langkah", b"bersurat"))

    (outcome,) = move(house, order("bersurat"))
    house.office.documents.make_pending(case.id)

    assert outcome.moved
    assert house.renderer.contexts[-1]["langkah"]["nama"] == "Langkah A"
