"""Refusals: somebody else may do it, or the same person later."""

from engine.errors.tree import RefusedError


class LoginRefusedError(RefusedError):
    """Login and password do not fit; which of the two is not told. Facts: none."""

    code = "login_refused"


class TooManyAttemptsError(RefusedError):
    """Somebody tried too often of late. Facts: `seconds`, `minutes` (whole) to wait."""

    code = "too_many_attempts"
