"""What is different between two versions is told as people speak of it."""

import itertools
from datetime import timedelta

import pytest

from engine.domain.differences import ChangeKind
from engine.domain.durations import WorkDuration
from engine.domain.identity import Right
from engine.domain.sop_drafts import SopFiles
from engine.domain.values import ProcessKey
from engine.errors import ProcessNotFoundError, RefusedError
from tests.services.diagrams import (
    END,
    LETTER,
    PER_ITEM,
    PER_ITEM_FORMS,
    START,
    TWO_STEPS,
    WITH_ALARM,
    WITH_RETURN,
    flow,
    form,
    process,
    standard,
    task,
)


def row(*steps: str, key: str = "baris") -> bytes:
    body = START + "".join(task(one) + standard(one, "PT30M") for one in steps) + END
    line = ["mulai", *steps, "selesai"]
    arrows = "".join(flow(a, b) for a, b in itertools.pairwise(line))
    return process(key, body + arrows, lanes={"staf": line})


def compared(house, *versions, key="baris", **files):
    for one in versions:
        house.deploy(one, **files)
    return house.office.comparing.compare(ProcessKey(key), house.staf)


def kinds(found):
    return {one.element: one.kind.value for one in found.difference.steps}


def fields(found, element):
    (step,) = [one for one in found.difference.steps if one.element == element]
    return {one.field: (one.before, one.after) for one in step.fields}


def test_equal_versions_have_no_difference(house):
    again = row("A", "B").replace(b"Definitions_1", b"Definitions_2")

    found = compared(house, row("A", "B"), again)

    assert found.difference.is_empty
    assert (found.before.version, found.after.version) == (1, 2)


def test_steps_come_and_go(house):
    found = compared(house, row("A", "B", "C"), row("A", "X", "C"))

    assert kinds(found) == {"B": "removed", "X": "added"}
    assert [one.element for one in found.difference.steps] == ["B", "X"]


def test_of_two_steps_that_changed_places_one_has_moved(house):
    found = compared(house, row("A", "B", "C", "D"), row("A", "C", "D", "B"))

    assert kinds(found) == {"B": "moved"}
    (moved,) = found.difference.steps
    assert moved.places == (2, 4)


def test_a_standard_is_told_as_it_was_and_as_it_is(house):
    found = compared(
        house, TWO_STEPS, TWO_STEPS.replace(b"PT30M", b"P2D"), key="dua-langkah"
    )

    assert fields(found, "A") == {
        "standard": (
            WorkDuration(time=timedelta(minutes=30)),
            WorkDuration(days=2),
        )
    }


def test_lane_and_text_of_one_step_are_two_changes(house):
    changed = TWO_STEPS.replace(b"Langkah B", b"Langkah akhir").replace(
        b'name="kepala" mutubaku:role="kepala"', b'name="tamu" mutubaku:role="tamu"'
    )

    found = compared(house, TWO_STEPS, changed, key="dua-langkah")

    assert fields(found, "B") == {
        "name": ("Langkah B", "Langkah akhir"),
        "lane": ("kepala", "tamu"),
    }


def test_a_decision_is_told_by_its_buttons(house):
    changed = WITH_RETURN.replace(b'name="Tidak"', b'name="Perbaiki"')

    found = compared(
        house, WITH_RETURN, changed, key="dengan-kembali", templates=LETTER
    )

    assert fields(found, "B")["choices"] == (
        ("Ya → Selesai", "Tidak → Langkah A"),
        ("Ya → Selesai", "Perbaiki → Langkah A"),
    )


def test_the_fields_of_a_form_that_changed_are_named(house):
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)
    house.deploy(PER_ITEM, forms={"isi": form("nilai", "catatan")})

    found = house.office.comparing.compare(ProcessKey("per-butir"), house.staf)

    (changed,) = found.difference.forms
    assert (changed.key, changed.added, changed.removed) == ("isi", ("catatan",), ())
    assert found.difference.steps == ()


def test_a_template_that_changed_is_named(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    other = {key: f"{text}<p>baru</p>" for key, text in LETTER.items()}
    house.deploy(WITH_RETURN, templates=other)

    found = house.office.comparing.compare(ProcessKey("dengan-kembali"), house.staf)

    assert {one.key for one in found.difference.templates} == set(LETTER)


def test_a_timer_that_changed_is_another_element(house):
    changed = WITH_ALARM.replace(b"PT1H", b"PT3H", 1)

    found = compared(house, WITH_ALARM, changed, key="dengan-alarm")

    (other,) = found.difference.others
    assert (other.element, other.kind) == ("Alarm", ChangeKind.CHANGED)
    assert {one.field: one.after for one in other.fields} == {"time": "PT3H"}


def test_a_draft_is_compared_with_the_version_in_force(house):
    author = house.officer("penyusun", "penyusun", Right.DRAFT)
    house.deploy(row("A", "B"))
    seen = house.office.sop_drafts.open(author, ProcessKey("baris"))
    files = SopFiles(diagram=row("A", "B", "C"))
    house.office.sop_drafts.save(
        author, ProcessKey("baris"), files, seen.draft.revision
    )

    found = house.office.comparing.compare(ProcessKey("baris"), author, draft=True)

    assert kinds(found) == {"C": "added"}
    assert (found.before.version, found.after.version) == (1, None)
    with pytest.raises(RefusedError):
        house.office.comparing.compare(ProcessKey("baris"), house.staf, draft=True)


def test_one_version_alone_cannot_be_compared(house):
    house.deploy(row("A"))

    for versions in ((None, None), (1, 7), (7, 1)):
        with pytest.raises(ProcessNotFoundError):
            house.office.comparing.compare(ProcessKey("baris"), house.staf, *versions)
