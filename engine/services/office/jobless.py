"""The job queue of commands that do everything themselves."""

from engine.ports import Job


class MadeByCaller:
    """The job queue of commands that make their documents themselves."""

    def enqueue(self, transaction: object, job: Job) -> None:
        """Leave the job: whoever runs the case asks for its documents."""
