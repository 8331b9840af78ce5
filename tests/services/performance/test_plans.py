"""A plan is drafted, signed by another officer, and changes only by revisions."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.indicators import Indicator, Level
from engine.domain.plans import Branch, BranchKind, BudgetLine, PlannedIndicator
from engine.domain.values import RoleKey
from engine.errors import (
    OfficeInvalidError,
    PlanDraftError,
    PlanExistsError,
    PlanIncompleteError,
    PlanMadeAloneError,
    PlanNotFoundError,
    PlanSignedError,
    RefusedError,
    VersionConflictError,
)

GOAL = Branch(code="T1", kind=BranchKind.GOAL, name="Tata kelola yang baik")
OBJECTIVE = Branch(
    code="S1", kind=BranchKind.OBJECTIVE, name="Pelayanan meningkat", above="T1"
)
PROGRAM = Branch(code="P1", kind=BranchKind.PROGRAM, name="Pelayanan", above="S1")
INDEX = PlannedIndicator(
    indicator=Indicator(
        code="IKU-1",
        objective="",
        name="Indeks kepuasan",
        unit="Indeks",
        section=RoleKey("pelayanan"),
    ),
    branch="S1",
    targets={0: Decimal(85), 1: Decimal(82)},
)
OTHER = replace(
    INDEX,
    indicator=replace(
        INDEX.indicator,
        code="PRG-1",
        name="Surat terbit",
        section=RoleKey("trantib"),
        level=Level.PROGRAM,
    ),
    branch="P1",
)
LINE = BudgetLine(
    code="B1", branch="P1", section=RoleKey("pelayanan"), ceiling=Decimal(57_300_000)
)


class Planning:
    """An office with two sections, somebody who plans and somebody who signs."""

    def __init__(self, house):
        self.house = house
        self.plans, self.editing = house.office.plans, house.office.plan_editing
        accounts = house.office.accounts
        for key in ("pelayanan", "trantib"):
            role = Role(key=RoleKey(key), name=f"Seksi {key}", section=True)
            accounts.add_role(role, MACHINE)
        self.planner = house.officer("kasubag", "kasubag", Right.DRAFT)
        self.camat = house.officer("camat", "camat", Right.APPROVE, Right.SUPERVISE)
        self.head = house.officer(
            "serba", "serba", Right.APPROVE, Right.DRAFT, Right.SUPERVISE
        )
        self.section = house.officer("kasi", "pelayanan")

    def version(self, year=2024):
        return self.plans.view(year, self.planner).revision.version

    def put(self, *rows, year=2024, actor=None, replaces=""):
        for row in rows:
            self.editing.put(
                year,
                row,
                actor or self.planner,
                version=self.version(year),
                replaces=replaces,
            )

    def signed(self, year=2024):
        self.plans.begin(year, self.planner)
        self.put(GOAL, OBJECTIVE, PROGRAM, INDEX, OTHER, LINE, year=year)
        self.plans.sign(year, self.version(year), self.camat)

    def targets(self, year=2024):
        with self.house.office.database.read() as uow:
            found = uow.indicators.targets(year)
        return {(one.indicator, one.period): one.value for one in found}


@pytest.fixture
def planning(house):
    return Planning(house)


@pytest.fixture
def either_planning(either_house):
    return Planning(either_house)


def test_a_plan_counts_from_the_moment_that_it_is_signed(either_planning):
    planning = either_planning
    planning.plans.begin(2024, planning.planner)
    planning.put(GOAL, OBJECTIVE, PROGRAM, INDEX)
    before = planning.targets()

    planning.plans.sign(2024, planning.version(), planning.camat)

    with planning.house.office.database.read() as uow:
        (indicator,) = uow.indicators.all()
    assert before == {}
    assert planning.targets() == {("IKU-1", 0): 85, ("IKU-1", 1): 82}
    assert indicator.objective == "Pelayanan meningkat"
    signed = planning.plans.view(2024, planning.section).revision
    assert signed.signed_as.startswith("Camat")


def test_a_signed_plan_changes_by_a_revision_with_a_reason_only(either_planning):
    planning = either_planning
    planning.signed()
    changed = replace(INDEX, targets={0: Decimal("86.5")})
    with pytest.raises(PlanSignedError):
        planning.put(changed, replaces="IKU-1")
    with pytest.raises(OfficeInvalidError):
        planning.plans.revise(2024, "  ", planning.planner)

    planning.plans.revise(2024, "Perubahan APBD", planning.planner)
    planning.put(changed, replaces="IKU-1")
    kept = planning.targets()
    planning.plans.sign(2024, planning.version(), planning.camat)

    (newest, told), (oldest, none) = planning.plans.view(2024, planning.camat).history
    assert kept["IKU-1", 0] == 85
    assert planning.targets()["IKU-1", 0] == Decimal("86.5")
    assert planning.targets()["IKU-1", 1] is None
    assert (newest.revision, newest.reason) == (2, "Perubahan APBD")
    assert [(one.code, one.field, one.before, one.after) for one in told] == [
        ("IKU-1", "target_0", "85", "86.5"),
        ("IKU-1", "target_1", "82", ""),
    ]
    assert (oldest.revision, none) == (1, ())


def test_nobody_signs_what_is_ones_own_work(planning):
    planning.plans.begin(2024, planning.planner)
    planning.put(GOAL, OBJECTIVE, INDEX, actor=planning.head)

    with pytest.raises(PlanMadeAloneError):
        planning.plans.sign(2024, planning.version(), planning.head)
    with pytest.raises(RefusedError):
        planning.plans.sign(2024, planning.version(), planning.planner)

    view = planning.plans.view(2024, planning.head)
    assert (view.may_sign, view.own_work) == (False, True)
    assert planning.plans.view(2024, planning.camat).may_sign


def test_an_incomplete_plan_is_not_signed_and_says_why(planning):
    planning.plans.begin(2024, planning.planner)
    without_year = replace(INDEX, targets={1: Decimal(82)})
    planning.put(GOAL, OBJECTIVE, without_year)

    with pytest.raises(PlanIncompleteError):
        planning.plans.sign(2024, planning.version(), planning.camat)

    (problem,) = planning.plans.view(2024, planning.planner).problems
    assert (problem.code, problem.key) == ("IKU-1", "plans.year_target_needed")


@pytest.mark.parametrize(
    ("row", "field", "key"),
    [
        (replace(PROGRAM, above="T1"), "above", "plans.above_unfit"),
        (replace(PROGRAM, name=" "), "name", "plans.name_needed"),
        (replace(PROGRAM, code="a b"), "code", "plans.code_unfit"),
        (replace(OBJECTIVE), "code", "plans.code_twice"),
        (replace(INDEX, branch="T1"), "branch", "plans.branch_unfit"),
        (
            replace(INDEX, indicator=replace(INDEX.indicator, section=RoleKey("x"))),
            "section",
            "plans.section_unknown",
        ),
        (replace(INDEX, targets={0: Decimal(-1)}), "", "plans.figure_unfit"),
        (replace(INDEX, targets={0: Decimal("NaN")}), "", "plans.figure_unfit"),
        (replace(INDEX, targets={0: Decimal("0.00001")}), "", "plans.figure_unfit"),
        (
            replace(INDEX, indicator=replace(INDEX.indicator, cap=Decimal(99))),
            "cap",
            "plans.cap_too_low",
        ),
        (LINE, "branch", "plans.budget_branch_unfit"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_its_field(planning, row, field, key):
    planning.plans.begin(2024, planning.planner)
    planning.put(GOAL, OBJECTIVE)

    with pytest.raises(OfficeInvalidError) as refused:
        planning.put(row)

    assert refused.value.facts["errors"][field] == key


def test_what_others_hang_at_is_renamed_with_them_and_not_removed(planning):
    planning.plans.begin(2024, planning.planner)
    planning.put(GOAL, OBJECTIVE, INDEX)
    with pytest.raises(OfficeInvalidError):
        planning.editing.remove(
            2024, Branch, "S1", planning.planner, version=planning.version()
        )

    planning.put(replace(OBJECTIVE, code="S9"), replaces="S1")

    plan = planning.plans.view(2024, planning.planner).revision.plan
    assert [one.code for one in plan.branches] == ["T1", "S9"]
    assert plan.indicators[0].branch == "S9"


def test_two_who_change_a_draft_at_once_do_not_overwrite_each_other(either_planning):
    planning = either_planning
    planning.plans.begin(2024, planning.planner)
    seen = planning.version()
    planning.editing.put(2024, GOAL, planning.planner, version=seen)

    with pytest.raises(VersionConflictError):
        planning.editing.put(2024, OBJECTIVE, planning.head, version=seen)

    assert planning.plans.view(2024, planning.planner).revision.plan.branches == (GOAL,)


def test_a_year_is_copied_with_its_rows(planning):
    planning.signed()

    planning.plans.begin(2025, planning.planner, copy_of=2024)

    copy = planning.plans.view(2025, planning.planner).revision
    assert copy.is_draft
    assert copy.plan.indicators[0].targets == INDEX.targets
    assert copy.plan.renstra == (2024, 2028)
    with pytest.raises(PlanExistsError):
        planning.plans.begin(2025, planning.planner)
    with pytest.raises(PlanDraftError):
        planning.plans.revise(2025, "belum", planning.planner)


def test_a_draft_that_is_thrown_away_leaves_what_was_signed(planning):
    planning.signed()
    planning.plans.revise(2024, "keliru", planning.planner)

    planning.plans.discard(2024, planning.version(), planning.planner)

    assert planning.plans.view(2024, planning.planner).revision.revision == 1
    with pytest.raises(PlanSignedError):
        planning.plans.discard(2024, planning.version(), planning.planner)


def test_a_section_sees_its_own_part_of_what_was_signed(planning):
    planning.signed()
    planning.plans.revise(2024, "rancangan", planning.planner)
    planning.put(replace(GOAL, name="Rahasia"), replaces="T1")

    view = planning.plans.view(2024, planning.section)

    assert [one.code for one in view.revision.plan.indicators] == ["IKU-1"]
    assert view.revision.plan.branch("T1") == GOAL
    assert view.history == ()
    assert [view.may_edit, view.may_revise, view.may_sign] == [False] * 3


def test_a_draft_of_a_new_year_is_not_there_for_sections(planning):
    planning.plans.begin(2024, planning.planner)

    assert planning.plans.years(planning.section) == []
    with pytest.raises(PlanNotFoundError):
        planning.plans.view(2024, planning.section)


def test_only_planners_begin_and_change_plans(planning):
    for attempt in (
        lambda who: planning.plans.begin(2024, who),
        lambda who: planning.plans.revise(2024, "x", who),
        lambda who: planning.plans.discard(2024, 1, who),
        lambda who: planning.editing.put(2024, GOAL, who, version=1),
    ):
        for who in (planning.section, planning.camat, planning.house.stranger):
            with pytest.raises(RefusedError):
                attempt(who)
    assert planning.plans.years(planning.planner) == []


def test_a_year_that_is_none_is_refused(planning):
    with pytest.raises(OfficeInvalidError):
        planning.plans.begin(24, planning.planner)
