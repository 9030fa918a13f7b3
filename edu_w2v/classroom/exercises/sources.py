"""The source of a solution, as a learner can paste it into a notebook.

A solution stands in a module with imports, helpers and type hints. What is shown is the function
without its type hints, after the imports and helpers that it needs: it runs wherever it is pasted.
"""

import ast
import builtins
import inspect
import sys
from collections.abc import Callable
from typing import Any


def pasted(function: Callable[..., Any]) -> str:
    """Return the source of the function, with all that it needs to run in an empty notebook."""
    module = ast.parse(inspect.getsource(sys.modules[function.__module__]))
    lines = inspect.getsource(sys.modules[function.__module__]).splitlines()
    imports: dict[str, int] = {}  # and where each stands
    parts: list[str] = []
    done: set[str] = set()

    def add(name: str) -> None:
        if name in done or hasattr(builtins, name):
            return
        done.add(name)
        for statement in module.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        imports[_one_import(statement, alias)] = statement.lineno
            elif name in _bound(statement):
                for needed in _names(statement):
                    add(needed)
                parts.append(_text(statement, lines))

    add(function.__name__)
    return "\n\n\n".join(
        ["\n".join(sorted(imports, key=imports.__getitem__)), *parts] if imports else parts
    )


def _one_import(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    if isinstance(statement, ast.ImportFrom):
        return ast.unparse(ast.ImportFrom(statement.module, [alias], statement.level))
    return ast.unparse(ast.Import([alias]))


def _bound(statement: ast.stmt) -> list[str]:
    """Return the names to which a statement gives a value."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _names(statement: ast.stmt) -> list[str]:
    """Return the names that a statement uses, but for those in its type hints."""
    if isinstance(statement, ast.FunctionDef):
        _without_hints(statement.args)
        statement.returns = None
    return [node.id for node in ast.walk(statement) if isinstance(node, ast.Name)]


def _without_hints(arguments: ast.arguments) -> None:
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None


def _text(statement: ast.stmt, lines: list[str]) -> str:
    """Return the lines of a statement; those of a function with a first line without type hints."""
    if isinstance(statement, ast.FunctionDef):
        header = f"def {statement.name}({ast.unparse(statement.args)}):"
        return "\n".join([header, *lines[statement.body[0].lineno - 1 : statement.end_lineno]])
    return "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
