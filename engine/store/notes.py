"""What people write beside a task's form: drafts and comments."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from engine.domain.values import InstanceId, JsonObject, TaskId, UserId
from engine.errors import VersionConflictError
from engine.store.schema import comments, drafts
from engine.store.shapes import Shape
from engine.store.values import Comment, Draft

_DRAFT = Shape(Draft, drafts)
_COMMENT = Shape(Comment, comments)
_OF_TASK_AND_USER = (
    drafts.c.task == bindparam("task"),
    drafts.c.user == bindparam("user"),
)
_GET_DRAFT = _DRAFT.select.where(*_OF_TASK_AND_USER)
_REMOVE = delete(drafts).where(drafts.c.task == bindparam("task"))
_REMOVE_ONE = delete(drafts).where(*_OF_TASK_AND_USER)
_SAVE = (
    drafts.update()
    .where(
        drafts.c.task == bindparam("row_task"),
        drafts.c.user == bindparam("row_user"),
        drafts.c.version == bindparam("row_version"),
    )
    .returning(drafts.c.version)
)
_OF_INSTANCE = _COMMENT.select.where(
    comments.c.instance == bindparam("instance")
).order_by(comments.c.at, comments.c.id)


class DraftStore:
    """One draft per task and officer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        task: TaskId,
        user: UserId,
        data: JsonObject,
        *,
        version: int | None,
        now: datetime,
    ) -> Draft:
        """Keep what was typed and return it with its new version.

        Args:
            task: whose form it is.
            user: who typed it.
            data: whatever the form held, valid or not.
            version: of the draft that the officer saw; None for the first one.
            now: when it is kept.

        Raises:
            VersionConflictError: another window kept a draft meanwhile.
        """
        seen = version or 0
        draft = Draft(task=task, user=user, data=data, saved_at=now, version=seen + 1)
        if version is None:
            _DRAFT.add_all(self._connection, [draft])
            return draft
        row = {
            "row_task": task,
            "row_user": user,
            "row_version": version,
            "data": data,
            "saved_at": now,
            "version": draft.version,
        }
        if self._connection.execute(_SAVE, row).first() is None:
            raise VersionConflictError(what="drafts", id=task)
        return draft

    def get(self, task: TaskId, user: UserId) -> Draft | None:
        """Return an officer's draft of a task, or None."""
        parameters = {"task": task, "user": user}
        row = self._connection.execute(_GET_DRAFT, parameters).first()
        return None if row is None else _DRAFT.value(row)

    def remove(self, task: TaskId, user: UserId | None = None) -> None:
        """Throw away the drafts of a task, or only one officer's."""
        if user is None:
            self._connection.execute(_REMOVE, {"task": task})
        else:
            self._connection.execute(_REMOVE_ONE, {"task": task, "user": user})


class CommentStore:
    """Remarks on cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, comment: Comment) -> None:
        """Add a remark."""
        _COMMENT.add_all(self._connection, [comment])

    def of_instance(self, instance: InstanceId) -> list[Comment]:
        """Return the remarks on a case, oldest first."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return [_COMMENT.value(row) for row in rows]
