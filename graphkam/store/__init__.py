"""The store: one Bolt client for Neo4j and the embedded ArcadeDB; only the URL differs.

store     open_store and Store            bolt      driver, transactions, the retry loop
shapes    how tables lie in the graph     columns   rows as columns, chunks by rows and bytes
writing   one chunk in one transaction    ties      stored ties, kept right with it
deleting  what goes with what             touch     accounts whose revision moves
schema    constraints, versions           reading   stored rows, read back
"""

from graphkam.store.store import Store, open_store
from graphkam.store.writing import Written

__all__ = ["Store", "Written", "open_store"]
