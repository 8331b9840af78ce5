"""Several PDF/A files as one PDF/A-3b, with each original attached as it was.

Pages are shown one after another under a bookmark each. Signatures hold for single
files: on the pages only their look is left, the signed files are attached. The tags
of the originals stay in the originals, so the whole conforms to level B, not A.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from engine.ports import Attachment

_CLAIM = b'pdfaid:part="3"'
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="B"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>\
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>Mutu Baku</xmp:CreatorTool>\
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
# Of a signature's field: what makes it one, and what a mere picture may not have.
_OF_A_FIELD = ("/FT", "/V", "/T", "/TU", "/Ff", "/Lock", "/SV", "/Parent", "/MK", "/AA")
_PRINTED = 4  # the flag of annotations that are printed


def bundled(
    parts: Sequence[Attachment], index: Attachment, title: str, made: datetime
) -> bytes | None:
    """Return PDF/A-3b of several PDF/A-3 files; None where one is none or breaks.

    Args:
        parts: in their order; their names become bookmarks and attachments.
        index: attached beside them.
        title: of the whole.
        made: aware; when the file says it was made.
    """
    writer = PdfWriter()
    try:
        readers = [PdfReader(BytesIO(one.content)) for one in parts]
        if not all(_claims_archive(one) for one in readers):
            return None
        for part, reader in zip(parts, readers, strict=True):
            writer.append(reader, outline_item=part.name, import_outline=False)
        for page in writer.pages:
            _settle(page)
        _dress(writer, readers[0], title, made)
        _attach(writer, [index, *parts], made)
        out = BytesIO()
        writer.write(out)
    except Exception:  # noqa: BLE001 - a file may break anything in the library
        return None
    return out.getvalue()


def _claims_archive(reader: PdfReader) -> bool:
    metadata: Any = reader.root_object.get("/Metadata")
    return metadata is not None and _CLAIM in metadata.get_object().get_data()


def _settle(page: Any) -> None:  # noqa: ANN401 - the library's
    """Let a page stand without the tree of tags and the form it came from."""
    for name in ("/StructParents", "/Tabs"):
        page.pop(name, None)
    for one in page.get("/Annots") or ():
        note = one.get_object()
        note.pop("/StructParent", None)
        note[NameObject("/F")] = NumberObject(_PRINTED)
        if note.get("/Subtype") == "/Widget":
            for name in _OF_A_FIELD:
                note.pop(name, None)
            note[NameObject("/Subtype")] = NameObject("/Stamp")
            note[NameObject("/Contents")] = TextStringObject("Tanda tangan")


def _dress(writer: PdfWriter, first: PdfReader, title: str, made: datetime) -> None:
    """Give the whole what an archive file has: colours, metadata, a name of its own."""
    root = writer.root_object
    root.pop("/AcroForm", None)
    intents: Any = first.root_object["/OutputIntents"]
    root[NameObject("/OutputIntents")] = intents.clone(writer)
    stamp = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    packet = StreamObject()
    packet.set_data(_XMP.format(title=escape(title), made=stamp).encode())
    packet[NameObject("/Type")] = NameObject("/Metadata")
    packet[NameObject("/Subtype")] = NameObject("/XML")
    root[NameObject("/Metadata")] = writer._add_object(packet)  # noqa: SLF001 - no public way
    root[NameObject("/Lang")] = TextStringObject("id")
    show = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(value=True)})
    root[NameObject("/ViewerPreferences")] = show
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    writer.metadata = None
    writer.pdf_header = "%PDF-1.7"
    name = hashlib.sha256(f"{title} {stamp} {len(writer.pages)}".encode()).digest()[:16]
    both = [ByteStringObject(name), ByteStringObject(name)]
    writer._ID = ArrayObject(both)  # noqa: SLF001 - no public way


def _attach(writer: PdfWriter, files: Sequence[Attachment], made: datetime) -> None:
    stamp = made.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    told: dict[str, Any] = {}
    for one in files:
        told[one.name] = writer._add_object(_file(writer, one, stamp))  # noqa: SLF001
    names = ArrayObject()
    for name in sorted(told):
        names += [TextStringObject(name), told[name]]
    tree = DictionaryObject({NameObject("/Names"): names})
    held = DictionaryObject({NameObject("/EmbeddedFiles"): tree})
    writer.root_object[NameObject("/Names")] = held
    writer.root_object[NameObject("/AF")] = ArrayObject(told.values())


def _file(writer: PdfWriter, file: Attachment, stamp: str) -> DictionaryObject:
    stream = StreamObject()
    stream.set_data(file.content)
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    stream[NameObject("/Subtype")] = NameObject(f"/{file.media_type}")
    size = NumberObject(len(file.content))
    when = TextStringObject(stamp)
    stream[NameObject("/Params")] = DictionaryObject(
        {NameObject("/Size"): size, NameObject("/ModDate"): when}
    )
    held = writer._add_object(stream)  # noqa: SLF001 - no public way
    both = DictionaryObject({NameObject("/F"): held, NameObject("/UF"): held})
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject(file.name),
            NameObject("/UF"): TextStringObject(file.name),
            NameObject("/Desc"): TextStringObject(file.name),
            NameObject("/AFRelationship"): NameObject("/Source"),
            NameObject("/EF"): both,
        }
    )
