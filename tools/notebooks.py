"""Execute the notebooks from the top and store them in one normal form, so that diffs stay small.

``python -m tools.notebooks`` does it for all, or for the ones named.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from tqdm import tqdm

FOLDER = Path("notebooks")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
WIDGET = "application/vnd.jupyter.widget-view+json"


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
    for cell in notebook.cells:
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        tags, slideshow = cell.metadata.get("tags"), cell.metadata.get("slideshow")
        heading = cell.cell_type == "markdown" and cell.source.startswith(("# ", "## "))
        cell.metadata = {"slideshow": slideshow or {"slide_type": "slide" if heading else "-"}}
        if tags:
            cell.metadata["tags"] = tags
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of one stream: how a kernel cuts them is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def main(arguments: Sequence[str] | None = None) -> None:
    """Execute, normalise and store the notebooks named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("notebook", nargs="*", type=Path, help="default: all in notebooks/")
    named = parser.parse_args(arguments).notebook or sorted(FOLDER.glob("*.ipynb"))
    for path in tqdm(named, desc="notebooks"):
        nbformat.write(normalise(execute(path)), path)


if __name__ == "__main__":
    main()
