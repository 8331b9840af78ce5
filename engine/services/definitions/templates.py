"""What a document template says of itself: its title and its register.

The first comment of a template holds lines `judul: …`, `register: …`,
`klasifikasi: …`; without a register the document gets no number. Where
`klasifikasi_dari: …` names a field of the case, the code that an officer typed there
comes first.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.domain.values import CaseData

_HEAD = re.compile(r"\A\s*\{#-?(.*?)-?#\}", re.DOTALL)
_CODE = re.compile(r"[0-9]{3}(?:\.[0-9]{1,3}){0,7}")
_WORD = re.compile(r"[a-z_]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateHead:
    """Title, register key and classification code; empty where not said.

    Attributes:
        classification_from: the field of a case that may hold another code.
    """

    title: str = ""
    register: str = ""
    classification: str = ""
    classification_from: str = ""

    def code(self, data: CaseData) -> str:
        """Return the classification code of a document of a case."""
        typed = str(data.get(self.classification_from) or "").strip()
        return typed if _CODE.fullmatch(typed) else self.classification


@lru_cache(maxsize=256)
def head_of(source: str) -> TemplateHead:
    """Return what a template's first comment says."""
    found = _HEAD.match(source)
    said = _said(found.group(1)) if found else {}
    return TemplateHead(
        title=said.get("judul", ""),
        register=said.get("register", ""),
        classification=said.get("klasifikasi", ""),
        classification_from=said.get("klasifikasi_dari", ""),
    )


def _said(comment: str) -> dict[str, str]:
    """Return what stands after a word and a colon, line by line.

    One expression over all lines would try a long run of blanks again from each of
    its places, and hold up everybody for minutes.
    """
    said = {}
    for line in comment.splitlines():
        word, colon, text = line.partition(":")
        if colon and _WORD.fullmatch(word.strip()):
            said[word.strip()] = text.strip()
    return said
