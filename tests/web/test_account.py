"""One's own account: password, language, appearance."""

import pytest

from tests.web.conftest import PASSWORD, Browser

NEW = "kata sandi yang baru"


def change(browser, **words):
    browser.get("/akun")
    given = {"current": PASSWORD, "new": NEW, "again": NEW, **words}
    return browser.post("/akun/sandi", given)


def test_a_new_password_replaces_the_old_one(app, signed_in):
    answer = change(signed_in("camat"))

    assert answer.status_code == 303
    assert Browser(app).sign_in("camat", NEW).status_code == 303
    assert Browser(app).sign_in("camat", PASSWORD).status_code == 422


def test_whoever_changes_their_password_stays_in_and_is_told(signed_in):
    browser = signed_in("camat")

    change(browser)

    assert "Kata sandi sudah diganti" in browser.get("/akun").text


def test_every_other_browser_has_to_sign_in_again(signed_in):
    here, elsewhere = signed_in("camat"), signed_in("camat")

    change(here)

    assert elsewhere.get("/akun").status_code == 303


def test_a_password_set_by_command_line_ends_all_sessions(office, signed_in):
    browser = signed_in("staf")
    admin = office.sessions.find(signed_in("admin").key).actor

    office.accounts.set_password("staf", NEW, admin)

    assert browser.get("/akun").status_code == 303


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param({"current": "salah"}, "sekarang tidak cocok", id="wrong current"),
        pytest.param({"again": "lain lagi"}, "tidak sama", id="repetition differs"),
        pytest.param({"new": "pendek", "again": "pendek"}, "10", id="too short"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(app, signed_in, words, told):
    answer = change(signed_in("camat"), **words)

    assert answer.status_code == 422
    assert told in answer.text
    assert Browser(app).sign_in("camat").status_code == 303


def test_the_language_follows_an_officer_to_another_browser(app, signed_in):
    browser = signed_in("camat")
    browser.get("/akun")
    browser.post("/bahasa", {"language": "en", "next": "/akun"})

    elsewhere = Browser(app)
    elsewhere.sign_in("camat")

    assert "Change the password" in elsewhere.get("/akun").text


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        pytest.param("en-GB,en;q=0.9", "Sign in", id="English"),
        pytest.param("id-ID,id;q=0.9,en;q=0.5", "Masuk", id="Indonesian"),
        pytest.param("fr-FR,fr;q=0.9", "Masuk", id="neither"),
        pytest.param("", "Masuk", id="nothing told"),
    ],
)
def test_a_stranger_reads_in_the_browsers_language(app, accepted, title):
    page = Browser(app).get("/masuk", **{"Accept-Language": accepted}).text

    assert f"<h1>{title}</h1>" in page


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_an_appearance_is_remembered_in_the_browser(browser, theme):
    browser.get("/masuk")
    browser.post("/tema", {"theme": theme, "next": "/masuk"})

    assert f'data-bs-theme="{theme}"' in browser.get("/masuk").text


def test_an_unknown_language_or_appearance_changes_nothing(browser):
    browser.get("/masuk")
    browser.post("/tema", {"theme": "pink", "next": "/masuk"})
    browser.post("/bahasa", {"language": "xx", "next": "/masuk"})

    page = browser.get("/masuk").text

    assert 'lang="id-ID" data-bs-theme="auto"' in page
