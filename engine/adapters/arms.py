"""The coat of arms: an image that nobody vouches for becomes a `data:` address.

It stands on every page and letter. A PNG is kept with its picture only; an SVG
with shapes only: no script, no reference to the outside, no text of others.
"""

import base64
import re
import struct
import zlib

from lxml import etree

from engine.errors import OfficeInvalidError

MOST_BYTES = 150_000
MOST_PIXELS = 1_500
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"IEND"})
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "title",
        "desc",
    }
)
_ATTRIBUTES = frozenset(
    {
        "id",
        "d",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "points",
        "viewBox",
        "transform",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-opacity",
        "opacity",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "mask",
        "maskUnits",
        "preserveAspectRatio",
        "version",
        "color",
        "display",
        "visibility",
        "style",
    }
)
_HREFS = frozenset({"href", "{http://www.w3.org/1999/xlink}href"})
_OUTSIDE = re.compile(
    r"url\(\s*(?!['\"]?#)|[\\@<]|expression|javascript|import", re.IGNORECASE
)


def arms_address(content: bytes) -> str:
    """Return the `data:` address of a PNG or SVG.

    Raises:
        OfficeInvalidError: it is too large, or no picture of these two kinds.
    """
    if len(content) > MOST_BYTES:
        raise _refused("office.arms_large", kilobytes=MOST_BYTES // 1000)
    if content.startswith(_SIGNATURE):
        return _address("image/png", _png(content))
    return _address("image/svg+xml", _svg(content))


def _png(content: bytes) -> bytes:
    kept = [_SIGNATURE]
    position = len(_SIGNATURE)
    seen: list[bytes] = []
    while position + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, position)
        end = position + 12 + length
        name = content[position + 4 : position + 8]
        body = content[position + 8 : end - 4]
        if end > len(content) or zlib.crc32(name + body) != _checksum(content, end):
            raise _refused("office.arms_unreadable")
        if not seen:
            _require_small(name, body)
        if name in _CHUNKS:
            kept.append(content[position:end])
        seen.append(name)
        position = end
        if name == b"IEND":
            break
    if not seen or seen[-1] != b"IEND" or b"IDAT" not in seen:
        raise _refused("office.arms_unreadable")
    return b"".join(kept)


def _checksum(content: bytes, end: int) -> int:
    (found,) = struct.unpack_from(">I", content, end - 4)
    return int(found)


def _require_small(name: bytes, body: bytes) -> None:
    if name != b"IHDR" or len(body) != 13:
        raise _refused("office.arms_unreadable")
    width, height = struct.unpack_from(">II", body)
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise _refused("office.arms_wide", pixels=MOST_PIXELS)


def _svg(content: bytes) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refused("office.arms_unreadable") from error
    if root.tag != f"{_SVG}svg":
        raise _refused("office.arms_unreadable")
    # An entity of an internal DOCTYPE would be written out again; without one
    # there is nothing that the sender could still mean.
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused("office.arms_unsafe")
    _strip(root)
    return etree.tostring(root, encoding="utf-8")


def _strip(element: etree._Element) -> None:
    for child in list(element):
        tag = str(child.tag)  # of a comment it is no name
        if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in _ELEMENTS:
            element.remove(child)
            continue
        _strip(child)
    for name, value in list(element.attrib.items()):
        if not _is_plain(str(name), str(value)):
            del element.attrib[name]
    if element.tag not in {f"{_SVG}title", f"{_SVG}desc"}:
        element.text = None
    element.tail = None


def _is_plain(name: str, value: str) -> bool:
    if name in _HREFS:
        return value.startswith("#")
    return name in _ATTRIBUTES and _OUTSIDE.search(value) is None


def _address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _refused(key: str, **facts: int) -> OfficeInvalidError:
    return OfficeInvalidError(errors={"image": (key, facts) if facts else key})
