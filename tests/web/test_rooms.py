"""The bar of rooms knows where a page belongs; a new office is told how to begin."""

import pytest

from engine.services.office.directory import LETTERHEAD
from web.navigation import ROOMS


def room_of(address):
    """Return the rooms that hold an address."""
    return [room.path for room in ROOMS if room.holds(address)]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        pytest.param("/tugas/79d5", "/kotak-masuk", id="a task"),
        pytest.param("/kotak-masuk?tab=milik", "/kotak-masuk", id="with a question"),
        pytest.param("/riwayat/berkas/1", "/berkas", id="history of a case"),
        pytest.param("/rencana/2026", "/kinerja", id="plan of a year"),
        pytest.param("/tanda-tangan", "/arsip", id="what waits for signing"),
    ],
)
def test_a_page_belongs_to_one_room(address, path):
    assert room_of(address) == [path]


def test_a_page_that_only_begins_like_a_room_is_in_none():
    assert room_of("/sopan") == []


def test_who_administers_a_nameless_office_is_told_how_to_begin(office, signed_in):
    with office.database.write() as uow:
        uow.office.put(LETTERHEAD, {})

    told = signed_in("admin").get("/kotak-masuk").text
    officer = signed_in("staf").get("/kotak-masuk").text

    assert "Menyiapkan kantor ini" in told
    assert "Menyiapkan kantor ini" not in officer


def test_an_office_with_a_name_needs_no_hints(signed_in):
    page = signed_in("admin").get("/kotak-masuk").text

    assert "Menyiapkan kantor ini" not in page
