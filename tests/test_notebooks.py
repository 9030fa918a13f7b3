"""The form of the notebooks: what nbval, which runs them and compares their outputs, does not see.

nbval lets pass a cell that was never run, a skipped cell, and a picture without words. These
checks close the gaps, and hold every notebook to one frame.
"""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.notebooks import EXERCISE, execute, is_prediction, main, measure, normalise, parts

PATHS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
TAGS = {"nbval-ignore-output", "raises-exception", "hide-input", "hide-output", "deeper"}
MOST_LINES, USUAL_LINES = 20, 12  # of a code cell: at most, and but for a few
IMAGE = re.compile(r"<(?:img|svg)\b[^>]*>", re.IGNORECASE)
KINDS = ["Warm-up", "Find the fault", "Derive|Prove", "Build", "Open question"]
WORDS = re.compile(r"""(?:alt|aria-label)=(["'])[^"']*\w+\W+\w+\W+\w+.*?\1""", re.IGNORECASE)

Notebook = NotebookNode


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> Notebook:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: Notebook) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: Notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(notebook: Notebook) -> list[str]:
    return [line for text in prose(notebook) for line in text.splitlines() if re.match(r"#+ ", line)]


def pictures_without_words(notebook: Notebook) -> Iterator[str]:
    """Yield the beginning of each stored picture that has no text alternative of three words."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            page = re.sub(r"<script.*?</script>", "", data.get("text/html", ""), flags=re.DOTALL)
            if not page and any(kind.startswith("image/") for kind in data):
                # JupyterLab shows a bare image without words
                yield f"a bare image after {cell.source[:60]!r}"
            for tag in IMAGE.findall(page):
                if not WORDS.search(tag) and 'aria-hidden="true"' not in tag:
                    yield f"{tag[:60]} after {cell.source[:60]!r}"
    for text in prose(notebook):
        for tag in IMAGE.findall(text):
            if not WORDS.search(tag):
                yield tag[:60]
        yield from (f"![]({target})" for target in re.findall(r"!\[\s*\]\(([^)]*)\)", text))


def shown(cell: NotebookNode) -> str:
    """Return what a code cell displays, as plain text."""
    return "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)


def what_does_not_fit(notebook: Notebook) -> Iterator[str]:
    """Yield what makes a notebook more than one session, or its words on time untrue."""
    is_ = measure(notebook)
    for name, limit in [("path_cells", 70), ("lines", 3), ("hall", 45), ("alone", 60)]:
        if getattr(is_, name) > limit:
            yield f"{name} is {getattr(is_, name):.1f}, at most {limit}"
    said = (
        r"\*\*Time:\*\* (\d+) minutes in a hall, (\d+) alone with the first exercises; "
        r"the longer ones (\d+) more"
    )
    found = re.search(said + r"(?:; \*Deeper\* (\d+))?\.", re.sub(r"\s+", " ", prose(notebook)[0]))
    minutes = [int(number or 0) for number in found.groups()] if found else [-99] * 4
    measured = [is_.hall, is_.alone, is_.more, is_.deeper]
    if any(abs(a - b) > 5 for a, b in zip(minutes, measured, strict=True)):
        yield f"the first cell should say: {is_.sentence()}"
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        if re.search(r"^## ", cell.source[1:], re.MULTILINE):
            yield f"a section starts within a cell: {cell.source[:60]!r}"
        _, deeper, text = cell.source.partition("## Deeper: ")
        reason = re.split(r"[.!?:](?:\s|$)", text.partition("\n")[2].strip())[0]
        if deeper and not re.search(r"\b(for|if|when|so that)\b", reason, re.IGNORECASE):
            yield f"the first sentence does not say what or whom it is for: {cell.source[:60]!r}"


def faults_of_predictions(notebook: Notebook) -> Iterator[str]:
    """Yield where a prediction cannot be made, is spoiled, or is never compared with the answer.

    The order is: the question in prose, the prediction, the answer with its output collapsed,
    and an assert of its own later that the answer agrees.
    """
    cells = notebook.cells
    asked = [i for i, cell in enumerate(cells) if "**Predict.**" in cell.source]
    if len(asked) < 3:
        yield f"only {len(asked)} times Predict"
    made = [i for i, cell in enumerate(cells) if is_prediction(cell)]
    if [i + 1 for i in asked] != made:
        yield f"Predict stands in cells {asked}, predictions in {made}: each must follow its Predict"
    for number, i in enumerate(made, start=1):
        name = cells[i].source.strip()
        if name != f"p{number}":
            yield f"{name} should be p{number}"
        if not re.fullmatch(r"\S[^\n]*(\n  [A-E]  [^\n✓✗]+){2,5}", shown(cells[i])):
            yield f"the text of {name} is not a question with its options only"
        answer = next((j for j in range(i + 1, len(cells)) if cells[j].get("outputs")), len(cells))
        if answer == len(cells) or cells[i + 1].cell_type != "code":
            yield f"no answer follows {name}"
        elif "hide-output" not in cells[answer].metadata.get("tags", []):
            yield f"the answer to {name} is not tagged hide-output"
        elif is_plain(cells[answer].outputs[0]):
            # In the place of collapsed text JupyterLab shows its first line.
            yield f"the answer to {name} shows when it is collapsed; make it a table or a picture"
        said = [j for j, cell in enumerate(cells) if f"{name}.agrees" in cell.source]
        if not said or f"assert {name}.agrees(" not in cells[said[0]].source:
            yield f"nothing asserts that the answer agrees with {name}"
        elif said[0] <= answer:
            yield f"cell {said[0]} gives {name} away, before or with the answer in {answer}"
        if answer < len(cells) and any("assert" in cell.source for cell in cells[i : answer + 1]):
            yield f"an assert gives {name} away"


def is_plain(output: NotebookNode) -> bool:
    """Return whether an output is text and nothing else."""
    richer = {"text/html", "text/markdown"} & set(output.get("data", {}))
    return output.output_type != "error" and not richer


def faults_of_exercises(notebook: Notebook) -> Iterator[str]:
    """Yield which kind of exercise is missing, and which is not as it is before a first attempt."""
    of_them = zip(notebook.cells, parts(notebook), strict=True)
    cells = [cell for cell, part in of_them if part == "exercises"]
    stated = [found for cell in cells for found in EXERCISE.findall(cell.source)]
    kinds = [kind for _, kind, _ in stated]
    for kind, wanted in zip(KINDS, [2, 1, 1, 1, 1], strict=True):
        if sum(bool(re.match(kind, title)) for title in kinds) < wanted:
            yield f"{wanted} of the kind {kind} wanted, but there are {kinds}"
    checks = [cell for cell in cells if re.search(r"\bq\d+\.check\(", cell.get("source", ""))]
    if [int(n) for n, *_ in stated] != [*range(1, len(checks) + 1)]:
        yield f"{len(checks)} exercises, but the headings with minutes are {stated}"
    for number, cell in enumerate(checks, start=1):
        for line in [
            rf"q{number}\.check\(",
            rf"# q{number}\.hint\(1\)$",
            rf"# q{number}\.solution\(\)$",
        ]:
            if not re.search(f"^{line}", cell.source, re.MULTILINE):
                yield f"exercise {number} has no line {line}"
        if not shown(cell).startswith("Not attempted yet"):
            yield f"exercise {number} is stored with {shown(cell)[:60]!r}"


def words_handed_to_show(notebook: Notebook) -> Iterator[str]:
    """Yield the calls of `show` with words: a picture of the course makes its own."""
    for cell in code_cells(notebook):
        if re.search(r"^\s*[%!]", cell.source, re.MULTILINE):
            continue  # a command of the notebook, which is no Python
        for node in ast.walk(ast.parse(cell.source)):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "show":
                continue
            if len(node.args) + len(node.keywords) > 1:
                yield ast.unparse(node)[:60]


def test_the_series_is_complete_and_in_order() -> None:
    assert [path.stem[:2] for path in PATHS] == [f"{n:02d}" for n in range(1, len(PATHS) + 1)]
    assert len(PATHS) >= 6
    assert all(re.fullmatch(r"\d\d(_[a-z0-9]+)+", path.stem) for path in PATHS)


def test_it_is_in_the_one_normal_form(path: Path, notebook: Notebook) -> None:
    text = nbformat.writes(normalise(notebook)) + "\n"
    assert path.read_text(encoding="utf-8") == text, (
        f"run: uv run --group test python -m tools.notebooks notebooks/{path.name}"
    )


def test_it_was_run_once_from_top_to_bottom(notebook: Notebook) -> None:
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_no_stored_output_is_a_warning_or_an_unexpected_error(notebook: Notebook) -> None:
    for cell in code_cells(notebook):
        assert not [output.text for output in cell.outputs if output.get("name") == "stderr"]
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in cell.metadata.get("tags", [])), cell.source


def test_no_cell_escapes_the_comparison_of_outputs(notebook: Notebook) -> None:
    for cell in code_cells(notebook):
        assert set(cell.metadata.get("tags", [])) <= TAGS
        assert "NBVAL" not in cell.source
    free = [c for c in code_cells(notebook) if "nbval-ignore-output" in c.metadata.get("tags", [])]
    assert len(free) <= len(code_cells(notebook)) / 10, "only timings may differ from run to run"


def test_cells_are_short(notebook: Notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert min(lengths) > 0
    assert max(lengths) <= MOST_LINES
    assert sum(length > USUAL_LINES for length in lengths) <= len(lengths) / 20


def test_every_picture_is_told_in_words(notebook: Notebook) -> None:
    assert not list(pictures_without_words(notebook))


def test_it_has_the_frame_of_the_series(path: Path, notebook: Notebook) -> None:
    title = headings(notebook)[0]
    assert re.fullmatch(rf"# {int(path.stem[:2])} · .+", title)
    assert [line for line in headings(notebook) if line.startswith("# ")] == [title]
    assert "you can" in prose(notebook)[0] + prose(notebook)[1]
    sections = [line[3:] for line in headings(notebook) if line.startswith("## ")]
    wanted = ["Move it yourself", "Exercises", "Summary"]
    assert [name for name in sections if name in wanted] == wanted, sections


def test_it_fits_a_session(notebook: Notebook) -> None:
    assert list(what_does_not_fit(notebook)) == []


def test_its_predictions_can_be_made_and_are_answered(notebook: Notebook) -> None:
    assert list(faults_of_predictions(notebook)) == []


def test_its_exercises_are_of_all_kinds_and_not_yet_attempted(notebook: Notebook) -> None:
    assert list(faults_of_exercises(notebook)) == []


def test_its_pictures_find_their_own_words(notebook: Notebook) -> None:
    assert list(words_handed_to_show(notebook)) == []


def test_it_is_a_lecture_too(notebook: Notebook) -> None:
    kinds = [cell.metadata.slideshow.slide_type for cell in notebook.cells]
    assert kinds[0] == "slide"
    assert kinds.count("slide") >= 5
    assert set(kinds) <= {"slide", "subslide", "fragment", "skip", "notes", "-"}


def test_it_names_no_place_of_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"(?:/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\Users)\S+", text)
    assert not re.findall(r" at 0x[0-9a-f]{6,}", text)


# The checks themselves are checked, on a small notebook in a folder of its own.


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a notebook that was executed and normalised."""
    path = tmp_path_factory.mktemp("small") / "small.ipynb"
    sources = [
        "print(1, flush=True)\nprint(2)",
        "1 / 4",
        "from edu_w2v.classroom.plots import *\nshow(new_axes(), 'Two axes without points.')",
    ]
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells), path)
    nbformat.write(normalise(execute(path)), path)
    return path


