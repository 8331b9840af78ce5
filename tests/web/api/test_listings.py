"""Laws of every listing: whole, without repetition, in order, of every page size."""

import pytest

from tests.services.diagrams import TWO_STEPS

CASES = 7


@pytest.fixture
def full(either_house):
    """An office with seven cases, due one after another, two of them late."""
    house = either_house
    house.deploy(TWO_STEPS)
    for number in range(CASES):
        house.start("dua-langkah", nomor=number)
        house.clock.set(house.clock.now().replace(minute=31 + number * 4))
    return house


def pages(program, path, limit):
    """Return the ids of each page, from the first to the last."""
    found, cursor = [], None
    while True:
        sign = "&" if "?" in path else "?"
        asked = f"{path}{sign}limit={limit}"
        page = program.get(f"{asked}&cursor={cursor}" if cursor else asked).get_json()
        found.append([one.get("id") or one.get("sequence") for one in page["items"]])
        cursor = page["next"]
        if cursor is None:
            return found
        assert len(found) < 50


@pytest.mark.parametrize(
    "path", ["/tasks", "/tasks?state=ready", "/tasks?state=completed", "/instances"]
)
def test_pages_of_every_size_give_the_whole_listing_once(full, path):
    staf = full.program(full.staf)
    for task in staf.inbox()[:3]:
        staf.post(f"/tasks/{task['id']}/complete", {"data": {}})
    (whole,) = pages(staf, path, 200)

    for limit in (1, 2, 3, len(whole), len(whole) + 1):
        found = pages(staf, path, limit)

        assert [one for page in found for one in page] == whole
        assert all(len(page) == limit for page in found[:-1])
    assert len(whole) in {3, 4, 7}


def test_a_cases_log_and_files_are_paged_too(full):
    staf = full.program(full.staf)
    task = staf.inbox()[0]
    staf.post(f"/tasks/{task['id']}/claim")
    for _ in range(3):
        full.office.uploads.add(
            task["id"], full.staf, name="a.pdf", content=b"%PDF-1.7 isi"
        )
    place = f"/instances/{task['instance']}"

    for path in (f"{place}/events", f"{place}/documents"):
        (whole,) = pages(staf, path, 200)
        assert [one for page in pages(staf, path, 2) for one in page] == whole
        assert len(set(whole)) == len(whole) >= 3


def test_what_is_added_meanwhile_shifts_no_page(full):
    staf = full.program(full.staf)
    (before,) = pages(staf, "/tasks", 200)
    first = staf.get("/tasks?limit=3").get_json()

    full.start("dua-langkah")
    staf.post(f"/tasks/{before[0]}/complete", {"data": {}})
    rest = staf.get(f"/tasks?limit=200&cursor={first['next']}").get_json()

    assert [one["id"] for one in rest["items"]][: CASES - 3] == before[3:]


def test_the_soonest_due_comes_first_and_late_says_so(full):
    full.clock.set(full.clock.now().replace(hour=3, minute=6))  # 10.06 WIB
    staf = full.program(full.staf)

    tasks = staf.inbox()
    late = staf.get("/tasks?late=true").get_json()["items"]
    fine = staf.get("/tasks?late=false").get_json()["items"]

    due = [one["due_at"] for one in tasks]
    assert due == sorted(due)
    assert [one["id"] for one in tasks] == [one["id"] for one in (*late, *fine)]
    assert all(one["late"] and one["clock"]["left_seconds"] < 0 for one in late)
    assert not any(one["late"] for one in fine)


def test_an_inbox_is_narrowed_by_state_lane_process_and_words(full):
    staf = full.program(full.staf)
    task = staf.inbox()[2]
    staf.post(f"/tasks/{task['id']}/claim")

    def found(query):
        return len(staf.get(f"/tasks?{query}").get_json()["items"])

    assert (found("state=claimed"), found("state=ready")) == (1, CASES - 1)
    assert (found("lane=staf"), found("lane=kepala")) == (CASES, 0)
    assert (found("process=dua-langkah"), found("process=lain")) == (CASES, 0)
    assert (found("q=langkah a"), found("q=tidak ada")) == (CASES, 0)
    assert found(f"q={task['case_number']}") == 1


def test_cases_are_narrowed_by_state_process_and_words(full):
    kepala = full.program(full.kepala)
    case = kepala.get("/instances").get_json()["items"][0]
    kepala.post(f"/instances/{case['id']}/cancel", {"reason": "salah"})

    def found(query):
        items = kepala.get(f"/instances?{query}").get_json()["items"]
        return [one["number"] for one in items]

    assert found("state=cancelled") == [case["number"]]
    assert len(found("state=running")) == CASES - 1
    assert found("process=lain") == []
    assert found(f"q={case['number']}") == [case["number"]]
    assert found("") == sorted(found(""), reverse=True)
