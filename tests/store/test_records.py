"""Everything else that the office keeps: cases, timers, files, notes, figures."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.domain.identity import MACHINE
from engine.domain.indicators import Indicator, Realisation, Target
from engine.domain.instances import InstanceState
from engine.domain.timers import Timer
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    ElementId,
    InstanceId,
    RoleKey,
    TokenId,
)
from engine.errors import (
    ConflictError,
    DocumentNotFoundError,
    IncidentNotFoundError,
    IndicatorNotFoundError,
    InstanceNotFoundError,
    ProcessNotFoundError,
    RegisterNotFoundError,
    TaskNotFoundError,
    VersionConflictError,
)
from engine.store.instances import InstanceFilter
from engine.store.values import Incident, Provenance
from tests.store import given
from tests.store.busy import KANTOR, fill
from tests.store.given import CAMAT_ROLE, KASUBAG, NOW, PROCESS, SEKRETARIS

MINUTE = timedelta(minutes=1)


def timer(number, due=NOW, of=1):
    return Timer(
        token=TokenId(f"t.{number}"),
        instance=InstanceId(given.name_of(of)),
        element=ElementId("Timer_1"),
        due_at=due,
        text="PT1H",
    )


@pytest.fixture
def cases(office):
    """Return an office with three cases."""
    with office.write() as uow:
        for number in (1, 2, 3):
            uow.instances.add(given.instance(number))
    return office


def test_cases_are_numbered_without_a_gap_and_simulated_ones_apart(office):
    with office.write() as uow:
        numbers = [uow.instances.next_number() for _ in range(3)]
        simulated = uow.instances.next_number(simulated=True)

    assert (numbers, simulated) == ([1, 2, 3], 1)


def test_a_case_that_ended_gives_up_its_snapshot_and_a_failed_one_keeps_it(cases):
    with cases.write() as uow:
        for number, state in ((1, InstanceState.COMPLETED), (2, InstanceState.FAILED)):
            uow.instances.save(
                replace(given.instance(number), state=state, ended_at=NOW)
            )

    with cases.read() as uow:
        kept = [
            uow.instances.get(InstanceId(given.name_of(one))).snapshot for one in (1, 2)
        ]
    assert kept == [b"", given.instance(2).snapshot]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        pytest.param(InstanceFilter(), [3, 2, 1], id="all"),
        pytest.param(InstanceFilter(simulated=True), [4], id="simulated"),
        pytest.param(InstanceFilter(text="WULAN 2"), [2], id="title"),
        pytest.param(InstanceFilter(text="3"), [3], id="number"),
        pytest.param(InstanceFilter(state=InstanceState.SUSPENDED), [2], id="state"),
        pytest.param(InstanceFilter(process=PROCESS), [3, 2, 1], id="process"),
        pytest.param(InstanceFilter(involving=SEKRETARIS), [3], id="did a task"),
        pytest.param(
            InstanceFilter(involving=SEKRETARIS, roles=frozenset({CAMAT_ROLE})),
            [3, 1],
            id="did a task, or holds a lane",
        ),
        pytest.param(InstanceFilter(involving=KASUBAG), [3, 2, 1], id="started"),
    ],
)
def test_cases_are_listed_newest_first_and_filtered(cases, wanted, numbers):
    with cases.write() as uow:
        uow.instances.add(given.instance(4, simulated=True))
        uow.instances.save(replace(given.instance(2), state=InstanceState.SUSPENDED))
        uow.tasks.add_all(
            [given.task(1, role=CAMAT_ROLE), given.task(3, of=3, assignee=SEKRETARIS)]
        )

    with cases.read() as uow:
        first = uow.instances.listing(wanted, limit=2)
        rest = uow.instances.listing(wanted, limit=2, cursor=first.next)
    found = first.items if first.next is None else (*first.items, *rest.items)

    assert [one.number for one in found] == numbers
    assert {one.snapshot for one in found} == {b""}


def test_cases_know_the_cases_they_called(cases):
    with cases.write() as uow:
        uow.instances.add(given.instance(5, parent=InstanceId(given.name_of(1))))

    with cases.read() as uow:
        called = uow.instances.children(InstanceId(given.name_of(1)))
    assert [one.number for one in called] == [5]


def test_due_timers_come_soonest_first_and_grouped_by_case(cases):
    timers = [
        timer(1, NOW, of=2),
        timer(2, NOW - MINUTE, of=1),
        timer(3, NOW - 2 * MINUTE, of=2),
        timer(4, NOW + MINUTE, of=3),
    ]
    with cases.write() as uow:
        uow.timers.add_all(timers)

    with cases.write() as uow:
        assert uow.timers.due(NOW) == [timers[2], timers[1], timers[0]]
        assert uow.timers.due_instances(NOW) == [given.name_of(2), given.name_of(1)]
        assert uow.timers.due_of(timers[0].instance, NOW) == [timers[2], timers[0]]


def test_a_timer_is_moved_and_taken_away(cases):
    with cases.write() as uow:
        uow.timers.add_all([timer(1), timer(2)])
        uow.timers.reschedule([timer(1, NOW + MINUTE)])
        uow.timers.remove([timer(2).token, TokenId("t.9")])
        uow.timers.remove([])

    with cases.read() as uow:
        assert uow.timers.of_instance(timer(1).instance) == [timer(1, NOW + MINUTE)]


def test_versions_of_an_sop_are_kept_and_the_newest_in_use_is_started(office):
    with office.write() as uow:
        uow.definitions.add(given.definition(2))
        uow.definitions.add(given.definition(3))
        uow.definitions.retire(DefinitionId("d3"), now=NOW)

    with office.read() as uow:
        assert uow.definitions.latest(PROCESS) == given.definition(2)
        assert uow.definitions.latest_id(PROCESS) == "d2"
        assert [one.version for one in uow.definitions.versions(PROCESS)] == [3, 2, 1]
        assert [one.version for one in uow.definitions.listing()] == [2]
        assert uow.definitions.keys() == [PROCESS]
        assert uow.definitions.get(DefinitionId("d3")).retired_at == NOW


def test_a_version_is_retired_once(office):
    with office.write() as uow:
        uow.definitions.retire(DefinitionId("d1"), now=NOW)

    with pytest.raises(VersionConflictError), office.write() as uow:
        uow.definitions.retire(DefinitionId("d1"), now=NOW)


def test_what_is_not_there_is_not_found(office):
    with office.read() as uow:
        for error, ask, name in (
            (ProcessNotFoundError, uow.definitions.get, "x"),
            (InstanceNotFoundError, uow.instances.get, "x"),
            (InstanceNotFoundError, uow.instances.lock, "x"),
            (TaskNotFoundError, uow.tasks.get, "x"),
            (TaskNotFoundError, uow.tasks.lock, "x"),
            (TaskNotFoundError, uow.instances.lock_of_task, "x"),
            (DocumentNotFoundError, uow.documents.get, "x"),
            (DocumentNotFoundError, uow.documents.content, "ab" * 32),
            (RegisterNotFoundError, uow.registers.get, "x"),
            (IncidentNotFoundError, uow.incidents.get, "x"),
            (IndicatorNotFoundError, uow.indicators.get, "x"),
        ):
            with pytest.raises(error):
                ask(name)


def test_everything_that_was_put_in_comes_out_again(office):
    fill(office)

    with office.read() as uow:
        case = InstanceId(given.name_of(1))
        documents = uow.documents.of_instance(case)
        content = uow.documents.content(documents[0].sha256)
        clocks = uow.clocks.of_instance(case)
        comments = uow.comments.of_instance(case)
        draft = uow.drafts.get(given.task(1).id, KASUBAG)
        answer = uow.idempotency.get("api", "k")

    assert content.startswith(b"%PDF")
    assert [one.id for one in documents] == ["doc1", "doc2"]
    assert [one.task for one in clocks] == [given.task(2).id]
    assert [one.text for one in comments] == ["Baik"]
    assert draft is not None
    assert draft.data == {"catatan": "…"}
    assert answer is not None
    assert answer.response == {"id": 1}


def test_a_draft_of_another_window_is_not_overwritten(cases):
    task = given.task(1)
    with cases.write() as uow:
        uow.tasks.add_all([task])
        uow.drafts.put(task.id, KASUBAG, {"n": 1}, version=None, now=NOW)
        second = uow.drafts.put(task.id, KASUBAG, {"n": 2}, version=1, now=NOW)

    for version in (None, 1):
        with pytest.raises(VersionConflictError), cases.write() as uow:
            uow.drafts.put(task.id, KASUBAG, {"n": 3}, version=version, now=NOW)
    with cases.write() as uow:
        assert uow.drafts.get(task.id, KASUBAG) == second
        uow.drafts.remove(task.id, SEKRETARIS)
        assert uow.drafts.get(task.id, KASUBAG) == second
        uow.drafts.remove(task.id)
        assert uow.drafts.get(task.id, KASUBAG) is None


def test_a_calendar_is_changed_by_who_saw_it(office):
    with office.write() as uow:
        assert uow.calendars.get(KANTOR) is None
        assert uow.calendars.version(KANTOR) is None
        uow.calendars.put(KANTOR, {"n": 1})
        assert uow.calendars.put(KANTOR, {"n": 2}, version=1) == 2

    with pytest.raises(VersionConflictError), office.write() as uow:
        uow.calendars.put(KANTOR, {"n": 3}, version=1)
    with pytest.raises(ConflictError), office.write() as uow:
        uow.calendars.put(KANTOR, {"n": 3})
    with office.read() as uow:
        assert uow.calendars.all() == {CalendarKey("kantor"): {"n": 2}}
        assert uow.calendars.version(KANTOR) == 2


def test_an_incident_that_comes_again_counts_up_until_it_is_closed(office):
    first = Incident(id="i1", kind="pdf", key="d1", code="x", facts={}, opened_at=NOW)
    with office.write() as uow:
        uow.incidents.add(first)
        again = uow.incidents.add(replace(first, id="i2", code="y"))
        uow.incidents.close(again, by=MACHINE.user, now=NOW)
        fresh = uow.incidents.add(replace(first, id="i3"))

    assert (again.id, again.code, again.attempts) == ("i1", "y", 1)
    with office.read() as uow:
        assert uow.incidents.open() == [fresh]
        assert uow.incidents.get("i1").closed_by == MACHINE.user


def test_a_silent_worker_is_reaped_by_one_reaper(office):
    late = NOW + 5 * MINUTE
    with office.write() as uow:
        uow.workers.beat("w1", "worker", now=NOW)
        uow.workers.beat("w2", "worker", now=NOW)
        uow.workers.beat("w2", "worker", now=late)
        silent = uow.workers.silent(before=late)
        first = uow.workers.reap("w1", before=late, now=late)
        second = uow.workers.reap("w1", before=late, now=late)
        uow.workers.remove("w1")
        left = uow.workers.all()

    assert [one.id for one in silent] == ["w1"]
    assert (first, second) == (1, None)
    assert [one.id for one in left] == ["w2"]


def test_figures_are_revised_and_never_overwritten(office):
    indicator = Indicator(
        code="1.1",
        objective="Pelayanan",
        name="Indeks",
        unit="Indeks",
        section=RoleKey("seksi-pmd"),
        cap=Decimal("120.50"),
    )
    source = Provenance(by=KASUBAG, at=NOW)
    figure = Realisation(
        indicator="1.1", year=2026, period=2, value=Decimal("3.10"), evidence=("doc1",)
    )
    promised = Target(indicator="1.1", year=2026, period=2, value=Decimal("3.25"))
    with office.write() as uow:
        uow.indicators.add_all([indicator])
        uow.indicators.set_target(promised, source)
        uow.indicators.record(figure, source)
        corrected = uow.indicators.record(
            replace(figure, value=Decimal("3.2")), replace(source, reason="salah ketik")
        )

    with office.read() as uow:
        versions = uow.indicators.versions_of("1.1", 2026, 2)
        assert uow.indicators.all() == [indicator] == [uow.indicators.get("1.1")]
        assert uow.indicators.targets(2026) == [promised]
        assert uow.indicators.realisations(2026) == [corrected]
        assert uow.indicators.realisations(2025) == []
    assert [str(one.value) for one, _ in versions] == ["3.10", "3.2"]
    assert [one.reason for _, one in versions] == ["", "salah ketik"]


def test_old_answers_are_forgotten(office):
    with office.write() as uow:
        uow.idempotency.put("api", "lama", "h", None, NOW - MINUTE)
        uow.idempotency.put("api", "baru", "h", None, NOW)
        uow.idempotency.forget(NOW)

    with office.read() as uow:
        assert uow.idempotency.get("api", "lama") is None
        assert uow.idempotency.get("api", "baru") is not None


def test_the_office_remembers_its_settings(office):
    with office.write() as uow:
        uow.office.put("kop", {"nama": "A"})
        uow.office.put("kop", {"nama": "B"})

    with office.read() as uow:
        assert uow.office.all() == {"kop": {"nama": "B"}}
