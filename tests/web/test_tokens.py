"""API tokens in the browser: shown once, listed, taken back, for the right ones."""

import re
from datetime import timedelta

SECRET = re.compile(r"<code>(mb_[\w-]+|[\w-]{30,})</code>")
REVOKE = re.compile(r'action="([^"]+/cabut)"')
NEW = {"name": "Rekap bulanan", "days": "30"}


def opens(app, secret):
    """Tell whether a token opens the API."""
    client, said = app.test_client(), {"Authorization": f"Bearer {secret}"}
    return client.get("/api/v1/tasks", headers=said).status_code == 200


def made(browser, path="/akun/token"):
    """Return a new token's secret, and the answer it stood on."""
    browser.get(path)
    answer = browser.post(path, NEW)
    found = SECRET.search(answer.text)
    assert found is not None
    return found[1], answer


def test_a_token_is_shown_once_and_opens_the_api_until_it_expires(
    app, signed_in, clock
):
    browser = signed_in("staf")

    secret, answer = made(browser)

    page = browser.get("/akun/token").text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Rekap bulanan" in page
    assert secret not in page
    assert opens(app, secret)
    clock.advance(timedelta(days=31))
    assert not opens(app, secret)
    assert "Kedaluwarsa" in signed_in("staf").get("/akun/token").text


def test_ones_own_token_is_taken_back(app, signed_in):
    browser = signed_in("staf")
    secret, _ = made(browser)
    way = REVOKE.search(browser.get("/akun/token").text)
    assert way

    answer = browser.post(way[1])

    assert answer.status_code == 303
    assert not opens(app, secret)
    assert "Dicabut" in browser.get("/akun/token").text


def test_an_administrator_takes_an_officers_token_back(app, signed_in, office):
    secret, _ = made(signed_in("staf"))
    user = next(one.id for one, _ in office.accounts.users() if one.login == "staf")
    browser = signed_in("admin")
    way = REVOKE.search(browser.get(f"/petugas/{user}/token").text)
    assert way

    browser.post(way[1])

    assert way[1].startswith(f"/petugas/{user}/token/")
    assert not opens(app, secret)


def test_nobody_takes_back_the_token_of_somebody_else(app, signed_in):
    owner, other = signed_in("staf"), signed_in("camat")
    secret, _ = made(owner)
    way = REVOKE.search(owner.get("/akun/token").text)
    assert way
    other.get("/akun/token")

    answer = other.post(way[1])

    assert answer.status_code == 404
    assert opens(app, secret)


def test_a_token_without_a_name_or_end_is_refused_with_what_was_typed(signed_in):
    browser = signed_in("staf")
    browser.get("/akun/token")

    unnamed = browser.post("/akun/token", {"name": " ", "days": "30"})
    endless = browser.post("/akun/token", {"name": "Skrip", "days": "0"})

    assert (unnamed.status_code, endless.status_code) == (422, 422)
    assert 'value="Skrip"' in endless.text
