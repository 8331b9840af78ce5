"""Officers, posts and roles in the browser; and in which post one acts."""

import re

from engine.domain.identity import AssignmentKind
from engine.domain.values import RoleKey

PLH = {
    "role": "camat",
    "kind": "plh",
    "letter": "800/17/2026",
    "letter_date": "2026-11-20",
    "first": "2026-11-23",
    "last": "2026-12-04",
}


def text(response):
    return response.get_data(as_text=True)


def given_plh(browser, user):
    """Make the sekretaris Plh. Camat, past the questions."""
    browser.get("/petugas/penugasan")
    asked = browser.post("/petugas/penugasan", PLH | {"user": user})
    sure = re.search(r'name="sure" value="([^"]+)"', text(asked))
    return asked, browser.post(
        "/petugas/penugasan", PLH | {"user": user, "sure": sure[1] if sure else ""}
    )


def test_a_new_officer_gets_in_with_the_password_that_is_shown_once(enter, app):
    from tests.web.conftest import Browser  # noqa: PLC0415 - of this one test

    browser = enter("admin")
    browser.get("/petugas/baru")
    new = {"name": "Baru (contoh)", "login": "baru", "role": "kasi"}
    page = browser.post("/petugas/baru", new)
    password = re.findall(r"<code>([^<]+)</code>", text(page))[1]
    page_of = re.findall(r'href="(/petugas/[0-9a-f]{20})"', text(page))[0]

    shown_later = text(browser.get(page_of))

    assert Browser(app).sign_in("baru", password).status_code == 303
    assert page.headers["Cache-Control"] == "no-store"
    assert password not in shown_later


def test_a_login_that_is_taken_keeps_what_was_typed(enter):
    browser = enter("admin")
    browser.get("/petugas/baru")

    page = browser.post("/petugas/baru", {"name": "Nama Lama", "login": "camat"})

    assert page.status_code == 409
    assert 'value="Nama Lama"' in text(page)


def test_a_new_password_ends_the_old_one(enter, app, story):
    from tests.web.conftest import Browser  # noqa: PLC0415 - of this one test
    from tests.web.inbox.sop_office import PASSWORD  # noqa: PLC0415

    browser, user = enter("admin"), story.officer("kasi.kesos").user
    before = enter("kasi.kesos")
    browser.get(f"/petugas/{user}/sandi")

    page = browser.post(f"/petugas/{user}/sandi")
    password = re.findall(r"<code>([^<]+)</code>", text(page))[1]

    assert Browser(app).sign_in("kasi.kesos", password).status_code == 303
    assert before.get("/kotak-masuk").status_code == 303
    assert Browser(app).sign_in("kasi.kesos", PASSWORD).status_code == 422


def test_an_unusual_order_is_asked_about_and_then_given(enter, story, office):
    browser, user = enter("admin"), story.officer("sekretaris").user

    asked, given = given_plh(browser, user)

    assert asked.status_code == 422
    assert 'value="800/17/2026"' in text(asked)
    assert given.status_code == 303
    actor = office.accounts.actor(user)
    assert actor.acts_as(RoleKey("camat")) is AssignmentKind.PLH


def test_an_order_without_letter_says_what_is_missing(enter, story):
    browser, user = enter("admin"), story.officer("sekretaris").user
    browser.get("/petugas/penugasan")

    page = browser.post("/petugas/penugasan", PLH | {"user": user, "letter": ""})

    assert page.status_code == 422
    assert 'id="letter-told"' in text(page)
    assert 'value="2026-12-04"' in text(page)


def test_an_acting_officer_chooses_in_which_post_to_work(enter, story, office):
    given_plh(enter("admin"), story.officer("sekretaris").user)
    task = story.waiting(story.start())[0]
    browser = enter("sekretaris")

    everything = browser.get(f"/tugas/{task.id}")
    browser.post("/bertindak", {"hat": "own"})
    own = text(browser.get("/kotak-masuk?tab=bersama"))
    browser.post("/bertindak", {"hat": "camat"})
    acting = text(browser.get("/kotak-masuk?tab=bersama"))

    assert "Plh." in text(everything)
    assert str(task.id) not in own
    assert str(task.id) in acting
    assert '<span class="hat">Plh. Camat</span>' in acting


def test_what_was_done_in_an_acting_post_says_so(enter, story, office):
    given_plh(enter("admin"), story.officer("sekretaris").user)
    task = story.waiting(story.start())[0]

    held = office.inbox.claim(task.id, story.officer("sekretaris"))
    page = text(enter("admin").get(f"/berkas/{task.instance}"))

    assert held.assignee_kind is AssignmentKind.PLH
    assert "Plh." in page


def test_nobody_acts_in_a_post_that_was_never_given(enter, story):
    task = story.waiting(story.start())[0]
    browser = enter("kasi.kesos")
    browser.get("/kotak-masuk")

    browser.post("/bertindak", {"hat": "camat"})

    assert str(task.id) not in text(browser.get("/kotak-masuk?tab=bersama"))


def test_an_absent_officers_tasks_are_shown_before_they_go(enter, story, office):
    task = story.waiting(story.start())[0]
    camat, heir = story.officer("camat"), story.officer("sekretaris")
    office.inbox.claim(task.id, camat)
    browser = enter("admin")
    page = f"/petugas/{camat.user}/alihkan"
    browser.get(page)
    asked = {"to": heir.user, "reason": "sakit", "task": str(task.id)}

    without = browser.post(page, asked | {"reason": ""})
    shown = browser.post(page, asked)
    still = office.inbox.claim(task.id, camat).assignee
    done = browser.post(page, asked | {"sure": "1"})

    assert without.status_code == 422
    assert "Tidak memegang peran" in text(shown)
    assert still == camat.user
    assert done.status_code == 303
    assert office.inbox.claim(task.id, heir).assignee == heir.user


def test_a_lane_without_officer_is_warned_of_with_a_way_to_mend_it(
    enter, story, office
):
    admin, user = story.officer("admin"), story.officer("kasubag.umum").user
    staff = office.administration.roster.staff(admin)
    (member,) = [one for one in staff.members if one.user.id == user]
    browser = enter("admin")
    quiet = text(browser.get("/petugas"))
    end = f"/petugas/{user}/penugasan/{member.posts[0].id}/akhiri"
    browser.get(end)

    browser.post(end, {"reason": "mutasi"})

    assert "lanes-missing" not in quiet
    loud = text(browser.get("/petugas"))
    assert "lanes-missing" in loud
    assert "/petugas/penugasan?peran=kasubag_umum" in loud


def test_rights_are_given_to_a_role(enter, office, story):
    browser = enter("admin")
    page = text(browser.get("/petugas/peran/kasubag_umum"))
    version = re.findall(r'name="version" value="(\d+)"', page)[0]

    sent = {"name": "Kasubag Umum", "right": "supervise", "version": version}
    changed = browser.post("/petugas/peran/kasubag_umum", sent)
    stale = browser.post("/petugas/peran/kasubag_umum", sent)

    assert changed.status_code == 303
    assert "supervise" in story.officer("kasubag.umum").rights
    assert stale.status_code == 409
