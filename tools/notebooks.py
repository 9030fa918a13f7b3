"""Execute the notebooks from the top and store them in one normal form, so that diffs stay small.

``python -m tools.notebooks`` does it for all, or for the ones named. With ``--minutes`` it
only measures how long they take, and prints the table.
"""

import argparse
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from tqdm import tqdm

FOLDER = Path("notebooks")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
WIDGET = "application/vnd.jupyter.widget-view+json"

WORDS_A_MINUTE = 150
MINUTES = {"code line": 4 / 60, "prediction": 1.0, "picture": 0.5}
EXERCISE = re.compile(r"^\*\*(\d+)\. ([^*]+)\*\* \((\d+) minutes?\)", re.MULTILINE)
IN_THE_SESSION = ("Warm-up", "Find the fault")  # exercises; the others have minutes of their own


def execute(path: Path) -> NotebookNode:
    """Run a notebook from the top in a new kernel and return it with its outputs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails that is not tagged ``raises-exception``.
    """
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, kernel_name=KERNEL["name"], timeout=300, resources=folder).execute()
    return notebook


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Remove what differs from run to run and is not part of the lesson; fill in what slides need.

    Cell ids come from the text of the cell. Text that a cell prints in pieces is joined.
    A heading starts a slide unless the cell says otherwise. Widgets leave their still
    picture only: the live view needs a kernel, which a stored notebook does not have.
    What the tags ``hide-input`` and ``hide-output`` hide on the web is collapsed in
    JupyterLab too. The sections *Deeper* are tagged, collapsed, and left out of the slides.

    Parameters
    ----------
    notebook : NotebookNode
        Is changed in place.

    Returns
    -------
    NotebookNode
        The same notebook. Normalising it once more changes nothing.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("1 + 1", metadata={"scrolled": True, "tags": ["nbval-ignore-output"]})
    >>> cell = normalise(new_notebook(cells=[cell])).cells[0]
    >>> cell.id, cell.metadata
    ('72fce594', {'slideshow': {'slide_type': '-'}, 'tags': ['nbval-ignore-output']})
    """
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    seen: dict[str, int] = {}
    for cell, part in zip(notebook.cells, parts(notebook), strict=True):
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        cell.metadata = _metadata(cell, deeper=part == "deeper")
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def parts(notebook: NotebookNode) -> list[str]:
    """Say for each cell to which part it belongs: "path", "exercises" or "deeper"."""
    part, found = "path", []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith(("# ", "## ")):
            part = "deeper" if cell.source.startswith("## Deeper: ") else "path"
            part = "exercises" if cell.source.startswith("## Exercises") else part
        found.append(part)
    return found


def _metadata(cell: NotebookNode, deeper: bool) -> dict[str, object]:
    """Return the metadata of a cell in the normal form: its tags, and what follows from them."""
    tags = [tag for tag in cell.metadata.get("tags", []) if tag != "deeper"]
    slideshow = cell.metadata.get("slideshow")
    heading = cell.cell_type == "markdown" and cell.source.startswith(("# ", "## "))
    if deeper:
        tags, slideshow = [*tags, "deeper"], {"slide_type": "skip"}
    elif "deeper" in cell.metadata.get("tags", []):  # it was moved out of such a section
        slideshow = None
    metadata: dict[str, object] = {"slideshow": slideshow or {"slide_type": "slide" if heading else "-"}}
    if tags:
        metadata["tags"] = tags
    if deeper and heading:
        metadata["jp-MarkdownHeadingCollapsed"] = True
    hidden = {"source_hidden": "hide-input" in tags, "outputs_hidden": "hide-output" in tags}
    if any(hidden.values()):
        metadata["jupyter"] = {name: True for name, hide in hidden.items() if hide}
    if hidden["outputs_hidden"]:
        metadata["collapsed"] = True
    return metadata


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of one stream: how a kernel cuts them is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


@dataclass(frozen=True)
class Measure:
    """How long a notebook is.

    Attributes
    ----------
    path_cells, deeper_cells : int
        Exercises are part of the path.
    lines : float
        The median of the lines in a code cell, exercises apart.
    words : int
        Of prose, on the path.
    hall, alone, more, deeper : float
        Minutes: the path without exercises; with those of `IN_THE_SESSION`; the other
        exercises; the sections *Deeper*.
    """

    path_cells: int
    deeper_cells: int
    lines: float
    words: int
    hall: float
    alone: float
    more: float
    deeper: float

    def sentence(self) -> str:
        """Return what the first cell of the notebook says of its time."""
        sentence = f"**Time:** {self.hall:.0f} minutes in a hall, {self.alone:.0f} alone"
        sentence += f" with the first exercises; the longer ones {self.more:.0f} more"
        return sentence + (f"; *Deeper* {self.deeper:.0f}." if self.deeper_cells else ".")


def measure(notebook: NotebookNode) -> Measure:
    """Measure a notebook: its cells, and the minutes that a reader needs.

    Words of prose take 150 a minute, a line of code 4 seconds, a prediction one minute, a
    picture half a minute, and an exercise what its heading says, as in
    ``**3. Find the fault** (5 minutes)``.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> cells = [new_markdown_cell("word " * 300), new_code_cell("p1"), new_code_cell("1 + 1")]
    >>> round(measure(new_notebook(cells=cells)).hall, 2)
    3.07
    """
    cells = {
        name: [c for c, part in zip(notebook.cells, parts(notebook), strict=True) if part == name]
        for name in ("path", "exercises", "deeper")
    }
    hall = sum(map(_minutes, cells["path"]))
    stated = [exercise for cell in cells["exercises"] for exercise in EXERCISE.findall(cell.source)]
    session = sum(int(m) for _, kind, m in stated if kind.startswith(IN_THE_SESSION))
    code = [cell for cell in cells["path"] + cells["deeper"] if cell.cell_type == "code"]
    return Measure(
        path_cells=len(cells["path"]) + len(cells["exercises"]),
        deeper_cells=len(cells["deeper"]),
        lines=median([_lines(cell) for cell in code] or [0]),
        words=sum(map(_words, cells["path"])),
        hall=hall,
        alone=hall + session,
        more=sum(int(m) for *_, m in stated) - session,
        deeper=sum(map(_minutes, cells["deeper"])),
    )


def _minutes(cell: NotebookNode) -> float:
    if cell.cell_type == "markdown":
        pictures = len(re.findall(r"!\[|<img\b", cell.source))
        return _words(cell) / WORDS_A_MINUTE + pictures * MINUTES["picture"]
    if is_prediction(cell):
        return MINUTES["prediction"]
    picture = re.search(r"<img\b|<svg\b|'image/", str([o.get("data") for o in cell.outputs]))
    lines = 0 if "hide-input" in cell.metadata.get("tags", []) else _lines(cell)
    return lines * MINUTES["code line"] + bool(picture) * MINUTES["picture"]


def is_prediction(cell: NotebookNode) -> bool:
    """Say whether a cell displays a prediction and does nothing else."""
    return cell.cell_type == "code" and bool(re.fullmatch(r"p\d+", cell.source.strip()))


def _words(cell: NotebookNode) -> int:
    """Count what has a letter or a digit between two spaces; addresses and HTML are not read."""
    if cell.cell_type != "markdown":
        return 0
    text = re.sub(r"\]\([^)]*\)|<[^>]*>", " ", cell.source)
    return len(re.findall(r"\S*\w\S*", text))


def _lines(cell: NotebookNode) -> int:
    return sum(bool(line.strip()) for line in cell.source.splitlines())


def table(measures: dict[str, Measure]) -> str:
    """Return the table of all measures, and the sentence of each for its first cell."""
    head = f"{'notebook':24}{'path':>6}{'deeper':>8}{'lines':>7}{'words':>7}"
    lines = [head + f"{'hall':>7}{'alone':>7}{'more':>6}{'deeper':>8}"]
    lines.append(f"{'':24}{'cells':>6}{'cells':>8}{'median':>7}{'':7}" + f"{'minutes':>28}")
    for name, m in measures.items():
        cells = f"{name:24}{m.path_cells:6}{m.deeper_cells:8}{m.lines:7g}{m.words:7}"
        lines.append(cells + f"{m.hall:7.0f}{m.alone:7.0f}{m.more:6.0f}{m.deeper:8.0f}")
    return "\n".join([*lines, "", *(f"{name}  {m.sentence()}" for name, m in measures.items())])


def main(arguments: Sequence[str] | None = None) -> None:
    """Execute, normalise and store the notebooks named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("notebook", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--minutes", action="store_true", help="measure them only, print the table")
    options = parser.parse_args(arguments)
    named = options.notebook or sorted(FOLDER.glob("*.ipynb"))
    if options.minutes:
        print(table({path.stem: measure(nbformat.read(path, as_version=4)) for path in named}))
        return
    for path in tqdm(named, desc="notebooks"):
        nbformat.write(normalise(execute(path)), path)


if __name__ == "__main__":
    main()
