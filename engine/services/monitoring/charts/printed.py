"""Charts on paper: a report's SVG carries its colours, for no page lends it any."""

from markupsafe import Markup

COLOURS = {
    "waiting": "#8b95a1",
    "working": "#1d5a9e",
    "paused": "#8a5300",
    "keep": "#1f6b3b",
    "miss": "#b3231d",
}
_FONT = 'Arial, "Liberation Sans", sans-serif'
_STYLE = (
    f"text{{font:12px {_FONT};fill:#000;text-anchor:middle}}"
    ".label{text-anchor:end}.start{text-anchor:start}.end{text-anchor:end}"
    ".tick{fill:#444;font-size:11px}.grid{stroke:#ddd}"
    ".standard{stroke:#b3231d;stroke-width:1.5;stroke-dasharray:5 4}"
    ".box{fill:#e8f0f9;stroke:#1d5a9e}.whisker{stroke:#1d5a9e}"
    ".median{stroke:#000;stroke-width:2.5}"
    ".trend{fill:none;stroke:#1d5a9e;stroke-width:2.5}.point{fill:#1d5a9e}"
    + "".join(f".{name}{{fill:{colour}}}" for name, colour in COLOURS.items())
)


def printed(picture: Markup) -> Markup:
    """Return a chart that looks the same wherever it is put."""
    head, title, rest = str(picture).partition("<title")
    return Markup(f"{head}<style>{_STYLE}</style>{title}{rest}")  # noqa: S704 - ours
