"""Steps: what all tasks of one step say alike, once instead of in every task."""

import json
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SAID = ("process", "element", "name", "kind", "lane")
_STEPS = sa.table("steps", sa.column("id"), *(sa.column(name) for name in _SAID))
_TASKS = sa.table("tasks", sa.column("step"), *(sa.column(name) for name in _SAID))


def upgrade() -> None:
    """Move what tasks say of their steps to a table of its own."""
    op.create_table(
        "steps",
        sa.Column("id", _WHOLE, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _SAID),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
    )
    op.add_column("tasks", sa.Column("step", _WHOLE))
    _move()
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("step", existing_type=_WHOLE, nullable=False)
        tasks.create_foreign_key("fk_tasks_step", "steps", ["step"], ["id"])
        for name in _SAID:
            tasks.drop_column(name)


def _move() -> None:
    connection = op.get_bind()
    said = [_TASKS.c[name] for name in _SAID]
    for row in connection.execute(sa.select(*said).distinct()).all():
        number = _number(*row)
        words = dict(zip(_SAID, row, strict=True))
        connection.execute(_STEPS.insert().values(id=number, **words))
        same = [column == word for column, word in zip(said, row, strict=True)]
        connection.execute(sa.update(_TASKS).where(*same).values(step=number))


def _number(*words: str) -> int:
    # As engine.store.steps counts; written down here, since a migration never changes.
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest())
