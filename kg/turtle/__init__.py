"""Tables to Turtle and N-Triples by columns, with no RDF engine on the way."""

from kg.turtle.document import render_ntriples, render_turtle

__all__ = ["render_ntriples", "render_turtle"]
