"""The store: the only room that opens DuckDB."""

from iom.store.connection import Actor, Store, open_store, refuse_if_open
from iom.store.errors import AuditError, EmptyStoreError, IomError, StoreBusy, StoreError, StoreInUse
from iom.store.scratch import scratch
from iom.store.statements import data_folder, run_single, sql

__all__ = [
    "Actor",
    "AuditError",
    "EmptyStoreError",
    "IomError",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoreInUse",
    "data_folder",
    "open_store",
    "refuse_if_open",
    "run_single",
    "scratch",
    "sql",
]
