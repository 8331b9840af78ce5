"""QR codes as pictures that travel inside a document or a page."""

import base64
from io import BytesIO

import segno

_MILLIMETRES = 14


def qr_address(text: str) -> str:
    """Return a data address of an SVG, 14 mm wide, error correction M."""
    code = segno.make(text, error="m", micro=False)
    drawn = BytesIO()
    modules = code.symbol_size(border=0)[0]
    code.save(
        drawn,
        kind="svg",
        border=0,
        scale=_MILLIMETRES / modules,
        unit="mm",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
