"""What the store knows of each account, as `AccountFacts`, kept and refreshed by revision.

columns    from collected columns to records
reading    accounts whole, in chunks
portfolio  `Snapshot`: kept, refreshed, shared by threads
"""

from graphkam.snapshot.portfolio import Snapshot

__all__ = ["Snapshot"]
