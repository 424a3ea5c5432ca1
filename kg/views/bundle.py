"""Bundle: the page's ES modules, joined into one inline script in the order of their imports.

No bundler: a module becomes a function that returns what it exports, so that each keeps its own
names, and an import becomes a reading of what an earlier one returned.
"""

import re
from importlib.resources import files

_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./([\w-]+)\.mjs';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class|let) )", re.MULTILINE)
_NAME = re.compile(r"^export (?:async )?(?:const|function|class|let) ([\w$]+)", re.MULTILINE)


def read_static(name: str) -> str:
    """Read a file of the page as it stands in the package."""
    return (files("kg.views") / "static" / name).read_text(encoding="utf-8")


def bundle_modules(entry: str) -> str:
    """Join a module and all that it imports into one script.

    ValueError when modules import each other in a circle, or when one imports what is not exported.
    """
    order: dict[str, str] = {}
    _visit(entry, order, ())
    exports = {name: _NAME.findall(source) for name, source in order.items()}
    _check_imports(order, exports)
    body = "".join(_enclose(name, source, exports[name]) for name, source in order.items())
    return f'"use strict";(() => {{\n{body}}})();\n'


def _visit(name: str, order: dict[str, str], above: tuple[str, ...]) -> None:
    """Add a module behind those that it imports."""
    if name in above:
        raise ValueError(f"modules import each other: {' -> '.join((*above, name))}")
    source = read_static(f"{name}.mjs")
    for _, imported in _IMPORT.findall(source):
        if imported not in order:
            _visit(imported, order, (*above, name))
    order[name] = source


def _check_imports(modules: dict[str, str], exports: dict[str, list[str]]) -> None:
    """Refuse an import of what is not exported, which would be undefined until it is used."""
    for module, source in modules.items():
        for names, imported in _IMPORT.findall(source):
            for name in _split(names):
                if name not in exports[imported]:
                    raise ValueError(f"{module}.mjs imports {name}, which {imported}.mjs lacks")


def _enclose(name: str, source: str, exports: list[str]) -> str:
    """Turn a module into a function of its own."""
    taken = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_holder(found[2])};\n", source)
    body = _EXPORT.sub("", taken)
    if other := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
        raise ValueError(f"{name}.mjs has a line that is not understood: {other[0]}")
    return f"const {_holder(name)} = (() => {{\n{body}return {{{', '.join(exports)}}};\n}})();\n"


def _holder(module: str) -> str:
    """Name what a module returned."""
    return "$" + module.replace("-", "_")


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
