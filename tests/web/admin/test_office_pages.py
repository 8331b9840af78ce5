"""Settings, calendar, jobs and repairs in the browser."""

import io
import re

from engine.domain.documents import Document, DocumentState
from engine.domain.values import DocumentId

OFFICE = {
    "kabupaten": "Pesisir Selatan",
    "kecamatan": "Silaut Baru",
    "alamat": "Jalan Contoh 1",
    "kode_pos": "25674",
    "telepon": "",
    "email": "",
    "laman": "",
    "tempat": "Silaut",
    "kode_wilayah": "13.01.15",
}
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'
)


def text(response):
    return response.get_data(as_text=True)


def found(pattern, page):
    """Return what a page says where the pattern's first group stands."""
    match = re.search(pattern, page)
    assert match, pattern
    return match[1]


def test_a_new_name_and_coat_of_arms_stand_on_the_next_page(enter):
    browser = enter("admin")
    browser.get("/pengaturan")

    done = browser.post("/pengaturan", OFFICE | {"image": (io.BytesIO(SVG), "a.svg")})
    page = text(browser.get("/kotak-masuk"))

    assert done.status_code == 303
    assert "Kecamatan Silaut Baru" in page
    picture = browser.get(found(r'class="arms" src="(/lambang/[0-9a-f]+)"', page))
    assert picture.mimetype == "image/svg+xml"
    assert "immutable" in picture.headers["Cache-Control"]
    assert browser.get("/lambang/0123456789abcdef").status_code == 404


def test_an_administrator_lets_programs_wait_for_a_second_person(enter):
    browser = enter("admin")
    browser.get("/pengaturan")

    done = browser.post("/pengaturan/pengesahan", {"four_eyes": "1"})
    ticked = text(browser.get("/pengaturan"))
    browser.post("/pengaturan/pengesahan", {})

    assert done.status_code == 303
    assert 'name="four_eyes" value="1" checked' in ticked
    assert 'name="four_eyes" value="1" checked' not in text(browser.get("/pengaturan"))


def test_a_wrong_letterhead_keeps_what_was_typed(enter):
    browser = enter("admin")
    browser.get("/pengaturan")

    page = browser.post("/pengaturan", OFFICE | {"kode_pos": "12", "alamat": "Baru"})

    assert page.status_code == 422
    assert 'value="Baru"' in text(page)
    assert 'id="kode_pos-told"' in text(page)


def test_a_calendar_change_is_shown_before_it_is_made(enter, story, office):
    task = story.waiting(story.start())[0]
    browser = enter("admin")
    browser.get("/pengaturan/kalender")
    edit = {"edit": "closed", "day": "2026-11-23", "reason": "Libur daerah"}

    shown = browser.post("/pengaturan/kalender", edit)
    before = office.readings.casebook.case(task.instance, story.officer("admin"))
    sure = found(r'name="sure" value="(\d+)"', text(shown))
    done = browser.post("/pengaturan/kalender", edit | {"sure": sure})
    after = office.readings.casebook.case(task.instance, story.officer("admin"))

    assert task.name in text(shown)
    assert before.deeds[-1].task.due_at == task.due_at
    assert done.status_code == 303
    assert after.deeds[-1].task.due_at > task.due_at
    assert "Libur daerah" in text(browser.get("/pengaturan/kalender"))


def test_a_calendar_that_somebody_else_changed_is_shown_anew(enter):
    browser = enter("admin")
    browser.get("/pengaturan/kalender")
    edit = {"edit": "closed", "day": "2026-12-31", "reason": "Tutup tahun"}
    browser.post("/pengaturan/kalender", edit | {"sure": "1"})

    stale = browser.post("/pengaturan/kalender", edit | {"sure": "999"})

    assert stale.status_code == 409
    assert 'name="sure"' in text(stale)


def test_every_kind_of_edit_is_read_or_says_what_is_wrong(enter):
    browser = enter("admin")
    browser.get("/pengaturan/kalender")
    week = {"hours_monday": "07.30–12.00, 13.00–16.00"}
    fitting = [
        {"edit": "hours"} | week,
        {"edit": "open", "day": "2026-12-25", "reason": "Piket"},
        {"edit": "ramadan", "first": "2027-02-08", "last": "2027-03-09"} | week,
        {
            "edit": "closure",
            "start": "2026-11-24T08:00",
            "end": "2026-11-24T10:00",
            "reason": "Listrik padam",
        },
    ]
    wrong = [
        {"edit": "hours", "hours_monday": "08.00-07.00"},
        {"edit": "hours"},
        {"edit": "open", "day": "besok", "reason": "a"},
        {"edit": "closed", "day": "2026-12-25", "reason": ""},
        {"edit": "ramadan", "first": "2026-03-01", "last": "2026-03-25"} | week,
        {"edit": "closure", "start": "x", "end": "y", "reason": "a"},
        {"edit": "apa"},
    ]

    taken = [browser.post("/pengaturan/kalender", one) for one in fitting]
    refused = [browser.post("/pengaturan/kalender", one) for one in wrong]

    assert [one.status_code for one in taken] == [200] * len(fitting)
    assert [one.status_code for one in refused] == [422] * len(wrong)


