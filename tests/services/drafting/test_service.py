"""A draft is kept as it is drawn, and never written over by somebody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.durations import parse_duration
from engine.domain.identity import Right
from engine.domain.sop_drafts import (
    MAX_KEPT,
    DraftOrigin,
    DraftState,
    RevisionKind,
    SopFiles,
)
from engine.domain.values import ElementId, ProcessKey
from engine.errors import (
    DiagramInvalidError,
    DraftConflictError,
    DraftExistsError,
    DraftKeyInvalidError,
    DraftMisfitError,
    DraftNotFoundError,
    DraftSubmittedError,
    DraftTooLargeError,
    NotFoundError,
    ProcessNotFoundError,
    RefusedError,
)
from tests.services.diagrams import END, START, TWO_STEPS, flow, process, task

KEY = ProcessKey("dua-langkah")
NEW = ProcessKey("baru-saja")


def drawn(key=NEW, *, name="Uji", step="A"):
    body = START + task(step) + END + flow("mulai", step) + flow(step, "selesai")
    lanes = {"staf": ["mulai", step, "selesai"]}
    return SopFiles(diagram=process(key, body, lanes=lanes, name=name))


@pytest.fixture
def rita(house):
    return house.officer("rita", "perencana", Right.DRAFT)


@pytest.fixture
def budi(house, rita):
    return house.officer("budi", "perencana")


@pytest.fixture
def drafts(house):
    return house.office.sop_drafts


def test_a_draft_is_opened_from_the_newest_version_with_its_files(house, drafts, rita):
    house.deploy(TWO_STEPS)

    found = drafts.open(rita, KEY)

    assert found.draft.base_version == 1
    assert found.draft.origin is DraftOrigin.VERSION
    assert found.files.diagram == TWO_STEPS
    assert found.draft.author_name == "Rita"


def test_the_office_has_one_draft_of_an_sop_that_all_who_draft_see(either_house):
    house = either_house
    rita = house.officer("rita", "perencana", Right.DRAFT)
    budi = house.officer("budi", "perencana")
    house.deploy(TWO_STEPS)
    drafts = house.office.sop_drafts
    drafts.open(rita, KEY)
    drafts.save(rita, KEY, drawn(KEY), 1)

    found = drafts.open(budi, KEY)

    assert found.draft.revision == 2
    assert found.files == drawn(KEY)
    assert [one.key for one in drafts.listing(budi)] == [KEY]


def test_who_saves_what_somebody_else_changed_is_told_both_names(
    house, drafts, rita, budi
):
    house.deploy(TWO_STEPS)
    drafts.open(rita, KEY)
    drafts.save(budi, KEY, drawn(KEY, step="Milik_Budi"), 1)

    with pytest.raises(DraftConflictError) as caught:
        drafts.save(rita, KEY, drawn(KEY, step="Milik_Rita"), 1)

    assert (caught.value.facts["by"], caught.value.facts["you"]) == ("Budi", "Rita")
    assert drafts.open(rita, KEY).files == drawn(KEY, step="Milik_Budi")


def test_the_same_files_again_make_no_revision(house, drafts, rita):
    house.deploy(TWO_STEPS)
    opened = drafts.open(rita, KEY)

    saved = drafts.save(rita, KEY, opened.files, 1)

    assert saved.revision == 1


def test_saves_of_one_sitting_are_one_entry_of_the_history(house, drafts, rita, budi):
    drafts.create(rita, NEW, "", drawn())
    for number, step in enumerate(("B", "C", "D"), start=1):
        drafts.save(rita, NEW, drawn(step=step), number)
    drafts.save(budi, NEW, drawn(step="E"), 4)
    house.clock.advance(timedelta(minutes=6))
    drafts.save(budi, NEW, drawn(step="F"), 5)

    history = drafts.history(budi, NEW)

    assert [(one.revision, one.author_name) for one in history] == [
        (6, "Budi"),
        (5, "Budi"),
        (4, "Rita"),
        (1, "Rita"),
    ]


def test_an_earlier_revision_comes_back_as_the_newest(drafts, rita):
    drafts.create(rita, NEW, "", drawn())
    drafts.save(rita, NEW, drawn(step="B", name="Lain"), 1)

    restored = drafts.restore(rita, NEW, 1, 2)

    assert (restored.revision, restored.name) == (3, "Uji")
    assert drafts.open(rita, NEW).files == drawn()
    assert drafts.history(rita, NEW)[0].kind is RevisionKind.RESTORED


def test_a_history_forgets_its_oldest_entries_first(drafts, rita, house):
    drafts.create(rita, NEW, "", drawn())
    for number in range(1, MAX_KEPT + 3):
        house.clock.advance(timedelta(minutes=6))
        drafts.save(rita, NEW, drawn(step=f"S{number}"), number)

    history = drafts.history(rita, NEW)

    assert len(history) == MAX_KEPT
    with pytest.raises(DraftNotFoundError):
        drafts.revision(rita, NEW, 1)


def test_a_window_left_open_does_not_match_the_next_draft(drafts, rita):
    drafts.create(rita, NEW, "", drawn())
    drafts.discard(rita, NEW, 1)
    drafts.create(rita, NEW, "", drawn(step="B"))

    with pytest.raises(DraftConflictError):
        drafts.save(rita, NEW, drawn(step="C"), 1)

    assert drafts.open(rita, NEW).files == drawn(step="B")


def test_a_discarded_draft_is_gone_and_stands_in_the_log(house, drafts, rita):
    house.deploy(TWO_STEPS)
    drafts.open(rita, KEY)

    drafts.discard(rita, KEY, 1)

    assert drafts.listing(rita) == []
    with pytest.raises(DraftNotFoundError):
        drafts.current(rita, KEY)
    with house.office.database.read() as uow:
        kinds = [one.event.kind for one in uow.events.all_in_order()]
    assert kinds[-2:] == ["sop_draft.opened", "sop_draft.discarded"]


def test_who_discards_must_have_seen_the_newest(drafts, rita, budi):
    drafts.create(rita, NEW, "", drawn())
    drafts.save(budi, NEW, drawn(step="B"), 1)

    with pytest.raises(DraftConflictError):
        drafts.discard(rita, NEW, 1)

    assert drafts.current(rita, NEW).draft.revision == 2


@pytest.mark.parametrize("key", ["", "baru", "impor", "a b", "../x", "1a", "a" * 81])
def test_a_key_that_is_no_id_and_no_address_is_refused(drafts, rita, key):
    with pytest.raises(DraftKeyInvalidError):
        drafts.create(rita, key, "", drawn())


def test_the_key_of_an_sop_or_draft_is_taken(house, drafts, rita):
    house.deploy(TWO_STEPS)
    drafts.create(rita, NEW, "", drawn())

    for key in (KEY, NEW):
        with pytest.raises(DraftExistsError):
            drafts.create(rita, key, "", drawn(key))


def test_what_cannot_be_read_or_is_of_another_sop_is_not_saved(drafts, rita):
    drafts.create(rita, NEW, "", drawn())

    with pytest.raises(DiagramInvalidError):
        drafts.save(rita, NEW, SopFiles(diagram=b"<no"), 1)
    with pytest.raises(DraftMisfitError):
        drafts.save(rita, NEW, drawn(KEY), 1)
    large = replace(drawn(), templates={"surat": "x" * 200_001})
    with pytest.raises(DraftTooLargeError):
        drafts.save(rita, NEW, large, 1)
    many = replace(drawn(), forms={f"f{n}": "{}" for n in range(101)})
    with pytest.raises(DraftTooLargeError):
        drafts.save(rita, NEW, many, 1)
    assert drafts.current(rita, NEW).draft.revision == 1


def test_a_draft_that_waits_for_approval_is_not_changed(house, drafts, rita):
    drafts.create(rita, NEW, "", drawn())
    with house.office.database.write() as uow:
        draft = uow.sop_drafts.lock(NEW)
        uow.sop_drafts.save(replace(draft, state=DraftState.SUBMITTED))

    for change in (
        lambda: drafts.save(rita, NEW, drawn(step="B"), 1),
        lambda: drafts.restore(rita, NEW, 1, 1),
        lambda: drafts.discard(rita, NEW, 1),
        lambda: drafts.with_standards(rita, NEW, {}),
    ):
        with pytest.raises(DraftSubmittedError):
            change()


def test_only_who_may_draft_begins_saves_or_gives_up(house, drafts, rita):
    drafts.create(rita, NEW, "", drawn())
    camat = house.officer("camat", "camat", Right.APPROVE)

    for actor in (house.staf, camat, house.kepala):
        for change in (
            lambda one=actor: drafts.create(one, "lain", "", drawn()),
            lambda one=actor: drafts.open(one, NEW),
            lambda one=actor: drafts.save(one, NEW, drawn(step="B"), 1),
            lambda one=actor: drafts.restore(one, NEW, 1, 1),
            lambda one=actor: drafts.discard(one, NEW, 1),
            lambda one=actor: drafts.with_standards(one, NEW, {}),
        ):
            with pytest.raises(RefusedError):
                change()
    assert drafts.current(camat, NEW).files == drawn()
    for read in (drafts.current, drafts.history):
        with pytest.raises(RefusedError):
            read(house.staf, NEW)


def test_there_is_no_draft_of_what_does_not_exist(drafts, rita):
    with pytest.raises(ProcessNotFoundError):
        drafts.open(rita, ProcessKey("tidak-ada"))
    with pytest.raises(DraftNotFoundError):
        drafts.save(rita, NEW, drawn(), 1)


def test_a_prepared_change_of_standards_is_a_revision_of_its_own(house, drafts, rita):
    house.deploy(TWO_STEPS)
    standards = {
        ElementId("A"): parse_duration("PT45M"),
        ElementId("B"): parse_duration("P2D"),
    }

    found = drafts.with_standards(rita, KEY, standards)

    assert found.draft.origin is DraftOrigin.EVALUATION
    assert [one.kind for one in drafts.history(rita, KEY)] == [
        RevisionKind.STANDARDS,
        RevisionKind.BEGUN,
    ]
    house.deploy(found.files.diagram)
    with house.office.database.read() as uow:
        steps = house.office.library.latest(uow, KEY).definition.steps
    told = {key: step.standard.duration for key, step in steps.items()}
    assert told == standards


def test_standards_of_a_step_that_is_not_there_begin_no_draft(house, drafts, rita):
    house.deploy(TWO_STEPS)

    with pytest.raises(NotFoundError):
        drafts.with_standards(rita, KEY, {ElementId("Z"): parse_duration("PT1M")})

    assert drafts.listing(rita) == []
