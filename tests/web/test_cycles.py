"""The page about cycles: what starts when, started early, skipped, and how it runs."""

from datetime import datetime, timedelta

import pytest

from engine.domain.cycles import CycleRule, Missed
from engine.domain.identity import MACHINE
from engine.services.deployment import DeployOrder, SourceFile
from tests.services.cycles.test_scheduling import KEY, MONTHLY, MONTHLY_REPORT

AUGUST = f"/siklus/{KEY}/{MONTHLY}/2024-08"


def deployed(office):
    files = [SourceFile(name="laporan.bpmn", content=MONTHLY_REPORT)]
    office.deployment.deploy(DeployOrder(files=files), MACHINE)
    office.cycles.tick(office.clock.now())


@pytest.fixture
def boss(office, signed_in):
    """The Camat's browser, in an office with a monthly report."""
    deployed(office)
    return signed_in("camat")


def page(browser, path="/siklus"):
    response = browser.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_an_office_without_cycles_says_what_would_be_there(signed_in):
    assert "Belum ada SOP yang bersiklus" in page(signed_in("camat"))


def test_a_year_ahead_is_shown_and_where_a_closed_day_moved_a_start(boss):
    told = page(boss)

    assert told.count("Direncanakan") == 12
    assert "Bulan Agustus 2024" in told
    assert "Senin, 2 September 2024" in told
    assert "dipindah dari Minggu, 1 September 2024" in told


def test_a_case_is_started_early_after_being_asked(boss, office):
    asked = page(boss, f"{AUGUST}/mulai")

    answer = boss.post(f"{AUGUST}/mulai")

    assert "Senin, 2 September 2024 pukul 07.30" in asked
    assert answer.status_code == 303
    assert answer.location.startswith("/berkas/")
    told = page(boss)
    assert "Dimulai lebih awal" in told
    assert f'href="{AUGUST}/mulai"' not in told
    assert boss.get(f"{AUGUST}/mulai").location == "/siklus"
    assert "sudah dimulai oleh Camat (contoh)" in page(boss)


def test_a_second_start_of_the_same_period_leads_back_with_a_sentence(boss):
    boss.get(f"{AUGUST}/mulai")
    boss.post(f"{AUGUST}/mulai")

    again = boss.post(f"{AUGUST}/mulai"), boss.post(f"{AUGUST}/lewati", {"alasan": "x"})

    assert [one.location for one in again] == ["/siklus", "/siklus"]
    assert "Tidak dapat dilewati" in page(boss)


def test_a_period_is_skipped_only_with_a_reason_which_is_shown(boss):
    boss.get(f"{AUGUST}/lewati")

    without = boss.post(f"{AUGUST}/lewati", {"alasan": " "})
    skipped = boss.post(f"{AUGUST}/lewati", {"alasan": "Digabung <b>September</b>"})

    assert without.status_code == 422
    assert "is-invalid" in without.get_data(as_text=True)
    assert skipped.location == "/siklus"
    told = page(boss)
    assert "Dilewati" in told
    assert "Digabung &lt;b&gt;September&lt;/b&gt;" in told


def test_what_was_missed_stands_on_top_and_can_be_started(office, clock, signed_in):
    deployed(office)
    camat = office.accounts.actor(
        next(user.id for user, _ in office.accounts.users() if user.login == "camat")
    )
    office.cycle_desk.rule(KEY, CycleRule(missed=Missed.SKIP), camat)
    clock.set(datetime.fromisoformat("2024-09-10T09:00:00+07:00"))
    office.cycles.tick(clock.now())
    boss = signed_in("camat")

    told = page(boss)

    assert "1 periode menunggu keputusan" in told
    assert boss.post(f"{AUGUST}/mulai").location.startswith("/berkas/")
    assert "menunggu keputusan" not in page(boss).split("akan-datang")[0]


def test_what_was_started_is_linked_and_says_who(office, clock, signed_in):
    deployed(office)
    clock.advance(timedelta(days=20))
    office.cycles.tick(clock.now())

    told = page(signed_in("camat"))

    assert "otomatis" in told
    with office.database.read() as uow:
        (start,) = uow.cycles.newest(limit=5).items
    assert f'href="/berkas/{start.instance}"' in told


def test_the_rule_of_an_sop_is_kept_and_shown(boss):
    assert "checked" in page(boss, f"/siklus/{KEY}/aturan")

    boss.post(f"/siklus/{KEY}/aturan", {"terlewat": "latest"})

    told = page(boss)
    assert "Dihentikan" in told
    again = page(boss, f"/siklus/{KEY}/aturan")
    assert 'value="latest" checked' in again
    assert 'name="berjalan" value="1" checked' not in again


@pytest.mark.parametrize(
    "path",
    [f"/siklus/{KEY}/{MONTHLY}/2031-01/mulai", f"/siklus/x/{MONTHLY}/2024-08/lewati"],
)
def test_what_is_not_planned_is_not_found(boss, path):
    assert boss.get(path).status_code == 404
    assert boss.post(path, {"alasan": "x"}).status_code == 404


def test_who_neither_starts_nor_supervises_stays_out(office, signed_in):
    deployed(office)
    staf = signed_in("staf")

    assert staf.get("/siklus").status_code == 403
    assert staf.post(f"{AUGUST}/mulai").status_code == 403
    assert 'href="/siklus"' not in page(staf, "/kotak-masuk")


def test_the_rules_of_an_sop_are_kept_on_a_page_of_its_own(boss):
    path = f"/sop/{KEY}/peringatan"
    assert "Peringatan dan penundaan" in page(boss, path)

    kept = boss.post(
        path, {"peran": ["camat", "", "staf"], "oleh": "superior", "jam": "8"}
    )
    refused = boss.post(path, {"peran": ["camat", "camat"], "jam": "banyak"})

    assert kept.status_code == 303
    told = page(boss, path)
    assert told.count(" selected") == 2
    assert 'value="superior" checked' in told
    assert 'value="8"' in told
    assert refused.status_code == 422
    answered = refused.get_data(as_text=True)
    assert "Satu jabatan dipilih dua kali" in answered
    assert "Isi 1 sampai 400 jam kerja" in answered
    assert "Peringatan" in page(boss, f"/sop/{KEY}")
