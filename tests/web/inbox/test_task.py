"""The page of a task: what to do, its form, its decisions, and what goes wrong."""

import re
from datetime import timedelta

import pytest

from engine.domain.identity import MACHINE, Assignment, AssignmentKind
from engine.domain.tasks import TaskState


@pytest.fixture
def held(story, enter):
    """Return a task at an element and the browser of the officer who claimed it."""

    def take(element, login):
        task = story.at(element)
        browser = enter(login)
        browser.get("/kotak-masuk")
        browser.post(f"/tugas/{task.id}/ambil")
        return task, browser

    return take


def shown(browser, task):
    return browser.get(f"/tugas/{task.id}").text


def key_of(page):
    return re.findall(r'name="_key" value="(\w+)"', page)[0]


def state_of(story, task):
    with story.office.database.read() as uow:
        return uow.tasks.get(task.id)


def flow_of(page, label):
    """Return the flow id of the button or return with a label."""
    for flow, words in re.findall(
        r'name="_decision" value="([^"]+)"[^>]*>(.*?)</button>', page, re.DOTALL
    ):
        if label in words:
            return flow
    returns = re.findall(r'name="_reason\.([^"]+)"', page)
    return returns[0]


DISPATCH = {
    "f.seksi_mengisi": ["kasi_kesos"],
    "f.batas_pengisian": "2026-12-04",
    "f.penyampaian_cara": "aplikasi",
    "_complete": "1",
}


