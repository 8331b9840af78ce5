"""What those who maintain SOPs use: drafts, trials, versions, import and print."""

from engine.bootstrap.core import Core


class Maintenance(Core):
    """The parts of an office for this; each is built when it is first asked for."""