def test_executing_and_normalising_again_gives_the_same_file(small: Path) -> None:
    once = nbformat.read(small, as_version=4)
    assert once.cells[0].outputs[0].text == "1\n2\n"
    assert normalise(execute(small)) == once


def test_an_altered_output_does_not_pass(small: Path, tmp_path: Path) -> None:
    text = small.read_text(encoding="utf-8")
    for was, becomes in [('"2\\n"', '"3\\n"'), ('"0.25"', '"0.26"'), ('alt=\\"Two', 'alt=\\"Three')]:
        assert text.count(was) == 1  # printed; a value; the words of a picture
        text = text.replace(was, becomes)
    (tmp_path / "altered.ipynb").write_text(text, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    shutil.copy(small, tmp_path)
    shutil.copy(Path(__file__).parent / "nbval.ini", tmp_path)
    options = "-p no:xdist --nbval --nbval-current-env --nbval-sanitize-with nbval.ini -rA"
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", *options.split()], cwd=tmp_path, capture_output=True, text=True
    )
    assert len(re.findall(r"^FAILED altered.ipynb::", answer.stdout, re.MULTILINE)) == 3, answer.stdout
    assert len(re.findall(r"^PASSED small.ipynb::", answer.stdout, re.MULTILINE)) == 3, answer.stdout


