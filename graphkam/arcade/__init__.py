"""The embedded store: ArcadeDB as a child process of ours, speaking Bolt on loopback.

`ensure(data_dir, role, probe=…)` gives an `Endpoint` to connect to: it starts the server, or joins
the one that another process runs on the same data directory. How it hangs together:

    runtime    where the server's Java is           settings   the files it reads at start
    leash      no server outlives its application   server     start, the real port, stop
    ownership  one owner: a lock and run.json       endpoint   ensure: own, join or either

Only the store knows how to speak Bolt, so the last check, that the database answers, is handed in as
`probe`.
"""

from graphkam.arcade.endpoint import Endpoint, Probe, Role, ensure

__all__ = ["Endpoint", "Probe", "Role", "ensure"]
