"""What supervisors read: times against standards, cycles, evaluations."""

from engine.bootstrap.core import Core


class Supervision(Core):
    """The parts of an office for this; each is built when it is first asked for."""
