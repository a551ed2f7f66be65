"""A program that owns an embedded store, for tests that end it: `arcade_owner.py DATA_DIR [watched]`.

Says `ready` on standard output, writes one node per line it reads on standard input and says `done`,
and stops in good order at the end of its input, or at Ctrl-C after one last node.
`watched` takes the leash of macOS.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import neo4j

from graphkam.arcade import ensure, server
from tests.servers import probe


def main() -> None:
    """Own the store until told otherwise."""
    if "watched" in sys.argv:
        server.start_leashed = functools.partial(server.start_leashed, watched=True)
    endpoint = ensure(Path(sys.argv[1]), "own", probe=probe)
    driver = neo4j.GraphDatabase.driver(endpoint.url, auth=(endpoint.user, endpoint.password))

    def write(name: str) -> None:
        driver.execute_query("CREATE (:Written {name: $name})", name=name, database_=endpoint.database)

    print("ready", flush=True)
    try:
        for line in sys.stdin:
            write(line.strip())
            print("done", flush=True)
    except KeyboardInterrupt:
        write("after Ctrl-C")
    driver.close()
    if "forgets" not in sys.argv:
        endpoint.close()


if __name__ == "__main__":
    main()
