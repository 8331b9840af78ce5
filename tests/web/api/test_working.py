"""A case from start to end by programs alone."""

import re

from tests.services.diagrams import TWO_STEPS, WITH_RETURN
from tests.web.api.conftest import BASE

LETTER = {"surat": "{#\njudul: Surat\nregister: surat-keluar\n#}\n{{ nomor }}"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_two_officers_finish_a_case_without_a_browser(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    staf, kepala = house.program(house.staf), house.program(house.kepala)

    started = staf.post("/instances", {"process_key": "dua-langkah", "title": "TW II"})
    first = staf.only_task()
    done = staf.post(f"/tasks/{first['id']}/complete", {"data": {"catatan": "ok"}})
    second = kepala.only_task()
    kepala.post(f"/tasks/{second['id']}/claim")
    kepala.post(f"/tasks/{second['id']}/complete", {"data": {}})
    case = staf.get(f"/instances/{started.get_json()['id']}").get_json()

    assert started.status_code == 201
    assert started.headers["Location"] == f"{BASE}/instances/{case['id']}"
    assert done.get_json()["state"] == "completed"
    assert (case["state"], case["title"]) == ("completed", "TW II")
    assert case["data"] == {"catatan": "ok"}
    assert case["open_tasks"] == []


def test_a_task_tells_form_standard_clock_and_version(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    staf = house.program(house.staf)

    answer = staf.get(f"/tasks/{staf.only_task()['id']}")

    task = answer.get_json()
    assert answer.headers["ETag"] == f'"{task["version"]}"'
    assert task["clock"]["left_seconds"] == 1800
    assert task["clock"]["standard"] == "PT30M"
    assert task["due_at"] == "2024-08-19T02:00:00Z"
    assert [part["key"] for part in task["form"]["schema"]["components"]] == ["catatan"]
    assert RFC3339.fullmatch(task["ready_at"])


def test_a_decision_is_offered_with_its_arrows_and_taken_by_its_label(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    house.start("dengan-kembali")
    staf, kepala = house.program(house.staf), house.program(house.kepala)
    staf.post(f"/tasks/{staf.only_task()['id']}/complete", {"data": {}})
    place = f"/tasks/{kepala.only_task()['id']}"

    offered = kepala.get(place).get_json()["choices"]
    refused = kepala.post(f"{place}/complete", {"data": {}, "decision": "Mungkin"})
    silent = kepala.post(f"{place}/complete", {"data": {}, "decision": "Tidak"})
    body = {"data": {}, "decision": "Tidak", "reason": "belum lengkap"}
    returned = kepala.post(f"{place}/complete", body)

    assert [(one["label"], one["leads_back"]) for one in offered] == [
        ("Ya", False),
        ("Tidak", True),
    ]
    assert refused.status_code == 422
    assert refused.get_json()["choices"] == ["Ya", "Tidak"]
    assert silent.get_json()["code"] == "reason_missing"
    assert returned.get_json()["decision"] == "Tidak"
    assert staf.only_task()["round"] == 2


def test_a_document_is_listed_and_its_file_is_what_its_hash_says(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    staf, kepala = house.program(house.staf), house.program(house.kepala)
    staf.post(f"/tasks/{staf.only_task()['id']}/complete", {"data": {}})
    task = kepala.only_task()
    kepala.post(f"/tasks/{task['id']}/complete", {"data": {}, "decision": "Ya"})
    pending = staf.get(f"/instances/{case.id}/documents").get_json()["items"][0]

    early = staf.get(f"/documents/{pending['id']}")
    house.office.documents.make_pending(case.id)
    ready = staf.get(f"/instances/{case.id}/documents").get_json()["items"][0]
    file = staf.get(f"/documents/{ready['id']}")
    again = staf.get(
        f"/documents/{ready['id']}", **{"If-None-Match": file.headers["ETag"]}
    )

    assert (pending["state"], pending["sha256"]) == ("pending", None)
    assert early.status_code == 404
    assert file.headers["ETag"] == f'"{ready["sha256"]}"'
    assert file.mimetype == "application/pdf"
    assert file.get_data().startswith(b"%PDF")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert again.status_code == 304


def test_the_clock_stands_while_a_task_is_paused(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    staf = house.program(house.staf)
    place = f"/tasks/{staf.only_task()['id']}"

    staf.post(f"{place}/claim")
    paused = staf.post(f"{place}/pause", {"reason": "menunggu data"})
    refused = staf.post(f"{place}/complete", {"data": {}})
    resumed = staf.post(f"{place}/resume")
    released = staf.post(f"{place}/release")

    assert paused.get_json()["paused"] is True
    assert refused.get_json()["code"] == "task_paused"
    assert resumed.get_json()["paused"] is False
    assert released.get_json()["state"] == "ready"


def test_an_administrator_gives_a_task_to_another_officer_by_login(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    staf, admin = house.program(house.staf), house.program(house.admin)
    place = f"/tasks/{staf.only_task()['id']}"

    given = admin.post(f"{place}/reassign", {"to": "kepala", "reason": "cuti"})
    unknown = admin.post(f"{place}/reassign", {"to": "siapa"})
    refused = staf.post(f"{place}/reassign", {"to": "staf2"})

    assert given.get_json()["assignee"]["name"] == "Kepala"
    assert unknown.get_json()["code"] == "user_not_found"
    assert refused.status_code == 403


def test_a_remark_stands_at_the_task_and_in_nobody_elses_words(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    staf = house.program(house.staf)
    place = f"/tasks/{staf.only_task()['id']}"

    said = staf.post(f"{place}/comment", {"text": "tolong diperiksa"})

    assert said.status_code == 201
    assert said.get_json()["author_name"] == "Staf"
    assert staf.get(place).get_json()["comments"] == [said.get_json()]


def test_a_case_is_stopped_and_resumed_with_reasons_that_the_log_keeps(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    kepala, staf = house.program(house.kepala), house.program(house.staf)
    place = f"/instances/{case.id}"

    suspended = kepala.post(f"{place}/suspend", {"reason": "audit"})
    refused = staf.post(f"/tasks/{staf.only_task()['id']}/claim")
    kepala.post(f"{place}/resume", {"reason": "audit selesai"})
    cancelled = kepala.post(f"{place}/cancel", {"reason": "salah periode"})
    events = kepala.get(f"{place}/events").get_json()["items"]

    assert suspended.get_json()["state"] == "suspended"
    assert refused.get_json()["code"] == "instance_not_running"
    assert cancelled.get_json()["state"] == "cancelled"
    told = {one["kind"]: one["facts"].get("reason") for one in events}
    assert told["instance.suspended"] == "audit"
    assert told["instance.resumed"] == "audit selesai"
    assert told["instance.cancelled"] == "salah periode"


def test_what_was_completed_is_listed_for_who_did_it(house):
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    staf, kepala = house.program(house.staf), house.program(house.kepala)
    task = staf.only_task()
    staf.post(f"/tasks/{task['id']}/complete", {"data": {}})

    done = staf.get("/tasks?state=completed").get_json()["items"]

    assert [one["id"] for one in done] == [task["id"]]
    assert kepala.get("/tasks?state=completed").get_json()["items"] == []
    assert staf.get("/tasks?state=completed&late=true").get_json()["items"] == []
