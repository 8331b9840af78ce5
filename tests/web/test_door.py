"""Signing in and out: who gets in, who does not, and what a browser holds."""

import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from engine.bootstrap import build_engine
from engine.errors import LoginRefusedError
from engine.services.people.sessions import (
    ATTEMPT_WINDOW,
    MOST_PER_ADDRESS,
    MOST_PER_LOGIN,
)
from tests.passwords import CHEAP
from tests.web.conftest import PASSWORD, Browser, settings_of
from web.app import create_app
from web.auth import path_within

INSIDE = "/akun"


def is_inside(browser):
    return browser.get(INSIDE).status_code == 200


def test_an_officer_signs_in_and_sees_their_own_name(browser):
    answer = browser.sign_in("camat")

    assert answer.status_code == 303
    assert "Camat (contoh)" in browser.get(INSIDE).text


def test_a_login_is_taken_with_blanks_and_capitals(browser):
    browser.sign_in("  Camat ")

    assert is_inside(browser)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        pytest.param("camat", "salah sama sekali", id="wrong password"),
        pytest.param("bukan-siapa-siapa", PASSWORD, id="unknown login"),
        pytest.param("camat", "", id="no password"),
        pytest.param("", "", id="nothing"),
        pytest.param("camat", "x" * 15_000, id="a long password"),
        pytest.param("camat' OR 1=1 --", PASSWORD, id="a piece of SQL"),
    ],
)
def test_who_does_not_fit_stays_outside_and_is_not_told_why(browser, login, password):
    answer = browser.sign_in(login, password)

    assert answer.status_code == 422
    assert "Nama masuk atau kata sandi tidak cocok" in answer.text
    assert not is_inside(browser)


def test_a_disabled_officer_is_outside_at_once(office, signed_in):
    browser = signed_in("staf")
    admin = office.sessions.find(signed_in("admin").key).actor

    office.accounts.disable("staf", admin)

    assert not is_inside(browser)
    assert browser.sign_in("staf").status_code == 422


def test_guessing_a_password_is_stopped_and_the_right_one_does_not_help(browser):
    for _ in range(MOST_PER_LOGIN):
        browser.sign_in("camat", "tebakan")

    answer = browser.sign_in("camat")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(int(ATTEMPT_WINDOW.total_seconds()))
    assert "tunggu 15 menit" in answer.text


def test_after_the_window_an_officer_may_try_again(browser, clock):
    for _ in range(MOST_PER_LOGIN + 1):
        browser.sign_in("camat", "tebakan")

    clock.advance(ATTEMPT_WINDOW)

    assert browser.sign_in("camat").status_code == 303


def test_guesses_at_one_officer_do_not_lock_out_another(browser):
    for _ in range(MOST_PER_LOGIN + 1):
        browser.sign_in("camat", "tebakan")

    assert browser.sign_in("staf").status_code == 303


def test_one_address_that_tries_many_logins_is_stopped(office):
    for number in range(MOST_PER_ADDRESS):
        with pytest.raises(LoginRefusedError):
            # Longer than any password: refused without hashing, but counted.
            office.sessions.sign_in(f"tebak{number}", "x" * 2_000, address="127.0.0.1")

    app = create_app(office, office.settings)

    assert Browser(app).sign_in("camat").status_code == 429


def test_an_office_behind_one_address_may_sign_in_all_morning(app):
    codes = [Browser(app).sign_in("staf").status_code for _ in range(8)]

    assert codes == [303] * 8


def test_the_count_of_guesses_is_shared_by_all_processes(office, settings, clock):
    other = build_engine(settings, clock=clock, passwords=CHEAP)
    here = Browser(create_app(office, settings))
    there = Browser(create_app(other, settings))
    for place in (here, there, here, there, here):
        place.sign_in("camat", "tebakan")

    assert there.sign_in("camat").status_code == 429
    other.close()


def test_the_key_is_changed_when_somebody_signs_in(browser):
    browser.get("/masuk")
    planted = browser.key

    browser.sign_in("camat")

    assert browser.key != planted


