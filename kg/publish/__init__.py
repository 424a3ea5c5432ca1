"""Releases on SPARQL servers: sent in batches, compared, and switched to at once."""

from kg.publish.load import Published, Tell, publish
from kg.publish.plan import Plan, planned

__all__ = ["Plan", "Published", "Tell", "planned", "publish"]
