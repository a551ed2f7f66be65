"""The influence map of an account: positions, page and drawing. Pure: values in, text out."""

from __future__ import annotations

from viz.model import influence_map
from viz.page import assets, map_html
from viz.svg import map_svg
from viz.vis_network import network

__all__ = ["assets", "influence_map", "map_html", "map_svg", "network"]
