"""What signs documents, checks them and keeps them."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from engine.adapters.qr import qr_address
from engine.bootstrap.core import Core
from engine.domain.signing import SigningMethod
from engine.errors import SettingInvalidError, SettingsInvalidError
from engine.services.actions.board import ActionService
from engine.services.documents.archive_export import CaseExport
from engine.services.documents.checking import CheckingService
from engine.services.documents.reissuing import ReissuingService
from engine.services.documents.retention import RetentionService
from engine.services.documents.uploads import UploadPolicy, UploadService
from engine.services.signing.block import BlockWriter
from engine.services.signing.keys import SealKeeper, SigningKeyService
from engine.services.signing.owed import OwedSignatures
from engine.services.signing.service import SigningService
from engine.settings import PREFIX, secret_key
from engine.signing_ports import DocumentSigner, TraceReader

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from engine.adapters.signing.pades import PadesSigner

KEY_FOLDER = Path("var")


class Signing(Core):
    """The parts of an office for this; each is built when it is first asked for."""

    @cached_property
    def signing(self) -> SigningService:
        """Documents that wait for a signature, and giving it."""
        return SigningService(
            desk=self.desk,
            lists=self.lists,
            method=self._method,
            signer=lambda: self._signer,
            reader=lambda: self.trace_reader,
            block=self._block,
        )

    @cached_property
    def signing_keys(self) -> SigningKeyService:
        """Officers' own keys."""
        return SigningKeyService(desk=self.desk, keeper=lambda: self._pades)

    @cached_property
    def checking(self) -> CheckingService:
        """What anybody may ask of a document."""
        return CheckingService(desk=self.desk, reader=lambda: self.trace_reader)

    @cached_property
    def uploads(self) -> UploadService:
        """Files that officers add."""
        policy = UploadPolicy(
            max_mb=self.settings.upload_max_mb,
            quota_mb=self.settings.case_quota_mb,
            types=self.settings.upload_types,
        )
        return UploadService(desk=self.desk, policy=policy)

    @cached_property
    def actions(self) -> ActionService:
        """Actions that were promised."""
        return ActionService(desk=self.desk, lists=self.lists, uploads=self.uploads)

    @cached_property
    def retention(self) -> RetentionService:
        """What is to be destroyed, and destroying it with four eyes."""
        return RetentionService(
            desk=self.desk, lists=self.lists, renderer=self.renderer
        )

    @cached_property
    def reissuing(self) -> ReissuingService:
        """Issuing documents again, and withdrawing them."""
        return ReissuingService(desk=self.desk)

    @cached_property
    def case_export(self) -> CaseExport:
        """Cases as one ZIP."""
        from engine.adapters.pdf_bundle import bundled  # noqa: PLC0415 - heavy

        return CaseExport(desk=self.desk, bundle=bundled)

    @cached_property
    def owed_signatures(self) -> OwedSignatures:
        """What a document owes when it is made."""
        return OwedSignatures(
            origin=self.settings.origin
            or f"http://{self.settings.host}:{self.settings.port}",
            draw=qr_address,
            method=self._method,
            signer=lambda: self._pades,
            seal=SealKeeper(desk=self.desk, keeper=lambda: self._pades),
            block=self._block,
        )

    @cached_property
    def _block(self) -> BlockWriter:
        return BlockWriter(renderer=self.renderer, language=self.settings.language)

    @property
    def _method(self) -> SigningMethod:
        return SigningMethod(self.settings.signing)

    @cached_property
    def _signer(self) -> DocumentSigner:
        if self._method is not SigningMethod.SERVICE:
            return self._pades
        from engine.adapters.signing.service import (  # noqa: PLC0415 - heavy
            ServiceSigner,
        )

        if self.settings.signing_url is None:
            missing = SettingInvalidError(
                setting=f"{PREFIX}SIGNING_URL", value="", expected="https://host[:port]"
            )
            raise SettingsInvalidError(mistakes=[missing])
        return ServiceSigner(self.settings.signing_url)

    @cached_property
    def _pades(self) -> "PadesSigner":
        from engine.adapters.signing.pades import PadesSigner  # noqa: PLC0415 - heavy
        from engine.adapters.signing.safe import Safe  # noqa: PLC0415 - heavy

        return PadesSigner(
            Safe(secret_key(self.settings, KEY_FOLDER)), roots=self._roots
        )

    @cached_property
    def trace_reader(self) -> TraceReader:
        """What reads files of strangers: a process of its own, unless one is given."""
        if self._trace_reader is not None:
            return self._trace_reader
        from engine.adapters.signing.reading_process import (  # noqa: PLC0415 - heavy
            ReadingProcess,
        )

        return ReadingProcess(self._roots)

    @cached_property
    def _roots(self) -> "tuple[Certificate, ...]":
        from engine.adapters.signing.keys import load_roots  # noqa: PLC0415 - heavy

        file = self.settings.signing_roots
        try:
            return load_roots(file)
        except (OSError, ValueError) as error:
            wrong = SettingInvalidError(
                setting=f"{PREFIX}SIGNING_ROOTS", value=str(file), expected="PEM"
            )
            raise SettingsInvalidError(mistakes=[wrong]) from error
