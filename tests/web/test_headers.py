"""Every answer carries the rules for the browser, whatever it is."""

import pytest

from tests.web.conftest import Browser
from web.headers import PLAIN, POLICY, loosen_styles


def answers(app, browser):
    """Yield the answer of every address of the application, asked as it takes."""
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for word in rule.arguments:
            path = path.replace(f"<{word}>", "x").replace(f"<path:{word}>", "x")
            path = path.replace(f"<int:{word}>", "1")
        yield rule.rule, browser.get(path)


@pytest.mark.parametrize("who", ["admin", None], ids=["an administrator", "a stranger"])
def test_every_answer_carries_every_header(app, signed_in, who):
    browser = signed_in(who) if who else Browser(app)

    for rule, answer in answers(app, browser):
        assert answer.status_code < 500, rule
        policy = answer.headers["Content-Security-Policy"]
        told = dict(part.split(" ", 1) for part in policy.split("; "))
        assert {key: told[key] for key in POLICY} == POLICY, rule
        for name, value in PLAIN.items():
            assert answer.headers[name] == value, rule
        assert answer.headers["X-Request-Id"], rule


def test_no_page_is_kept_by_anybody_on_the_way(signed_in):
    browser = signed_in("camat")

    for path in ("/akun", "/kotak-masuk", "/masuk"):
        assert browser.get(path).headers["Cache-Control"] == "no-store"


def test_no_page_holds_scripts_or_styles_of_its_own(app, signed_in):
    for rule, answer in answers(app, signed_in("admin")):
        if answer.mimetype == "text/html":
            page = answer.text
            assert " style=" not in page, rule
            assert "<style" not in page, rule
            assert " onclick=" not in page, rule
            assert page.count("<script") == page.count("<script src="), rule


def test_an_editor_alone_may_write_style_attributes(app):
    def editor() -> str:
        loosen_styles()
        return "ok"

    app.add_url_rule("/api/uji/editor", "editor", editor)
    policy = Browser(app).get("/api/uji/editor").headers["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


def test_over_tls_the_browser_is_told_to_stay_there(browser):
    plain = browser.client.get("/masuk")
    secure = browser.client.get("/masuk", base_url="https://localhost")

    assert "Strict-Transport-Security" not in plain.headers
    assert "max-age=" in secure.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("0af7651916cd43dd8448eb211c80319c", True, id="of a proxy"),
        pytest.param("x\ny", False, id="two lines"),
        pytest.param("a b<script>", False, id="markup"),
        pytest.param("x" * 200, False, id="too long"),
    ],
)
def test_a_request_keeps_the_name_that_a_proxy_gave_it(browser, given, kept):
    answer = browser.get("/masuk", **{"X-Request-Id": given.replace("\n", " ")})

    assert (answer.headers["X-Request-Id"] == given) is kept


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_page_is_compressed_as_the_browser_takes_it(browser, encoding):
    plain = browser.get("/masuk")
    small = browser.client.get("/masuk", headers={"Accept-Encoding": encoding})

    assert small.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 2


def test_a_short_answer_is_not_compressed(browser):
    answer = browser.get("/health", **{"Accept-Encoding": "br, gzip"})

    assert "Content-Encoding" not in answer.headers
