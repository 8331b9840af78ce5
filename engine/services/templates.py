"""What a document template says of itself: its title and its register.

The first comment of a template holds lines `judul: …`, `register: …`,
`klasifikasi: …`; without a register the document gets no number.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_HEAD = re.compile(r"\A\s*\{#-?(.*?)-?#\}", re.DOTALL)
_LINE = re.compile(r"^\s*([a-z_]+)\s*:\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateHead:
    """Title, register key and classification code; empty where not said."""

    title: str = ""
    register: str = ""
    classification: str = ""


@lru_cache(maxsize=256)
def head_of(source: str) -> TemplateHead:
    """Return what a template's first comment says."""
    found = _HEAD.match(source)
    said = dict(_LINE.findall(found.group(1))) if found else {}
    return TemplateHead(
        title=said.get("judul", ""),
        register=said.get("register", ""),
        classification=said.get("klasifikasi", ""),
    )
