"""It is not there, or it is not the caller's to see."""

from engine.errors.tree import NotFoundError


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
