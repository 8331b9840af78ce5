"""What can be wrong with a plan."""

from engine.errors.tree import ConflictError, InvalidError, NotFoundError, RefusedError


class PlanNotFoundError(NotFoundError):
    """The year has no plan, or none that is the caller's to see. Facts: `year`."""

    code = "plan_not_found"


class PlanExistsError(ConflictError):
    """The year has a plan already. Facts: `year`."""

    code = "plan_exists"


class PlanSignedError(ConflictError):
    """A signed plan changes by a revision only. Facts: `year`."""

    code = "plan_signed"


class PlanDraftError(ConflictError):
    """A draft of the year's plan is open already, or not signed yet. Facts: `year`."""

    code = "plan_draft"


class PlanIncompleteError(InvalidError):
    """A plan cannot be signed. Facts: `year`, `problems` (how many)."""

    code = "plan_incomplete"


class PlanMadeAloneError(RefusedError):
    """Who worked on a plan last may not sign it. Facts: `year`."""

    code = "plan_made_alone"


class SheetInvalidError(InvalidError):
    """A spreadsheet cannot be read.

    Facts: `reason` (a message key), `lines`, pairs of a place (`Indikator 7`) and a
    message key.
    """

    code = "sheet_invalid"
