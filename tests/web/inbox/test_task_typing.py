"""What is typed is kept: drafts, rows, files, and what the server computes."""

import io
import re
import zipfile

import pytest

PDF = b"%PDF-1.7\n" + b"x" * 2000
ROW = "f.realisasi_indikator.0"


def archive(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "<xml/>")
    return made.getvalue()


@pytest.fixture
def data_task(story, enter):
    """Return the step of a section with its officer's browser."""
    task = story.at("Activity_IsiData")
    return task, browser_of(story, enter, task)


@pytest.fixture
def letter_task(story, enter):
    """Return a step whose form has a list to add rows to."""
    task = story.at("Activity_Rapat")
    return task, browser_of(story, enter, task)


def browser_of(story, enter, task):
    actor = story.holder(task)
    story.office.inbox.claim(task.id, actor)
    with story.office.database.read() as uow:
        login = uow.people.user(actor.user).login
    browser = enter(login)
    browser.get(f"/tugas/{task.id}")
    return browser


def keep(browser, task, fields, version=""):
    return browser.post(
        f"/tugas/{task.id}/konsep", {**fields, "_version": str(version)}
    )


def hidden_of(browser, task):
    """Return the locked fields that a page posts along."""
    page = browser.get(f"/tugas/{task.id}").text
    found = re.findall(r'<input type="hidden" name="(f\.[^"]+)" value="([^"]*)"', page)
    return dict(found)


def filled(browser, task):
    """Return a section's whole form, every realisation filled in."""
    fields = hidden_of(browser, task)
    page = browser.get(f"/tugas/{task.id}").text
    for name in re.findall(rf'name="({ROW[:-1]}\d+\.realisasi)"', page):
        fields[name] = "80"
    for name in re.findall(rf'name="({ROW[:-1]}\d+\.realisasi_predikat)"', page):
        fields[name] = "B"
    return fields


def upload(browser, task, name, content):
    """Send a file as a browser does; the test client would leave its own one open."""
    head = (
        "--batas\r\nContent-Disposition: form-data; "
        f'name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return browser.client.post(
        f"/tugas/{task.id}/lampiran",
        data=head.encode() + content + b"\r\n--batas--\r\n",
        content_type="multipart/form-data; boundary=batas",
        headers={"X-CSRF-Token": browser.token},
    )


def test_a_draft_is_there_when_the_page_is_opened_again(data_task):
    task, browser = data_task

    kept = keep(browser, task, {"f.seksi_catatan": "Baru separuh"})

    page = browser.get(f"/tugas/{task.id}").text
    assert kept.json["version"] == 1
    assert "Baru separuh" in page
    assert "Konsep tersimpan pukul" in page
    assert 'name="_version" value="1"' in page


def test_a_draft_of_another_window_is_not_overwritten(data_task):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Jendela pertama"})

    second = keep(browser, task, {"f.seksi_catatan": "Jendela kedua"})

    assert second.status_code == 409
    assert second.json["conflict"] is True
    assert "Jendela pertama" in browser.get(f"/tugas/{task.id}").text


def test_without_a_script_a_conflicting_draft_comes_back_as_typed(data_task):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Jendela pertama"})

    answer = browser.post(
        f"/tugas/{task.id}",
        {"f.seksi_catatan": "Jendela kedua", "_version": "", "_save": "isian"},
    )

    assert answer.status_code == 409
    assert "Jendela kedua" in answer.text
    assert "disimpan dari jendela lain" in answer.text


def test_a_draft_survives_the_loss_of_the_session(data_task, story, enter):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Sebelum sesi berakhir"})
    browser.client.delete_cookie("mutubaku")

    lost = browser.post(
        f"/tugas/{task.id}/konsep", {"f.seksi_catatan": "x"}, **{"HX-Request": "true"}
    )

    actor = story.holder(task)
    with story.office.database.read() as uow:
        login = uow.people.user(actor.user).login
    assert lost.status_code in {401, 403}
    assert "Sebelum sesi berakhir" in enter(login).get(f"/tugas/{task.id}").text


