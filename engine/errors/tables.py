"""Tables of SOPs that cannot be read."""

from engine.errors.tree import InvalidError


class SopTableInvalidError(InvalidError):
    """A table cannot be made into an SOP. Facts: `reason` (a message key)."""

    code = "sop_table_invalid"
