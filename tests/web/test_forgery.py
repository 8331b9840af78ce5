"""Requests that no page of ours sent change nothing."""

import pytest

from tests.web.conftest import ORIGIN, PASSWORD, Browser
from web.csrf import token_of

NEW = "kata sandi yang baru"
CHANGE = {"current": PASSWORD, "new": NEW, "again": NEW}


def test_a_form_without_a_token_is_refused(browser):
    browser.get("/masuk")

    words = {"login": "camat", "password": PASSWORD, "csrf_token": ""}
    answer = browser.post("/masuk", words)

    assert answer.status_code == 403
    assert "Muat ulang halamannya" in answer.text


@pytest.mark.parametrize("path", ["/akun/sandi", "/keluar", "/bahasa", "/tema"])
def test_every_unsafe_view_refuses_a_forged_form(signed_in, path):
    browser = signed_in("camat")
    browser.token = "0" * 64

    assert browser.post(path, CHANGE).status_code == 403


def test_the_token_of_one_browser_is_worth_nothing_in_another(app, signed_in):
    mine, theirs = signed_in("staf"), signed_in("camat")
    mine.get("/akun")
    theirs.token = mine.token

    assert theirs.post("/akun/sandi", CHANGE).status_code == 403


def test_a_token_from_before_signing_in_is_worth_nothing_after(browser):
    browser.get("/masuk")
    early = browser.token
    browser.sign_in("camat")

    answer = browser.post("/akun/sandi", {**CHANGE, "csrf_token": early})

    assert answer.status_code == 403


def test_htmx_sends_the_token_as_a_header(signed_in):
    browser = signed_in("camat")
    browser.get("/akun")

    answer = browser.client.post(
        "/tema", data={"theme": "dark"}, headers={"X-CSRF-Token": browser.token}
    )

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Origin": ORIGIN}, 303, id="ours"),
        pytest.param({"Origin": "https://jahat.example"}, 403, id="another site"),
        pytest.param({"Origin": "null"}, 403, id="a sandboxed frame"),
        pytest.param({"Origin": ORIGIN + ".jahat.example"}, 403, id="a longer name"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 303, id="told as ours"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="told as another's"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a neighbouring host"),
        pytest.param({}, 303, id="an old browser"),
    ],
)
def test_even_with_the_token_another_origin_is_refused(signed_in, headers, status):
    browser = signed_in("camat")
    browser.get("/akun")

    answer = browser.post("/tema", {"theme": "dark"}, **headers)

    assert answer.status_code == status


def test_tokens_differ_by_browser_and_by_office():
    tokens = {
        token_of("kunci-satu", "rahasia"),
        token_of("kunci-dua", "rahasia"),
        token_of("kunci-satu", "rahasia lain"),
    }

    assert len(tokens) == 3


def test_a_safe_request_needs_no_token(app):
    assert Browser(app).get("/masuk").status_code == 200
