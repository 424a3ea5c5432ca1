"""The ontology as schema: tables, columns and codes, compiled from shapes and SKOS."""

from kg.schema.folders import packaged_data, packaged_ontology, project_folders
from kg.schema.load import load_schema
from kg.schema.model import Code, CodeList, Column, Kind, Schema, Table

__all__ = [
    "Code",
    "CodeList",
    "Column",
    "Kind",
    "Schema",
    "Table",
    "load_schema",
    "packaged_data",
    "packaged_ontology",
    "project_folders",
]
