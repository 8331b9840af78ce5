"""Reading an officer's work and keeping what they type, on both databases."""

from dataclasses import replace

import pytest

from engine.errors import (
    CaseQuotaError,
    DocumentNotFoundError,
    RefusedError,
    SubmissionInvalidError,
    TaskNotFoundError,
    TaskNotOpenError,
    VersionConflictError,
)
from engine.services.cases.worklist import Pile, Wanted
from engine.services.execution.meant import meant_by
from tests.services.diagrams import process

PDF = b"%PDF-1.7 " + b"x" * 100
TWO_STEPS = process(
    "p",
    '<startEvent id="s"/><userTask id="a" name="Menyusun data"/>'
    '<userTask id="b" name="Memeriksa data"/><endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
    '<sequenceFlow id="f2" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="f3" sourceRef="b" targetRef="e"/>',
    lanes={"staf": ["s", "a"], "kepala": ["b", "e"]},
)


@pytest.fixture
def given(either_house):
    """Return an office with a task of the staff."""
    either_house.deploy(TWO_STEPS)
    case = either_house.start("p")
    return either_house, either_house.open_task(case.id)


def listed(house, actor, pile):
    found = house.office.worklist.listing(actor, Wanted(pile=pile))
    return [item.task.id for item in found.items]


def test_a_task_wanders_through_the_three_piles(given):
    house, task = given
    piles = (Pile.SHARED, Pile.MINE, Pile.DONE)

    before = [listed(house, house.staf, pile) for pile in piles]
    house.office.inbox.claim(task.id, house.staf)
    held = [listed(house, house.staf, pile) for pile in piles]
    house.complete(task, house.staf)
    after = [listed(house, house.staf, pile) for pile in piles]

    assert before == [[task.id], [], []]
    assert held == [[], [task.id], []]
    assert after == [[], [], [task.id]]


def test_a_claimed_task_leaves_the_colleagues_pile(given):
    house, task = given

    house.office.inbox.claim(task.id, house.staf)

    assert listed(house, house.other_staf, Pile.SHARED) == []


def test_the_counts_tell_all_three_piles(given):
    house, task = given
    house.complete(task, house.staf)

    counts = house.office.worklist.counts(house.staf)

    assert (counts.mine, counts.shared, counts.ended) == (0, 0, 1)


def test_the_choices_are_the_sops_and_lanes_of_ones_roles(given):
    house, _ = given

    choices = house.office.worklist.choices(house.staf)

    assert [key for key, _ in choices.processes] == ["p"]
    assert list(choices.lanes) == ["staf"]


def test_a_page_of_the_inbox_asks_two_statements_however_many_tasks(house):
    house.deploy(TWO_STEPS)
    for _ in range(10):
        house.start("p")
    listed(house, house.staf, Pile.SHARED)

    with house.office.database.counted() as few:
        listed(house, house.staf, Pile.SHARED)

    assert few.statements == 2


def test_a_task_shows_the_steps_before_it_and_who_did_them(given):
    house, task = given
    house.complete(task, house.staf)
    after = house.open_task(task.instance)

    detail = house.office.task_details.detail(after.id, house.kepala)

    assert [one.task.id for one in detail.past] == [task.id]
    assert detail.past[0].task.assignee_name == "Staf"
    assert detail.may_act


def test_a_stranger_reads_no_task(given):
    house, task = given

    with pytest.raises(TaskNotFoundError):
        house.office.task_details.detail(task.id, house.stranger)


def test_what_became_of_a_case_names_the_next_task(given):
    house, task = given
    done = house.complete(task, house.staf)

    outcome = house.office.task_details.outcome(done.id, house.staf)

    assert [one.task.name for one in outcome.nexts] == ["Memeriksa data"]


def test_a_draft_is_kept_per_officer(given):
    house, task = given

    house.office.drafts.save(task.id, house.staf, {"catatan": "a"}, version=None)

    assert house.office.drafts.get(task.id, house.staf).data == {"catatan": "a"}
    assert house.office.drafts.get(task.id, house.other_staf) is None


def test_an_older_draft_never_overwrites_a_newer_one(given):
    house, task = given
    drafts = house.office.drafts
    first = drafts.save(task.id, house.staf, {"catatan": "a"}, version=None)
    drafts.save(task.id, house.staf, {"catatan": "b"}, version=first.version)

    for version in (None, first.version):
        with pytest.raises(VersionConflictError):
            drafts.save(task.id, house.staf, {"catatan": "c"}, version=version)

    assert drafts.get(task.id, house.staf).data == {"catatan": "b"}


def test_a_draft_of_an_ended_task_is_refused_but_stays_readable(given):
    house, task = given
    house.office.drafts.save(task.id, house.staf, {"catatan": "a"}, version=None)
    house.complete(task, house.other_staf)

    with pytest.raises(TaskNotOpenError):
        house.office.drafts.save(task.id, house.staf, {"catatan": "b"}, version=1)

    assert house.office.drafts.get(task.id, house.staf).data == {"catatan": "a"}


def test_who_may_not_do_a_task_drafts_nothing(given):
    house, task = given

    with pytest.raises(RefusedError):
        house.office.drafts.save(task.id, house.kepala, {}, version=None)
    with pytest.raises(TaskNotFoundError):
        house.office.drafts.save(task.id, house.stranger, {}, version=None)


def test_a_draft_that_no_database_can_keep_is_refused(given):
    house, task = given

    with pytest.raises(SubmissionInvalidError):
        house.office.drafts.save(task.id, house.staf, {"a": "\x00"}, version=None)


def test_a_file_is_kept_once_and_recorded(given):
    house, task = given

    file = house.office.uploads.add(task.id, house.staf, name="a.pdf", content=PDF)

    document, content = house.office.documents.content(file.id, house.staf)
    assert content == PDF
    assert document.media_type == "application/pdf"
    assert "file.added" in house.kinds(task.instance)


def test_a_file_is_taken_back_only_where_it_was_added(given):
    house, task = given
    file = house.office.uploads.add(task.id, house.staf, name="a.pdf", content=PDF)
    other = house.open_task(house.start("p").id)

    with pytest.raises(DocumentNotFoundError):
        house.office.uploads.remove(other.id, house.staf, file.id)
    house.office.uploads.remove(task.id, house.staf, file.id)

    assert house.kinds(task.instance)[-1] == "file.removed"


def test_the_files_of_a_case_together_keep_its_quota(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("p").id)
    large = b"%PDF-" + b"x" * 24_000_000
    for place in range(8):
        content = large + bytes([place])
        house.office.uploads.add(task.id, house.staf, name="a.pdf", content=content)

    with pytest.raises(CaseQuotaError):
        house.office.uploads.add(task.id, house.staf, name="b.pdf", content=large)


def test_kelengkapan_means_nothing_where_no_output_shares_half_its_words(given):
    house, task = given
    done = house.complete(task, house.staf)

    assert meant_by("Surat Tugas", [done], []) == ()
    assert meant_by("", [done], []) == ()


def test_kelengkapan_after_a_step_of_several_means_what_each_of_them_gave(given):
    house, task = given
    done = house.complete(task, house.staf)
    several = [replace(done, item_index=place) for place in range(3)]

    assert meant_by("Darf Kinerja dinas", several, []) == tuple(several)
    assert meant_by("Darf Kinerja dinas", [*several, done], []) == ()
    assert meant_by("", several, []) == ()
