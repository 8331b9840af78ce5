"""A whole case as one ZIP: its documents, an index, and one PDF/A to leaf through.

The PDF/A shows what stands, and carries the index and each signed original. The ZIP is handed out while it is made, so that a large case fills no memory: one
document at a time is held.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from engine.domain.documents import Document, DocumentState
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.retention import Retention, retention_of
from engine.domain.values import DocumentId, InstanceId
from engine.domain.worktime import DEFAULT_ZONE
from engine.ports import Attachment
from engine.services.transactions.desk import Desk

INDEX = "daftar-isi.csv"
MERGED = "berkas-gabungan.pdf"
PDF = "application/pdf"
MOST_MERGED = 30_000_000  # bytes; what is larger is handed out in parts only
_ZONE = ZoneInfo(DEFAULT_ZONE)
_HEAD = (
    *("nomor urut", "berkas", "nama", "nomor", "tanggal", "versi", "keadaan"),
    *("klasifikasi", "retensi", "nasib akhir", "lokasi kertas", "sha256"),
)


class Bundler(Protocol):
    """Makes one archive file of several."""

    def __call__(
        self, parts: Sequence[Attachment], index: Attachment, title: str, made: datetime
    ) -> bytes | None:
        """Return PDF/A of the parts, index and parts attached; None where it cannot."""
        ...


class CaseExport:
    """Hands out cases whole."""

    def __init__(self, *, desk: Desk, bundle: Bundler) -> None:
        """Make one PDF/A of several with what is given."""
        self._desk = desk
        self._bundle = bundle

    def pieces(
        self, instance: InstanceId, actor: Actor
    ) -> tuple[Instance, Iterator[bytes]]:
        """Return a case and the pieces of its ZIP, which are made as they are asked.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        with self._desk.database.read() as uow:
            case, _ = self._desk.seen_case(uow, instance, actor)
            documents = uow.documents.of_instance(instance)
            places = {
                one.id: place.place
                for one in documents
                if (place := uow.keeping.place_of(one.id)) is not None
            }
        kept = [
            one
            for one in documents
            if one.sha256 and one.state is not DocumentState.DESTROYED
        ]
        rows = _index(documents, retention_of(case.data), places)
        index = Attachment(name=INDEX, media_type="text/csv", content=rows)
        return case, self._zipped(kept, index, case.title)

    def _zipped(
        self, kept: Sequence[Document], index: Attachment, title: str
    ) -> Generator[bytes, None, None]:
        target = _Pieces()
        standing: list[Attachment] = []
        size = 0
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(INDEX, index.content)
            yield target.taken()
            for place, document in enumerate(kept, start=1):
                content, name = self._content(document), _name(place, document)
                if _is_part(document):
                    size += len(content)
                    part = Attachment(name=name, media_type=PDF, content=content)
                    standing = [*standing, part] if size <= MOST_MERGED else []
                archive.writestr(name, content, zipfile.ZIP_STORED)
                yield target.taken()
            whole = self._whole(standing, index, title) if standing else None
            if whole is not None:
                archive.writestr(MERGED, whole, zipfile.ZIP_STORED)
                yield target.taken()
        yield target.taken()

    def _whole(
        self, parts: Sequence[Attachment], index: Attachment, title: str
    ) -> bytes | None:
        return self._bundle(parts, index, title, self._desk.clock.now())

    def _content(self, document: Document) -> bytes:
        with self._desk.database.read() as uow:
            content = uow.documents.content(document.sha256)
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise ValueError(f"document {document.id} is not as it was kept")
        return content


class _Pieces(io.RawIOBase):
    """A file that cannot be sought: what was written waits to be taken."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        piece = bytes(content)  # type: ignore[call-overload]
        self._written.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since it was last asked."""
        piece, self._written = b"".join(self._written), []
        return piece


def _is_part(document: Document) -> bool:
    return (
        document.media_type == PDF
        and document.template is not None
        and document.state is DocumentState.READY
        and not document.superseded
    )


def _name(place: int, document: Document) -> str:
    stem = document.name.replace("/", "-").replace("\\", "-")[:80]
    if document.template is None:
        return f"{place:03d} {stem}"
    version = f" v{document.revision}" if document.revision > 1 else ""
    return f"{place:03d} {stem}{version}.pdf"


def _index(
    documents: Sequence[Document], retention: Retention, places: dict[DocumentId, str]
) -> bytes:
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(_HEAD)
    place = 0
    for one in documents:
        kept = bool(one.sha256) and one.state is not DocumentState.DESTROYED
        place += kept
        sheet.writerow(
            [
                place if kept else "",
                _plain(_name(place, one)) if kept else "",
                _plain(one.name),
                _plain(one.number),
                one.created_at.astimezone(_ZONE).date().isoformat(),
                one.revision,
                one.state.value + (" superseded" if one.superseded else ""),
                _plain(one.classification or retention.classification),
                f"{retention.active}+{retention.inactive}",
                retention.fate.value,
                _plain(places.get(one.id) or retention.location),
                one.sha256,
            ]
        )
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
