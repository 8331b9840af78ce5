"""The archive's pages: words, places, whole cases, destruction; and actions."""

import io
import zipfile
from datetime import timedelta

import pytest

from engine.domain.actions import Action, ActionState
from engine.domain.values import ElementId, RoleKey
from tests.web.case_stories import Story


@pytest.fixture
def paper(office):
    """A case that has ended, with its documents."""
    story = Story(office)
    case = story.start("Surat ke Bupati")
    story.written(case)
    story.decided(case, "Ya")
    return case, story.paper(case)


def text(answer):
    return answer.get_data(as_text=True)


def test_a_document_tells_how_it_is_kept_and_takes_a_place(paper, signed_in):
    _, document = paper
    staf = signed_in("staf")
    page = text(staf.get(f"/arsip/dokumen/{document}"))
    assert "Kode periksa" in page

    answer = staf.post(
        f"/arsip/dokumen/{document}/tempat", {"tempat": "Lemari 2", "version": "1"}
    )

    assert answer.status_code == 303
    assert "Lemari 2" in text(staf.get(f"/arsip/dokumen/{document}"))
    stale = {"tempat": "Rak", "version": "9"}
    staf.post(f"/arsip/dokumen/{document}/tempat", stale)
    assert "baru saja diubah" in text(staf.get(f"/arsip/dokumen/{document}"))


def test_a_case_goes_out_as_one_file(paper, signed_in):
    case, _ = paper

    answer = signed_in("camat").get(f"/arsip/berkas/{case.id}.zip")

    assert answer.mimetype == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert names[0] == "daftar-isi.csv"
    assert len(names) == 3
    assert signed_in("tamu").get(f"/arsip/berkas/{case.id}.zip").status_code == 404


def test_two_officers_destroy_what_was_kept_long_enough(
    office, paper, signed_in, clock
):
    case, document = paper
    with office.database.write() as uow:
        found = uow.instances.lock(case.id)
        found.data.update(arsip_nasib="musnah", retensi_aktif=1, retensi_inaktif=1)
        uow.instances.save(found)
    clock.advance(timedelta(days=3 * 365))
    camat, admin = signed_in("camat"), signed_in("admin")
    assert "Surat ke Bupati" in text(camat.get("/arsip/retensi"))

    nothing = camat.post("/arsip/retensi", {"alasan": "jadwal"})
    proposed = camat.post("/arsip/retensi", {"berkas": case.id, "alasan": "jadwal"})
    page = text(admin.get("/arsip/retensi"))
    name = page.split("/musnahkan")[0].rpartition("/")[2]
    alone = camat.post(f"/arsip/retensi/{name}/musnahkan")
    done = admin.post(f"/arsip/retensi/{name}/musnahkan")

    assert [one.status_code for one in (nothing, proposed, alone, done)] == [
        422,
        303,
        403,
        303,
    ]
    assert "Dimusnahkan" in text(camat.get("/arsip/retensi"))
    assert camat.get(f"/arsip/retensi/{name}/berita-acara.pdf").status_code == 200
    assert "sudah dimusnahkan" in text(camat.get(f"/arsip/dokumen/{document}"))
    assert camat.get(f"/arsip/dokumen/{document}/unduh").status_code == 404


@pytest.fixture
def action(office, paper):
    case, _ = paper
    with office.database.write() as uow:
        (task, *_) = uow.tasks.of_instance(case.id)
        made = Action(
            id="ab" * 10,
            instance=case.id,
            task=task.id,
            element=ElementId("A"),
            source="aksi",
            text="Lengkapi <bukti>",
            state=ActionState.OPEN,
            created_at=office.clock.now(),
            role=RoleKey("staf"),
        )
        uow.actions.add_all([made])
    return made


def test_an_action_is_told_of_with_evidence_and_ends(action, signed_in):
    staf = signed_in("staf")
    assert "Lengkapi &lt;bukti&gt;" in text(staf.get("/tindak-lanjut"))
    path = f"/tindak-lanjut/{action.id}"
    staf.get(path)

    wrong = staf.post(path, {"teks": "x", "kemajuan": "200", "version": "1"})
    done = staf.post(
        path,
        {
            "teks": "Sudah lengkap",
            "kemajuan": "100",
            "version": "1",
            "bukti": (io.BytesIO(b"%PDF-1.7 x"), "bukti.pdf"),
        },
    )
    late = staf.post(path, {"teks": "lagi", "kemajuan": "10", "version": "2"})

    assert [one.status_code for one in (wrong, done, late)] == [422, 303, 409]
    page = text(staf.get(path))
    assert "bukti.pdf" in page
    assert "Sudah lengkap" in page
    assert "Lengkapi" in text(staf.get("/tindak-lanjut?jenis=selesai"))


def test_a_superior_drops_an_action_and_a_stranger_sees_none(action, signed_in):
    path = f"/tindak-lanjut/{action.id}"
    camat, tamu = signed_in("camat"), signed_in("tamu")
    camat.get(path)

    answer = camat.post(f"{path}/batalkan", {"alasan": "Ganti rencana", "version": "1"})

    assert answer.status_code == 303
    assert "Dibatalkan" in text(camat.get(path))
    assert tamu.get(path).status_code == 404
    assert "Lengkapi" not in text(tamu.get("/tindak-lanjut?jenis=semua"))


def test_a_superior_issues_again_and_withdraws(office, paper, signed_in):
    _, document = paper
    camat, staf = signed_in("camat"), signed_in("staf")
    path = f"/arsip/dokumen/{document}"
    assert "Terbitkan ulang" in text(camat.get(path))
    assert "Terbitkan ulang" not in text(staf.get(path))

    why = {"alasan": "Salah ketik"}
    empty = camat.post(f"{path}/terbitkan-ulang")
    again = camat.post(f"{path}/terbitkan-ulang", why)
    gone = camat.post(f"{path}/cabut", why)
    refused = staf.post(f"{path}/cabut", why)

    assert [one.status_code for one in (empty, again, gone, refused)] == [
        303,
        303,
        303,
        403,
    ]
    with office.database.read() as uow:
        states = {
            one.id: one.state.value
            for one in uow.documents.of_instance(uow.documents.get(document).instance)
        }
    assert states[document] == "void"
    assert "pending" in states.values()
