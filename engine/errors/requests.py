"""What an officer or a caller sent does not fit."""

from engine.errors.tree import InvalidError


class SubmissionInvalidError(InvalidError):
    """The data does not fit the form.

    Facts: `errors`, a dict of field path (`realisasi.0.nilai`) to message key
    (`form.required`) or `(key, facts)`.
    """

    code = "submission_invalid"


class DecisionInvalidError(InvalidError):
    """A decision is missing or is none of the arrows. Facts: `decision`, `choices`."""

    code = "decision_invalid"


class ReasonMissingError(InvalidError):
    """A return, a cancellation or a repair needs a reason. Facts: `action`."""

    code = "reason_missing"


class TextUnstorableError(InvalidError):
    """A text holds a sign that no database keeps. Facts: `position` from 0, or None."""

    code = "text_unstorable"


class CursorInvalidError(InvalidError):
    """A cursor of a listing is none of ours. Facts: `cursor`."""

    code = "cursor_invalid"


class IdempotencyKeyInvalidError(InvalidError):
    """An Idempotency-Key is empty or too long. Facts: `limit` (characters)."""

    code = "idempotency_key_invalid"


class AnswersInvalidError(InvalidError):
    """An answers file of `run` cannot be used. Facts: `where`, `reason` (a message key)."""

    code = "answers_invalid"


class PasswordWeakError(InvalidError):
    """A password is too short or too long. Facts: `least`, `most` (characters)."""

    code = "password_weak"


class FileUnreadableError(InvalidError):
    """A file of the command line cannot be read or written. Facts: `file`, `reason`."""

    code = "file_unreadable"


class QuestionInvalidError(InvalidError):
    """A line of `calendar … -` is no question of two words. Facts: `text`."""

    code = "question_invalid"


class OfficeInvalidError(InvalidError):
    """What an administrator entered does not fit.

    Facts: `errors`, a dict of field name to message key or `(key, facts)`; the
    empty name stands for the whole.
    """

    code = "office_invalid"
