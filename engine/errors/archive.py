"""What goes wrong in the archive."""

from engine.errors.tree import ConflictError, InvalidError, NotFoundError, RefusedError


class DestructionNotFoundError(NotFoundError):
    """There is no such destruction. Facts: `destruction`."""

    code = "destruction_not_found"


class DestructionInvalidError(InvalidError):
    """A destruction names no case, or one that is still to be kept."""

    code = "destruction_invalid"


class DestructionWaitsError(ConflictError):
    """Another destruction waits for its second officer, or this one was decided."""

    code = "destruction_waits"


class SamePersonError(RefusedError):
    """Who proposed something does not decide it too."""

    code = "same_person"