def test_the_store_keeps_no_key_that_opens_anything(signed_in, settings):
    key = signed_in("camat").key

    file = Path(settings.database_url.removeprefix("sqlite:///"))
    written = b"".join(one.read_bytes() for one in file.parent.glob("kantor.db*"))
    assert hashlib.sha256(key.encode()).digest() in written
    assert key.encode() not in written


@pytest.mark.parametrize("change", ["forged", "cut", "swapped", "quoted"])
def test_a_forged_key_opens_nothing(app, signed_in, change):
    key = signed_in("camat").key
    forged = {
        "forged": "A" * 43,
        "cut": key[:-1],
        "swapped": key.swapcase(),
        "quoted": f"{key}' OR ''='",
    }[change]
    thief = Browser(app)
    thief.client.set_cookie("mutubaku", forged)

    assert thief.get(INSIDE).status_code == 303


def test_a_stolen_key_is_worth_nothing_after_signing_out(app, signed_in):
    browser = signed_in("camat")
    thief = Browser(app)
    thief.client.set_cookie("mutubaku", browser.key)
    browser.get(INSIDE)

    browser.post("/keluar")

    assert not is_inside(thief)
    assert not is_inside(browser)


def test_a_session_ends_at_its_age_however_busy_it_was(signed_in, clock, settings):
    browser = signed_in("camat")
    for _ in range(settings.session_hours):
        assert is_inside(browser)
        clock.advance(timedelta(hours=1))

    assert not is_inside(browser)


def test_a_session_ends_when_nobody_sits_there(signed_in, clock, settings):
    browser = signed_in("camat")

    clock.advance(timedelta(minutes=settings.session_idle_minutes))

    assert not is_inside(browser)


def test_a_page_that_asks_for_news_by_itself_keeps_no_session_alive(
    signed_in, clock, settings
):
    browser = signed_in("camat")
    for _ in range(settings.session_idle_minutes - 1):
        clock.advance(timedelta(minutes=1))
        browser.get("/hidup")

    clock.advance(timedelta(minutes=1))

    assert not is_inside(browser)


def test_somebody_who_works_is_not_sent_out(signed_in, clock, settings):
    browser = signed_in("camat")
    nearly_idle = timedelta(minutes=settings.session_idle_minutes - 1)

    for _ in range(4):
        clock.advance(nearly_idle)
        assert is_inside(browser)


def test_who_asks_is_one_statement(office, signed_in):
    key = signed_in("camat").key

    with office.database.counted() as count:
        office.sessions.find(key)

    assert count.statements == 1


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        pytest.param("/berkas/7?tab=dokumen", "/berkas/7?tab=dokumen", id="ours"),
        pytest.param("https://jahat.example/", "/", id="elsewhere"),
        pytest.param("//jahat.example/", "/", id="without a scheme"),
        pytest.param("/\\jahat.example", "/", id="backslash"),
        pytest.param("/\t/jahat.example", "/", id="tab"),
        pytest.param("\\/jahat.example", "/", id="backslash first"),
        pytest.param("javascript:alert(1)", "/", id="script"),
        pytest.param("", "/", id="nothing"),
        pytest.param(None, "/", id="not given"),
    ],
)
def test_the_door_leads_nowhere_but_into_the_office(wanted, led_to):
    assert path_within(wanted) == led_to


def test_a_stranger_is_led_to_the_door_and_back(browser):
    answer = browser.get("/akun?x=1")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/masuk?next=%2Fakun%3Fx%3D1"


def test_behind_tls_the_cookie_is_for_this_host_over_tls_only(office_file, tmp_path):
    shutil.copy(office_file, tmp_path / "tls.db")
    settings = settings_of(tmp_path / "tls.db", ORIGIN="https://sop.contoh.id")
    office = build_engine(settings, passwords=CHEAP)

    answer = Browser(create_app(office, settings)).get("/masuk")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-mutubaku=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    office.close()
