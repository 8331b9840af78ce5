"""Who gets through to the pages of administrators: every route, every kind of officer."""

import re

import pytest
from flask import Flask

from web.admin.calendar import blueprint as calendar
from web.admin.handover import blueprint as handover
from web.admin.jobs import blueprint as jobs
from web.admin.officers import blueprint as officers
from web.admin.posts import blueprint as posts
from web.admin.repair import blueprint as repair
from web.admin.roles import blueprint as roles
from web.admin.settings import blueprint as settings_pages

BLUEPRINTS = {
    one.name
    for one in (
        calendar,
        handover,
        jobs,
        officers,
        posts,
        repair,
        roles,
        settings_pages,
    )
}
SHARED = {handover.name}  # superiors give an absent officer's tasks to others


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Return method, a path that fits, and the blueprint of every page."""
    found = []
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0]
        if room in BLUEPRINTS:
            path = re.sub(r"<[^>]+>", "0123456789abcdef0123", rule.rule)
            methods = (rule.methods or set()) & {"GET", "POST"}
            found += [(method, path, room) for method in sorted(methods)]
    return found


def status(browser, method, path):
    if method == "GET":
        return browser.get(path).status_code
    return browser.post(path, {}).status_code


def test_the_matrix_knows_every_page(app):
    assert len(routes(app)) >= 30


@pytest.mark.parametrize("login", ["sekretaris", "camat", "kasi.kesos"])
def test_only_those_with_the_right_get_through(app, enter, login):
    browser = enter(login)
    browser.get("/kotak-masuk")
    is_superior = login in {"sekretaris", "camat"}

    answers = {
        (method, path, room): status(browser, method, path)
        for method, path, room in routes(app)
    }

    for (method, path, room), answer in answers.items():
        allowed = is_superior and room in SHARED
        assert (answer == 403) is not allowed, (method, path, answer)


def test_strangers_are_led_to_the_door(app, browser):
    for method, path, _ in routes(app):
        if method == "GET":
            response = browser.get(path)
            assert response.status_code == 303, path
            assert "/masuk" in response.location


def test_the_administrator_gets_an_answer_everywhere(app, enter):
    browser = enter("admin")
    browser.get("/petugas")

    for method, path, _ in routes(app):
        assert status(browser, method, path) not in {401, 403, 405, 500}, path


def test_the_menu_shows_the_rooms_to_administrators_only(enter):
    pages = {
        login: enter(login).get("/kotak-masuk").get_data(as_text=True)
        for login in ("admin", "camat")
    }

    for path in ("/petugas", "/pekerjaan", "/pengaturan"):
        assert f'href="{path}"' in pages["admin"]
        assert f'href="{path}"' not in pages["camat"]
