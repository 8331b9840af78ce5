"""Officers at their browsers: inbox, task, drafts, files, keyboard, phone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import enter, violations

PDF = b"%PDF-1.7\n" + b"x" * 3000


def held(story, element):
    """Return a task at an element, claimed by the officer of its lane."""
    task = story.at(element)
    story.office.inbox.claim(task.id, story.holder(task))
    return task


def file(name, content=PDF):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_an_officer_works_from_the_inbox_by_keyboard_alone(story, window):
    first = story.at("Activity_Sampaikan", "Berkas pertama")
    page = window("kasubag.perencanaan")

    page.keyboard.press("?")
    expect(page.locator("#tombol")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url(f"**/tugas/{first.id}")
    page.locator("#f-batas_pengisian").focus()
    page.locator("#f-batas_pengisian").fill("2026-12-04")
    page.locator("[name=_complete]").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/kotak-masuk?selesai=*")
    expect(page.locator(".outcome")).to_contain_text("Berikutnya: Mengundang")


def test_a_new_task_appears_without_reload_and_keeps_what_is_ticked(story, window):
    story.at("Activity_Format", "Yang pertama")
    page = window("sekretaris")
    page.locator("[name=tugas]").check()
    page.fill("#cari", "sedang diketik")

    story.at("Activity_Format", "Yang kedua")
    path = page.locator("#hidup").get_attribute("hx-get")
    page.evaluate(
        """async (path) => {
          const answer = await fetch(path);
          document.getElementById('hidup').outerHTML = await answer.text();
        }""",
        path,
    )

    expect(page.locator("tr[data-task]")).to_have_count(2)
    expect(page.locator("[name=tugas]").first).to_be_checked()
    expect(page.locator("#cari")).to_have_value("sedang diketik")


def test_rows_come_and_go_and_keep_their_numbers(story, window):
    task = held(story, "Activity_Rapat")
    page = window("sekretaris", f"/tugas/{task.id}")
    rows = page.locator("[data-list=notulen_tindak_lanjut]")

    for words in ("satu", "dua", "tiga"):
        rows.locator("[data-add]").click()
        rows.locator("[data-row]").last.locator("input").first.fill(words)
    rows.locator("[data-row='1'] [data-drop-row]").click()

    expect(rows.locator("[name='f.notulen_tindak_lanjut.1.uraian']")).to_have_value(
        "tiga"
    )
    expect(page.locator("#konsep")).to_contain_text("Konsep tersimpan")
    page.reload()
    expect(rows.locator("[name='f.notulen_tindak_lanjut.1.uraian']")).to_have_value(
        "tiga"
    )


def test_what_is_typed_computes_and_hides_at_once(story, window):
    task = story.waiting(story.start())[0]
    story.office.inbox.claim(task.id, story.officer("camat"))
    page = window("camat", f"/tugas/{task.id}")
    expect(page.locator("[data-part=bulan]")).to_be_hidden()

    page.locator("[name='f.periode_jenis'][value=bulanan]").check()

    expect(page.locator("[data-part=bulan]")).to_be_visible()
    expect(page.locator("[data-part=triwulan]")).to_be_hidden()


def test_two_windows_on_one_draft_warn_instead_of_overwriting(story, window):
    task = held(story, "Activity_Sampaikan")
    one = window("kasubag.perencanaan", f"/tugas/{task.id}")
    two = window("kasubag.perencanaan", f"/tugas/{task.id}")
    note = "[name='f.penyampaian_catatan']"

    one.locator(note).fill("dari jendela pertama")
    expect(one.locator("#konsep")).to_contain_text("Konsep tersimpan")
    two.locator(note).fill("dari jendela kedua")

    expect(two.locator("#konsep")).to_contain_text("disimpan dari jendela lain")
    expect(two.locator(note)).to_have_value("dari jendela kedua")
    one.reload()
    expect(one.locator(note)).to_have_value("dari jendela pertama")


def test_two_officers_race_and_the_second_reads_who_was_faster(story, window):
    task = held(story, "Activity_Sampaikan")
    page = window("kasubag.perencanaan", f"/tugas/{task.id}")
    page.locator("[name='f.penyampaian_catatan']").fill("Ketikan yang terlambat")
    story.done(task)

    page.locator("[name=_complete]").click()

    expect(page.locator("#salah")).to_contain_text("Sudah dikerjakan oleh Rina Oktavia")
    expect(page.locator(".to-copy textarea")).to_contain_text("Ketikan yang terlambat")
    assert violations(page) == []


def test_a_lost_session_loses_nothing_that_was_typed(story, window):
    task = held(story, "Activity_Sampaikan")
    page = window("kasubag.perencanaan", f"/tugas/{task.id}")
    note = page.locator("[name='f.penyampaian_catatan']")
    note.fill("Tersimpan")
    expect(page.locator("#konsep")).to_contain_text("Konsep tersimpan")

    page.context.clear_cookies()
    note.fill("Tersimpan, lalu diteruskan tanpa sesi")
    expect(page.locator("#konsep")).to_contain_text("Sesi Anda berakhir")
    enter(page, "kasubag.perencanaan", f"/tugas/{task.id}")

    expect(note).to_have_value("Tersimpan, lalu diteruskan tanpa sesi")


def test_a_large_file_goes_up_with_its_progress_and_a_forbidden_one_is_refused(
    story, window, tmp_path
):
    task = held(story, "Activity_IsiData")
    # A path: what lies in the test's own memory would go to the browser as text.
    large = tmp_path / "bukti besar.pdf"
    large.write_bytes(b"%PDF-" + b"x" * 30_000_000)
    with story.office.database.read() as uow:
        login = uow.people.user(story.holder(task).user).login
    page = window(login, f"/tugas/{task.id}")
    files = page.locator("[data-files]").first

    files.locator("input[type=file]").set_input_files(large)
    expect(files.locator("li small")).to_have_text("30 MB", timeout=30_000)
    files.locator("input[type=file]").set_input_files(file("jahat.pdf", b"MZ" * 50))

    expect(files.locator("li.is-wrong")).to_contain_text("bukan jenis yang diterima")
    expect(page.locator("#konsep")).to_contain_text("Konsep tersimpan")
    page.reload()
    expect(files.locator("li")).to_have_count(1)


def test_a_return_tells_to_whom_and_wants_a_reason(story, window):
    task = held(story, "Activity_Rapat")
    page = window("sekretaris", f"/tugas/{task.id}")
    for name in ("notulen_tanggal", "notulen_mulai"):
        page.fill(f"#f-{name}", "2026-11-25" if "tanggal" in name else "09:00")

    page.locator(".way-back summary").click()
    expect(page.locator(".way-back")).to_contain_text("kepada Kasubag Perencanaan")
    page.locator(".way-back .btn-danger").click()
    expect(page.locator("#salah")).to_contain_text("Tulislah alasan")
    page.locator(".way-back textarea").fill("Angka belum lengkap")
    page.locator(".way-back .btn-danger").click()

    page.wait_for_url("**/kotak-masuk?selesai=*")
    expect(page.locator(".outcome")).to_contain_text("Menyampaikan format")


def test_the_whole_of_a_step_works_without_javascript(story, window):
    task = story.at("Activity_Rapat")
    page = window("sekretaris", java_script_enabled=False)

    page.locator("button[name=satu]").click()
    page.locator("[data-list=notulen_tindak_lanjut] [name=_row_add]").click()
    page.locator("[name='f.notulen_tindak_lanjut.0.uraian']").fill("Lengkapi")
    page.fill("#f-notulen_tanggal", "2026-11-25")
    page.fill("#f-notulen_mulai", "09:00")
    page.locator(".ways-forward [name=_decision]").click()

    page.wait_for_url("**/kotak-masuk?selesai=*")
    with story.office.database.read() as uow:
        sent = uow.tasks.get(task.id).submission
    assert sent["notulen_tindak_lanjut"][0]["uraian"] == "Lengkapi"


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_inbox_and_the_task_passes_axe(story, window, width, scheme):
    story.at("Activity_Rapat")
    task = held(story, "Activity_Format")
    page = window(
        "sekretaris",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )

    found = {}
    for path in (
        *("/kotak-masuk?tab=bersama", "/kotak-masuk?tab=milik"),
        *("/kotak-masuk?tab=selesai", "/kotak-masuk?tab=bersama&cari=tiada"),
        f"/tugas/{task.id}",
    ):
        page.goto(path)
        found[path] = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
    page.locator("#f-format_petunjuk").fill("")
    page.locator("[data-list=format_indikator] input[type=text]").first.fill("")
    page.locator("[name=_complete]").click()
    expect(page.locator("#salah")).to_be_visible()
    found["errors"] = violations(page)

    assert {path: one for path, one in found.items() if one} == {}


def test_a_phone_shows_tasks_as_cards_that_open_by_a_tap(story, window):
    task = story.at("Activity_Format")
    page = window("sekretaris", viewport={"width": 360, "height": 740}, has_touch=True)

    page.locator("tr[data-task]").tap(position={"x": 60, "y": 120})

    page.wait_for_url(f"**/tugas/{task.id}")
    expect(page.locator("h1")).to_contain_text("Membuat format")
