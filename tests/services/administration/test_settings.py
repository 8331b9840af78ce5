"""The office about itself: letterhead, coat of arms, registers, and its calendar."""

import base64
import struct
import zlib
from dataclasses import replace
from datetime import date

import pytest

from engine.domain.documents import Register
from engine.errors import OfficeInvalidError, RefusedError, VersionConflictError
from engine.services.administration.settings import register_problems
from tests.services.diagrams import TWO_STEPS

GIVEN = {
    "kabupaten": "Uji",
    "kecamatan": "Contoh",
    "alamat": "Jalan Contoh 1",
    "kode_pos": "25674",
    "telepon": "",
    "email": "kantor@contoh.id",
    "laman": "",
    "tempat": "Contoh",
    "kode_wilayah": "13.01.15",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{more}>{inner}</svg>'
PLAIN = Register(
    key="agenda",
    name="Agenda",
    pattern="{sequence:03d}/{year}",
    classification="",
    unit="",
)


@pytest.fixture
def settings(house):
    return house.office.administration.settings


def chunk(name, body):
    checked = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checked)


def png(width=8, height=8, *more):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * (width + 1) * height)
    parts = [chunk(b"IHDR", head), *more, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def kept(settings, house, image):
    """Return the bytes that are kept of an image."""
    settings.put_office(GIVEN, house.admin, image=image)
    return base64.b64decode(settings.office(house.admin).arms.partition(",")[2])


def errors_of(call):
    with pytest.raises(OfficeInvalidError) as caught:
        call()
    return caught.value.facts["errors"]


def test_the_letterhead_keeps_what_it_is_not_asked_for(house, settings):
    with house.office.database.write() as uow:
        uow.office.put("kantor", {"logo": "data:a", "lain": 1})

    settings.put_office(GIVEN, house.admin)

    words = settings.office(house.admin).words
    assert (words["logo"], words["lain"]) == ("data:a", 1)
    assert words["kecamatan"] == "Contoh"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("kecamatan", " ", id="empty"),
        pytest.param("kode_pos", "2567", id="postcode"),
        pytest.param("kode_wilayah", "13/01", id="region"),
        pytest.param("email", "kantor", id="e-mail"),
        pytest.param("alamat", "a" * 201, id="long"),
    ],
)
def test_a_letterhead_that_does_not_fit_names_its_field(house, settings, name, text):
    wrong = GIVEN | {name: text}

    errors = errors_of(lambda: settings.put_office(wrong, house.admin))

    assert set(errors) == {name}


def test_a_png_is_kept_without_what_others_wrote_into_it(house, settings):
    remark = chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")

    assert kept(settings, house, png(8, 8, remark)) == png()


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(png()[:-6], id="cut off"),
        pytest.param(png().replace(b"IDAT", b"IDAX"), id="changed"),
        pytest.param(png(1_501, 1), id="wide"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="nothing but a signature"),
        pytest.param(b"<html></html>", id="a page"),
        pytest.param(b"GIF89a", id="a gif"),
        pytest.param(b"<svg>", id="not well-formed"),
        pytest.param(b"x" * 150_001, id="large"),
        pytest.param(
            b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>'
            + SVG.format(more="", inner="<title>&a;</title>").encode(),
            id="entities",
        ),
    ],
)
def test_what_is_no_whole_picture_is_refused(house, settings, image):
    errors = errors_of(lambda: settings.put_office(GIVEN, house.admin, image=image))

    assert set(errors) == {"image"}