def test_a_picture_without_words_is_noticed() -> None:
    outputs = [
        new_output("display_data", {"image/png": "AAAA"}),
        new_output("display_data", {"text/html": '<img src="data:,">'}),
        new_output("display_data", {"text/html": '<img src="data:,"\n alt="A line that rises">'}),
        new_output("display_data", {"text/html": "<p>words</p>"}),
    ]
    cells = [new_code_cell("show()", outputs=[output]) for output in outputs]
    assert len(list(pictures_without_words(new_notebook(cells=cells)))) == 2


def code(source: str, plain: str = "", *tags: str, html: str = "") -> NotebookNode:
    """Return a code cell that displays a text, and perhaps the same as HTML."""
    data = {"text/plain": plain} | ({"text/html": html} if html else {})
    outputs = [new_output("execute_result", data)] if plain else []
    return new_code_cell(source, outputs=outputs, metadata={"tags": list(tags)})


def predictions() -> list[NotebookNode]:
    """Return cells with three predictions as they should be: five cells for each."""
    cells = []
    for name in ("p1", "p2", "p3"):
        cells += [
            new_markdown_cell(f"**Predict.** What is behind {name}?"),
            code(name, "How many?\n  A  one\n  B  two"),
            code("answer = 1 + 1\nanswer", "2", "hide-output", html="<p>2</p>"),
            new_markdown_cell("Two."),
            code(f"assert {name}.agrees(answer)"),
        ]
    return cells


