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


WORKBOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class Folders:
    """The data of a project (a folder of CSV tables, or a workbook) and its ontology's folder."""

    data: Path
    ontology: Path


def project_folders(project: Path | None = None) -> Folders:
    """Return where the data and the ontology of a project are.

    A project is a folder with data/ in it, or a workbook. Without one, the current folder is meant
    if it has data/, otherwise the packaged data. A project may bring its own ontology/. KgError
    where there is no project.
    """
    if project is None:
        project = Path.cwd() if (Path.cwd() / "data").is_dir() else packaged_data().parent
    return Folders(_data(project), project_ontology(project_home(project)))


def project_home(project: Path) -> Path:
    """Return the folder of a project, in which ontology/ is looked for and exports/ written.

    For a workbook it is the folder that holds it, or that holds the data/ around it.
    """
    if project.suffix.lower() != WORKBOOK or project.is_dir():
        return project
    folder = project.parent
    if folder.resolve().name != "data":
        return folder
    return folder.parent if folder.name == "data" else folder / ".."


def project_ontology(folder: Path) -> Path:
    """Return the folder of a project's own ontology, else of the packaged one."""
    own = folder / "ontology"
    return own if (own / "shapes.ttl").is_file() else packaged_ontology()


def _data(project: Path) -> Path:
    if project.suffix.lower() == WORKBOOK and project.is_file():
        return project
    if project.is_file():
        raise KgError(
            f"{project} is not a project. Expected a folder with data/ in it, or a workbook saved "
            f"as {WORKBOOK}."
        )
    if not project.exists() and project.suffix.lower() == WORKBOOK:
        raise KgError(f"{project} is not there.")
    if not (project / "data").is_dir():
        raise KgError(
            f"{project} has no data folder. Expected {project / 'data'} with CSV tables, or the "
            f"name of a workbook ({WORKBOOK})."
        )
    return _workbook(project / "data") or project / "data"


def _workbook(data: Path) -> Path | None:
    """Return the workbook of a folder, None where it has none; KgError where it has CSV too."""
    # Beside a workbook that is open there is one beginning with ~$, on macOS also one with a dot.
    books = [f for f in _files(data, WORKBOOK) if not f.name.startswith(("~$", "."))]
    if not books:
        return None
    if tables := _files(data, ".csv"):
        raise KgError(
            f"{data} holds a workbook ({books[0].name}) and CSV tables ({tables[0].name}). Keep "
            "one kind and move the other elsewhere."
        )
    if len(books) > 1:
        names = ", ".join(book.name for book in books)
        raise KgError(f"{data} holds several workbooks ({names}). Keep one of them there.")
    return books[0]


def _files(folder: Path, suffix: str) -> list[Path]:
    return sorted(f for f in folder.iterdir() if f.suffix.lower() == suffix and f.is_file())
