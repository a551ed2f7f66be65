"""Writes the page of docs about the queries to stdout: python -m graphkam.queries > docs/queries.md"""

import sys

from graphkam.queries import load
from graphkam.queries.page import page

if __name__ == "__main__":
    sys.stdout.write(page(load()))
