"""Zstandard frames, with one compressor per thread and level.

A compressor holds half a megabyte or more; making one for each row took longer than
the compression itself. One of them must not be used by two threads at once.
"""

import threading

import zstandard

MAGIC = b"\x28\xb5\x2f\xfd"
FrameError = zstandard.ZstdError


class _Mine(threading.local):
    """What this thread compresses and decompresses with."""

    def __init__(self) -> None:
        self.compressors: dict[int, zstandard.ZstdCompressor] = {}
        self.decompressor = zstandard.ZstdDecompressor()


_mine = _Mine()


def compress(content: bytes, *, level: int = 3) -> bytes:
    """Return a frame that holds the content and its length."""
    known = _mine.compressors.get(level)
    if known is None:
        known = _mine.compressors[level] = zstandard.ZstdCompressor(level=level)
    return known.compress(content)


def decompress(frame: bytes, *, at_most: int = 0) -> bytes:
    """Return what a frame holds.

    Args:
        frame: as `compress` made it.
        at_most: bytes of a frame that does not tell its length; 0 refuses those.

    Raises:
        FrameError: if it is no frame, or a damaged one.
    """
    return _mine.decompressor.decompress(frame, max_output_size=at_most)
