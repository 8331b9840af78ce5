"""Passwords are kept under hashes that are dear to guess at."""

import pytest

from engine.adapters.passwords import Argon2Passwords
from engine.bootstrap import build_engine
from engine.domain.identity import MACHINE
from engine.services.people.accounts import NewUser
from engine.settings import load_settings

WORD = "kalimat yang panjang"
PRICE = "$argon2id$v=19$m=65536,t=3,p=4$"  # RFC 9106, second recommendation


@pytest.fixture(scope="module")
def hashed():
    return Argon2Passwords().hashed(WORD)


def test_a_hash_costs_what_the_rfc_recommends(hashed):
    assert hashed.startswith(PRICE)


def test_an_account_is_kept_at_that_price(sqlite_url):
    office = build_engine(load_settings({"MUTUBAKU_DATABASE_URL": sqlite_url}))

    kept = office.accounts.add_user(
        NewUser(login="staf", name="Staf (contoh)", password=WORD), MACHINE
    )

    office.close()
    assert kept.password
    assert kept.password.startswith(PRICE)


def test_only_its_own_password_fits_a_hash(hashed):
    passwords = Argon2Passwords()

    assert passwords.matches(hashed, WORD)
    assert not passwords.matches(hashed, f"{WORD} ")


def test_the_same_password_is_hashed_differently_each_time(hashed):
    assert Argon2Passwords().hashed(WORD) != hashed


@pytest.mark.parametrize("kept", ["", "kata sandi", "$argon2id$v=19$m=8,t=1,p=1$x"])
def test_what_is_no_hash_fits_nothing(kept):
    assert not Argon2Passwords().matches(kept, "")
