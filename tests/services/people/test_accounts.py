"""People: logins, passwords, tokens, and who acts for whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.identity import MACHINE, Assignment, AssignmentKind
from engine.domain.values import RoleKey
from engine.errors import (
    LoginTakenError,
    PasswordWeakError,
    RefusedError,
    RoleNotFoundError,
    UserNotFoundError,
)
from engine.services.people.accounts import NewUser
from tests.services.diagrams import TWO_STEPS

GOOD = "kata-sandi-panjang"


def test_a_login_is_written_in_any_case_and_opens_with_its_password(house):
    house.office.accounts.add_user(
        NewUser(login="Budi", name="Budi", password=GOOD, roles=(RoleKey("staf"),)),
        MACHINE,
    )

    actor = house.office.accounts.sign_in(" BUDI ", GOOD)

    assert actor is not None
    assert actor.roles == {"staf"}
    assert house.office.accounts.sign_in("budi", GOOD + "x") is None
    assert house.office.accounts.sign_in("nobody", GOOD) is None


def test_a_disabled_user_opens_nothing(house):
    accounts = house.office.accounts
    accounts.add_user(NewUser(login="budi", name="Budi", password=GOOD), MACHINE)
    token = accounts.issue_token("budi", MACHINE)

    accounts.disable("budi", house.admin)

    assert accounts.sign_in("budi", GOOD) is None
    assert accounts.actor_of_token(token) is None


def test_a_token_opens_until_its_day_has_come(house):
    token = house.office.accounts.issue_token("staf", MACHINE, days=2)
    opened = house.office.accounts.actor_of_token(token)

    house.clock.advance(timedelta(days=2))

    assert opened is not None
    assert opened.user == house.staf.user
    assert house.office.accounts.actor_of_token(token) is None
    assert house.office.accounts.actor_of_token(token[:-1] + "x") is None


def test_a_token_is_kept_as_a_hash_only(house, tmp_path):
    token = house.office.accounts.issue_token("staf", MACHINE)
    house.office.close()

    kept = b"".join(path.read_bytes() for path in tmp_path.glob("mutubaku.db*"))

    assert token.encode() not in kept


@pytest.mark.parametrize("password", ["pendek", "x" * 201])
def test_a_password_has_a_least_and_a_greatest_length(house, password):
    with pytest.raises(PasswordWeakError):
        house.office.accounts.set_password("staf", password, house.admin)


def test_a_login_belongs_to_one_user(house):
    with pytest.raises(LoginTakenError):
        house.office.accounts.add_user(NewUser(login="STAF", name="Lain"), MACHINE)


def test_a_role_that_the_office_does_not_have_is_not_given(house):
    with pytest.raises(RoleNotFoundError):
        house.office.accounts.add_user(
            NewUser(login="budi", name="Budi", roles=(RoleKey("raja"),)), MACHINE
        )


def test_users_are_for_administrators(house):
    with pytest.raises(RefusedError):
        house.office.accounts.add_user(NewUser(login="budi", name="B"), house.staf)
    with pytest.raises(UserNotFoundError):
        house.office.accounts.disable("tidak.ada", house.admin)


def test_who_acts_for_another_is_named_so_in_task_and_log(either_house):
    house = either_house
    house.office.accounts.assign(
        Assignment(
            id="plh",
            user=house.staf.user,
            role=RoleKey("kepala"),
            kind=AssignmentKind.PLH,
            title="Kepala",
            letter="800/12/2024",
            valid_until=house.clock.now() + timedelta(days=3),
        ),
        house.admin,
    )
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    acting = house.office.accounts.actor(house.staf.user)
    house.complete(house.open_task(case.id), acting)

    done = house.complete(house.open_task(case.id), acting)

    with house.office.database.read() as uow:
        events = [one.event for one in uow.events.of_instance(case.id).items]
    completed = [one for one in events if one.kind == "task.completed"]
    assert done.assignee_kind is AssignmentKind.PLH
    assert [one.on_behalf for one in completed] == ["", "plh:kepala"]


def test_an_acting_role_ends_with_its_date(house):
    house.office.accounts.assign(
        Assignment(
            id="plt",
            user=house.staf.user,
            role=RoleKey("kepala"),
            kind=AssignmentKind.PLT,
            valid_until=house.clock.now() + timedelta(days=1),
        ),
        house.admin,
    )
    before = house.office.accounts.actor(house.staf.user)

    house.clock.advance(timedelta(days=1))

    after = house.office.accounts.actor(house.staf.user)
    assert "kepala" in before.roles
    assert "kepala" not in after.roles
    assert (
        replace(after, roles=before.roles, acting=before.acting, rights=before.rights)
        == before
    )