def test_nobody_else_reads_a_draft(data_task, enter):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Rahasia sementara"})

    page = enter("camat").get(f"/tugas/{task.id}").text

    assert "Rahasia sementara" not in page


def test_a_discarded_draft_gives_the_form_as_it_was(data_task):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Salah ketik"})

    browser.post(f"/tugas/{task.id}/buang")

    assert "Salah ketik" not in browser.get(f"/tugas/{task.id}").text


def test_completing_leaves_no_draft_behind(data_task, story):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Sementara"})
    fields = filled(browser, task)

    done = browser.post(f"/tugas/{task.id}", fields | {"_complete": "1"})

    assert re.findall(r'<li><a href="#f[^<]*</a>: [^<]*', done.text) == []
    assert done.status_code == 303
    assert story.office.drafts.get(task.id, story.holder(task)) is None


def test_what_is_typed_changes_computed_and_hidden_fields(data_task):
    task, browser = data_task
    rows = hidden_of(browser, task)
    money = {"f.anggaran_pagu": "200.000.000", "f.anggaran_realisasi": "50000000"}

    told = keep(browser, task, rows | money).json

    assert told["outputs"]["anggaran_serapan"] == "25"
    unit = rows[f"{ROW}.satuan"]
    assert told["hidden"]["realisasi_indikator.0.realisasi"] is (unit == "Predikat")


def test_a_row_is_added_and_removed_by_plain_buttons(letter_task):
    task, browser = letter_task
    before = browser.get(f"/tugas/{task.id}").text.count('data-row="')

    add = browser.post(
        f"/tugas/{task.id}",
        {
            "f.notulen_tindak_lanjut.0.uraian": "Lengkapi data",
            "_version": "",
            "_row_add": "notulen_tindak_lanjut",
        },
    )
    page = browser.get(f"/tugas/{task.id}").text
    assert add.location.endswith("#f-notulen_tindak_lanjut")
    assert 'name="f.notulen_tindak_lanjut.1.uraian"' in page
    browser.post(
        f"/tugas/{task.id}",
        {
            "f.notulen_tindak_lanjut.0.uraian": "Lengkapi data",
            "_version": "1",
            "_row_remove": "notulen_tindak_lanjut.0",
        },
    )

    after = browser.get(f"/tugas/{task.id}").text
    assert "Lengkapi data" not in after
    assert before > 0


def test_a_file_is_kept_and_named_by_the_form(data_task, story):
    task, browser = data_task

    sent = upload(browser, task, "Bukti nagari.pdf", PDF)

    assert sent.json["name"] == "Bukti nagari.pdf"
    got = browser.get(sent.json["address"])
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("../../etc/passwd.pdf", "passwd.pdf", id="folders"),
        pytest.param("bukti.exe", "bukti.exe.pdf", id="another ending"),
        pytest.param("fdp.\u202egnp.pdf", "fdp. gnp.pdf", id="text from right to left"),
        pytest.param("<img src=x>.pdf", "img src=x.pdf", id="markup"),
        pytest.param(".pdf", "berkas.pdf", id="no name"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(data_task, name, kept):
    task, browser = data_task

    assert upload(browser, task, name, PDF).json["name"] == kept


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        pytest.param("a.pdf", b"MZ" + b"x" * 99, 422, id="a program"),
        pytest.param("a.pdf", b"<html>%PDF-", 422, id="a page"),
        pytest.param("a.docx", b"PK\x03\x04broken", 422, id="a broken archive"),
        pytest.param("a.zip", archive("a.txt"), 422, id="any archive"),
        pytest.param(
            "a.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            422,
            id="macros",
        ),
        pytest.param("a.pdf", b"", 422, id="nothing"),
        pytest.param("a.pdf", b"%PDF-" + b"x" * 1_000_000, 413, id="too large"),
    ],
)
def test_what_the_office_does_not_take_is_refused_with_a_reason(
    data_task, name, content, status
):
    task, browser = data_task

    sent = upload(browser, task, name, content)

    assert sent.status_code == status
    assert sent.json["words"]


