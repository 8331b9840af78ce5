"""Versions of SOPs that cannot be handed in, approved or retired."""

from engine.errors.tree import ConflictError, RefusedError


class SubmissionGoneError(ConflictError):
    """Nothing of this SOP waits for approval, or something else by now. Facts: `key`."""

    code = "submission_gone"


class NothingChangedError(ConflictError):
    """The draft is what the newest version is. Facts: `key`, `version`."""

    code = "nothing_changed"


class FourEyesError(RefusedError):
    """Who drafted an SOP cannot approve it while others can. Facts: `key`, `approvers` (names)."""

    code = "four_eyes"


class ApprovalNeededError(RefusedError):
    """The office lets programs deploy only what a second person approved. Facts: `approvers`."""

    code = "approval_needed"


class VersionInUseError(ConflictError):
    """The version cannot be retired.

    Facts: `key`, `version`, `running` (cases; 0 where it is the one in force).
    """

    code = "version_in_use"
