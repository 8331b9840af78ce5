"""Drafts are approved by somebody else, and become versions that say by whom."""

from datetime import datetime

import pytest

from engine.domain.identity import Right
from engine.domain.sop_drafts import SopFiles
from engine.domain.values import ProcessKey
from engine.errors import (
    DraftConflictError,
    DraftExistsError,
    DraftSubmittedError,
    FourEyesError,
    NothingChangedError,
    ProcessNotFoundError,
    ReasonMissingError,
    RefusedError,
    SubmissionGoneError,
    VersionInUseError,
)
from tests.services.diagrams import TWO_STEPS

KEY = ProcessKey("dua-langkah")
SLOWER = TWO_STEPS.replace(b"PT30M", b"PT2H")


@pytest.fixture
def people(either_house):
    house = either_house
    house.author = house.officer("penyusun", "penyusun", Right.DRAFT)
    house.both = house.officer("kasubag", "kasubag", Right.DRAFT, Right.APPROVE)
    house.camat = house.officer("camat", "camat", Right.APPROVE)
    house.deploy(TWO_STEPS)
    return house


def drafted(house, actor, diagram=SLOWER):
    """Let somebody save a changed draft and hand it in."""
    drafts = house.office.sop_drafts
    seen = drafts.open(actor, KEY)
    saved = drafts.save(actor, KEY, SopFiles(diagram=diagram), seen.draft.revision)
    return house.office.approvals.submit(
        KEY, actor, revision=saved.revision, note="Waktu baku diperbarui"
    )


def newest(house):
    with house.office.database.read() as uow:
        return uow.definitions.latest(KEY)


def test_what_one_drafts_another_approves(people):
    waiting = drafted(people, people.author)

    version = people.office.approvals.approve(KEY, waiting.id, people.camat)

    stored = newest(people)
    assert (version, stored.version) == (2, 2)
    assert (stored.author, stored.note) == (people.author.user, "Waktu baku diperbarui")
    (line, _) = people.office.versions.page(KEY, people.staf).lines
    assert line.approval.decided_name == "Camat"
    assert line.in_force


def test_the_approved_sop_says_who_approved_it_and_when(people):
    waiting = drafted(people, people.author)

    people.office.approvals.approve(KEY, waiting.id, people.camat)

    with people.office.database.read() as uow:
        identity = people.office.library.latest(uow, KEY).definition.identity
    assert identity.disahkan_oleh == "Camat"
    assert identity.tanggal_revisi == "2024-08-19"
    assert identity.tanggal_efektif == "2024-08-19"


def test_who_drafted_does_not_approve_while_another_can(people):
    waiting = drafted(people, people.both)

    page = people.office.approval_reading.page(KEY, people.both)
    with pytest.raises(FourEyesError) as refused:
        people.office.approvals.approve(KEY, waiting.id, people.both)

    assert page.four_eyes
    assert not page.may_approve
    assert refused.value.facts["approvers"] == "Camat"
    assert newest(people).version == 1


def test_who_saved_anything_of_a_draft_has_drafted_it(people):
    drafts = people.office.sop_drafts
    seen = drafts.open(people.both, KEY)
    drafts.save(people.both, KEY, SopFiles(diagram=SLOWER), seen.draft.revision)
    waiting = drafted(people, people.author, SLOWER.replace(b"PT1H", b"PT3H"))

    with pytest.raises(FourEyesError):
        people.office.approvals.approve(KEY, waiting.id, people.both)


def test_the_only_one_who_may_approve_approves_alone(house):
    only = house.officer("kasubag", "kasubag", Right.DRAFT, Right.APPROVE)
    house.deploy(TWO_STEPS)
    waiting = drafted(house, only)

    assert house.office.approvals.approve(KEY, waiting.id, only) == 2


def test_a_refused_draft_goes_back_with_its_reason(people):
    waiting = drafted(people, people.author)

    people.office.approvals.refuse(
        KEY, waiting.id, people.camat, reason="Dua jam terlalu lama"
    )

    page = people.office.approval_reading.page(KEY, people.author)
    assert page.waiting is None
    assert page.past[0].reason == "Dua jam terlalu lama"
    again = drafted(people, people.author, TWO_STEPS.replace(b"PT30M", b"PT1H"))
    assert people.office.approvals.approve(KEY, again.id, people.camat) == 2


def test_what_waits_cannot_be_changed_until_it_is_withdrawn(people):
    waiting = drafted(people, people.author)
    drafts = people.office.sop_drafts

    with pytest.raises(DraftSubmittedError):
        drafts.save(people.author, KEY, SopFiles(diagram=TWO_STEPS), waiting.revision)
    people.office.approvals.withdraw(KEY, waiting.id, people.author)

    drafts.save(people.author, KEY, SopFiles(diagram=TWO_STEPS), waiting.revision)
    with pytest.raises(SubmissionGoneError):
        people.office.approvals.approve(KEY, waiting.id, people.camat)


