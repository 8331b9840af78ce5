"""Passwords of the officers under test, hashed and checked in a millisecond.

The product's own price is a quarter second of processor time at each sign-in, with
which hundreds of tests begin; `tests/adapters/test_passwords.py` holds it to that.
"""

from argon2 import PasswordHasher

from engine.adapters.passwords import Argon2Passwords

CHEAP = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
