"""Pages and API: HTTP on top of `graphkam.desk` and `graphkam.ingest`."""

from api.app import create_app
from api.security import check_listen
from api.server import serve

__all__ = ["check_listen", "create_app", "serve"]
