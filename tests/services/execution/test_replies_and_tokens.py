"""Replies kept by key, and tokens that are taken back."""

import pytest

from engine.domain.identity import MACHINE
from engine.errors import (
    IdempotencyConflictError,
    IdempotencyKeyInvalidError,
    RefusedError,
    UserNotFoundError,
)


def test_a_reply_is_kept_for_the_same_request_of_the_same_caller(either_house):
    house = either_house
    replies = house.office.replies

    kept = replies.keep("terbit", "k", b"isi", house.staf, {"versi": 1})

    assert kept == replies.find("terbit", "k", b"isi", house.staf) == {"versi": 1}
    assert replies.find("terbit", "k", b"isi", house.kepala) is None
    assert replies.find("mulai", "k", b"isi", house.staf) is None


def test_the_first_reply_stays_when_two_are_made_at_once(either_house):
    house = either_house
    replies = house.office.replies
    replies.keep("terbit", "k", b"isi", house.staf, {"versi": 1})

    second = replies.keep("terbit", "k", b"isi", house.staf, {"versi": 2})

    assert second == {"versi": 1}


def test_a_key_that_was_used_for_something_else_is_a_conflict(house):
    replies = house.office.replies
    replies.keep("terbit", "k", b"isi", house.staf, {})

    with pytest.raises(IdempotencyConflictError, match="'k'"):
        replies.find("terbit", "k", b"lain", house.staf)
    with pytest.raises(IdempotencyConflictError, match="'k'"):
        replies.keep("terbit", "k", b"lain", house.staf, {})


@pytest.mark.parametrize("key", ["", "  ", "k" * 201])
def test_a_key_has_one_to_two_hundred_characters(house, key):
    with pytest.raises(IdempotencyKeyInvalidError):
        house.office.replies.find("terbit", key, b"isi", house.staf)


def test_a_token_is_revoked_by_its_officer_or_an_administrator_only(house):
    accounts, tokens = house.office.accounts, house.office.tokens
    secret = accounts.issue_token("staf", MACHINE, name="skrip")
    (token,) = tokens.of_user(house.staf.user, house.staf)

    with pytest.raises(RefusedError):
        tokens.revoke(token.id, house.staf.user, house.kepala)
    with pytest.raises(RefusedError):
        tokens.of_user(house.staf.user, house.kepala)
    assert accounts.actor_of_token(secret) is not None
    tokens.revoke(token.id, house.staf.user, house.admin)

    assert accounts.actor_of_token(secret) is None
    (after,) = tokens.of_user(house.staf.user, house.staf)
    assert (after.name, after.revoked_at) == ("skrip", house.clock.now())


def test_somebody_elses_token_is_not_found_among_ones_own(house):
    accounts, tokens = house.office.accounts, house.office.tokens
    accounts.issue_token("kepala", MACHINE)
    (token,) = tokens.of_user(house.kepala.user, house.kepala)

    with pytest.raises(UserNotFoundError):
        tokens.revoke(token.id, house.staf.user, house.staf)
