"""Forms and letters that come with the product, beside its diagrams."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "forms"
_FORM, _TEMPLATE = ".form.json", ".html.j2"


def shipped_texts(folder: Path = FOLDER) -> tuple[dict[str, str], dict[str, str]]:
    """Return forms and templates by key; none where the product came without them."""
    return _texts(folder, _FORM), _texts(folder, _TEMPLATE)


def _texts(folder: Path, ending: str) -> dict[str, str]:
    found = sorted(folder.glob(f"*{ending}"))
    return {one.name.removesuffix(ending): one.read_text("utf-8") for one in found}
