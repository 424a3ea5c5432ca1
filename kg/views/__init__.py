"""Views: the one-file page that shows what a city's cooperation has not yet covered."""

from kg.views.page import render_page
from kg.views.payload import build_payload

__all__ = ["build_payload", "render_page"]
