"""What machines ask: health, readiness, counts; and who is behind a proxy."""

import shutil
from ipaddress import ip_network

import pytest

from engine.bootstrap import build_engine
from tests.web.conftest import Browser, settings_of
from web.app import create_app
from web.proxies import BehindProxies

PLACES = ("/health", "/ready", "/metrics")


@pytest.mark.parametrize("path", PLACES)
def test_the_machine_itself_may_ask(browser, path):
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", ""])
def test_nobody_else_may_even_know_of_it(app, path, address):
    answer = app.test_client().get(path, environ_overrides={"REMOTE_ADDR": address})

    assert answer.status_code == 404


@pytest.mark.parametrize("path", PLACES)
def test_what_an_unknown_proxy_passes_on_is_refused(browser, path):
    assert browser.get(path, **{"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_readiness_is_denied_while_the_database_has_no_tables(tmp_path):
    settings = settings_of(tmp_path / "empty.db")
    office = build_engine(settings)

    answer = Browser(create_app(office, settings)).get("/ready")

    assert answer.status_code == 503
    office.close()


def test_requests_are_counted_by_rule_and_never_by_address(browser):
    browser.get("/masuk?next=/rahasia")
    browser.get("/berkas-yang-tidak-ada/19800101")

    told = browser.get("/metrics").text

    line = 'mutubaku_http_requests_total{method="GET",rule="/masuk",status="200"} 1'
    assert line in told
    assert "19800101" not in told
    assert "rahasia" not in told


def test_every_line_of_the_counts_is_one_that_prometheus_reads(browser):
    browser.get("/masuk")

    for line in browser.get("/metrics").text.splitlines():
        if not line.startswith("# TYPE "):
            name, value = line.rsplit(" ", 1)
            assert name.startswith("mutubaku_")
            assert float(value) >= 0


@pytest.mark.parametrize(
    ("told", "address"),
    [
        pytest.param("192.0.2.7", "192.0.2.7", id="one visitor"),
        pytest.param("203.0.113.1, 192.0.2.7", "192.0.2.7", id="the left is made up"),
        pytest.param("192.0.2.7, 10.0.0.2", "192.0.2.7", id="two proxies"),
        pytest.param("10.0.0.9, 10.0.0.2", "10.0.0.9", id="a visitor among proxies"),
        pytest.param("nonsense", "10.0.0.1", id="no address"),
        pytest.param("192.0.2.7, nonsense", "10.0.0.1", id="no address at the right"),
        pytest.param("", "10.0.0.1", id="nothing"),
    ],
)
def test_a_trusted_proxy_tells_who_asks(told, address):
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        return [b""]

    behind = BehindProxies(application, (ip_network("10.0.0.0/24"),))
    behind({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": told}, print)

    assert seen["REMOTE_ADDR"] == address


def test_a_stranger_cannot_pretend_to_be_another(app):
    browser = Browser(app)

    codes = []
    for number in range(6):
        browser.headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        codes.append(browser.sign_in("camat", "tebakan").status_code)

    assert codes == [422] * 5 + [429]


def test_a_trusted_proxy_tells_that_the_browser_speaks_tls(office_file, tmp_path):
    shutil.copy(office_file, tmp_path / "proxied.db")
    settings = settings_of(tmp_path / "proxied.db", TRUSTED_PROXIES="127.0.0.1")
    office = build_engine(settings)
    browser = Browser(create_app(office, settings))

    answer = browser.get("/masuk", **{"X-Forwarded-Proto": "https"})

    assert "Secure" in answer.headers["Set-Cookie"]
    office.close()