def test_predictions_as_they_should_be_pass() -> None:
    assert list(faults_of_predictions(new_notebook(cells=predictions()))) == []


@pytest.mark.parametrize(
    ("at", "replacement", "complaint"),
    [
        (5, [new_markdown_cell("Think.")], "only 2 times Predict"),
        (6, [], "each must follow its Predict"),
        (
            6,
            [new_markdown_cell("Think."), code("p2", "How many?\n  A  one\n  B  two")],
            "each must follow",
        ),
        (6, [code("p3", "How many?\n  A  one\n  B  two")], "p3 should be p2"),
        (6, [code("p2", "How many?\n  A  one\n  B  two ✓")], "options only"),
        (6, [code("p2", "How many? B, two\n")], "options only"),
        (6, [code("p2")], "options only"),
        (7, [new_markdown_cell("So.")], "no answer follows p2"),
        (7, [code("1 + 1", "2")], "not tagged hide-output"),
        (7, [code("1 + 1", "2", "hide-output")], "shows when it is collapsed"),
        (7, [code("answer = 1 + 1\nassert answer == 2\nanswer", "2", "hide-output")], "away"),
        (7, [code("assert p2.agrees(2)"), code("1 + 1", "2", "hide-output")], "away"),
        (7, [code("p2.agrees(2)", "True", "hide-output")], "nothing asserts"),
        (0, [code("assert p2.agrees(2)"), predictions()[0]], "gives p2 away"),
        (9, [], "nothing asserts"),
        (9, [code("p2.agrees(2)")], "nothing asserts"),
    ],
)
def test_a_fault_of_a_prediction_is_noticed(
    at: int, replacement: list[NotebookNode], complaint: str
) -> None:
    cells = predictions()
    cells[at : at + 1] = replacement
    assert complaint in "; ".join(faults_of_predictions(new_notebook(cells=cells)))


TITLES = ["Warm-up", "Warm-up: pairs", "Find the fault", "Prove it", "Build a table", "Open question"]


def exercises(titles: list[str] = TITLES, plain: str = "Not attempted yet: …") -> Notebook:
    """Return a notebook with exercises of these titles, of five minutes each."""
    cells = [new_markdown_cell("## Exercises")]
    for n, title in enumerate(titles, start=1):
        cells.append(new_markdown_cell(f"**{n}. {title}** (5 minutes)\n\nDo it."))
        cells.append(code(f"q{n}.check(...)\n# q{n}.hint(1)\n# q{n}.solution()", plain))
    return new_notebook(cells=cells)


def test_faults_of_exercises_are_noticed() -> None:
    assert list(faults_of_exercises(exercises())) == []
    for i, title in enumerate(TITLES):
        assert list(faults_of_exercises(exercises(TITLES[:i] + TITLES[i + 1 :]))), title
    assert len(list(faults_of_exercises(exercises(plain="✓ Correct.")))) == len(TITLES)
    for was, becomes in [
        ("**4. Prove it** (5 minutes)", "**4. Prove it**"),
        ("**4.", "**5."),
        ("# q4.hint(1)", "q4.hint(1)"),
        ("# q4.solution()", "# q4.show_solution()"),
        ("q4.check(...)", "q4.check"),
    ]:
        broken = exercises()
        for cell in broken.cells:
            cell.source = cell.source.replace(was, becomes)
        assert list(faults_of_exercises(broken)), becomes


def session(time: str, *cells: NotebookNode) -> Notebook:
    return new_notebook(cells=[new_markdown_cell(f"# 1 · Why?\n\n{time}"), *cells, *exercises().cells])


