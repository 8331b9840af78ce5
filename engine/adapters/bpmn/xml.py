"""A file that nobody vouches for, made into an XML tree or refused.

The text is decoded here, by an encoding from a short list, and handed to the
parser as UTF-8: so the parser cannot see another document than the one that was
looked at. A DOCTYPE can only stand before the root element, so looking there is
exact, and no entity is ever declared.
"""

import codecs
import re

from lxml import etree

from engine.adapters.bpmn.looking import line_of
from engine.adapters.bpmn.vocabulary import BPMN_NAMESPACES, OTHER_ROOTS, XINCLUDE
from engine.domain.problems import Problem, Severity
from engine.domain.values import JsonValue
from engine.errors import DiagramInvalidError

MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 200_000
MAX_DEPTH = 200

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED = re.compile(
    r"utf-?8|utf-?16(?:-?[bl]e)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1"
    r"|windows-125\d|cp125\d",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,400}?\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_BEFORE_ROOT = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")


def refusal(
    file: str, code: str, *, line: int | None = None, **facts: JsonValue
) -> DiagramInvalidError:
    """Return the error of a file that cannot be read as a whole."""
    problem = Problem(severity=Severity.ERROR, code=code, line=line, facts=dict(facts))
    return DiagramInvalidError(file=file, problems=[problem])


def root_of(source: bytes, file: str) -> etree._Element:
    """Return the `definitions` element of a BPMN 2.0 file.

    Raises:
        DiagramInvalidError: with one problem, one of those of `tree_of`, or
            `not_bpmn`.
    """
    root = tree_of(source, file)
    _refuse_other_notations(root, file)
    return root


def tree_of(source: bytes, file: str) -> etree._Element:
    """Return the root element of a file, whatever notation it is.

    Raises:
        DiagramInvalidError: with one problem, one of `empty`, `too_large`,
            `compressed`, `encoding`, `doctype`, `not_xml`, `too_deep`,
            `xinclude`, or `not_bpmn` for a page of HTML.
    """
    if len(source) > MAX_BYTES:
        raise refusal(file, "too_large", megabytes=MAX_BYTES // 1024 // 1024)
    if not source.strip():
        raise refusal(file, "empty")
    if source.startswith(_COMPRESSED):
        raise refusal(file, "compressed")
    text = _text_of(source, file)
    _refuse_doctype(text, file)
    root = _parsed(text, file)
    _refuse_size(root, file)
    return root


def _text_of(source: bytes, file: str) -> str:
    encoding = next((name for bom, name in _BOMS if source.startswith(bom)), None)
    if encoding is None and source[:4] in {b"<\x00?\x00", b"\x00<\x00?"}:
        encoding = "utf-16-le" if source[0] else "utf-16-be"
    if encoding is None:
        encoding = _declared(source) or "utf-8"
    if not _ALLOWED.fullmatch(encoding):
        raise refusal(file, "encoding", encoding=encoding)
    try:
        text = source.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        if b"\x00" in source:
            raise refusal(file, "not_xml", why="binary") from error
        raise refusal(file, "encoding", encoding=encoding) from error
    return text.removeprefix("\ufeff")


def _declared(source: bytes) -> str | None:
    head = source[:500].decode("latin-1").lstrip()
    declaration = _DECLARATION.match(head)
    found = _ENCODING.search(declaration.group()) if declaration else None
    return found.group(1) if found else None


def _refuse_doctype(text: str, file: str) -> None:
    place = 0
    while found := _BEFORE_ROOT.match(text, place):
        place = found.end()
    if text[place : place + 9].upper() == "<!DOCTYPE":
        if text[place + 9 : place + 20].strip().lower().startswith("html"):
            raise refusal(file, "not_bpmn", root="HTML")
        raise refusal(file, "doctype", line=text.count("\n", 0, place) + 1)


def _parsed(text: str, file: str) -> etree._Element:
    # The declaration goes: it may name the encoding that the file had before.
    body = text.lstrip()
    declaration = _DECLARATION.match(body)
    if declaration is not None:
        lines = declaration.group().count("\n")
        body = "\n" * lines + body[declaration.end() :]
    before = text[: len(text) - len(text.lstrip())].count("\n")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(("\n" * before + body).encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError, ValueError) as error:
        raise _unreadable(error, file) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal(file, "doctype")
    return root


def _unreadable(error: Exception, file: str) -> DiagramInvalidError:
    why = str(error)
    if "depth" in why.lower():
        return refusal(file, "too_deep", depth=MAX_DEPTH)
    line = getattr(error, "lineno", None)
    return refusal(
        file, "not_xml", line=line or None, why=why.partition("(<")[0].strip()
    )


def _refuse_size(root: etree._Element, file: str) -> None:
    depth = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for count, (event, element) in enumerate(walk):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise refusal(file, "too_deep", line=line_of(element), depth=MAX_DEPTH)
        if count > 2 * MAX_ELEMENTS:
            raise refusal(file, "too_many_elements", most=MAX_ELEMENTS)
        if str(element.tag).startswith(f"{{{XINCLUDE}}}"):
            raise refusal(file, "xinclude", line=line_of(element))


def _refuse_other_notations(root: etree._Element, file: str) -> None:
    name = etree.QName(root)
    if name.localname == "definitions" and name.namespace in BPMN_NAMESPACES:
        return
    shown = OTHER_ROOTS.get(name.localname, name.localname)
    raise refusal(file, "not_bpmn", line=line_of(root), root=shown)
