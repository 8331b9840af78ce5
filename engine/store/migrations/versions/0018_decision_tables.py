"""Decision tables: beside the forms of a version and of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NONE = b"{}"
_COLUMN = "tables"


def upgrade() -> None:
    """Give versions and drafts an empty set of decision tables."""
    for name in ("definitions", "sop_draft_revisions"):
        op.add_column(name, sa.Column(_COLUMN, sa.LargeBinary()))
        rows = sa.table(name, sa.column(_COLUMN, sa.LargeBinary()))
        op.get_bind().execute(sa.update(rows).values({_COLUMN: _NONE}))
        with op.batch_alter_table(name) as table:
            table.alter_column(_COLUMN, existing_type=sa.LargeBinary(), nullable=False)
