"""What the office measures: plans, realisations, achievement, actions."""

from engine.bootstrap.core import Core


class Measurement(Core):
    """The parts of an office for this; each is built when it is first asked for."""
