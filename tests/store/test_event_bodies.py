"""Bodies of events: whatever was said comes back, in few bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.store.event_bodies import Body, packed_body, unpacked_body

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(kind=st.text(), facts=st.dictionaries(st.text(), JSON))
@settings(deadline=None)
def test_what_was_said_comes_back(kind, facts):
    body = Body(kind, facts)

    assert unpacked_body(packed_body(body)) == body


@given(content=st.binary(max_size=60))
@settings(deadline=None)
def test_bytes_of_a_stranger_are_read_without_an_error(content):
    assert isinstance(unpacked_body(content), Body)
    assert isinstance(unpacked_body(b"\x01" + content), Body)


@pytest.mark.parametrize(
    ("body", "most"),
    [
        pytest.param(Body("task.claimed", {}), 8, id="claimed"),
        pytest.param(Body("instance.completed", {}), 8, id="ended"),
        pytest.param(
            Body("task.completed", {"submission": "Xq3-Zk_81bYv0LpRw7TjMa2c"}),
            40,
            id="completed",
        ),
    ],
)
def test_an_event_of_a_case_takes_few_bytes(body, most):
    assert len(packed_body(body)) <= most


@pytest.mark.parametrize(
    ("content", "body"),
    [
        pytest.param("01c3220400", Body("task.claimed", {}), id="claimed"),
        pytest.param(
            "0123a827a2d058372a3bdec23029b2ccc0a720a8dc3c24cb37d12859a9361600",
            Body("task.completed", {"submission": "Xq3-Zk_81bYv0LpRw7TjMa2c"}),
            id="completed",
        ),
    ],
)
def test_what_an_older_program_kept_is_read_for_ever(content, body):
    assert unpacked_body(bytes.fromhex(content)) == body
