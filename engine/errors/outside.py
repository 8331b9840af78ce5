"""The outside does not answer now."""

from engine.errors.tree import UnavailableError


class DatabaseUnavailableError(UnavailableError):
    """The database does not answer, or another writer holds it. Facts: `reason`."""

    code = "database_unavailable"


class DatabaseUnusableError(UnavailableError):
    """What the address names is no database of this version. Facts: `reason`."""

    code = "database_unusable"


class RendererUnavailableError(UnavailableError):
    """The process that makes PDFs ended twice in a row. Facts: none."""

    code = "renderer_unavailable"


class BackupFailedError(UnavailableError):
    """A backup file cannot be written or read. Facts: `file`, `reason`."""

    code = "backup_failed"


class DeliveryFailedError(UnavailableError):
    """A message could not be handed over now. Facts: `reason`."""

    code = "delivery_failed"


class DeliveryRefusedError(UnavailableError):
    """A message will never be taken: no such mailbox. Facts: `reason`."""

    code = "delivery_refused"
