"""Two officers of one post at one task: the second reads who was faster and when."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engine.domain.identity import MACHINE
from engine.domain.values import RoleKey
from engine.services.people.accounts import NewUser
from tests.journeys import typed
from tests.web.inbox.sop_office import PASSWORD


@pytest.fixture
def colleagues(office, story, desk):
    """Return two secretaries before the same shared task."""
    office.accounts.add_user(
        NewUser(
            login="sekretaris.dua",
            name="Budi Santoso (contoh)",
            roles=(RoleKey("sekretaris"),),
            password=PASSWORD,
        ),
        MACHINE,
    )
    story.at("Activity_Format")
    return desk("sekretaris"), desk("sekretaris.dua")


def test_who_claims_second_is_told_who_holds_the_task(colleagues):
    yusra, budi = colleagues
    budi.room("Kotak Masuk")
    yusra.take("Membuat format")

    with budi.page.expect_response("**/kotak-masuk/ambil") as answer:
        budi.page.get_by_role("button", name="Ambil: Membuat format").click()

    assert answer.value.status == 409
    expect(budi.page.get_by_role("main")).to_contain_text("Yusra Aulia")
    budi.page.get_by_role("link", name="Ke Kotak Masuk").click()
    expect(budi.heading("Kotak Masuk")).to_be_visible()


def test_who_completes_second_reads_who_did_it_and_keeps_what_was_typed(
    colleagues, clock
):
    yusra, budi = colleagues
    yusra.take("Membuat format")
    hint = yusra.page.get_by_label("Petunjuk pengisian")
    hint.fill("Ketikan Yusra yang belum terkirim")
    other = yusra.page.context.new_page()
    other.goto(yusra.page.url)
    other.get_by_role("button", name="Lepas").click()
    budi.take("Membuat format")
    clock.advance(timedelta(minutes=7))
    budi.fill(typed.FORMAT)
    budi.forward()

    with yusra.page.expect_response("**/tugas/*") as answer:
        yusra.page.get_by_role("button", name="Selesaikan", exact=True).click()

    assert answer.value.status == 409
    told = yusra.page.get_by_role("alert")
    expect(told).to_contain_text("Sudah dikerjakan oleh Budi Santoso")
    expect(told).to_contain_text("pukul 08.")
    kept = yusra.page.get_by_role("textbox", name="Yang sempat Anda ketik")
    expect(kept).to_contain_text("Ketikan Yusra yang belum terkirim")


def test_a_second_press_completes_nothing_twice(story, desk, office):
    task = story.at("Activity_Sampaikan")
    kasubag = desk("kasubag.perencanaan")
    kasubag.take("Menyampaikan format")
    kasubag.fill(typed.SAMPAIKAN)

    kasubag.page.get_by_role("button", name="Selesaikan", exact=True).dblclick()

    kasubag.arrived()
    with office.database.read() as uow:
        after = uow.tasks.open_of(task.instance)
    assert [one.element for one in after] == ["Activity_Undangan"]
