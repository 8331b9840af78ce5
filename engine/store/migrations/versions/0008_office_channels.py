"""Deliveries to channels of the office, which are nobody's."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a delivery be without a person, and carry what it tells."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.alter_column("user", existing_type=sa.LargeBinary(), nullable=True)
        deliveries.add_column(sa.Column("facts", sa.Text()))
