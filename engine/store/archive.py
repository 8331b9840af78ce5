"""The file of a backup: a zip archive whose every part is known by its sha256.

`manifest.json` names format, schema, moment, the head of the audit chain and the
parts; `tables/<name>.jsonl` holds one JSON array per row; `files/<sha256>` are the
documents as they are. Nothing in it belongs to one kind of database.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from engine.errors import BackupInvalidError

FORMAT = 1
PRODUCT = "mutubaku"
MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 10_000_000  # bytes; a stranger's archive may unpack to anything
_CHUNK = 1 << 20

Row = Sequence[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One table of a backup.

    Attributes:
        columns: names, in the order of each row.
        binary: names of the columns whose values are base64.
        sha256: of the part as it lies in the archive, unpacked.
    """

    table: str
    columns: tuple[str, ...]
    binary: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        schema: name of the newest migration.
        made_at: RFC 3339.
        head_sequence, head_hash: of the audit chain.
        files: sha256 of every stored file.
    """

    product: str
    format: int
    schema: str
    made_at: str
    head_sequence: int
    head_hash: str
    parts: tuple[Part, ...]
    files: tuple[str, ...]


class ArchiveWriter:
    """Writes the parts of a new archive, the manifest last."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)

    def table(
        self,
        name: str,
        columns: tuple[str, ...],
        binary: tuple[str, ...],
        rows: Iterable[Row],
    ) -> Part:
        """Write a table's rows and return how they can be verified."""
        digest, count = hashlib.sha256(), 0
        with self._zip.open(_table_path(name), "w", force_zip64=True) as out:
            for row in rows:
                line = orjson.dumps(row) + b"\n"
                digest.update(line)
                out.write(line)
                count += 1
        return Part(
            table=name,
            columns=columns,
            binary=binary,
            rows=count,
            sha256=digest.hexdigest(),
        )

    def file(self, sha256: str, content: bytes) -> None:
        """Write a document; PDFs do not get smaller by packing them again."""
        self._zip.writestr(_file_path(sha256), content, zipfile.ZIP_STORED)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and end the archive."""
        self._zip.writestr(MANIFEST, orjson.dumps(asdict(manifest)))
        self._zip.close()

    def abandon(self) -> None:
        """End an archive that will not be used, while its file is still open."""
        with suppress(OSError, ValueError):
            self._zip.close()


class ArchiveReader:
    """Reads an archive after every part of it was found whole."""

    def __init__(self, file: Path) -> None:
        """Open an archive.

        Raises:
            BackupInvalidError: it is no archive of ours, of an unknown format, or
                a part is missing or damaged.
            OSError: the file cannot be read.
        """
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise self._invalid("backup.not_an_archive") from error
        try:
            self.manifest = self._whole()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "ArchiveReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def rows(self, part: Part) -> Generator[list[Any], None, None]:
        """Yield the rows of a table."""
        with self._zip.open(_table_path(part.table)) as source:
            for line in source:
                yield orjson.loads(line)

    def content(self, sha256: str) -> bytes:
        """Return a document."""
        return self._zip.read(_file_path(sha256))

    def _whole(self) -> Manifest:
        """Return the manifest after comparing every part with it."""
        try:
            manifest = self._manifest()
        except (zipfile.BadZipFile, ValueError, TypeError, KeyError) as error:
            raise self._invalid("backup.not_an_archive") from error
        for part in manifest.parts:
            self._verify(_table_path(part.table), part.sha256)
        for sha256 in manifest.files:
            self._verify(_file_path(sha256), sha256)
        return manifest

    def _manifest(self) -> Manifest:
        if self._zip.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
            raise ValueError(MANIFEST)
        read = orjson.loads(self._zip.read(MANIFEST))
        if read["product"] != PRODUCT:
            raise ValueError(PRODUCT)
        if read["format"] != FORMAT:
            raise self._invalid("backup.format_unknown", format=read["format"])
        parts = tuple(
            Part(
                **part
                | {"columns": tuple(part["columns"]), "binary": tuple(part["binary"])}
            )
            for part in read["parts"]
        )
        return Manifest(**read | {"parts": parts, "files": tuple(read["files"])})

    def _verify(self, path: str, sha256: str) -> None:
        digest = hashlib.sha256()
        try:
            with self._zip.open(path) as source:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
        except KeyError as error:
            raise self._invalid("backup.part_missing", part=path) from error
        except (zipfile.BadZipFile, EOFError, ValueError, zlib.error) as error:
            raise self._invalid("backup.part_damaged", part=path) from error
        if digest.hexdigest() != sha256:
            raise self._invalid("backup.part_damaged", part=path)

    def _invalid(self, reason: str, **facts: object) -> BackupInvalidError:
        return BackupInvalidError(file=self._file.name, reason=reason, **facts)


def _table_path(name: str) -> str:
    return f"tables/{name}.jsonl"


def _file_path(sha256: str) -> str:
    return f"files/{sha256}"
