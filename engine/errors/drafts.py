"""Drafts of SOPs that cannot be begun, found or saved."""

from engine.errors.tree import ConflictError, InvalidError, NotFoundError


class DraftNotFoundError(NotFoundError):
    """No draft of this SOP, or no such entry of its history. Facts: `key`."""

    code = "draft_not_found"


class DraftExistsError(ConflictError):
    """An SOP or a draft has this key already. Facts: `key`, `name` (of the SOP)."""

    code = "draft_exists"


class DraftConflictError(ConflictError):
    """Somebody else saved the draft meanwhile.

    Facts: `key`, `by` (who saved last), `you` (who saves now), `at` (instant),
    `revision` (the newest).
    """

    code = "draft_conflict"


class DraftSubmittedError(ConflictError):
    """The draft waits for approval and cannot be changed. Facts: `key`, `by`."""

    code = "draft_submitted"


class DraftKeyInvalidError(InvalidError):
    """The key of a new SOP cannot be used. Facts: `key`."""

    code = "draft_key_invalid"


class DraftTooLargeError(InvalidError):
    """A draft holds more or longer files than the office keeps. Facts: `what`, `limit`."""

    code = "draft_too_large"


class DraftFileNotFoundError(NotFoundError):
    """The draft has no form or template of that name. Facts: `name`."""

    code = "draft_file_not_found"


class DraftFileInvalidError(InvalidError):
    """A form or template cannot have this name. Facts: `name`, `reason` (a message key)."""

    code = "draft_file_invalid"


class DraftMisfitError(InvalidError):
    """The diagram does not hold the process of this SOP. Facts: `key`, `found` (keys)."""

    code = "draft_misfit"
