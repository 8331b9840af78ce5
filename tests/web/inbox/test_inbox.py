"""The inbox: three piles, taken one by one or several, with words for time."""

import re
from datetime import timedelta

import pytest

from engine.errors import TaskTakenError


def names_of(page):
    """Return the tasks of the list, in order."""
    return re.findall(r'<td class="what"><a href="/tugas/(\w+)">', page)


def test_a_shared_task_is_listed_with_its_case_standard_and_time_left(story, enter):
    task = story.at("Activity_Format", "Pengukuran Kinerja TW III")
    story.clock.advance(timedelta(minutes=10))

    page = enter("sekretaris").get("/kotak-masuk").text

    assert names_of(page) == [task.id]
    assert "Pengukuran Kinerja TW III" in page
    assert "30 menit" in page
    assert "Sisa 20 m" in page


def test_what_is_late_says_so_in_word_icon_and_colour(story, enter):
    story.at("Activity_Format")
    story.clock.advance(timedelta(minutes=50))

    page = enter("sekretaris").get("/kotak-masuk").text

    assert "Lewat 20 m" in page
    assert '<span class="pill is-late"' in page
    assert "1 tugas lewat waktu baku" in page


def test_the_late_come_first_then_the_soonest_due(story, enter):
    late = story.at("Activity_Format")
    story.clock.advance(timedelta(hours=1))
    meeting = story.at("Activity_Rapat")
    soon = story.at("Activity_Format")

    page = enter("sekretaris").get("/kotak-masuk?tab=bersama").text

    assert names_of(page) == [late.id, soon.id, meeting.id]


def test_a_task_claimed_from_the_list_opens_and_becomes_ones_own(story, enter):
    task = story.at("Activity_Format")
    browser = enter("sekretaris")
    browser.get("/kotak-masuk?tab=bersama")

    answer = browser.post("/kotak-masuk/ambil", {"satu": task.id})

    assert answer.location == f"/tugas/{task.id}"
    assert names_of(browser.get("/kotak-masuk?tab=milik").text) == [task.id]
    assert names_of(browser.get("/kotak-masuk?tab=bersama").text) == []


def test_several_are_claimed_at_once_and_released_again(story, enter):
    tasks = [story.at("Activity_Format").id for _ in range(3)]
    browser = enter("sekretaris")
    browser.get("/kotak-masuk")

    browser.post("/kotak-masuk/ambil", {"tugas": tasks[:2]})
    mine = browser.get("/kotak-masuk?tab=milik").text
    browser.post("/kotak-masuk/lepas", {"tugas": tasks[:1]})

    assert sorted(names_of(mine)) == sorted(tasks[:2])
    assert "2 tugas diambil" in mine
    assert names_of(browser.get("/kotak-masuk?tab=milik").text) == [tasks[1]]


def test_what_somebody_else_took_meanwhile_does_not_keep_the_others(story, enter):
    first, second = (story.at("Activity_Format") for _ in range(2))
    browser = enter("sekretaris")
    browser.get("/kotak-masuk")
    admin = story.officer("admin")
    story.office.inbox.reassign(
        first.id, admin, to=story.officer("kasi.kesos").user, reason="cuti"
    )

    browser.post("/kotak-masuk/ambil", {"tugas": [first.id, second.id]})

    page = browser.get("/kotak-masuk?tab=milik").text
    assert names_of(page) == [second.id]
    assert "Satu tugas tidak berubah" in page
    with pytest.raises(TaskTakenError):
        story.office.inbox.claim(first.id, story.officer("sekretaris"))


def test_nothing_chosen_is_said_and_changes_nothing(story, enter):
    story.at("Activity_Format")
    browser = enter("sekretaris")
    browser.get("/kotak-masuk")

    browser.post("/kotak-masuk/ambil", {})

    assert "Belum ada tugas yang dipilih" in browser.get("/kotak-masuk").text


def test_a_search_finds_by_case_title_and_number(story, enter):
    story.at("Activity_Format", "Pengukuran Juli")
    wanted = story.at("Activity_Format", "Pengukuran Agustus")
    browser = enter("sekretaris")
    number = story.office.task_details.detail(
        wanted.id, story.officer("sekretaris")
    ).instance.number

    by_title = browser.get("/kotak-masuk?tab=bersama&cari=agustus").text
    by_number = browser.get(f"/kotak-masuk?tab=bersama&cari={number}").text

    assert names_of(by_title) == [wanted.id]
    assert names_of(by_number) == [wanted.id]


