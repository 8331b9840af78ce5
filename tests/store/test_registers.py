"""Registers: gapless per year, never twice, also under many at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.domain.documents import Register
from engine.errors import RegisterNotFoundError
from engine.store.values import RegisterNumber
from tests.store.given import NOW

REGISTER = Register(
    key="surat-keluar",
    name="Surat keluar",
    pattern="{classification}/{sequence}",
    classification="000.8.3.3",
    unit="Kec-Silaut",
)


@pytest.fixture
def registered(database):
    """Return a database with one register."""
    with database.write() as uow:
        uow.registers.put(REGISTER)
    return database


def test_many_at_once_draw_every_number_once_and_leave_no_gap(registered):
    barrier = threading.Barrier(8, timeout=60)

    def _draw(officer):
        barrier.wait()
        drawn = []
        for attempt in range(6):
            try:
                with registered.write() as uow:
                    number = uow.registers.draw(REGISTER.key, 2026, simulated=False)
                    # A completion that fails later gives its number back.
                    drawn.append(number // int(attempt % 3 != officer % 3))
            except ZeroDivisionError:
                continue
        return drawn

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for drawn in pool.map(_draw, range(8)) for number in drawn]

    assert sorted(numbers) == list(range(1, 33))


def test_years_registers_and_simulated_cases_count_for_themselves(registered):
    with registered.write() as uow:
        uow.registers.put(replace(REGISTER, key="undangan"))
        drawn = [
            uow.registers.draw(key, year, simulated=simulated)
            for key, year, simulated in (
                ("surat-keluar", 2026, False),
                ("surat-keluar", 2026, True),
                ("surat-keluar", 2027, False),
                ("undangan", 2026, False),
                ("surat-keluar", 2026, False),
            )
        ]

    assert drawn == [1, 1, 1, 1, 2]


def test_a_void_number_is_remembered_and_never_drawn_again(registered):
    with registered.write() as uow:
        number = uow.registers.draw(REGISTER.key, 2026, simulated=False)
        one = RegisterNumber(register=REGISTER.key, year=2026, sequence=number)
        uow.registers.void(one, reason="dibatalkan", now=NOW)
        uow.registers.void(one, reason="lagi", now=NOW)
        following = uow.registers.draw(REGISTER.key, 2026, simulated=False)

    with registered.read() as uow:
        assert uow.registers.voids(REGISTER.key, 2026) == [1]
        assert following == 2


def test_a_register_is_changed_by_putting_it_again(registered):
    changed = replace(REGISTER, pattern="{sequence:03d}")
    with registered.write() as uow:
        uow.registers.put(changed)

    with registered.read() as uow:
        assert uow.registers.all() == [changed] == [uow.registers.get(REGISTER.key)]


def test_a_number_of_no_register_is_refused(registered):
    with pytest.raises(RegisterNotFoundError), registered.write() as uow:
        uow.registers.draw("tidak-ada", 2026, simulated=False)
