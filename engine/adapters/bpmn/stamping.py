"""Writes who approved an SOP, and when, into the identity block of its diagram."""

from collections.abc import Mapping

from lxml import etree

from engine.adapters.bpmn.looking import bpmn_name
from engine.adapters.bpmn.vocabulary import MUTUBAKU
from engine.adapters.bpmn.xml import root_of
from engine.errors import NotFoundError

_SOP = f"{{{MUTUBAKU}}}sop"


def stamped(source: bytes, process: str, words: Mapping[str, str]) -> bytes:
    """Return the file with these attributes of a process's identity block.

    Args:
        source: a diagram.
        process: XML id of the process.
        words: attribute of `mutubaku:sop` to text; lines are parted by newlines.

    Raises:
        DiagramInvalidError: the file cannot be read as a whole.
        NotFoundError: the process is not in it.
    """
    root = root_of(source, "")
    block = _block(_process(root, process))
    for name, text in words.items():
        block.set(name, text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _process(root: etree._Element, process: str) -> etree._Element:
    for element in root.iter(etree.Element):
        if bpmn_name(element) == "process" and element.get("id") == process:
            return element
    raise NotFoundError(what="process", id=process)


def _block(process: etree._Element) -> etree._Element:
    """Return the identity block, made where the process has none."""
    space = etree.QName(process).namespace
    extensions = process.find(f"{{{space}}}extensionElements")
    if extensions is None:
        extensions = etree.Element(f"{{{space}}}extensionElements")
        documented = process.find(f"{{{space}}}documentation") is not None
        process.insert(1 if documented else 0, extensions)
    block = extensions.find(_SOP)
    if block is None:
        block = etree.SubElement(extensions, _SOP, nsmap={"mutubaku": MUTUBAKU})
    return block
