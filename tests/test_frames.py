"""Frames: what went in comes out, from many threads at once, or nothing does."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import frames


@given(st.binary(max_size=5_000), st.sampled_from([1, 3, 9, 19]))
def test_a_frame_holds_what_it_was_made_of(content, level):
    frame = frames.compress(content, level=level)

    assert frame.startswith(frames.MAGIC)
    assert frames.decompress(frame) == content


def test_threads_do_not_mix_their_frames_up():
    contents = [bytes([number]) * 20_000 for number in range(64)]

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(frames.compress, contents * 8))
        read = list(pool.map(frames.decompress, made))

    assert read == contents * 8


def test_a_damaged_frame_is_told_apart_from_content():
    frame = frames.compress(b"isi berkas " * 100)

    with pytest.raises(frames.FrameError):
        frames.decompress(frame[:-5])
    with pytest.raises(frames.FrameError):
        frames.decompress(b"bukan bingkai")
