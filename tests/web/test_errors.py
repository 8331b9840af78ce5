"""Every error is a page in the office's words, and a problem below /api/."""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException, abort

from engine import errors as drawn
from engine.errors import DatabaseUnavailableError, MutuBakuError
from engine.translations import LANGUAGES
from tests.web.conftest import Browser
from web.app import create_app
from web.asking import actor, public, whole
from web.errors import SHOWN, STATUS, status_of
from web.language import say

LEAVES = [
    member
    for member in vars(drawn).values()
    if isinstance(member, type) and issubclass(member, MutuBakuError)
]
FACTS = {"seconds": 60, "minutes": 1, "by": "Camat", "task": "t1", "key": "x"}


@pytest.fixture
def failing(app: Flask) -> Flask:
    """Return the application with views that fail as their address says."""

    @public
    def fail(code: int) -> str:
        abort(code)

    @public
    def fail_as_drawn(name: str) -> str:
        kind: type[MutuBakuError] = getattr(drawn, name)
        raise kind(**FACTS)

    @public
    def break_down() -> str:
        raise RuntimeError("rahasia: nomor induk 19800101")

    for top in ("/uji", "/api/uji"):
        app.add_url_rule(f"{top}/status/<int:code>", f"{top[1:]} status", fail)
        app.add_url_rule(f"{top}/galat/<name>", f"{top[1:]} galat", fail_as_drawn)
        app.add_url_rule(f"{top}/rusak", f"{top[1:]} rusak", break_down)
    return app


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [one for one in SHOWN if one != 412])
def test_every_status_has_a_page_with_a_way_back(failing, status, language):
    browser = Browser(failing, **{"Accept-Language": language})

    answer = browser.get(f"/uji/status/{status}")

    title = say(f"base.error_{status}", language)
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert say(f"base.error_{status}_why", language) in answer.text
    assert 'href="/masuk"' in answer.text
    assert f'lang="{language}' in answer.text


@pytest.mark.parametrize("status", [406, 418, 451, 501, 502])
def test_a_status_that_nobody_thought_of_has_a_page_too(failing, status):
    answer = Browser(failing).get(f"/uji/status/{status}")

    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.code)
def test_every_drawn_error_is_shown_with_its_status_and_sentence(failing, kind):
    status = status_of(kind(**FACTS))

    page = Browser(failing).get(f"/uji/galat/{kind.__name__}")
    problem = Browser(failing).get(f"/api/uji/galat/{kind.__name__}")

    assert page.status_code == problem.status_code == status
    assert kind.code not in page.text.replace("/galat/", "")
    assert problem.mimetype == "application/problem+json"
    told = problem.get_json()
    assert (told["code"], told["status"]) == (kind.code, status)
    assert told["detail"] not in {"", f"error.{kind.code}"}


def test_every_branch_of_the_tree_has_a_status():
    branches = {kind for kind in LEAVES if kind.__bases__ == (MutuBakuError,)}

    assert branches <= set(STATUS)


def test_what_nobody_expected_shows_none_of_its_facts(failing):
    for address in ("/uji/rusak", "/api/uji/rusak"):
        answer = Browser(failing).get(address)

        assert answer.status_code == 500
        assert "rahasia" not in answer.text
        assert "Traceback" not in answer.text


def test_a_stranger_may_send_little(browser):
    browser.get("/masuk")

    answer = browser.post("/masuk", {"login": "x" * 50_000})

    assert answer.status_code == 413
    assert "Berkas terlalu besar" in answer.text


def test_an_officer_may_send_long_texts_but_no_flood(signed_in):
    browser = signed_in("camat")
    browser.get("/akun")

    assert browser.post("/tema", {"theme": "x" * 500_000}).status_code == 303
    assert browser.post("/tema", {"theme": "x" * 5_000_000}).status_code == 413


def test_an_address_that_takes_no_forms_says_which_verbs_it_takes(signed_in):
    browser = signed_in("camat")
    browser.get("/akun")

    answer = browser.post("/akun")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_without_a_database_a_page_says_so(office, settings):
    app = create_app(office, settings)
    browser = Browser(app)
    browser.sign_in("camat")
    office.database.close()
    file = settings.database_url.removeprefix("sqlite:///")
    Path(file).write_bytes(b"no database any more" * 500)

    answer = browser.get("/akun")

    assert answer.status_code in {500, 503}
    assert "<h1>" in answer.text


def test_an_outage_of_the_database_is_no_fault_of_the_officers(failing):
    answer = Browser(failing).get(f"/uji/galat/{DatabaseUnavailableError.__name__}")

    assert answer.status_code == 503
    assert "Coba lagi" in answer.text


def test_no_http_error_of_the_framework_escapes(failing):
    handler = failing.error_handler_spec[None][None]

    assert HTTPException in handler
    assert Exception in handler


def test_without_a_session_the_api_answers_401(app):
    app.add_url_rule("/api/uji/siapa", "siapa", lambda: actor().name)

    answer = Browser(app).get("/api/uji/siapa")

    assert answer.status_code == 401
    assert answer.get_json()["code"] == "not_signed_in"


def test_a_lost_session_leads_htmx_to_the_door_and_back_to_the_page(app):
    browser = Browser(app)

    answer = browser.get("/akun", **{"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/masuk?next=")


def test_a_form_sent_without_a_session_comes_back_to_its_page(app):
    browser = Browser(app)
    browser.get("/masuk")

    answer = browser.post("/akun/sandi", {}, Referer="http://localhost/akun")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/masuk?next=%2Fakun"


def test_a_page_whose_frame_breaks_too_still_tells_what_happened(app, office):
    def drop_everything() -> str:
        with office.database.write() as uow:
            uow.connection.exec_driver_sql("DROP TABLE tasks")
        raise RuntimeError

    app.add_url_rule("/uji/hilang", "hilang", drop_everything)
    browser = Browser(app)
    browser.sign_in("camat")

    answer = browser.get("/uji/hilang")

    assert answer.status_code == 500
    assert "Ada yang rusak di sisi kami" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/rencana/{}", "/kinerja/lkjip/{}.docx", "/kinerja/indikator/IKU-1?tahun={}"],
)
def test_a_number_that_no_column_holds_names_nothing(signed_in, path):
    answer = signed_in("admin").get(path.format(10**20))

    assert answer.status_code == 404


@pytest.mark.parametrize("text", [str(10**20), str(-(10**20)), "", "1.5", "9" * 5000])
def test_a_field_holds_no_number_that_no_column_holds(text):
    with pytest.raises(ValueError, match=r".*"):
        whole(text)


def test_a_name_of_several_lines_is_no_page(browser):
    assert browser.get("/sop/a%0D%0AX:%201/versi").status_code == 404
