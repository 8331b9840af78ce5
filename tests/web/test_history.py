"""The pages of the log: who may read them, and what they say."""

from engine.domain.identity import MACHINE
from engine.services.execution.starting import StartOrder
from tests.services.cycles.test_scheduling import KEY
from tests.web.test_cycles import deployed


def page(browser, path):
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def test_a_case_an_officer_and_an_sop_have_a_history(office, signed_in):
    deployed(office)
    case = office.runtime.start(StartOrder(process=KEY, title="<b>Uji</b>"), MACHINE)
    staf = next(user for user, _ in office.accounts.users() if user.login == "staf")
    actor = office.accounts.actor(staf.id)
    with office.database.read() as uow:
        (task,) = uow.tasks.open_of(case.id)
    office.inbox.claim(task.id, actor)
    camat = signed_in("camat")

    of_case = page(camat, f"/riwayat/berkas/{case.id}")
    of_officer = page(camat, f"/riwayat/petugas/{staf.id}")
    of_sop = page(camat, f"/riwayat/sop/{KEY}")

    assert "Mengambil tugas: Langkah A" in of_case
    assert "&lt;b&gt;Uji&lt;/b&gt;" in of_case
    assert f'href="/riwayat/petugas/{staf.id}"' in of_case
    assert "Mengambil tugas: Langkah A" in of_officer
    assert "Versi SOP dipasang" in of_sop
    assert "Berkas dimulai" in of_sop


def test_an_officer_reads_only_their_own(office, signed_in):
    deployed(office)
    people = {user.login: user.id for user, _ in office.accounts.users()}
    staf = signed_in("staf")

    assert "Belum ada catatan" in page(staf, f"/riwayat/petugas/{people['staf']}")
    assert staf.get(f"/riwayat/petugas/{people['camat']}").status_code == 404
    assert staf.get(f"/riwayat/sop/{KEY}").status_code == 403
    assert staf.get("/riwayat/berkas/tidak-ada").status_code == 404
