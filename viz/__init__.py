"""The influence map of an account: positions, page and drawing. Pure: values in, text out."""

from __future__ import annotations

from viz.model import influence_map

__all__ = ["influence_map"]