def test_an_office_document_is_told_by_what_it_holds(data_task):
    task, browser = data_task
    content = archive("[Content_Types].xml", "xl/workbook.xml")

    assert upload(browser, task, "rekap", content).json["name"] == "rekap.xlsx"


def test_a_case_holds_no_more_than_its_quota(data_task):
    task, browser = data_task
    large = b"%PDF-" + b"x" * 900_000

    sent = [upload(browser, task, "a.pdf", large + bytes([n])) for n in range(3)]

    assert [one.status_code for one in sent] == [200, 200, 413]


def test_a_file_taken_back_frees_its_room(data_task):
    task, browser = data_task
    large = b"%PDF-" + b"x" * 900_000
    first = upload(browser, task, "a.pdf", large).json["id"]
    upload(browser, task, "b.pdf", large + b"b")

    browser.post(f"/tugas/{task.id}/lampiran/{first}/hapus")

    assert upload(browser, task, "c.pdf", large + b"c").status_code == 200


def test_a_file_is_kept_when_the_form_comes_back_with_errors(data_task):
    task, browser = data_task
    file = upload(browser, task, "Bukti.pdf", PDF).json["id"]

    answer = browser.post(
        f"/tugas/{task.id}",
        {f"{ROW}.bukti": file, "f.anggaran_pagu": "banyak", "_complete": "1"},
    )

    assert answer.status_code == 422
    assert f'name="{ROW}.bukti" value="{file}"' in answer.text
    assert "Bukti.pdf" in answer.text


def test_without_a_script_a_file_goes_up_with_the_form(data_task):
    task, browser = data_task
    file = {"_file.realisasi_indikator.0.bukti": (io.BytesIO(PDF), "Bukti.pdf")}
    save = {"_save": "f-bukti", "_version": ""}

    sent = browser.post(f"/tugas/{task.id}", hidden_of(browser, task) | save | file)

    assert sent.status_code == 303
    assert "Bukti.pdf" in browser.get(f"/tugas/{task.id}").text


def test_without_a_script_a_file_is_part_of_the_form_it_is_sent_with(data_task, story):
    task, browser = data_task
    file = {"_file.realisasi_indikator.0.bukti": (io.BytesIO(PDF), "Bukti.pdf")}

    sent = browser.post(
        f"/tugas/{task.id}", filled(browser, task) | {"_complete": "1"} | file
    )

    with story.office.database.read() as uow:
        kept = uow.tasks.get(task.id).submission
    assert sent.status_code == 303
    assert len(kept["realisasi_indikator"][0]["bukti"]) == 1


def test_a_draft_with_fewer_rows_than_the_case_has_now_can_be_completed(data_task):
    task, browser = data_task
    keep(browser, task, {"f.seksi_catatan": "Tanpa baris"})

    done = browser.post(f"/tugas/{task.id}", filled(browser, task) | {"_complete": "1"})

    assert done.status_code == 303


def test_a_file_of_another_case_cannot_be_named(data_task, story, enter):
    task, browser = data_task
    other = story.at("Activity_IsiData")
    stolen = upload(browser_of(story, enter, other), other, "Lain.pdf", PDF).json["id"]
    fields = filled(browser, task)

    answer = browser.post(
        f"/tugas/{task.id}", fields | {f"{ROW}.bukti": stolen, "_complete": "1"}
    )

    assert answer.status_code == 422
    assert "tidak ada di berkas ini" in answer.text


def test_an_upload_to_a_task_that_is_anothers_is_refused(data_task, enter, stranger):
    task, _ = data_task
    browser = enter(stranger)
    browser.get("/kotak-masuk")

    assert upload(browser, task, "a.pdf", PDF).status_code == 404


@pytest.mark.parametrize("place", ["a\r\nSet-Cookie: x=y", "x" * 100_000])
def test_a_button_of_a_strangers_making_leads_back_to_the_task_all_the_same(
    data_task, place
):
    task, browser = data_task

    answer = browser.post(f"/tugas/{task.id}", {"_save": place, "_version": ""})

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/tugas/{task.id}#")
    assert len(answer.headers["Location"]) < 700
