"""What officers read: cases, the archive and the SOPs, over shared drawings."""

from engine.services.archive import ArchiveService
from engine.services.casebook import CasebookService
from engine.services.catalog import CatalogService
from engine.services.desk import Desk
from engine.services.drawings import Drawings
from engine.services.office import OfficeLists


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
