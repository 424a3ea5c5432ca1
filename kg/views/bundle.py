"""Bundle: the page's ES modules, joined into one inline script in the order of their imports.

No bundler: the modules import each other by name only, and share no name at their top level, so
cutting the import and export words leaves a program.
"""

import re
from importlib.resources import files

_IMPORT = re.compile(r"^import \{[^}]*\} from '\./([\w-]+)\.mjs';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class|let) )", re.MULTILINE)
_NAME = re.compile(r"^(?:export )?(?:async )?(?:const|function|class|let) ([\w$]+)", re.MULTILINE)


def read_static(name: str) -> str:
    """Read a file of the page as it stands in the package."""
    return (files("kg.views") / "static" / name).read_text(encoding="utf-8")


def bundle_modules(entry: str) -> str:
    """Join a module and all that it imports into one script; ValueError when two share a name."""
    order: dict[str, str] = {}
    _visit(entry, order)
    _check_names(order)
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in order.values())
    return f'"use strict";(() => {{\n{body}}})();\n'


def _visit(name: str, order: dict[str, str]) -> None:
    """Add a module behind those that it imports."""
    source = read_static(f"{name}.mjs")
    for imported in _IMPORT.findall(source):
        if imported not in order:
            _visit(imported, order)
    order[name] = source


def _check_names(modules: dict[str, str]) -> None:
    """Refuse modules that share a name, since one would silently take the other's place."""
    owner: dict[str, str] = {}
    for module, source in modules.items():
        for name in _NAME.findall(source):
            if name in owner:
                raise ValueError(f"{module}.mjs and {owner[name]}.mjs both define {name}")
            owner[name] = module
