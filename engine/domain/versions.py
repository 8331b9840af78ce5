"""Versions of SOPs: who hands one in, who approves it, which cases were moved.

Four eyes: as soon as two people hold the right to approve, nobody approves what
they drafted themselves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.values import DefinitionId, InstanceId, ProcessKey, UserId


class SubmissionState(StrEnum):
    """Waiting for somebody, or decided, or taken back by who drafted it."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class SopSubmission:
    """A draft as it was handed in for approval.

    Attributes:
        revision: of the draft.
        drafters: everybody who saved something of it, and who handed it in.
        note: what is new, in the drafter's words.
        reason: why it was refused or taken back.
        deployed: number of the version that it became, or None.
        version: of the row.
    """

    id: str
    key: ProcessKey
    name: str
    revision: int
    drafters: tuple[UserId, ...]
    submitted_by: UserId
    submitted_name: str
    submitted_at: datetime
    note: str
    state: SubmissionState = SubmissionState.WAITING
    decided_by: UserId | None = None
    decided_name: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    deployed: int | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseMove:
    """A running case that went over to another version."""

    id: str
    instance: InstanceId
    before: DefinitionId
    after: DefinitionId
    at: datetime
    by: UserId


def may_decide(
    submission: SopSubmission, by: UserId, approvers: Collection[UserId]
) -> bool:
    """Tell whether an approver may approve what was handed in.

    Args:
        submission: what was handed in.
        by: who holds the right to approve.
        approvers: everybody who holds it now.
    """
    return by not in submission.drafters or not (set(approvers) - {by})
