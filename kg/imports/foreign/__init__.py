"""Tables of twin towns from anywhere, of which a mapping says which column is what."""

from kg.imports.foreign.guess import Guess, guess_mapping, render_guess
from kg.imports.foreign.mapping import CityMapping, Mapping, PairMapping, Source
from kg.imports.foreign.mapping_file import MappingError, read_mapping, to_mapping
from kg.imports.foreign.mapping_text import render_mapping
from kg.imports.foreign.pairs import Reading, read_pairs
from kg.imports.foreign.parts import ColumnGuess
from kg.imports.foreign.read import read_table, to_table
from kg.imports.foreign.table import ForeignTable

__all__ = [
    "CityMapping",
    "ColumnGuess",
    "ForeignTable",
    "Guess",
    "Mapping",
    "MappingError",
    "PairMapping",
    "Reading",
    "Source",
    "guess_mapping",
    "read_mapping",
    "read_pairs",
    "read_table",
    "render_guess",
    "render_mapping",
    "to_mapping",
    "to_table",
]
