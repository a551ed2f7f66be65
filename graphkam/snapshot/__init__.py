"""What the store knows of each account, kept as columns and refreshed by revision; on the disk too.

columns    from collected columns to records
reading    accounts whole, in chunks
tokens, contacts, shaping   from what was read to the columns of a `Frame`; `framing` makes the same from facts
pages      what the facts of an account are made from
chunks     accounts together: their pages and columns; `domain.splicing` takes some out
disk, copies   a portfolio as a file, and when it is written and believed
shards     parts of a portfolio for other processes, which read the file themselves
standing   revisions, groups and loads of all accounts, one question a write
portfolio  `Snapshot`: kept, refreshed, shared by threads
"""

from graphkam.snapshot.copies import path_of
from graphkam.snapshot.portfolio import Snapshot
from graphkam.snapshot.shards import Shard

__all__ = ["Shard", "Snapshot", "path_of"]
