"""What the store knows of each account, as `AccountFacts`, kept and refreshed by revision.

reading    facts of some accounts, read by columns
portfolio  `Snapshot`: kept, refreshed, shared by threads
"""

from graphkam.snapshot.portfolio import Snapshot

__all__ = ["Snapshot"]
