"""Who acts: roles by dates, rights of roles, tokens that open or do not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.identity import Assignment, AssignmentKind, Right, User
from engine.domain.values import RoleKey, UserId
from engine.errors import (
    ConflictError,
    RoleNotFoundError,
    UserNotFoundError,
    VersionConflictError,
)
from engine.store.values import ApiToken
from tests.store.given import CAMAT_ROLE, KASUBAG, KASUBAG_ROLE, NOW, SEKRETARIS

DAY = timedelta(days=1)
HASH = bytes(range(32))


def acting(kind=AssignmentKind.PLH, **dates):
    return Assignment(id="a2", user=SEKRETARIS, role=CAMAT_ROLE, kind=kind, **dates)


def test_an_actor_has_the_roles_and_rights_of_today(office):
    with office.write() as uow:
        uow.people.assign(acting(valid_from=NOW, valid_until=NOW + DAY))

    with office.read() as uow:
        actor = uow.people.actor_of(SEKRETARIS, NOW)

    assert actor is not None
    assert (actor.roles, actor.rights) == ({CAMAT_ROLE}, {Right.SUPERVISE})
    assert actor.acts_as(CAMAT_ROLE) is AssignmentKind.PLH


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        pytest.param(-timedelta(seconds=1), False, id="before its first instant"),
        pytest.param(timedelta(0), True, id="at its first instant"),
        pytest.param(DAY - timedelta(seconds=1), True, id="in its last second"),
        pytest.param(DAY, False, id="at its end"),
    ],
)
def test_an_acting_officer_acts_within_the_dates_of_the_letter(office, when, holds):
    with office.write() as uow:
        uow.people.assign(acting(valid_from=NOW, valid_until=NOW + DAY))

    with office.read() as uow:
        actor = uow.people.actor_of(SEKRETARIS, NOW + when)
        holders = uow.people.holders(CAMAT_ROLE, NOW + when)

    assert actor is not None
    assert bool(actor.roles) is bool(holders) is holds


def test_whoever_holds_a_post_does_not_act_for_it(office):
    with office.write() as uow:
        uow.people.assign(acting())
        uow.people.assign(replace(acting(AssignmentKind.HOLDER), id="a3"))

    with office.read() as uow:
        actor = uow.people.actor_of(SEKRETARIS, NOW)

    assert actor is not None
    assert actor.acting == ()


def test_holders_stand_before_those_who_act(office):
    with office.write() as uow:
        uow.people.assign(acting())
        held = Assignment(
            id="a9", user=KASUBAG, role=CAMAT_ROLE, kind=AssignmentKind.HOLDER
        )
        uow.people.assign(held)

    with office.read() as uow:
        found = uow.people.holders(CAMAT_ROLE, NOW)

    assert [(user.id, one.kind) for user, one in found] == [
        (KASUBAG, AssignmentKind.HOLDER),
        (SEKRETARIS, AssignmentKind.PLH),
    ]


def test_somebody_who_left_is_nobody(office):
    with office.write() as uow:
        kasubag = uow.people.user(KASUBAG)
        uow.people.save_user(replace(kasubag, active=False))

    with office.read() as uow:
        assert uow.people.actor_of(KASUBAG, NOW) is None
        assert uow.people.holders(KASUBAG_ROLE, NOW) == []


@pytest.mark.parametrize(
    ("changes", "opens"),
    [
        pytest.param({}, True, id="without an end"),
        pytest.param({"expires_at": NOW + DAY}, True, id="before its end"),
        pytest.param({"expires_at": NOW}, False, id="at its end"),
        pytest.param({"revoked_at": NOW - DAY}, False, id="revoked"),
    ],
)
def test_a_token_opens_until_it_ends_or_is_revoked(office, changes, opens):
    with office.write() as uow:
        token = ApiToken(
            id="t1", user=KASUBAG, name="skrip", hash=HASH, created_at=NOW - DAY
        )
        uow.people.add_token(replace(token, **changes))

    with office.counted() as count, office.read() as uow:
        actor = uow.people.actor_by_token_hash(HASH, NOW)
    with office.read() as uow:
        stranger = uow.people.actor_by_token_hash(HASH[::-1], NOW)

    assert (actor is not None) is opens
    assert stranger is None
    assert count.statements == 1


def test_a_revoked_token_stays_listed(office):
    with office.write() as uow:
        uow.people.add_token(
            ApiToken(id="t1", user=KASUBAG, name="skrip", hash=HASH, created_at=NOW)
        )
        uow.people.revoke_token("t1", now=NOW + DAY)
        uow.people.revoke_token("t1", now=NOW + 2 * DAY)

    with office.read() as uow:
        (token,) = uow.people.tokens_of(KASUBAG)
    assert token.revoked_at == NOW + DAY


def test_a_login_belongs_to_one_user(office):
    with pytest.raises(ConflictError), office.write() as uow:
        uow.people.add_user(User(id=UserId("lain"), login=KASUBAG, name="Lain"))


def test_a_role_keeps_its_rights_and_its_version(office):
    with office.write() as uow:
        role = uow.people.role(CAMAT_ROLE)
        changed = replace(role, rights=frozenset({Right.START, Right.APPROVE}))
        saved = uow.people.save_role(changed)

    with pytest.raises(VersionConflictError), office.write() as uow:
        uow.people.save_role(role)
    with office.read() as uow:
        assert uow.people.role(CAMAT_ROLE) == saved
        assert saved in uow.people.roles()


def test_who_is_unknown_is_not_found(office):
    with office.read() as uow:
        with pytest.raises(UserNotFoundError):
            uow.people.user(UserId("x"))
        with pytest.raises(RoleNotFoundError):
            uow.people.role(RoleKey("x"))
        assert uow.people.user_by_login("x") is None
        assert uow.people.actor_of(UserId("x"), NOW) is None


def test_assignments_are_listed_whatever_their_dates(office):
    past = acting(valid_until=NOW - DAY, letter="094/12", letter_date="2025-01-02")
    with office.write() as uow:
        uow.people.assign(past)
        ended = uow.people.save_assignment(replace(past, valid_until=NOW - 2 * DAY))

    with office.read() as uow:
        assert uow.people.assignments_of(SEKRETARIS) == [ended]
        assert len(uow.people.assignments()) == 2
        assert {one.id for one in uow.people.users()} == {KASUBAG, SEKRETARIS}
