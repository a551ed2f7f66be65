"""The store: one Bolt client for Neo4j and the embedded ArcadeDB; only the URL differs.

opening   open_store: database, schema       store     Store: everything it can be asked and told
bolt      driver, transactions, retry loop   columns   rows as columns, chunks by rows and bytes
shapes    how tables lie in the graph        order     what is referred to comes first
writing   one chunk in one transaction       reading   stored rows, read back
people    persons out of employments         ties      stored ties, kept right with touchpoints
deleting  what goes with what                touch     accounts whose revision moves
schema    constraints, indexes, versions     migration a new schema for data that are there (copying)
doctor    is what is stored what should be
"""

from graphkam.store.opening import open_store
from graphkam.store.store import Store
from graphkam.store.writing import Written

__all__ = ["Store", "Written", "open_store"]
