"""The key of a role, made from the name a lane carries."""

import re
import unicodedata

from engine.domain.values import RoleKey

_MAX_KEY = 80


def role_key_of(name: str) -> RoleKey:
    """Return the key that a role of this name gets.

    Lower case ASCII letters and digits, everything else one underscore: «Kasubag
    Umum & Kepegawaian» is `kasubag_umum_kepegawaian`. A name without any Latin
    letter or digit keeps its code points, so that two such names stay two.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")
    if not key:
        key = "_".join(f"u{ord(letter):x}" for letter in name.strip()) or "peran"
    return RoleKey(key[:_MAX_KEY].strip("_"))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names of a role differ in case and blanks only."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
