"""The composition root: every choice of an implementation is made here."""

from engine.bootstrap.messages import refuse_unknown_channels
from engine.bootstrap.office import Office
from engine.clock import Clock
from engine.ports import DocumentRenderer, JobQueue
from engine.settings import Settings

__all__ = ["Office", "build_engine"]


def build_engine(
    settings: Settings,
    *,
    clock: Clock | None = None,
    jobs: JobQueue | None = None,
    renderer: DocumentRenderer | None = None,
) -> Office:
    """Return the office of these settings; nothing connects yet.

    Raises:
        SettingsInvalidError: messages cannot be sent to a channel of the office.
    """
    refuse_unknown_channels(settings)
    return Office(settings, clock=clock, jobs=jobs, renderer=renderer)
