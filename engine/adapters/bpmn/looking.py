"""Small looks at an XML element: names, texts, our attributes and vendors'."""

from collections.abc import Iterator

from lxml import etree

from engine.adapters.bpmn.vocabulary import BPMN_NAMESPACES, MUTUBAKU

MAX_TEXT = 20_000


def bpmn_name(element: etree._Element) -> str:
    """Return the local name of a BPMN element; of a foreign one the empty text."""
    name = etree.QName(element)
    return name.localname if name.namespace in BPMN_NAMESPACES else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the BPMN children of these names, in the order of the document."""
    return (child for child in element if bpmn_name(child) in names)


def child_text(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of that name, or None where it is blank."""
    for child in children(element, name):
        return text_of(child) or None
    return None


def text_of(element: etree._Element) -> str:
    """Return all text inside an element, bounded, without blanks around it."""
    return "".join(map(str, element.itertext()))[:MAX_TEXT].strip()


def one_line(text: str | None) -> str:
    """Return a name as it is read, for drawings break it over several lines."""
    return " ".join((text or "").split())


def name_of(element: etree._Element) -> str:
    """Return an element's name in one line, or the empty text."""
    return one_line(element.get("name"))[:500]


def line_of(element: etree._Element) -> int | None:
    """Return the line in the file, from 1."""
    line: object = element.sourceline  # the stubs leave its type open
    return line if isinstance(line, int) and line > 0 else None


def own(element: etree._Element, name: str) -> str | None:
    """Return our attribute `mutubaku:<name>`, or None where it is blank."""
    return (element.get(f"{{{MUTUBAKU}}}{name}") or "").strip() or None


def foreign(element: etree._Element, *names: str) -> str | None:
    """Return the first of a vendor's attributes that is not blank, or None."""
    found: dict[str, str] = {}
    # Names alone are read in one pass; each value is looked up from the first
    # attribute on, so that reading all of them would take quadratic time.
    for key in element.keys():  # noqa: SIM118 - no mapping, an XML element
        tag = etree.QName(key)
        if tag.localname in names and _is_foreign(tag.namespace):
            found[tag.localname] = (element.get(key) or "").strip()
    return next((found[name] for name in names if found.get(name)), None)


def extensions(element: etree._Element) -> Iterator[etree._Element]:
    """Yield everything inside an element's own `extensionElements`."""
    for holder in children(element, "extensionElements"):
        yield from holder.iterdescendants()


def own_extensions(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield our elements of that name inside `extensionElements`."""
    return (
        child for child in extensions(element) if child.tag == f"{{{MUTUBAKU}}}{name}"
    )


def foreign_extension(element: etree._Element, name: str, key: str) -> str | None:
    """Return attribute `key` of a vendor's extension element, or None."""
    for child in extensions(element):
        tag = etree.QName(child)
        if tag.localname == name and _is_foreign(tag.namespace):
            return (child.get(key) or "").strip() or None
    return None


def _is_foreign(namespace: str | None) -> bool:
    return (
        bool(namespace) and namespace != MUTUBAKU and namespace not in BPMN_NAMESPACES
    )
