"""Random cases moved to equal and to other versions go on as those say."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engine.adapters.spiff.kernel import SpiffKernel
from engine.domain.moving import Renaming
from engine.ports import OpenedTimer
from tests.adapters.spiff.algebra import Block, InOrder, Scope, Sequence, Task
from tests.adapters.spiff.building import Case, Sketch
from tests.adapters.spiff.test_moving import goes_on, moved
from tests.adapters.spiff.test_walks import (
    MOST_EVENTS,
    Names,
    block,
    definition_of,
    happen,
    standing,
    without_seed,
)


@st.composite
def blocks(draw) -> Block:
    new = Names()
    return Sequence([Task(new("task")), block(draw, new, 3)])


def walk(case: Case, meant: Scope, choices: st.DataObject, most: int) -> bool:
    """Go on at random; tell whether the case still waits."""
    for _ in range(most):
        if meant.done:
            return False
        entry = choices.draw(st.sampled_from(list(meant.entries())))
        choice = choices.draw(st.sampled_from(entry.choices)) if entry.choices else None
        happen(case, entry, choice)
        meant.take(entry, choice)
    return not meant.done


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(whole=blocks(), choices=st.data())
def test_a_case_moved_to_an_equal_version_behaves_as_if_it_had_not_been(whole, choices):
    definition = definition_of(whole)
    case, meant = Case(definition), Scope(None)
    meant.parts.append(InOrder([whole], meant))
    case.start()
    if not walk(case, meant, choices, choices.draw(st.integers(0, 8))):
        return

    twin = Case(definition, open=dict(case.open), snapshot=case.snapshot)
    result = SpiffKernel().move(
        definition, definition, case.snapshot, case.data, Renaming()
    )
    case.snapshot = result.snapshot

    assert result.obstacles == ()
    assert result.dropped == ()
    assert {one.token for one in result.standing} == set(case.open)
    for _ in range(MOST_EVENTS):
        if meant.done:
            break
        entry = choices.draw(st.sampled_from(list(meant.entries())))
        choice = choices.draw(st.sampled_from(entry.choices)) if entry.choices else None
        steps = [happen(one, entry, choice) for one in (case, twin)]
        meant.take(entry, choice)
        assert without_seed(steps[0]) == without_seed(steps[1])
        assert standing(case) == standing(twin)


def anything(case: Case, choices: st.DataObject) -> None:
    """Let anything that waits happen, every decision going any way."""
    token = choices.draw(st.sampled_from(sorted(case.open)))
    opened = case.open[token]
    if isinstance(opened, OpenedTimer):
        case.wake_tokens([token])
        return
    flows = case.definition.canonical.flows
    ways = [one.id for one in flows if one.chosen_at == opened.element]
    chosen = choices.draw(st.sampled_from(ways)) if ways else None
    case.complete(opened.element, decision=chosen, token=token)


def changed(whole: Block, choices: st.DataObject) -> Sketch:
    """The same diagram with a step put into some of its arrows."""
    sketch = Sketch()
    sketch.flow(whole.draw(sketch, sketch.start(), None), sketch.end())
    kinds = {one.id: one for one in sketch.nodes}
    plain = [one for one in sketch.flows if kinds[one.source].kind == "userTask"]
    # Whoever completes the step before a decision takes it: nothing comes between.
    plain = [one for one in plain if "Gateway" not in kinds[one.target].kind]
    for number, arrow in enumerate(plain):
        if choices.draw(st.booleans()):
            sketch.flows.remove(arrow)
            new = sketch.task(f"put{number}", parent=kinds[arrow.source].parent)
            sketch.path(arrow.source, new)
            sketch.flow(new, arrow.target, arrow.id)
    return sketch


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(whole=blocks(), other=blocks(), choices=st.data())
def test_a_case_moved_to_another_version_ends_or_waits(whole, other, choices):
    case = Case(definition_of(whole))
    case.start()
    for _ in range(choices.draw(st.integers(0, 6))):
        if not case.ended:
            anything(case, choices)
    if case.ended:
        return
    new = Sketch()
    if choices.draw(st.booleans()):
        new = changed(whole, choices)
    else:
        new.flow(other.draw(new, new.start(), None), new.end())

    result = moved(case, new)

    event("refused" if result.obstacles else "moved")
    if result.obstacles:
        return
    after = goes_on(case, new, result)
    for _ in range(30):
        if not after.ended:
            anything(after, choices)
    assert after.ended == (not after.open)
