"""Tables of SOPs and of decisions that cannot be read, or not be printed."""

from engine.errors.tree import InvalidError


class SopTableInvalidError(InvalidError):
    """A table cannot be made into an SOP. Facts: `reason` (a message key)."""

    code = "sop_table_invalid"


class SopTooLongError(InvalidError):
    """An SOP has more steps than a document can hold. Facts: `steps`, `limit`."""

    code = "sop_too_long"


class TableInvalidError(InvalidError):
    """A stored decision table cannot be read. Facts: `table` (its key)."""

    code = "table_invalid"
