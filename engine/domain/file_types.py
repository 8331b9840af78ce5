"""What a file is, by its content; its name is only what its sender says.

Office files are zip archives told apart by what they hold. Only the archive's list
of contents is read, never a compressed part.
"""

import io
import re
import zipfile

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
ENDINGS = {"jpeg": "jpg", "jpe": "jpg"}
MAX_NAME = 150

_BEGINNINGS = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
}
_MOST_ENTRIES = 10_000
# The first entry of an OpenDocument file is its type, uncompressed.
_OPEN_DOCUMENT = re.compile(
    rb"\APK\x03\x04.{26}mimetype(application/[a-z.-]+)", re.DOTALL
)
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff<>:\"|?*]+"
)


def kind_of(content: bytes) -> str | None:
    """Return the usual ending (`pdf`) of what a file is, None where it is unknown."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return _kind_of_archive(content) if content.startswith(b"PK\x03\x04") else None


def safe_name(name: str, kind: str) -> str:
    """Return a file's name without folders and signs that deceive, ending as it is.

    Args:
        name: as its sender says, with either kind of slash.
        kind: what the file is; another ending is replaced by it.
    """
    bare = re.split(r"[/\\]", name)[-1]
    bare = _UNSAFE.sub(" ", bare)
    bare = re.sub(r"\s+", " ", bare).strip().rstrip(" .")
    stem, dot, ending = bare.rpartition(".")
    told = ENDINGS.get(ending.lower(), ending.lower())
    stem = stem if dot and (told == kind or told in MEDIA_TYPES) else bare
    return f"{stem.strip(' .')[:MAX_NAME] or 'berkas'}.{kind}"


def _kind_of_archive(content: bytes) -> str | None:
    told = _OPEN_DOCUMENT.match(content[:200])
    if told is not None:
        media = told.group(1).decode("ascii")
        found = (kind for kind, known in MEDIA_TYPES.items() if media.startswith(known))
        return next(found, None)
    names = _parts_of(content)
    # A file with macros says so by a part of its own, and is none of ours.
    if "[Content_Types].xml" not in names or any("vbaProject" in one for one in names):
        return None
    known = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
    return next((known[name] for name in known if name in names), None)


def _parts_of(content: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist()[:_MOST_ENTRIES])
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError):
        return frozenset()