def test_a_failed_document_is_tried_again_or_closed_with_a_reason(enter, story, office):
    task = story.waiting(story.start())[0]
    with office.database.write() as uow:
        uow.documents.add(
            Document(
                id=DocumentId("1" * 20),
                instance=task.instance,
                task=task.id,
                name="Surat Tugas",
                state=DocumentState.PENDING,
                created_at=office.clock.now(),
            )
        )
    browser = enter("admin")
    quiet = text(browser.get("/pekerjaan"))
    office.documents.park({"documents": ["1" * 20]}, "baris 14: tidak dikenal")
    loud = text(browser.get("/pekerjaan"))
    path = found(r"(/pekerjaan/insiden/[0-9a-f]+)", loud)

    without = browser.post(f"{path}/tutup", {"reason": ""})
    again = browser.post(f"{path}/ulangi")
    closed = browser.post(f"{path}/tutup", {"reason": "a"})

    assert "Tidak ada insiden" in quiet
    assert "baris 14: tidak dikenal" in loud
    assert without.status_code == 422
    assert again.status_code == closed.status_code == 303
    page = text(browser.get("/pekerjaan"))
    assert "Insiden ini sudah ditutup." in page
    assert "Surat Tugas" in page
    assert path not in page


def test_the_log_is_verified_on_demand(enter, office):
    browser = enter("admin")
    number, head = office.audit.head()
    listed = text(browser.get("/pekerjaan"))

    checked = text(browser.post("/pekerjaan/periksa"))

    assert head in listed
    assert number > 0
    assert "Seluruh catatan utuh." in checked


def test_a_repair_is_shown_before_it_is_done(enter, story, office):
    task = story.waiting(story.start())[0]
    browser = enter("admin")
    bench = text(browser.get(f"/perbaikan/{task.instance}"))
    plan = f"/perbaikan/{task.instance}/rencana"
    asked = {"deed": "lewati", "task": str(task.id)}

    shown = text(browser.get(f"{plan}?deed=lewati&task={task.id}"))
    without = browser.post(plan, asked)
    done = browser.post(plan, asked | {"reason": "listrik padam"})
    again = browser.post(plan, asked | {"reason": "listrik padam"})

    assert task.name in bench
    assert "dibatalkan" in shown
    assert without.status_code == 422
    assert done.status_code == 303
    assert again.status_code in {409, 422}
    assert task.id not in {one.id for one in story.waiting(story_case(office, task))}


def story_case(office, task):
    with office.database.read() as uow:
        return uow.instances.get(task.instance)


def test_the_page_of_a_case_leads_administrators_to_its_repair(enter, story):
    case = story.start()

    pages = {
        login: text(enter(login).get(f"/berkas/{case.id}"))
        for login in ("admin", "camat")
    }

    assert f"/perbaikan/{case.id}" in pages["admin"]
    assert f"/perbaikan/{case.id}" not in pages["camat"]


def test_a_register_is_added_and_counts_from_one(enter):
    browser = enter("admin")
    browser.get("/pengaturan/register/baru")
    new = {"key": "sk-camat", "name": "Keputusan Camat", "pattern": "{sequence}/{year}"}

    done = browser.post("/pengaturan/register/baru", new)
    page = text(browser.get("/pengaturan"))

    assert done.status_code == 303
    assert "1/2026" in found(r"Keputusan Camat</a>(.*?)</tr>", page.replace("\n", ""))


def test_a_register_whose_key_cannot_be_used_keeps_what_was_typed(enter):
    browser = enter("admin")
    browser.get("/pengaturan/register/baru")
    new = {"name": "Surat", "pattern": "{sequence}/{year}"}

    for key in ("surat-keluar", "baru", "Surat Keluar", ""):
        page = browser.post("/pengaturan/register/baru", new | {"key": key})

        assert page.status_code == 422
        assert 'id="key-told"' in text(page)
        assert 'value="Surat"' in text(page)


def test_a_superior_is_led_from_an_officers_task_to_handing_it_over(
    enter, story, office
):
    task = story.at("Activity_Format")
    office.inbox.claim(task.id, story.holder(task))
    way = f'href="/petugas/{story.holder(task).user}/alihkan"'

    superior, holder = enter("camat"), enter("sekretaris")

    assert way in text(superior.get(f"/tugas/{task.id}"))
    assert way in text(superior.get(f"/berkas/{task.instance}"))
    assert way not in text(holder.get(f"/tugas/{task.id}"))