def test_the_filter_for_late_tasks_leaves_only_them(story, enter):
    late = story.at("Activity_Format")
    story.clock.advance(timedelta(hours=1))
    story.at("Activity_Format")

    page = enter("sekretaris").get("/kotak-masuk?tab=bersama&lewat=1").text

    assert names_of(page) == [late.id]


def test_a_filter_that_finds_nothing_offers_to_be_cleared(story, enter):
    story.at("Activity_Format")

    page = enter("sekretaris").get("/kotak-masuk?tab=bersama&cari=tiada").text

    assert "Tidak ada tugas yang cocok" in page
    assert 'href="/kotak-masuk?tab=bersama"' in page


def test_pages_continue_by_cursor_without_gap_or_repetition(story, enter):
    camat = story.officer("camat")
    tasks = {story.waiting(story.start(f"Perintah {n}"))[0].id for n in range(35)}
    browser = enter("camat")

    first = browser.get("/kotak-masuk?tab=bersama").text
    (more,) = re.findall(r'class="more"><a class="btn" href="([^"]+)"', first)
    second = browser.get(more.replace("&amp;", "&")).text

    assert len(names_of(first)) == 30
    assert set(names_of(first) + names_of(second)) == tasks
    assert len(names_of(second)) == 5
    assert camat.roles


def test_a_cursor_that_is_none_of_ours_is_refused_as_a_page(enter):
    answer = enter("camat").get("/kotak-masuk?tab=bersama&c=rusak")

    assert answer.status_code == 400


def test_an_empty_inbox_says_what_happens_next(enter):
    page = enter("sekretaris").get("/kotak-masuk").text

    assert "Tidak ada tugas milik Anda" in page
    assert "begitu langkah Anda tiba" in page


def test_an_inbox_without_own_tasks_opens_at_the_shared_ones(story, enter):
    story.at("Activity_Format")

    opened = enter("sekretaris").get("/kotak-masuk").text
    asked = enter("sekretaris").get("/kotak-masuk?tab=milik").text

    assert '<a href="/kotak-masuk?tab=bersama" aria-current="page">' in opened
    assert "Lihat tugas bersama" in asked


def test_a_done_task_says_who_is_next_and_stands_among_the_done(story, enter):
    task = story.at("Activity_Format")
    done = story.done(task)

    page = enter("sekretaris").get(f"/kotak-masuk?selesai={done.id}&tab=selesai").text

    assert "Menyampaikan format" in page
    assert "Rina Oktavia" in page
    assert task.id in names_of(page)


def test_nobody_learns_of_a_case_by_naming_its_task(story, enter, stranger):
    done = story.done(story.at("Activity_Format"))

    page = enter(stranger).get(f"/kotak-masuk?selesai={done.id}").text

    assert "Selesai: " not in page
    assert "Menyampaikan format" not in page


def test_the_way_back_leads_nowhere_else(story, enter):
    story.at("Activity_Format")
    browser = enter("sekretaris")
    browser.get("/kotak-masuk")

    answer = browser.post("/kotak-masuk/ambil", {"kembali": "//jahat.contoh/"})

    assert answer.location == "/kotak-masuk"


def test_the_inbox_speaks_english_to_who_wants_it(story, enter):
    story.at("Activity_Format")
    browser = enter("sekretaris")
    browser.get("/kotak-masuk")
    browser.post("/bahasa", {"language": "en", "next": "/kotak-masuk"})

    page = browser.get("/kotak-masuk").text

    assert "Inbox" in page
    assert "Time left" in page
    assert "Kotak Masuk" not in page


def test_what_is_done_is_searched_and_narrowed_like_what_is_open(story, enter):
    story.at("Activity_Koreksi", "Triwulan III")
    story.at("Activity_Koreksi", "Triwulan IV")
    browser = enter("sekretaris")

    both = browser.get("/kotak-masuk?tab=selesai").text
    one = browser.get("/kotak-masuk?tab=selesai&cari=triwulan+iv").text
    none = browser.get("/kotak-masuk?tab=selesai&cari=triwulan+iv&lewat=1").text

    assert len(names_of(both)) == 2 * len(names_of(one)) > 0
    assert "Triwulan III" not in one
    assert names_of(none) == []
    assert "Hapus saringan" in none
