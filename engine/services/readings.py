"""What officers read: cases, the archive and the SOPs, over shared drawings."""

from engine.services.cases.casebook import CasebookService
from engine.services.definitions.drawings import Drawings
from engine.services.documents.archive import ArchiveService
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.services.versions.catalog import CatalogService


class Readings:
    """The reading services of one office.

    Attributes:
        casebook: cases, listed and whole.
        archive: documents and ended cases.
        catalog: SOPs and their versions.
    """

    def __init__(self, *, desk: Desk, lists: OfficeLists, drawings: Drawings) -> None:
        self.casebook = CasebookService(desk=desk, lists=lists, drawings=drawings)
        self.archive = ArchiveService(desk=desk)
        self.catalog = CatalogService(desk=desk, lists=lists, drawings=drawings)
