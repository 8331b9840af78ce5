"""What goes wrong with actions that were promised."""

from engine.errors.tree import ConflictError, InvalidError, NotFoundError, RefusedError


class ActionNotFoundError(NotFoundError):
    """There is no such action, or it is not the caller's to see. Facts: `action`."""

    code = "action_not_found"


class ActionEndedError(ConflictError):
    """The action was done or dropped; only an open one takes progress."""

    code = "action_ended"


class ActionRefusedError(RefusedError):
    """Only who does an action, or a superior, may tell of it."""

    code = "action_refused"


class ProgressInvalidError(InvalidError):
    """Progress needs words and whole percents from 0 to 100."""

    code = "progress_invalid"
