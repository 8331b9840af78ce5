"""Versions of an SOP in a browser: list, approval, differences, moving cases."""

import shutil

import pytest

from engine.bootstrap import build_engine
from engine.clock import FixedClock
from engine.domain.identity import MACHINE, Right, Role
from engine.domain.sop_drafts import SopFiles
from engine.domain.values import ProcessKey, RoleKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.people.accounts import NewUser
from tests.passwords import CHEAP
from tests.web.case_stories import DIAGRAM, KEY, Story
from tests.web.conftest import NOW, PASSWORD, settings_of

SLOWER = DIAGRAM.replace(b"PT30M", b"PT2H")
SOP = ProcessKey(KEY)
RIGHTS = {
    "penyusun": [Right.DRAFT],
    "kasubag": [Right.DRAFT, Right.APPROVE],
    "pimpinan": [Right.APPROVE],
}


@pytest.fixture(scope="module")
def office_file(office_file, tmp_path_factory):
    """The office of every page's tests, with people who draft and approve."""
    file = tmp_path_factory.mktemp("versi") / "kantor.db"
    shutil.copy(office_file, file)
    office = build_engine(settings_of(file), clock=FixedClock(NOW), passwords=CHEAP)
    for login, rights in RIGHTS.items():
        role = Role(key=RoleKey(login), name=login.title(), rights=frozenset(rights))
        office.accounts.add_role(role, MACHINE)
        office.accounts.add_user(
            NewUser(
                login=login,
                name=f"{login.title()} (contoh)",
                roles=(role.key,),
                password=PASSWORD,
            ),
            MACHINE,
        )
    office.close()
    return file


@pytest.fixture
def story(office):
    """The SOP of the stories, deployed."""
    return Story(office)


def deployed(story, diagram, note=""):
    order = DeployOrder(
        files=[SourceFile(name="surat.bpmn", content=diagram)], note=note
    )
    story.office.deployment.deploy(order, MACHINE)


def drafted(story, login="penyusun", diagram=SLOWER):
    actor = story.actor(login)
    seen = story.office.sop_drafts.open(actor, SOP)
    files = SopFiles(
        diagram=diagram, forms=seen.files.forms, templates=seen.files.templates
    )
    return story.office.sop_drafts.save(actor, SOP, files, seen.draft.revision)


