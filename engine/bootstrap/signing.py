"""Signatures, their checking, and the archive's care."""

from engine.bootstrap.core import Core


class Signing(Core):
    """The parts of an office for this; each is built when it is first asked for."""
