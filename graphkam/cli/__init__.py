"""The command line: data on standard output, talk and progress on standard error.

Exit codes: 0 done; 1 failed, with one sentence; 2 wrong usage; 3 imported in part; 4 `gaps --fail-on`
found some; 130 interrupted. Nothing heavy is imported before the command that needs it runs.
"""

from graphkam.cli.program import main

__all__ = ["main"]