def page(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def followed(browser, answer):
    assert answer.status_code == 303
    return page(browser, answer.headers["Location"])


def handed_in(browser, draft, note="Waktu baku dua jam"):
    browser.get(f"/sop/{KEY}/persetujuan")
    sent = {"revisi": str(draft.revision), "catatan": note}
    return browser.post(f"/sop/{KEY}/persetujuan/ajukan", sent)


def waiting_id(story):
    (found,) = story.office.approval_reading.waiting(story.actor("pimpinan"))
    return found.id


def test_the_list_tells_who_what_and_how_many_cases(signed_in, story):
    story.start()
    deployed(story, SLOWER, note="Dua jam")

    shown = page(signed_in("pimpinan"), f"/sop/{KEY}/versi")

    assert "Dua jam" in shown
    assert "Baris perintah" in shown
    assert 'data-label="Berkas berjalan">1<' in shown
    assert f'href="/sop/{KEY}/pindah?ke=2"' in shown
    assert f'href="/sop/{KEY}/beda?dari=1&amp;ke=2"' in shown


def test_officers_without_rights_read_and_change_nothing(signed_in, story):
    deployed(story, SLOWER)

    browser = signed_in("staf")
    shown = page(browser, f"/sop/{KEY}/versi")

    assert "Kembali ke versi ini" not in shown
    assert "/pindah" not in shown
    assert "/persetujuan" not in shown
    for path in ("pindah", "persetujuan"):
        page(browser, f"/sop/{KEY}/{path}", 403)
    for path in ("versi/1/tarik", "versi/1/kembali"):
        assert browser.post(f"/sop/{KEY}/{path}").status_code == 403


def test_a_draft_is_handed_in_and_approved_by_another(signed_in, story):
    author, chief = signed_in("penyusun"), signed_in("pimpinan")
    draft = drafted(story)

    told = followed(author, handed_in(author, draft))
    bell = page(chief, "/pemberitahuan")
    asked = page(chief, f"/sop/{KEY}/persetujuan")
    answer = chief.post(
        f"/sop/{KEY}/persetujuan/setujui", {"pengajuan": waiting_id(story)}
    )
    shown = followed(chief, answer)

    assert "Draf diajukan" in told
    assert f"/sop/{KEY}/persetujuan" in bell
    assert "Waktu baku dua jam" in asked
    assert "Versi 2 disetujui" in shown
    assert "Disetujui Pimpinan (contoh)" in shown
    sop = page(chief, f"/sop/{KEY}")
    assert "19 Agustus 2024" in sop
    assert "Pimpinan (contoh)" in sop


def test_who_drafted_sees_why_another_has_to_approve(signed_in, story):
    browser = signed_in("kasubag")
    handed_in(browser, drafted(story, "kasubag"))

    shown = page(browser, f"/sop/{KEY}/persetujuan")
    answer = browser.post(
        f"/sop/{KEY}/persetujuan/setujui", {"pengajuan": waiting_id(story)}
    )

    assert "orang lain yang menyetujuinya" in shown
    assert "Setujui dan berlakukan" not in shown
    assert answer.status_code == 403
    assert "Pimpinan (contoh)" in answer.get_data(as_text=True)


def test_what_is_sent_back_says_why(signed_in, story):
    author, chief = signed_in("penyusun"), signed_in("pimpinan")
    handed_in(author, drafted(story))
    waiting = waiting_id(story)
    chief.get(f"/sop/{KEY}/persetujuan")

    empty = chief.post(f"/sop/{KEY}/persetujuan/tolak", {"pengajuan": waiting})
    answer = chief.post(
        f"/sop/{KEY}/persetujuan/tolak",
        {"pengajuan": waiting, "alasan": "Terlalu <lama>"},
    )

    assert empty.status_code == 422
    assert "Draf dikembalikan" in followed(chief, answer)
    assert "Terlalu &lt;lama&gt;" in page(author, f"/sop/{KEY}/persetujuan")


@pytest.mark.parametrize("note", ["", "   "])
def test_a_draft_is_not_handed_in_without_a_note(signed_in, story, note):
    browser = signed_in("penyusun")

    answer = handed_in(browser, drafted(story), note)

    assert answer.status_code == 422


def test_a_draft_that_changed_since_is_not_handed_in(signed_in, story):
    browser = signed_in("penyusun")
    draft = drafted(story)
    drafted(story, "kasubag", SLOWER.replace(b"PT1H", b"PT3H"))

    answer = handed_in(browser, draft)

    assert answer.status_code == 409


def test_what_was_handed_in_is_taken_back(signed_in, story):
    browser = signed_in("penyusun")
    handed_in(browser, drafted(story))
    sent = {"pengajuan": waiting_id(story)}

    told = followed(browser, browser.post(f"/sop/{KEY}/persetujuan/tarik", sent))

    assert "dapat disunting lagi" in told
    assert browser.post(f"/sop/{KEY}/persetujuan/tarik", sent).status_code == 409


def test_going_back_leads_to_a_draft_that_can_be_handed_in(signed_in, story):
    deployed(story, SLOWER)
    browser = signed_in("penyusun")
    browser.get(f"/sop/{KEY}/versi")

    told = followed(browser, browser.post(f"/sop/{KEY}/versi/1/kembali"))

    assert "Draf dari versi 1 dibuat" in told
    assert "Ajukan untuk disetujui" in told


def test_a_version_without_cases_is_retired(signed_in, story):
    deployed(story, SLOWER)
    browser = signed_in("pimpinan")
    browser.get(f"/sop/{KEY}/versi")

    told = followed(browser, browser.post(f"/sop/{KEY}/versi/1/tarik"))

    assert "Versi 1 ditarik" in told
    assert browser.post(f"/sop/{KEY}/versi/2/tarik").status_code == 409


def test_differences_are_shown_in_colour_and_in_words(signed_in, story):
    changed = SLOWER.replace(b"Langkah B", b"Putuskan").replace(b'"Ya"', b'"Setuju"')
    deployed(story, changed)

    shown = page(signed_in("staf"), f"/sop/{KEY}/beda?dari=1&ke=2")

    assert shown.count("<svg") >= 2
    assert "is-changed" in shown
    assert "<del>30 menit</del>" in shown
    assert "<ins>2 jam</ins>" in shown
    assert "<ins>Putuskan</ins>" in shown
    assert "Setuju → Selesai" in shown


def test_one_version_says_that_there_is_nothing_to_compare(signed_in, story):
    assert "Baru ada satu versi" in page(signed_in("staf"), f"/sop/{KEY}/beda")


def test_one_version_is_compared_with_its_draft_by_who_may_read_it(signed_in, story):
    drafted(story, diagram=SLOWER)

    shown = page(signed_in("penyusun"), f"/sop/{KEY}/beda")

    assert "<ins>2 jam</ins>" in shown
    assert "Baru ada satu versi" in page(signed_in("staf"), f"/sop/{KEY}/beda")


@pytest.mark.parametrize("asked", ["dari=1&ke=9", "dari=7", "ke=draf", "ke=0"])
def test_versions_that_are_not_there_are_not_found(signed_in, story, asked):
    deployed(story, SLOWER)

    answer = signed_in("penyusun").get(f"/sop/{KEY}/beda?{asked}")

    assert answer.status_code == 404


def test_a_draft_that_cannot_be_deployed_says_so(signed_in, story):
    drafted(story, diagram=DIAGRAM.replace(b"<endEvent", b"<adHocSubProcess", 1))

    shown = page(signed_in("penyusun"), f"/sop/{KEY}/beda?dari=1&ke=draf")

    assert "belum dapat dibandingkan" in shown


def test_a_plan_tells_where_a_case_goes_on_and_its_clock(signed_in, story):
    case = story.start()
    deployed(story, SLOWER)
    browser = signed_in("pimpinan")

    shown = page(browser, f"/sop/{KEY}/pindah")

    assert "1 berkas dapat dipindahkan ke versi 2, 0 tidak" in shown
    assert "Langkah A" in shown
    assert "30 menit → 2 jam" in shown
    told = followed(
        browser, browser.post(f"/sop/{KEY}/pindah", {"ke": "2", "berkas": case.id})
    )
    assert "1 berkas dipindahkan ke versi 2" in told
    assert "Tidak ada berkas di versi lain" in told
    assert "Dipindahkan ke versi 2" in page(signed_in("camat"), f"/berkas/{case.id}")


def test_a_case_that_cannot_move_says_why_and_can_be_led(signed_in, story):
    story.start()
    deployed(story, DIAGRAM.replace(b'"A"', b'"A2"').replace(b">A<", b">A2<"))
    browser = signed_in("pimpinan")

    shown = page(browser, f"/sop/{KEY}/pindah?ke=2")
    led = page(browser, f"/sop/{KEY}/pindah?ke=2&peta-A=A2")
    told = followed(
        browser,
        browser.post(f"/sop/{KEY}/pindah", {"ke": "2", "peta-A": "A2", "semua": "1"}),
    )

    assert "Langkah ini tidak ada di versi tujuan" in shown
    assert 'name="peta-A"' in shown
    assert "1 berkas dapat dipindahkan" in led
    assert "1 berkas dipindahkan" in told


def test_a_form_that_chooses_nothing_moves_nothing(signed_in, story):
    case = story.start()
    deployed(story, SLOWER)
    browser = signed_in("pimpinan")
    browser.get(f"/sop/{KEY}/pindah")

    told = followed(browser, browser.post(f"/sop/{KEY}/pindah", {"ke": "2"}))

    assert "Tidak ada berkas yang dipilih" in told
    with story.office.database.read() as uow:
        assert uow.instances.get(case.id).definition == case.definition


@pytest.mark.parametrize("version", ["9", "x", "99999999", "-1"])
def test_a_version_to_go_to_must_be_there(signed_in, story, version):
    answer = signed_in("pimpinan").get(f"/sop/{KEY}/pindah?ke={version}")

    assert answer.status_code == 404
