"""The citable package: what its descriptions say, and whether a folder is as it was published."""

from kg.exports.release.about import About, dataset_iri, gather
from kg.exports.release.checksums import (
    Differences,
    read_checksums,
    read_differences,
    render_checksums,
    size_of_checksums,
)
from kg.exports.release.citation import render_citation
from kg.exports.release.crate import parse_described, render_crate
from kg.exports.release.dcat import Stated, read_stated, render_dataset
from kg.exports.release.figures import Figures
from kg.exports.release.files import CHECKSUMS, DATASET, METADATA, read_package, read_paths
from kg.exports.release.licence import read_data_licence, read_other_licences
from kg.exports.release.readme import render_readme

__all__ = [
    "CHECKSUMS",
    "DATASET",
    "METADATA",
    "About",
    "Differences",
    "Figures",
    "Stated",
    "dataset_iri",
    "gather",
    "parse_described",
    "read_checksums",
    "read_data_licence",
    "read_differences",
    "read_other_licences",
    "read_package",
    "read_paths",
    "read_stated",
    "render_checksums",
    "render_citation",
    "render_crate",
    "render_dataset",
    "render_readme",
    "size_of_checksums",
]
