"""Where ontology/ and data/ are: beside the package in a checkout, inside it when installed."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError

_PACKAGE = Path(__file__).resolve().parent.parent


def _packaged(name: str) -> Path:
    beside, inside = _PACKAGE.parent / name, _PACKAGE / "_share" / name
    return inside if inside.is_dir() else beside


def packaged_ontology() -> Path:
    """Return the folder of the ontology that came with the package."""
    return _packaged("ontology")


def packaged_data() -> Path:
    """Return the folder of the data that came with the package."""
    return _packaged("data")


@dataclass(frozen=True, slots=True)
class Folders:
    """The data and the ontology of a project."""

    data: Path
    ontology: Path


def project_folders(project: Path | None = None) -> Folders:
    """Return the folders of a project.

    Without a project, the current folder is one if it has data/; otherwise the packaged data are
    meant. A project may bring its own ontology/. KgError where the project has no data/.
    """
    if project is None:
        project = Path.cwd() if (Path.cwd() / "data").is_dir() else packaged_data().parent
    if not (project / "data").is_dir():
        raise KgError(f"{project} has no data folder. Expected {project / 'data'} with CSV tables.")
    return Folders(project / "data", project_ontology(project))


def project_ontology(project: Path) -> Path:
    """Return the folder of a project's own ontology, else of the packaged one."""
    own = project / "ontology"
    return own if (own / "shapes.ttl").is_file() else packaged_ontology()
