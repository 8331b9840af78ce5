"""Texts and files that cannot be read: diagrams, forms, durations, backups."""

from engine.errors.tree import InvalidError


class CalendarHasNoWorkingTimeError(InvalidError):
    """No working time was found in the years looked at. Facts: `calendar`, `start`."""

    code = "calendar_has_no_working_time"


class CalendarInvalidError(InvalidError):
    """A calendar cannot be used. Facts: `calendar`, `where` (path), `value`."""

    code = "calendar_invalid"


class DurationInvalidError(InvalidError):
    """A duration is no ISO 8601 duration this product takes. Facts: `text`."""

    code = "duration_invalid"


class InstantInvalidError(InvalidError):
    """A text is no instant with a date and a time. Facts: `text`."""

    code = "instant_invalid"


class ExpressionInvalidError(InvalidError):
    """The safe expression language cannot read a text. Facts: `expression`, `reason`."""

    code = "expression_invalid"


class ExpressionFailedError(InvalidError):
    """A readable expression has no value over this data. Facts: `expression`, `reason`."""

    code = "expression_failed"


class DiagramInvalidError(InvalidError):
    """A diagram cannot be deployed. Facts: `file`, `problems` (list of Problem)."""

    code = "diagram_invalid"


class FormInvalidError(InvalidError):
    """A form definition cannot be used. Facts: `form`, `reason`."""

    code = "form_invalid"


class BackupInvalidError(InvalidError):
    """A file is no whole backup. Facts: `file`, `reason` (a message key)."""

    code = "backup_invalid"


class TemplateInvalidError(InvalidError):
    """A document template cannot be printed.

    Facts: `template`, `reason` (a message key), `line` (from 1, or None), `detail`
    (a name or address, or empty).
    """

    code = "template_invalid"