def test_what_was_decided_is_not_decided_again(people):
    waiting = drafted(people, people.author)
    people.office.approvals.approve(KEY, waiting.id, people.camat)

    with pytest.raises(SubmissionGoneError):
        people.office.approvals.approve(KEY, waiting.id, people.camat)
    with pytest.raises(SubmissionGoneError):
        people.office.approvals.refuse(KEY, waiting.id, people.camat, reason="x")


def test_an_unchanged_draft_is_not_handed_in(people):
    seen = people.office.sop_drafts.open(people.author, KEY)

    with pytest.raises(NothingChangedError):
        people.office.approvals.submit(
            KEY, people.author, revision=seen.draft.revision, note="tidak ada"
        )


def test_a_draft_is_handed_in_as_it_was_seen_and_with_a_note(people):
    seen = people.office.sop_drafts.open(people.author, KEY)

    with pytest.raises(DraftConflictError):
        people.office.approvals.submit(
            KEY, people.author, revision=seen.draft.revision + 1, note="x"
        )
    with pytest.raises(ReasonMissingError):
        people.office.approvals.submit(
            KEY, people.author, revision=seen.draft.revision, note=" "
        )


def test_approvers_hear_of_it_once_and_no_longer_when_it_is_decided(people):
    notices = people.office.notices
    waiting = drafted(people, people.author)

    (told,) = notices.page(people.camat).items
    assert (told.kind.value, told.facts["who"]) == ("submitted", "Penyusun")
    assert notices.unread(people.camat) == 1
    assert notices.unread(people.author) == 0

    people.office.approvals.approve(KEY, waiting.id, people.camat)
    assert notices.unread(people.camat) == notices.unread(people.both) == 0


def test_only_those_with_the_right_take_part(people):
    waiting = drafted(people, people.author)
    approvals = people.office.approvals

    for actor in (people.staf, people.author, people.admin):
        with pytest.raises(RefusedError):
            approvals.approve(KEY, waiting.id, actor)
        with pytest.raises(RefusedError):
            approvals.refuse(KEY, waiting.id, actor, reason="x")
    for actor in (people.staf, people.camat):
        with pytest.raises(RefusedError):
            approvals.withdraw(KEY, waiting.id, actor)
    with pytest.raises(RefusedError):
        people.office.approval_reading.page(KEY, people.staf)


def test_going_back_makes_a_new_version_of_an_old_one(people):
    people.deploy(SLOWER)
    draft = people.office.versions.go_back(KEY, 1, people.author)

    waiting = people.office.approvals.submit(
        KEY, people.author, revision=draft.revision, note="Kembali ke versi 1"
    )
    people.office.approvals.approve(KEY, waiting.id, people.camat)

    stored = newest(people)
    assert stored.version == 3
    assert b"PT30M" in stored.xml
    with pytest.raises(ProcessNotFoundError):
        people.office.versions.go_back(KEY, 9, people.author)


def test_going_back_does_not_throw_a_draft_away(people):
    people.deploy(SLOWER)
    people.office.sop_drafts.open(people.author, KEY)

    with pytest.raises(DraftExistsError):
        people.office.versions.go_back(KEY, 1, people.author)


def test_a_version_is_retired_when_nothing_runs_in_it(people):
    case = people.start("dua-langkah")
    people.deploy(SLOWER)
    versions = people.office.versions

    for number in (1, 2):
        with pytest.raises(VersionInUseError):
            versions.retire(KEY, number, people.admin)
    people.office.runtime.cancel(case.id, people.admin, reason="batal")
    versions.retire(KEY, 1, people.admin)

    old = versions.page(KEY, people.staf).lines[1]
    assert old.summary.retired_at == people.clock.now()
    assert people.office.readings.catalog.version(KEY, people.staf, 1) is not None
    with pytest.raises(RefusedError):
        versions.retire(KEY, 1, people.author)


def test_a_deployment_by_command_is_logged_and_has_no_approval(people):
    (line,) = people.office.versions.page(KEY, people.staf).lines

    kinds = [one.event.kind for one in people.office.audit.events()]
    assert line.approval is None
    assert line.author == ""
    assert "process.deployed" in kinds


def test_days_are_those_of_the_office(people):
    people.clock.set(datetime.fromisoformat("2024-08-19T23:30:00+00:00"))
    waiting = drafted(people, people.author)

    people.office.approvals.approve(KEY, waiting.id, people.camat)

    with people.office.database.read() as uow:
        identity = people.office.library.latest(uow, KEY).definition.identity
    assert identity.tanggal_revisi == "2024-08-20"
