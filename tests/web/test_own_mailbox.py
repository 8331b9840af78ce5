"""An officer's own mailbox stands beside the choices, and both are kept or neither."""

import re

import pytest

from engine.domain.notices import MailChoice

PATH = "/pemberitahuan/cara"
VERSION = re.compile(r'name="version" value="(\d+)"')


@pytest.fixture
def staf(signed_in):
    return signed_in("staf")


def page_of(browser):
    return browser.get(PATH).get_data(as_text=True)


def form_of(browser, **typed):
    """Return what the page would send, changed where somebody typed."""
    (version,) = VERSION.findall(page_of(browser))
    sent = {"mail": "each", "messenger": "", "email": "", "version": version}
    return sent | typed


def user_of(office, login="staf"):
    with office.database.read() as uow:
        return uow.people.user_by_login(login)


def choice_of(office):
    user = user_of(office)
    return office.notices.chosen(office.accounts.actor(user.id)).mail


def test_a_mailbox_is_kept_with_the_choice_and_shown(staf, office):
    answer = staf.post(PATH, form_of(staf, email=" staf@kantor.go.id "))

    assert answer.status_code == 303
    assert user_of(office).email == "staf@kantor.go.id"
    assert choice_of(office) is MailChoice.EACH
    assert 'value="staf@kantor.go.id"' in page_of(staf)


def test_a_mailbox_can_be_taken_away(staf, office):
    staf.post(PATH, form_of(staf, email="staf@kantor.go.id"))

    staf.post(PATH, form_of(staf, email=""))

    assert user_of(office).email == ""


@pytest.mark.parametrize(
    "email",
    [
        "staf",
        "staf@kantor",
        "staf@@kantor.go.id",
        "staf@kantor.go.id, lain@jahat.example",
        "Staf <staf@kantor.go.id>",
        "staf@kantor.go.id\r\nBcc: x@jahat.example",
        "staf@kantor..id",
        "a" * 200 + "@kantor.go.id",
    ],
)
def test_what_is_no_mailbox_is_refused_and_stays_typed(staf, office, email):
    answer = staf.post(PATH, form_of(staf, email=email, mail="none"))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Alamat surel ini belum benar" in page
    assert 'value="none" checked' in page
    assert user_of(office).email == ""
    assert choice_of(office) is MailChoice.DIGEST


def test_both_mistakes_are_told_at_once(staf):
    answer = staf.post(PATH, form_of(staf, email="staf", messenger="json://127.0.0.1"))

    page = answer.get_data(as_text=True)
    assert "Alamat surel ini belum benar" in page
    assert "tidak dikenal" in page


def test_who_did_not_see_a_change_overwrites_nothing_unasked(staf, office):
    old = form_of(staf, email="lama@kantor.go.id")
    staf.post(PATH, form_of(staf, email="baru@kantor.go.id", mail="none"))

    answer = staf.post(PATH, old)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "berubah sementara itu" in page
    assert 'value="lama@kantor.go.id"' in page
    assert user_of(office).email == "baru@kantor.go.id"
    assert choice_of(office) is MailChoice.NONE


def test_a_change_is_logged_without_the_address(staf, office):
    staf.post(PATH, form_of(staf, email="staf@kantor.go.id"))

    with office.database.read() as uow:
        logged = [one.event for one in uow.events.all_in_order()]
    assert logged[-1].kind == "user.changed"
    assert logged[-1].actor_name == user_of(office).name
    assert "kantor.go.id" not in repr(logged)
