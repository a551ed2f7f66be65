"""Bringing data in: read → transform → check → load → report. See docs/import.md for what users are told."""

from graphkam.ingest.run import import_paths
from graphkam.ingest.template import write_template

__all__ = ["import_paths", "write_template"]
