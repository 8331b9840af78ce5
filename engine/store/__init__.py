"""The store: the only place that knows SQL.

Services open a unit of work on a `Database`, hand in values of the domain and
get values back; rows, statements and transactions never leave this package.
"""

from engine.store.database import Database
from engine.store.migrations import migrate
from engine.store.unit_of_work import UnitOfWork

__all__ = ["Database", "UnitOfWork", "migrate"]
