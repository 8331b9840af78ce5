"""Every expected error, drawn as one tree.

The four branches are what a caller can do about it: look elsewhere
(`NotFoundError`), ask somebody with more rights (`RefusedError`), look again
because somebody was faster (`ConflictError`), or correct what was sent
(`InvalidError`). An error carries its facts and a stable `code`; the sentence
that people read is made from both in `engine.translations`, key `error.<code>`.

    MutuBakuError
    ├── NotFoundError
    ├── RefusedError
    ├── ConflictError
    ├── InvalidError
    └── UnavailableError
"""

from typing import Any, ClassVar


class MutuBakuError(Exception):
    """Anything that Mutu Baku expects to go wrong."""

    code: ClassVar[str] = "error"

    def __init__(self, **facts: object) -> None:
        shown = ", ".join(f"{key}={value!r}" for key, value in facts.items())
        super().__init__(f"{self.code}: {shown}" if shown else self.code)
        self.facts: dict[str, Any] = dict(facts)


class NotFoundError(MutuBakuError):
    """It is not there, or it is not the caller's to see."""

    code = "not_found"


class RefusedError(MutuBakuError):
    """The caller may see it but not do this."""

    code = "refused"


class ConflictError(MutuBakuError):
    """Somebody was faster, or the state does not allow it."""

    code = "conflict"


class InvalidError(MutuBakuError):
    """What was sent has to be corrected; the facts say where."""

    code = "invalid"


class UnavailableError(MutuBakuError):
    """The outside (mail, database, renderer) does not answer now."""

    code = "unavailable"
