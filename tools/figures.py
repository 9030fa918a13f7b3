"""Save every picture of the README, the notebooks and the explorers as SVG in ``figures/``.

``python -m tools.figures`` runs the notebooks and saves what they show: a picture is
made in one place only, and is the same bytes each time. Pictures of measured times are left
out, since no two runs of those are alike.
"""

import argparse
import ast
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from tqdm import tqdm

from edu_w2v.classroom.explorers.alias import AliasExplorer
from edu_w2v.classroom.explorers.cooccurrence import CooccurrenceExplorer
from edu_w2v.classroom.explorers.cosine import CosineExplorer
from edu_w2v.classroom.explorers.gradient import GradientStepExplorer
from edu_w2v.classroom.explorers.loss import LossExplorer
from edu_w2v.classroom.explorers.training import TrainingExplorer
from edu_w2v.classroom.plots import Picture

NOTEBOOKS = Path("notebooks")
FOLDER = Path("figures")


class SvgFile(NamedTuple):
    """The text of an SVG file."""

    text: str

    def save_svg(self, path: str) -> None:
        """Write the file."""
        Path(path).write_text(self.text, encoding="utf-8")


EXPLORERS: dict[str, Callable[[], SvgFile]] = {
    "explorer_cooccurrence": lambda: SvgFile(CooccurrenceExplorer().svg()),
    "explorer_cosine": lambda: SvgFile(CosineExplorer().svg()),
    "explorer_loss": lambda: SvgFile(LossExplorer(positive=2.0, negative_1=-1.0, negative_2=1.5).svg()),
    "explorer_gradient": lambda: SvgFile(GradientStepExplorer(step=3).svg()),
    "explorer_alias": lambda: SvgFile(AliasExplorer(power=1, step=3, draws=7).svg()),
    "explorer_training": lambda: SvgFile(TrainingExplorer(step=30).svg()),
    "explorer_training_moving": lambda: SvgFile(TrainingExplorer(step=43).animated("step", every=3)),
}
"""The name of each file with a picture of an explorer, and the function that draws it."""


def pictures(path: Path) -> Iterator[tuple[str, Picture]]:
    """Run the code of a notebook and yield each picture that a cell shows, with a name for its file.

    The name is that of the notebook's number and of the function that draws it, with a
    number from the second of its kind on: ``01_word_table``, ``01_word_table_2``.

    Parameters
    ----------
    path : Path
        A notebook; its outputs are not looked at.

    Yields
    ------
    name : str
    picture : Picture
    """
    seen: dict[str, int] = {}
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            tags = cell.metadata.get("tags", [])
            shown, drawn_by = _run(cell.source, names, "raises-exception" in tags)
            if isinstance(shown, Picture) and "nbval-ignore-output" not in tags:
                name = f"{path.stem[:2]}_{drawn_by}"
                seen[name] = seen.get(name, 0) + 1
                yield (name if seen[name] == 1 else f"{name}_{seen[name]}"), shown


def _run(source: str, names: dict[str, Any], may_fail: bool) -> tuple[Any, str]:
    """Run a cell; return the value of its last line, and the name of the function that drew it."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    try:
        exec(compile(ast.Module(body, type_ignores=[]), "<cell>", "exec"), names)
        if not isinstance(last, ast.Expr):
            return None, ""
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    except Exception:
        if not may_fail:
            raise
        return None, ""
    return value, drawn_by(last.value)


def drawn_by(line: ast.expr) -> str:
    """Return the name of the plot in ``plot(…)`` or ``show(plot(…), …)``, or "figure"."""
    match line:
        case ast.Call(func=ast.Name(id="show") | ast.Attribute(attr="show"), args=[plot, *_]):
            return drawn_by(plot)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return "figure"


def main(arguments: Sequence[str] | None = None) -> None:
    """Save all pictures of the notebooks and the explorers as SVG."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="default: figures/")
    parser.add_argument("--notebooks", nargs="+", type=Path, help="only those of these notebooks")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for path in tqdm(chosen.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")), desc="notebooks"):
        for name, picture in pictures(path):
            picture.save_svg(str(chosen.folder / f"{name}.svg"))
    for name, draw in EXPLORERS.items() if not chosen.notebooks else ():
        draw().save_svg(str(chosen.folder / f"{name}.svg"))


if __name__ == "__main__":
    main()
