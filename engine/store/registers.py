"""Registers of numbers: one gapless sequence per register and year.

A number is drawn by one statement that locks its counter's row until the
transaction ends, so two at once get two numbers, and a transaction that fails
gives its number back.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import IntegrityError

from engine.domain.documents import Register
from engine.errors import RegisterNotFoundError
from engine.store.dialects import insert_into
from engine.store.schema import register_counters, register_voids, registers
from engine.store.shapes import Shape
from engine.store.values import RegisterNumber

_SHAPE = Shape(Register, registers)
_VOID = Shape(RegisterNumber, register_voids)
_GET = _SHAPE.select.where(registers.c.key == bindparam("key"))
_ALL = _SHAPE.select.order_by(registers.c.key)
_LAST = select(register_counters.c.last).where(
    register_counters.c.register == bindparam("register"),
    register_counters.c.year == bindparam("year"),
    register_counters.c.simulated.is_(False),
)
_VOIDS = (
    select(register_voids.c.sequence)
    .where(
        register_voids.c.register == bindparam("register"),
        register_voids.c.year == bindparam("year"),
        register_voids.c.simulated == bindparam("simulated"),
    )
    .order_by(register_voids.c.sequence)
)


class RegisterStore:
    """Registers and the numbers drawn from them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Register:
        """Return a register.

        Raises:
            RegisterNotFoundError: there is none of that key.
        """
        row = self._connection.execute(_GET, {"key": key}).first()
        if row is None:
            raise RegisterNotFoundError(register=key)
        return _SHAPE.value(row)

    def all(self) -> list[Register]:
        """Return all registers by key."""
        return [_SHAPE.value(row) for row in self._connection.execute(_ALL)]

    def put(self, register: Register) -> None:
        """Add a register, or change how its next numbers look."""
        row = _SHAPE.row(register)
        insert = insert_into(self._connection, registers).values(**row, version=1)
        changed: dict[str, Any] = {name: insert.excluded[name] for name in _SHAPE.names}
        changed["version"] = registers.c.version + 1
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=[registers.c.key], set_=changed)
        )

    def draw(self, key: str, year: int, *, simulated: bool) -> int:
        """Return the next number of a register and year, from 1.

        Args:
            key: of the register.
            year: in the office's zone.
            simulated: simulated cases draw from a sequence of their own.

        Raises:
            RegisterNotFoundError: there is no register of that key.
        """
        counter = register_counters
        insert = insert_into(self._connection, counter).values(
            register=key, year=year, simulated=simulated, last=1
        )
        drawn = insert.on_conflict_do_update(
            index_elements=[counter.c.register, counter.c.year, counter.c.simulated],
            set_={"last": counter.c.last + 1},
        ).returning(counter.c.last)
        try:
            number: int = self._connection.scalar(drawn)
        except IntegrityError as error:
            raise RegisterNotFoundError(register=key) from error
        return number

    def last(self, key: str, year: int) -> int:
        """Return the number drawn last of a register and year, 0 before the first."""
        found = self._connection.scalar(_LAST, {"register": key, "year": year})
        return int(found or 0)

    def void(self, number: RegisterNumber, *, reason: str, now: datetime) -> None:
        """Mark a drawn number void; it is never drawn again. Twice is once."""
        row = _VOID.row(number) | {"at": now, "reason": reason}
        insert = insert_into(self._connection, register_voids).values(**row)
        self._connection.execute(insert.on_conflict_do_nothing())

    def voids(self, key: str, year: int, *, simulated: bool = False) -> list[int]:
        """Return the void numbers of a register and year in order."""
        parameters = {"register": key, "year": year, "simulated": simulated}
        return list(self._connection.scalars(_VOIDS, parameters))