@pytest.mark.parametrize(
    ("more", "inner"),
    [
        pytest.param("", "<script>alert(1)</script>", id="script"),
        pytest.param(' onload="alert(1)"', "", id="event"),
        pytest.param("", '<image href="http://evil.example/a"/>', id="image"),
        pytest.param(
            "", '<path fill="url(http://evil.example/a)" d="M0 0"/>', id="url"
        ),
        pytest.param("", "<style>@import 'http://evil.example'</style>", id="style"),
        pytest.param(
            "", '<path style="fill:url( //evil.example )" d="M0 0"/>', id="style value"
        ),
        pytest.param(
            "",
            '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">evil</p>'
            "</foreignObject>",
            id="foreign",
        ),
        pytest.param("", "<!-- evil --><?evil evil?>", id="comment"),
        pytest.param("", '<g><use href="http://evil.example/a#b"/></g>', id="use"),
    ],
)
def test_an_svg_keeps_its_shapes_only(house, settings, more, inner):
    shape = '<path d="M0 0h9v9z" fill="#123"/>'
    image = SVG.format(more=more, inner=inner + shape).encode()

    content = kept(settings, house, image)

    assert b'd="M0 0h9v9z"' in content
    for word in (b"evil", b"alert", b"script", b"onload", b"import", b"http://e"):
        assert word not in content


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("{sequence.__class__}/{year}", id="attribute"),
        pytest.param("{sequence[0]}/{year}", id="item"),
        pytest.param("{unit!r}{sequence}{year}", id="conversion"),
        pytest.param("{sequence:>999999999}{year}", id="huge"),
        pytest.param("{sequence:{year}}{year}", id="nested"),
        pytest.param("{nomor}/{sequence}/{year}", id="unknown"),
        pytest.param("{sequence", id="unclosed"),
        pytest.param("{year}", id="without a number"),
        pytest.param("{sequence}", id="without a year"),
        pytest.param("{}", id="nameless"),
    ],
)
def test_a_pattern_holds_the_five_names_only(pattern):
    assert set(register_problems(replace(PLAIN, pattern=pattern))) == {"pattern"}


@pytest.mark.parametrize(
    "pattern", ["{sequence}/{year}", "{code}/{sequence:03d}/{unit}/{month}/{year}"]
)
def test_a_usual_pattern_is_taken(pattern):
    assert register_problems(replace(PLAIN, pattern=pattern)) == {}


def test_the_next_number_is_shown_before_it_is_drawn(house, settings):
    with house.office.database.write() as uow:
        uow.registers.put(PLAIN)
        uow.registers.draw("agenda", 2024, simulated=False)
        uow.registers.draw("agenda", 2024, simulated=True)

    settings.put_register(replace(PLAIN, pattern="{sequence:02d}-{year}"), house.admin)

    (line,) = settings.registers(house.admin)
    assert (line.last, line.next) == (1, "02-2024")


def test_nobody_else_changes_the_office(house, settings):
    for actor in (house.kepala, house.staf, house.stranger):
        with pytest.raises(RefusedError):
            settings.put_office(GIVEN, actor)
        with pytest.raises(RefusedError):
            settings.registers(actor)
        with pytest.raises(RefusedError):
            house.office.administration.calendars.stored("kantor", actor)


def test_what_a_calendar_moves_is_foreseen_and_then_happens_so(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    calendars = house.office.administration.calendars
    content, version = calendars.stored("kantor", house.admin)
    closed = {**content["added_days"], "2024-08-19": "Libur daerah"}
    changed = calendars.read({**content, "added_days": closed})

    moves = calendars.moves(changed, house.admin)
    moved = house.office.calendars.put(changed, house.admin, seen=version)

    (one,) = moves.shown
    assert one.due_at == house.open_task(case.id).due_at != one.task.due_at
    assert one.due_at.date() == date(2024, 8, 20)
    assert moves.count == moved == 1


def test_a_calendar_changed_meanwhile_is_not_overwritten(house):
    calendars = house.office.administration.calendars
    content, version = calendars.stored("kantor", house.admin)
    calendar = calendars.read(content)
    house.office.calendars.put(calendar, house.admin, seen=version)

    with pytest.raises(VersionConflictError):
        house.office.calendars.put(calendar, house.admin, seen=version)
