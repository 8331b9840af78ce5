"""Our own words in a file: a misspelt one is told, never ignored."""

from collections.abc import Iterator

from lxml import etree

from engine.adapters.bpmn.looking import bpmn_name, line_of, name_of
from engine.adapters.bpmn.vocabulary import GATEWAYS, MUTUBAKU
from engine.domain.diagram import Oddity

_STEP = frozenset({"form", "performer", "due", "clock", "collection", "item"})
_TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
    }
)
_LOOP = frozenset({"collection", "item"})
_ATTRIBUTES = {
    **dict.fromkeys(_TASKS, _STEP),
    "businessRuleTask": _STEP | {"decision", "result"},
    **dict.fromkeys(GATEWAYS, frozenset({"performer"})),
    "lane": frozenset({"role"}),
    "multiInstanceLoopCharacteristics": _LOOP,
    "subProcess": _LOOP,
    "callActivity": _LOOP,
}
_ELEMENTS = {
    "mutuBaku": frozenset({"kelengkapan", "output", "keterangan"}),
    "document": frozenset({"template", "signer"}),
    "sop": frozenset(
        {
            "nomor",
            "judul",
            "unit",
            "tanggalPembuatan",
            "tanggalRevisi",
            "tanggalEfektif",
            "disahkanOleh",
            "dasarHukum",
            "keterkaitan",
            "peringatan",
            "kualifikasi",
            "peralatan",
            "pencatatan",
        }
    ),
}


def unknown_words(root: etree._Element) -> Iterator[Oddity]:
    """Yield an oddity for each attribute or element of ours that means nothing."""
    prefix = f"{{{MUTUBAKU}}}"
    for element in root.iter(etree.Element):
        if str(element.tag).startswith(prefix):
            yield from _in_own_element(element)
        else:
            known = _attributes_of(bpmn_name(element))
            for key in element.attrib:
                word = str(key)
                if word.startswith(prefix) and word.removeprefix(prefix) not in known:
                    yield _oddity(element, word.removeprefix(prefix))


def _in_own_element(element: etree._Element) -> Iterator[Oddity]:
    name = etree.QName(element).localname
    known = _ELEMENTS.get(name)
    if known is None:
        yield _oddity(element, name)
        return
    for key in element.attrib:
        if str(key) not in known and str(key) != "id":
            yield _oddity(element, str(key))


def _attributes_of(kind: str) -> frozenset[str]:
    return _ATTRIBUTES.get(kind, frozenset())


def _oddity(element: etree._Element, word: str) -> Oddity:
    holder: etree._Element | None = element
    while holder is not None and not holder.get("id"):
        holder = holder.getparent()
    return Oddity(
        code="own_word_unknown",
        element=None if holder is None else holder.get("id"),
        name="" if holder is None else name_of(holder),
        line=line_of(element),
        facts=(("word", word),),
    )
