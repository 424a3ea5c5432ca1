"""Releases on SPARQL servers: sent in batches, compared, and switched to at once."""

from kg.publish.load import Published, Tell, check, publish
from kg.publish.plan import Plan, planned
from kg.publish.server import Server, connected

__all__ = ["Plan", "Published", "Server", "Tell", "check", "connected", "planned", "publish"]
