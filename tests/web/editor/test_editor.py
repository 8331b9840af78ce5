"""The editor's page and what its script asks: saved, judged, refused in words."""

import json
import re

import pytest

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.people.accounts import NewUser
from tests.services.diagrams import TWO_STEPS
from tests.web.conftest import PASSWORD, Browser

KEY = "dua-langkah"
PAGE = f"/sop/{KEY}/sunting"
_CONFIG = re.compile(r'id="penyunting-data">(.*?)</script>', re.DOTALL)


@pytest.fixture
def drafters(office, app):
    """Two people who may draft, at their browsers; the SOP is deployed."""
    files = [SourceFile(name="a.bpmn", content=TWO_STEPS)]
    office.deployment.deploy(DeployOrder(files=files), MACHINE)
    role = Role(key=RoleKey("perencana"), name="P", rights=frozenset({Right.DRAFT}))
    office.accounts.add_role(role, MACHINE)
    browsers = []
    for login in ("rita", "budi"):
        new = NewUser(
            login=login, name=login.title(), roles=(role.key,), password=PASSWORD
        )
        office.accounts.add_user(new, MACHINE)
        browser = Browser(app)
        browser.sign_in(login)
        browsers.append(browser)
    return browsers


@pytest.fixture
def rita(drafters):
    return drafters[0]


@pytest.fixture
def budi(drafters):
    return drafters[1]


def config_of(page):
    found = _CONFIG.search(page.get_data(as_text=True))
    assert found
    return json.loads(found[1])


def opened(browser):
    browser.get(PAGE)
    browser.post(PAGE)
    return browser.get(PAGE)


def ask(browser, what, **body):
    return browser.client.post(
        f"{PAGE}/{what}", json=body, headers={"X-CSRF-Token": browser.token}
    )


def drawn(name):
    return TWO_STEPS.decode().replace("Langkah A", name)


def test_an_sop_without_a_draft_asks_before_one_is_begun(office, rita):
    page = rita.get(PAGE)

    assert "Buat draf dari versi 1" in page.get_data(as_text=True)
    assert rita.post(PAGE).status_code == 303
    assert config_of(rita.get(PAGE))["revision"] == 1


def test_the_page_holds_the_drawing_as_data_and_loosens_styles_only_here(rita):
    page = opened(rita)

    config = config_of(page)
    assert "Langkah A" in config["xml"]
    assert config["words"]["standard"] == "Waktu baku"
    assert "<noscript>" in page.get_data(as_text=True)
    assert "style-src 'self' 'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    other = rita.get("/sop")
    assert "unsafe-inline" not in other.headers["Content-Security-Policy"]


def test_a_drawing_cannot_end_the_data_it_stands_in(rita):
    opened(rita)
    evil = drawn("&lt;/script>&lt;script>alert(1)&lt;/script>")

    saved = ask(rita, "simpan", xml=evil, revision=1)

    text = rita.get(PAGE).get_data(as_text=True)
    assert saved.status_code == 200
    assert "<script>alert(1)" not in text


def test_a_save_answers_when_and_which_revision(rita):
    opened(rita)

    saved = ask(rita, "simpan", xml=drawn("Menerima"), revision=1)

    assert saved.get_json() == {
        "revision": 2,
        "name": "Uji",
        "words": "Tersimpan 08.30",
    }


def test_who_was_slower_reads_both_names_and_overwrites_nothing(rita, budi):
    opened(rita)
    budi.get(PAGE)
    ask(budi, "simpan", xml=drawn("Milik Budi"), revision=1)

    refused = ask(rita, "simpan", xml=drawn("Milik Rita"), revision=1)

    told = refused.get_json()
    assert refused.status_code == 409
    assert "Budi" in told["words"]
    assert "Rita" in told["words"]
    assert told["revision"] == 2
    assert "Milik Budi" in config_of(rita.get(PAGE))["xml"]


def test_findings_come_with_remedy_place_and_repair_told_beforehand(rita):
    opened(rita)
    endless = drawn("A").replace('<endEvent id="selesai" name="Selesai"/>', "")
    endless = re.sub(
        r'<sequenceFlow id="f_B_selesai"[^/]*/?>(</sequenceFlow>)?', "", endless
    )
    endless = endless.replace("<flowNodeRef>selesai</flowNodeRef>", "")

    told = ask(rita, "periksa", xml=endless).get_json()

    (finding,) = [one for one in told["problems"] if one["code"] == "no_end"]
    assert finding["ids"] == ["B"]
    assert finding["repair"] == "Akhir digambar setelah «Langkah B» (B)."
    assert finding["hint"]
    assert told["verdict"] == "deployable_with_warnings"


def test_a_drawing_that_cannot_be_read_is_told_and_not_saved(rita):
    opened(rita)

    judged = ask(rita, "periksa", xml="<no").get_json()
    saved = ask(rita, "simpan", xml="<no", revision=1)
    foreign = ask(rita, "simpan", xml=drawn("A").replace(KEY, "lain"), revision=1)

    assert [one["code"] for one in judged["problems"]] == ["not_xml"]
    assert (saved.status_code, foreign.status_code) == (422, 422)
    assert "lain" in foreign.get_json()["words"]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"xml": 1}', b"[" * 100_000, b'{"xml": "", "revision": "1"}'],
)
def test_what_no_script_of_ours_sends_is_refused(rita, body):
    opened(rita)

    answer = rita.client.post(
        f"{PAGE}/simpan", data=body, headers={"X-CSRF-Token": rita.token}
    )

    assert answer.status_code == 400


def test_a_forged_save_is_refused(rita):
    opened(rita)

    answer = rita.client.post(f"{PAGE}/simpan", json={"xml": drawn("A"), "revision": 1})

    assert answer.status_code == 403


def test_english_visitors_get_english_words(rita):
    opened(rita)
    rita.post("/bahasa", {"language": "en"})

    config = config_of(rita.get(PAGE))

    assert config["language"] == "en"
    assert config["words"]["standard"] == "Standard time"
