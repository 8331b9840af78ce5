"""Decision tables on their way: drafted, tried, approved, compared, gone back to."""

from dataclasses import replace

import pytest

from engine.domain.decisions import DecisionTable, Rule
from engine.domain.identity import MACHINE, Right
from engine.domain.sop_drafts import SopFiles
from engine.domain.values import ProcessKey
from engine.errors import (
    DiagramInvalidError,
    DraftFileInvalidError,
    NothingChangedError,
    RefusedError,
)
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.drafting.trials import TrialStep
from tests.services.ruled import JALUR, RULED, dmn_table

KEY = ProcessKey("berjalur")
TABLE = "pilih-jalur"


@pytest.fixture
def rita(house):
    """Who drafts, with a draft whose table came from a DMN file."""
    rita = house.officer("rita", "perencana", Right.DRAFT)
    house.office.sop_drafts.create(rita, KEY, "", SopFiles(diagram=RULED))
    house.office.draft_tables.take_in(KEY, JALUR, 1, rita)
    return rita


def revision(house, actor):
    return house.office.sop_drafts.current(actor, KEY).draft.revision


def saved(house, actor, table):
    return house.office.draft_tables.save(KEY, table, revision(house, actor), actor)


def approved(house, rita, note):
    camat = house.officer(f"camat-{len(note)}", "camat", Right.APPROVE)
    seen = revision(house, rita)
    waiting = house.office.approvals.submit(KEY, rita, revision=seen, note=note)
    return house.office.approvals.approve(KEY, waiting.id, camat)


def test_a_draft_with_its_table_is_tried_by_the_table(house, rita):
    trials = house.office.trials
    trials.begin(rita, KEY)
    shown = trials.look(rita, KEY, None)

    trials.complete(rita, KEY, TrialStep(task=shown.shown.task.id, data={"nilai": 3}))

    assert trials.look(rita, KEY, None).shown.task.element == "cepat"


def test_the_check_of_the_editor_knows_the_tables_of_the_draft(house, rita):
    judged = house.office.drawing.check(rita, KEY, RULED)
    around = house.office.drawing.surroundings(rita, KEY)

    assert "decision_unknown" not in {one.code for one in judged.report.problems}
    assert around.tables == ((TABLE, "Pilih jalur"),)


def test_a_table_with_a_mistake_is_kept_and_holds_the_draft_back(house, rita):
    found = house.office.draft_tables.table(KEY, TABLE, rita)
    wrong = replace(found.table, rules=(Rule(inputs=("nilai > 5",), outputs=("1",)),))

    draft = saved(house, rita, wrong)

    again = house.office.draft_tables.table(KEY, TABLE, rita)
    assert [one.code for one in again.mistakes] == ["table_cell_unreadable"]
    with pytest.raises(DiagramInvalidError) as refused:
        house.office.approvals.submit(KEY, rita, revision=draft.revision, note="x")
    found = {one.code: one.element for one in refused.value.facts["problems"]}
    assert found["table_cell_unreadable"] == "rule"


def test_an_approved_table_is_compared_in_words_and_can_come_back(house, rita):
    approved(house, rita, "pertama")
    house.office.sop_drafts.open(rita, KEY)
    found = house.office.draft_tables.table(KEY, TABLE, rita)
    rules = (Rule(inputs=("< 7",), outputs=('"cepat"',)), found.table.rules[1])
    saved(house, rita, replace(found.table, rules=rules))
    approved(house, rita, "kedua kali")

    told = house.office.comparing.compare(KEY, house.staf).difference
    house.office.versions.go_back(KEY, 1, rita)

    (change,) = told.tables
    assert change.title == "Pilih jalur"
    assert change.rows == (
        (1, 'Nilai < 5 → jalur "cepat"', 'Nilai < 7 → jalur "cepat"'),
    )
    back = house.office.draft_tables.table(KEY, TABLE, rita).table
    assert back.rules[0].inputs == ("< 5",)


def test_a_draft_whose_table_alone_changed_is_a_change(house, rita):
    approved(house, rita, "pertama")
    opened = house.office.sop_drafts.open(rita, KEY)

    with pytest.raises(NothingChangedError):
        house.office.approvals.submit(
            KEY, rita, revision=opened.draft.revision, note="sama"
        )
    table = house.office.draft_tables.table(KEY, TABLE, rita).table
    saved(house, rita, replace(table, rules=table.rules[1:]))

    assert approved(house, rita, "tabel saja") == 2


def test_a_table_is_handed_out_as_it_came(house, rita):
    written = house.office.draft_tables.written(KEY, TABLE, rita)

    taken = house.office.draft_tables.take_in(KEY, written, revision(house, rita), rita)

    assert taken.keys == (TABLE,)
    assert taken.draft.revision == revision(house, rita)


def test_a_new_table_needs_a_free_name_and_somebody_who_drafts(house, rita):
    tables = house.office.draft_tables
    tables.add(KEY, "biaya", revision(house, rita), rita)

    for name in ("biaya", "Biaya Besar", ""):
        with pytest.raises(DraftFileInvalidError):
            tables.add(KEY, name, revision(house, rita), rita)
    with pytest.raises(RefusedError):
        tables.add(KEY, "lain", revision(house, rita), house.staf)
    found = tables.table(KEY, "biaya", rita)
    assert (found.file.steps, found.table) == (
        (),
        DecisionTable.from_json("biaya", found.file.text),
    )


def test_what_another_sop_has_in_force_can_be_asked_too(house, rita):
    other = RULED.replace(b'id="berjalur"', b'id="lain"')
    files = [
        SourceFile(name="lain.bpmn", content=other),
        SourceFile(name="lain.dmn", content=dmn_table([("-", '"cepat"')])),
    ]
    house.office.deployment.deploy(DeployOrder(files=files), MACHINE)

    found = house.office.draft_tables.table(KEY, TABLE, rita)

    assert found.file.steps == ("Pilih jalur",)
    assert found.file.elsewhere == ("Uji",)
