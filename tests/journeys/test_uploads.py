"""Evidence goes up with its progress; what may not come in is told in words."""

import shutil

import pytest
from playwright.sync_api import expect

from engine.domain.values import TaskId
from tests.web.conftest import settings_of

PDF = b"%PDF-1.7\n" + b"bukti " * 500
HOSTILE = "../../etc/passwd<script>alert(1)<&script>.pdf"
LIMIT = 35  # MB per file, so that one of 30 goes up and one of 36 does not
QUOTA = 60  # MB per case: room for one large file beside small ones


@pytest.fixture
def settings(sop_file, tmp_path):
    """Return the settings of an office that takes PDFs and pictures."""
    shutil.copy(sop_file, tmp_path / "kantor.db")
    return settings_of(
        tmp_path / "kantor.db",
        UPLOAD_MAX_MB=str(LIMIT),
        CASE_QUOTA_MB=str(QUOTA),
        UPLOAD_TYPES="pdf,jpg,png",
    )


@pytest.fixture
def collecting(story, desk):
    """Return the desk of a section that fills in its data, the form before it."""
    task = story.at("Activity_IsiData")
    with story.office.database.read() as uow:
        login = uow.people.user(story.holder(task).user).login
    officer = desk(login)
    officer.take("Mengisi format data")
    return officer


def pdf(name, content=PDF):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def large_file(folder, name, size):
    """Write a PDF of that many megabytes.

    A path is given to the browser as it is; what lies in the test's own memory would
    be sent to it as text.
    """
    folder.joinpath(name).write_bytes(b"%PDF-1.7\n" + b"x" * size * 1_000_000)
    return folder / name


def evidence(page):
    return page.locator("[data-files]").first


def test_thirty_megabytes_show_how_far_they_are(collecting, tmp_path):
    page = collecting.page
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1}
    slow["uploadThroughput"] = 15_000_000
    line.send("Network.emulateNetworkConditions", slow)
    big = large_file(tmp_path, "bukti besar.pdf", 30)

    evidence(page).get_by_label("Bukti dukung").set_input_files(big)

    bar = page.get_by_role("progressbar", name="Mengunggah bukti besar.pdf")
    expect(bar).to_be_visible()
    expect(evidence(page).get_by_text("30 MB")).to_be_visible(timeout=30_000)
    expect(bar).to_have_count(0)


def test_a_file_beyond_the_offices_limit_is_refused_with_the_limit(
    collecting, tmp_path
):
    page = collecting.page
    large = large_file(tmp_path, "peta.pdf", LIMIT + 1)

    evidence(page).get_by_label("Bukti dukung").set_input_files(large)

    refused = evidence(page).get_by_role("alert")
    expect(refused).to_contain_text(f"{LIMIT} MB", timeout=30_000)
    collecting.attach("Bukti dukung", pdf("kecil.pdf"))


def test_a_case_that_is_full_says_so_and_takes_files_again_when_one_is_removed(
    collecting, story
):
    page = collecting.page
    task = TaskId(page.url.partition("/tugas/")[2])
    for size in (LIMIT - 1, QUOTA - LIMIT):  # all but one megabyte
        content = PDF + bytes(size * 1_000_000)
        officer = story.officer(collecting.login)
        story.office.uploads.add(task, officer, name="peta.pdf", content=content)
    some = PDF + bytes(700_000)
    collecting.attach("Bukti dukung", pdf("satu.pdf", some))

    evidence(page).get_by_label("Bukti dukung").set_input_files(pdf("dua.pdf", some))

    expect(evidence(page).get_by_role("alert")).to_contain_text(f"{QUOTA} MB")
    expect(evidence(page).get_by_role("link")).to_have_text(["satu.pdf"])
    evidence(page).get_by_role("button", name="satu.pdf").click()
    expect(evidence(page).get_by_role("link")).to_have_count(0)
    collecting.attach("Bukti dukung", pdf("dua.pdf", some[:-1]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("program.pdf", b"MZ\x90" + b"\0" * 90, id="a program"),
        pytest.param("halaman.pdf", b"<!doctype html><script>1</script>", id="a page"),
        pytest.param(
            "gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"
        ),
        pytest.param("kosong.pdf", b"", id="nothing"),
    ],
)
def test_a_forbidden_kind_of_file_is_refused_by_its_content(collecting, name, content):
    page = collecting.page

    evidence(page).get_by_label("Bukti dukung").set_input_files(pdf(name, content))

    expect(evidence(page).get_by_role("alert")).to_contain_text("«")
    page.reload()
    expect(evidence(page).get_by_role("listitem")).to_have_count(0)


def test_a_hostile_name_is_only_a_name(collecting):
    page = collecting.page
    dialogs: list[str] = []

    def note(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)

    collecting.attach("Bukti dukung", pdf(HOSTILE))

    link = evidence(page).get_by_role("link")
    with page.expect_download() as waiting:
        link.click()
    name = waiting.value.suggested_filename
    assert "/" not in name
    assert ".." not in name
    assert name.endswith(".pdf")
    assert waiting.value.path().read_bytes() == PDF
    assert evidence(page).locator("script").count() == 0
    assert dialogs == []


def test_files_stay_when_the_form_comes_back_with_errors(collecting, desk):
    page = collecting.page
    collecting.attach("Bukti dukung", pdf("satu.pdf"), pdf("dua.pdf"))
    target = page.get_by_label("Pagu (Rp)")
    target.fill("seratus juta")
    page.get_by_role("button", name="Selesaikan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("perlu dibetulkan")
    expect(target).to_have_value("seratus juta")
    expect(evidence(page).get_by_role("link")).to_have_text(["satu.pdf", "dua.pdf"])

    target.fill("100.000.000")
    collecting.forward()

    camat = desk("camat")
    camat.room("Berkas")
    camat.page.get_by_role("link", name="Pengukuran Kinerja").first.click()
    expect(camat.page.get_by_role("link", name="dua.pdf").first).to_be_visible()