TIME = "**Time:** 2 minutes in a hall, 17 alone with the first exercises;\nthe longer ones 15 more"
DEEPER = "## Deeper: rounding\n\nThis is for readers who ask why."


def test_what_does_not_fit_a_session_is_noticed() -> None:
    fits = session(TIME + "; *Deeper* 0.", new_markdown_cell(DEEPER), new_markdown_cell("## Next"))
    assert list(what_does_not_fit(fits)) == []
    assert list(what_does_not_fit(session(TIME + "."))) == []
    for cells, complaint in [
        ([new_code_cell("1") for _ in range(60)], "path_cells is 74.0"),
        ([new_code_cell("1\n2\n\n3\n4")], "lines is 4.0"),
        ([new_markdown_cell("word " * 6900)], "hall is 46."),
        ([new_markdown_cell("word " * 6800)], "alone is 60.5"),
        ([new_markdown_cell("word " * 1500)], "should say: **Time:** 10 minutes in a hall, 25 alone"),
        ([new_markdown_cell(DEEPER), new_markdown_cell("word " * 1500)], "; *Deeper* 10."),
        (
            [new_markdown_cell("## Deeper: rounding\n\nRounding breaks proofs. So for all.")],
            "what or whom",
        ),
        ([new_markdown_cell("## Deeper: rounding for all")], "what or whom"),
        ([new_markdown_cell("Words.\n\n## Next")], "within a cell"),
    ]:
        assert complaint in "; ".join(what_does_not_fit(session(TIME + ".", *cells)))
    assert "**Time:**" in "; ".join(what_does_not_fit(session("**Time:** about 45 minutes.")))


def test_words_handed_to_show_are_noticed() -> None:
    cells = [code('show(axes, "A line that rises.")'), code("x = show(axes, alt=words)")]
    assert len(list(words_handed_to_show(new_notebook(cells=cells)))) == 2
    cells = [
        code("%time show(axes, 'no Python')"),
        code("word_table(words, counts)"),
        code("show(axes)"),
    ]
    assert list(words_handed_to_show(new_notebook(cells=cells))) == []


def test_the_minutes_are_those_of_the_measure() -> None:
    picture = code("plot()\n\nplot()", "[Picture: …]")
    picture.outputs[0].data["text/html"] = '<img src="data:," alt="A line that rises">'
    hidden = code("1\n2\n3", "", "hide-input")
    cells = [
        new_markdown_cell("word — [two words](address.md) <b>here</b> " * 30),
        picture,
        code("p1"),
        hidden,
    ]
    is_ = measure(new_notebook(cells=cells))
    assert is_.words == 4 * 30
    assert is_.hall == pytest.approx(120 / 150 + (2 * 4 / 60 + 0.5) + 1 + 0)
    is_ = measure(exercises())
    assert (is_.hall, is_.alone, is_.more) == (0, 15, 15)


def test_the_table_of_minutes_names_every_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--minutes", *map(str, PATHS)])
    printed = capsys.readouterr().out
    for path in PATHS:
        is_ = measure(nbformat.read(path, as_version=4))
        assert re.search(rf"^{path.stem} +{is_.path_cells} +{is_.deeper_cells} ", printed, re.MULTILINE)
        assert f"{path.stem}  {is_.sentence()}" in printed


def test_what_tags_hide_is_collapsed_and_deeper_sections_are_left_out_of_the_slides() -> None:
    cells = [
        code("1", "1", "hide-output"),
        code("2", "2", "hide-input"),
        new_markdown_cell(DEEPER),
        code("3", "3", "hide-output"),
        new_markdown_cell("## Next"),
        new_markdown_cell("Words.", metadata={"tags": ["deeper"], "slideshow": {"slide_type": "skip"}}),
        code("4", "4"),
    ]
    notebook = normalise(new_notebook(cells=cells))
    path, skip = {"slideshow": {"slide_type": "-"}}, {"slideshow": {"slide_type": "skip"}}
    collapsed = {"collapsed": True, "jupyter": {"outputs_hidden": True}}
    assert [cell.metadata for cell in notebook.cells] == [
        path | collapsed | {"tags": ["hide-output"]},
        path | {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]},
        skip | {"jp-MarkdownHeadingCollapsed": True, "tags": ["deeper"]},
        skip | collapsed | {"tags": ["hide-output", "deeper"]},
        {"slideshow": {"slide_type": "slide"}},
        path,
        path,
    ]
    nbformat.validate(notebook)
    once = nbformat.writes(notebook)
    assert nbformat.writes(normalise(notebook)) == once
