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


class SettingInvalidError(InvalidError):
    """A setting cannot be used. Facts: `setting`, `value`, `expected`."""

    code = "setting_invalid"


class SettingUnknownError(SettingInvalidError):
    """A MUTUBAKU_* name that no setting has. Facts: `setting`, `nearest` (a name)."""

    code = "setting_unknown"


class SecretKeyMissingError(SettingInvalidError):
    """Without the embedded database a secret key must be given. Facts: `setting`."""

    code = "secret_key_missing"


class SettingsInvalidError(InvalidError):
    """Settings cannot be used. Facts: `mistakes`, a list of SettingInvalidError."""

    code = "settings_invalid"


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


class ProcessNotFoundError(NotFoundError):
    """No such process is deployed. Facts: `key`."""

    code = "process_not_found"


class InstanceNotFoundError(NotFoundError):
    """No such case, or not yours to see. Facts: `instance`."""

    code = "instance_not_found"


class TaskNotFoundError(NotFoundError):
    """No such task, or not yours to see. Facts: `task`."""

    code = "task_not_found"


class DocumentNotFoundError(NotFoundError):
    """No such document, or not yours to see. Facts: `document`."""

    code = "document_not_found"


class UserNotFoundError(NotFoundError):
    """No such user. Facts: `user`."""

    code = "user_not_found"


class CalendarNotFoundError(NotFoundError):
    """No such calendar. Facts: `calendar`."""

    code = "calendar_not_found"


class TaskNotOpenError(ConflictError):
    """The task has ended. Facts: `task`, `state`, `by` (name or None), `at` (instant or None)."""

    code = "task_not_open"


class TaskTakenError(ConflictError):
    """Somebody else holds the task. Facts: `task`, `by`."""

    code = "task_taken"


class TaskNotClaimedError(ConflictError):
    """The task must be claimed first. Facts: `task`."""

    code = "task_not_claimed"


class TaskPausedError(ConflictError):
    """The task's clock is paused. Facts: `task`."""

    code = "task_paused"


class InstanceNotRunningError(ConflictError):
    """The case is suspended or has ended. Facts: `instance`, `state`."""

    code = "instance_not_running"


class VersionConflictError(ConflictError):
    """A row changed since it was read. Facts: `what`, `id`."""

    code = "version_conflict"


class IdempotencyConflictError(ConflictError):
    """The key was used for another request. Facts: `key`."""

    code = "idempotency_conflict"


class NameConflictError(ConflictError):
    """A deployed process of this key has another name. Facts: `key`, `name`, `deployed_name`."""

    code = "name_conflict"


class KernelError(ConflictError):
    """A case cannot go on. Facts: `reason` (a message key), `element`, more by reason."""

    code = "kernel"


class TextUnstorableError(InvalidError):
    """A text holds a sign that no database keeps. Facts: `position` from 0, or None."""

    code = "text_unstorable"


class DatabaseUnavailableError(UnavailableError):
    """The database does not answer, or another writer holds it. Facts: `reason`."""

    code = "database_unavailable"


class BackupInvalidError(InvalidError):
    """A file is no whole backup. Facts: `file`, `reason` (a message key)."""

    code = "backup_invalid"


class OfficeNotEmptyError(ConflictError):
    """A backup comes only into an empty office. Facts: `table`, the first with rows."""

    code = "office_not_empty"


class TemplateInvalidError(InvalidError):
    """A document template cannot be printed.

    Facts: `template`, `reason` (a message key), `line` (from 1, or None), `detail`
    (a name or address, or empty).
    """

    code = "template_invalid"


class RendererUnavailableError(UnavailableError):
    """The process that makes PDFs ended twice in a row. Facts: none."""

    code = "renderer_unavailable"


class CursorInvalidError(InvalidError):
    """A cursor of a listing is none of ours. Facts: `cursor`."""

    code = "cursor_invalid"


class RegisterNotFoundError(NotFoundError):
    """No such register of numbers. Facts: `register`."""

    code = "register_not_found"


class RoleNotFoundError(NotFoundError):
    """No such role. Facts: `role`."""

    code = "role_not_found"


class IncidentNotFoundError(NotFoundError):
    """No such incident. Facts: `incident`."""

    code = "incident_not_found"


class IndicatorNotFoundError(NotFoundError):
    """No such indicator. Facts: `indicator`."""

    code = "indicator_not_found"
