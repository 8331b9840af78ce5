"""Somebody was faster, or the state does not allow it."""

from engine.errors.tree import ConflictError


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


class OfficeNotEmptyError(ConflictError):
    """A backup comes only into an empty office. Facts: `table`, the first with rows."""

    code = "office_not_empty"


class CaseStuckError(ConflictError):
    """A case of `run` cannot reach its end. Facts: `element`, `name`, `cause` (an error)."""

    code = "case_stuck"


class LoginTakenError(ConflictError):
    """Somebody else has that login. Facts: `login`."""

    code = "login_taken"