def test_a_task_shows_what_to_do_its_standards_and_its_form(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")

    page = shown(browser, task)

    assert "Sampaikan format kepada setiap Kasi" in page
    assert "Waktu baku 15 menit" in page
    assert "Draft usulan pengukuran kinerja" in page
    assert 'name="f.batas_pengisian"' in page


def test_a_step_that_gathers_leads_to_what_each_section_gave(story, held):
    task, browser = held("Activity_Himpun", "sekretaris")

    page = browser.get(f"/tugas/{task.id}").text

    given = re.findall(r"Isian: Mengisi format data kinerja · ([^<]+)<", page)
    assert len(set(given)) == len(given) == 6
    assert "Sekretariat" in given


def test_the_kelengkapan_leads_to_the_document_and_answers_it_means(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")

    page = shown(browser, task)

    earlier = next(t for t in detail(story, task).past if t.step_number == 2).task
    assert f'href="/tugas/{earlier.id}"' in page.split('id="riwayat"')[0]
    assert "Isian langkah 2" in page
    assert "sedang dibuat" in page


def detail(story, task):
    return story.office.task_details.detail(task.id, story.holder(task))


def test_a_task_nobody_claimed_is_read_but_not_filled_in(story, enter):
    task = story.at("Activity_Sampaikan")

    page = shown(enter("kasubag.perencanaan"), task)

    assert "Ambil tugas ini" in page
    assert 'name="f.batas_pengisian"' not in page


def test_completing_leads_back_to_the_inbox_and_the_case_goes_on(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    key = key_of(shown(browser, task))

    answer = browser.post(f"/tugas/{task.id}", DISPATCH | {"_key": key})

    assert answer.location == f"/kotak-masuk?selesai={task.id}"
    assert state_of(story, task).submission["seksi_mengisi"] == ["kasi_kesos"]
    assert "Mengundang Pejabat" in browser.get(answer.location).text


def test_a_form_with_errors_comes_back_with_what_was_typed(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)
    wrong = DISPATCH | {"f.batas_pengisian": "", "f.penyampaian_catatan": "Lewat pos"}

    answer = browser.post(f"/tugas/{task.id}", wrong)

    assert answer.status_code == 422
    assert "Lewat pos" in answer.text
    assert '<a href="#f-batas_pengisian">Batas pengisian</a>' in answer.text
    assert (
        'aria-invalid="true" aria-describedby="f-batas_pengisian-error"' in answer.text
    )
    assert state_of(story, task).state is TaskState.CLAIMED


def test_a_field_that_is_none_of_the_form_is_refused(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)

    answer = browser.post(f"/tugas/{task.id}", DISPATCH | {"f.tahun": "1999"})

    assert answer.status_code == 422
    assert state_of(story, task).state is TaskState.CLAIMED


def test_a_return_without_a_reason_asks_for_one_and_says_to_whom(story, held):
    task, browser = held("Activity_Rapat", "sekretaris")
    page = shown(browser, task)
    sent = posted(story, task) | {"_decision": flow_of(page, "Kembalikan")}

    answer = browser.post(f"/tugas/{task.id}", sent)

    assert answer.status_code == 422
    assert "Tulislah alasan pengembalian" in answer.text
    assert '<details class="way-back" open>' in answer.text
    assert "Rina Oktavia" in answer.text.split('class="way-back"')[1]


def test_the_reason_of_a_return_is_read_by_who_gets_the_case(story, held, enter):
    task, browser = held("Activity_Rapat", "sekretaris")
    flow = flow_of(shown(browser, task), "Kembalikan")
    reason = {"_decision": flow, f"_reason.{flow}": "Angka <b>nagari</b> kurang"}

    browser.post(f"/tugas/{task.id}", posted(story, task) | reason)

    (again,) = story.next_of(task)
    page = shown(enter("kasubag.perencanaan"), again)
    assert "Dikembalikan oleh Yusra Aulia" in page
    assert "Angka &lt;b&gt;nagari&lt;/b&gt; kurang" in page
    assert "Putaran 2" in page


def posted(story, task):
    """Return a whole form as a browser posts it."""
    fields = {}

    def flatten(prefix, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                flatten(f"{prefix}.{name}", inner)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for at, row in enumerate(value):
                flatten(f"{prefix}.{at}", row)
        elif value is not None:
            fields[prefix] = value if isinstance(value, list) else str(value)

    flatten("f", story.data(task, story.holder(task)))
    return fields


def test_the_second_browser_reads_who_did_it_when_and_keeps_what_was_typed(
    story, held, enter
):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)
    story.done(task)

    late = DISPATCH | {"f.penyampaian_catatan": "Ketikan yang terlambat"}
    answer = browser.post(f"/tugas/{task.id}", late)

    at = state_of(story, task).ended_at.astimezone(story.clock.now().tzinfo)
    minutes = f"{at.minute:02d}"
    assert answer.status_code == 409
    assert re.search(
        rf"Sudah dikerjakan oleh Rina Oktavia.* pukul \d\d\.{minutes}", answer.text
    )
    assert "Ketikan yang terlambat" in answer.text


def test_the_same_form_sent_twice_is_done_once_and_answers_the_same(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    sent = DISPATCH | {"_key": key_of(shown(browser, task))}

    first = browser.post(f"/tugas/{task.id}", sent)
    second = browser.post(f"/tugas/{task.id}", sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(story.next_of(task)) == 1


def test_a_paused_task_says_why_and_is_completed_only_after_it_goes_on(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)

    browser.post(f"/tugas/{task.id}/tunda", {"reason": "Menunggu surat Bupati"})
    page = shown(browser, task)
    refused = browser.post(f"/tugas/{task.id}", DISPATCH)
    browser.post(f"/tugas/{task.id}/lanjutkan")
    done = browser.post(f"/tugas/{task.id}", DISPATCH)

    assert "Ditunda: Menunggu surat Bupati" in page
    assert refused.status_code == 409
    assert done.status_code == 303


def test_a_pause_without_a_reason_is_none(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)

    browser.post(f"/tugas/{task.id}/tunda", {"reason": " "})

    assert "Tulislah mengapa tugas ini ditunda" in shown(browser, task)
    assert state_of(story, task).paused_at is None


def test_a_comment_is_read_by_the_next_officer(story, held, enter):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)

    browser.post(f"/tugas/{task.id}/komentar", {"text": "Mohon <i>cepat</i>"})

    story.done(task)
    (after,) = story.next_of(task)
    assert "Mohon &lt;i&gt;cepat&lt;/i&gt;" in shown(
        enter("kasubag.perencanaan"), after
    )


def test_a_completed_task_shows_what_was_sent(story, held):
    task, browser = held("Activity_Sampaikan", "kasubag.perencanaan")
    shown(browser, task)
    browser.post(f"/tugas/{task.id}", DISPATCH | {"f.penyampaian_catatan": "Selesai"})

    page = shown(browser, task)

    assert "4 Desember 2026" in page
    assert "Seksi Kesejahteraan Sosial" in page
    assert 'name="_complete"' not in page


def test_the_history_names_steps_officers_and_what_was_late(story, enter):
    first = story.waiting(story.start())[0]
    story.clock.advance(timedelta(hours=2))
    story.done(first)
    (second,) = story.next_of(first)

    page = shown(enter("sekretaris"), second)

    past = page.split('id="riwayat"')[1]
    assert "1. Memerintahkan" in past
    assert "Hendra Gunawan" in past
    assert "lewat waktu" in past


def test_a_stranger_finds_no_task_by_any_verb(story, enter, stranger):
    task = story.at("Activity_Sampaikan")
    browser = enter(stranger)
    browser.get("/kotak-masuk")

    asked = [browser.get(f"/tugas/{task.id}")] + [
        browser.post(f"/tugas/{task.id}{verb}", {"reason": "x", "text": "x"})
        for verb in (
            *("", "/ambil", "/lepas", "/tunda", "/lanjutkan", "/komentar"),
            *("/konsep", "/buang"),
        )
    ]

    assert [one.status_code for one in asked][:7] == [404] * 7
    assert state_of(story, task).state is TaskState.READY


def test_an_officer_who_acts_for_another_is_told_so(story, enter):
    task = story.at("Activity_Sampaikan")
    assignment = Assignment(
        id="plh1",
        user=story.officer("kasubag.umum").user,
        role=task.role,
        kind=AssignmentKind.PLH,
        letter="800/12/2026",
    )
    story.office.accounts.assign(assignment, MACHINE)

    page = shown(enter("kasubag.umum"), task)

    assert "Anda bertindak sebagai Plh. Kasubag Perencanaan" in page
