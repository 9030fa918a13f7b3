"""Do the tests notice when the code is wrong? Here it is made wrong on purpose, in many small ways.

A *mutation* changes a few characters of the package: a sign, a `<`, an accumulation. For each one
of the list below, the change is made in a copy of the package, the test named with it is run against
that copy, and must fail. On the copy without a change all these tests must pass.

The list is also a catalogue of the mistakes that one makes when one writes word2vec for the first time.
To run the mutations one after the other and see what becomes of each:

    python -m tests.test_mutations
"""

import contextlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent


class Mutation(NamedTuple):
    """A mistake: in `file` of the package, `right` becomes `wrong`, and `test` must fail."""

    mistake: str
    file: str
    right: str
    wrong: str
    test: str


UPDATE_OF_C = "    np.subtract.at(C, contexts, rate * np.outer(error, w))  # repeated words add up\n"
UPDATE_OF_W = "    W[centre] -= rate * (error @ c)\n"

MUTATIONS = [
    Mutation(
        "splitting on single spaces makes empty words",
        "corpora/words.py",
        "words = line.split()",
        'words = line.split(" ")',
        "test_corpora.py::test_sentences_hold_all_words_in_order",
    ),
    Mutation(
        "plain English words are split at their apostrophes",
        "corpora/words.py",
        """for c in string.ascii_letters + "'"}""",
        "for c in string.ascii_letters}",
        "test_corpora.py::test_tokenize_agrees_with_its_definition",
    ),
    Mutation(
        "a sentence that crosses two blocks of a file falls apart",
        "corpora/words.py",
        "        text = rest + block\n",
        "        text = block\n",
        "test_corpora.py::test_reading_in_blocks_gives_the_sentences_of_the_whole",
    ),
    Mutation(
        "lines are cleaned as if they were prose",
        "corpora/words.py",
        "LINES = Way(_lines, ",
        "LINES = Way(_prose, ",
        "test_corpora.py::test_lines_are_not_changed",
    ),
    Mutation(
        "the end of a Chinese sentence waits for white space",
        "corpora/words.py",
        r"(?:(?=\s)|(?<=[{_FULL_WIDTH_STOPS}]))",
        r"(?=\s)",
        "test_corpora.py::test_examples_of_sentences",
    ),
    Mutation(
        "a long stretch without a space is kept in memory, and looked at again and again",
        "corpora/words.py",
        "len(text) - end > LONGEST_STRETCH",
        "len(text) - end > 10**9",
        "test_corpora.py::test_each_character_is_looked_at_once",
    ),
    Mutation(
        "counts by hand lose the order of their rows",
        "vocabulary.py",
        'min_count: int = 1, order: str = "given"',
        'min_count: int = 1, order: str = "frequency"',
        "test_vocabulary.py::test_counts_keep_the_rows_that_the_user_gave",
    ),
    Mutation(
        "a word that occurs exactly min_count times is lost",
        "vocabulary.py",
        "if number >= min_count]",
        "if number > min_count]",
        "test_vocabulary.py::test_counts_are_those_of_a_counter",
    ),
    Mutation(
        "the power of the noise distribution is ignored",
        "vocabulary.py",
        "weights = self.counts ** ",
        "weights = self.counts * ",
        "test_vocabulary.py::test_noise_distribution_by_its_definition",
    ),
    Mutation(
        "subsampling keeps √(t/f) instead of √(t/f) + t/f",
        "vocabulary.py",
        "np.sqrt(ratio) + ratio",
        "np.sqrt(ratio)",
        "test_vocabulary.py::test_keep_probabilities_by_their_definition",
    ),
    Mutation(
        "documents keep their old borders after words were dropped",
        "vocabulary.py",
        "self.offsets - dropped_before)",
        "self.offsets)",
        "test_vocabulary.py::test_keep_closes_up_the_documents",
    ),
    Mutation(
        "the start of a window becomes negative and wraps round",
        "cooccurrence.py",
        "document[max(0, i - radius) : i]",
        "document[i - radius : i]",
        "test_cooccurrence.py::test_windows_by_their_definition",
    ),
    Mutation(
        "the radius is one too small",
        "cooccurrence.py",
        "min(radius, longest - 1) + 1)",
        "min(radius, longest - 1))",
        "test_cooccurrence.py::test_the_plain_counts_and_the_documents_of_bob_and_pizza",
    ),
    Mutation(
        "windows reach into the next document",
        "cooccurrence.py",
        "same = number[:-distance] == number[distance:]",
        "same = number[:-distance] >= 0",
        "test_cooccurrence.py::test_counts_are_those_of_brute_force",
    ),
    Mutation(
        "a neighbour on the left does not count",
        "cooccurrence.py",
        "return counts + counts.T",
        "return counts",
        "test_cooccurrence.py::test_counts_are_symmetric_and_grow_with_the_radius",
    ),
    Mutation(
        "the diagonal of the article's table is dropped",
        "cooccurrence.py",
        "counts = counts + sp.diags_array(vocabulary.counts, dtype=np.int64)",
        "pass",
        "test_cooccurrence.py::test_the_table_of_the_article",
    ),
    Mutation(
        "counts are written where the article's table has 1",
        "cooccurrence.py",
        "counts.data[:] = 1",
        "pass",
        "test_cooccurrence.py::test_the_table_of_the_article",
    ),
    Mutation(
        "PPMI takes one of its logarithms to base 2",
        "cooccurrence.py",
        "np.log(table.data / total)",
        "np.log2(table.data / total)",
        "test_cooccurrence.py::test_ppmi_by_its_definition",
    ),
    Mutation(
        "PPMI is shifted up instead of down",
        "cooccurrence.py",
        "- np.log(shift)",
        "+ np.log(shift)",
        "test_cooccurrence.py::test_a_shift_lowers_every_cell_by_its_logarithm",
    ),
    Mutation(
        "vectors are U·Σ instead of U·√Σ",
        "cooccurrence.py",
        "np.sqrt(singular[order])",
        "singular[order]",
        "test_cooccurrence.py::test_svd_vectors_equal_numpys_up_to_sign",
    ),
    Mutation(
        "the cosine is a dot product that was not divided by the lengths",
        "similarity.py",
        "return scaled / np.sqrt(scaled @ scaled)",
        "return scaled",
        "test_similarity.py::test_the_four_cosines_of_the_article",
    ),
    Mutation(
        "an analogy adds what it should subtract",
        "similarity.py",
        "plus - minus + given",
        "plus + minus - given",
        "test_similarity.py::test_question_words_may_be_answers_if_asked_for",
    ),
    Mutation(
        "an analogy answers with a word of its question",
        "similarity.py",
        "left_out = question if exclude_question else []",
        "left_out = []",
        "test_similarity.py::test_question_words_may_be_answers_if_asked_for",
    ),
    Mutation(
        "among the nearest words is the one that was asked about",
        "similarity.py",
        "wanted[left_out] = False",
        "pass",
        "test_similarity.py::test_neighbours_are_the_sorted_cosines",
    ),
    Mutation(
        "the nearest words are those of the largest dot products, not cosines",
        "similarity.py",
        "(products if few else products[ids]) / lengths[ids]",
        "(products if few else products[ids]) / 1",
        "test_similarity.py::test_neighbours_are_the_sorted_cosines",
    ),
    Mutation(
        "of equal words at the last place, any is taken",
        "similarity.py",
        "near = np.flatnonzero((cosines >= last) & (cosines > -np.inf))",
        "near = np.argpartition(cosines, -top)[-top:] if top < len(ids) else np.arange(len(ids))",
        "test_similarity.py::test_equals_at_the_last_place_come_by_frequency",
    ),
    Mutation(
        "the caller's sparse matrix is sorted, though not its numbers",
        "similarity.py",
        "rows = csr_array(vectors, copy=True)",
        "rows = csr_array(vectors)",
        "test_similarity.py::test_a_sparse_matrix_is_left_as_it_was",
    ),
    Mutation(
        "squares of tiny and huge numbers vanish and overflow",
        "similarity.py",
        "rows.data /= largest[row_of]",
        "pass",
        "test_similarity.py::test_rows_of_any_length_have_their_cosines",
    ),
    Mutation(
        "the mean of several words is that of their vectors, whatever their lengths",
        "similarity.py",
        "return dense / table.lengths[ids][:, None]",
        "return dense",
        "test_embeddings.py::test_most_similar_to_a_word_to_several_and_to_a_vector",
    ),
    Mutation(
        "the word that does not match is the one nearest to the others",
        "similarity.py",
        "np.argmin(unit @ unit.mean(axis=0))",
        "np.argmax(unit @ unit.mean(axis=0))",
        "test_embeddings.py::test_most_similar_to_a_word_to_several_and_to_a_vector",
    ),
    Mutation(
        "lengths that were measured once outlive a change of the vectors",
        "embeddings.py",
        "own.flags.writeable = False",
        "pass",
        "test_embeddings.py::test_nobody_can_change_a_model",
    ),
    Mutation(
        "a model is written over the old one, which is lost if the new one fails",
        "_files.py",
        "new[target] = target.with_name(beside)",
        "new[target] = target",
        "test_files.py::test_the_old_file_is_there_until_the_new_one_is_whole",
    ),
    Mutation(
        "a file takes its place before it is on the disk",
        "_files.py",
        "os.fsync(file.fileno())",
        "pass",
        "test_files.py::test_the_file_and_its_folder_are_synced",
    ),
    Mutation(
        "the header of a file is believed",
        "formats.py",
        "if max(promised, 1) * shortest > limit:",
        "if False:",
        "test_formats.py::test_a_damaged_file_gets_one_sentence",
    ),
    Mutation(
        "binary vectors begin one byte late",
        "formats.py",
        'np.frombuffer(buffer, "<f4", dimension, space + 1)',
        'np.frombuffer(buffer, "<f4", dimension, space + 2)',
        "test_formats.py::test_what_gensim_writes_is_read",
    ),
    Mutation(
        "of a word that comes twice the last vector is taken",
        "formats.py",
        "words.setdefault(name.decode())",
        "words[name.decode()] = None; W[list(words).index(name.decode())] = numbers",
        "test_formats.py::test_of_a_word_that_comes_twice_the_first_vector_is_taken_as_by_gensim",
    ),
    Mutation(
        "log σ(x) has the sign of x swapped",
        "objective.py",
        "np.logaddexp(x.dtype.type(0), -x)",
        "np.logaddexp(x.dtype.type(0), x)",
        "test_objective.py::test_loss_is_minus_the_log_of_a_product_of_probabilities",
    ),
    Mutation(
        "negatives are pulled instead of pushed in the loss",
        "objective.py",
        "log_sigmoid(-(C_neg @ w)).sum()",
        "log_sigmoid(C_neg @ w).sum()",
        "test_objective.py::test_loss_is_minus_the_log_of_a_product_of_probabilities",
    ),
    Mutation(
        "the error of the positive is σ instead of σ − 1",
        "objective.py",
        "error_pos = sigmoid(c_pos @ w) - 1",
        "error_pos = sigmoid(c_pos @ w)",
        "test_objective.py::test_central_differences_confirm_the_three_gradients",
    ),
    Mutation(
        "gradients of a negative that was drawn twice are assigned, not accumulated",
        "objective.py",
        "np.add.at(dC, contexts, np.vstack([dc_pos, dC_neg]))",
        "dC[contexts] += np.vstack([dc_pos, dC_neg])",
        "test_objective.py::test_rows_that_repeat_add_their_gradients",
    ),
    Mutation(
        "a difference over 2h is divided by h",
        "gradcheck.py",
        "/ (2 * h)",
        "/ h",
        "test_gradcheck.py::test_both_methods_on_a_polynomial",
    ),
    Mutation(
        "an analogy of a file is answered with a word of its question",
        "evaluation.py",
        "scores[question[:, None] == same] = -np.inf",
        "pass",
        "test_evaluation.py::test_analogies_agree_with_gensim[0-300000]",
    ),
    Mutation(
        "the number of a judgement is taken from the wrong column",
        "evaluation.py",
        "at = 3 if fields[2:3] and fields[2] in PARTS_OF_SPEECH else 2",
        "at = 2",
        "test_evaluation.py::test_judgements_are_read_as_they_are_published[SimLex-999.txt]",
    ),
    Mutation(
        "a window wider than the text is counted as if it were no wider",
        "training/expected.py",
        "times = 1 if reach < widest else radius - widest + 1",
        "times = 1",
        "test_expected.py::test_pair_probabilities_by_their_definition[5]",
    ),
    Mutation(
        "the alias table takes the other word of the bucket",
        "alias.py",
        "rng.random(size) < self.threshold[bucket]",
        "rng.random(size) > self.threshold[bucket]",
        "test_alias.py::test_one_hot_is_always_drawn",
    ),
    Mutation(
        "a word gives a whole bucket instead of the missing piece",
        "alias.py",
        "mass[j] -= FULL - mass[i]",
        "mass[j] -= FULL",
        "test_alias.py::test_the_six_transfers_of_bob_and_pizza",
    ),
    Mutation(
        "a word with exactly one bucket counts as one with less",
        "alias.py",
        "if mass[j] < FULL:",
        "if mass[j] <= FULL:",
        "test_alias.py::test_the_six_transfers_of_bob_and_pizza",
    ),
    Mutation(
        "a word becomes its own positive",
        "skipgram.py",
        "        if j != i\n",
        "",
        "test_skipgram.py::test_a_place_is_never_its_own_positive",
    ),
    Mutation(
        "positives are sought from the start of the document, not of the window",
        "skipgram.py",
        "range(max(0, i - r), ",
        "range(0, ",
        "test_skipgram.py::test_pairs_are_those_of_the_definition",
    ),
    Mutation(
        "the dynamic window never has its full radius",
        "skipgram.py",
        "integers(1, radius, size=len(ids), endpoint=True)",
        "integers(1, max(2, radius), size=len(ids))",
        "test_skipgram.py::test_radii_are_equally_probable_and_far_neighbours_are_used_less",
    ),
    Mutation(
        "subsampling drops the words that it should keep",
        "skipgram.py",
        "rng.random(len(corpus.ids)) < keep[",
        "rng.random(len(corpus.ids)) > keep[",
        "test_skipgram.py::test_observed_counts_are_the_expected_ones",
    ),
    Mutation(
        "a negative that was drawn twice loses one of its updates",
        "minimal.py",
        "np.subtract.at(C, contexts, rate * np.outer(error, w))",
        "C[contexts] -= rate * np.outer(error, w)",
        "test_training.py::test_one_update_subtracts_rate_times_gradient",
    ),
    Mutation(
        "w is moved before the context vectors have used it",
        "minimal.py",
        UPDATE_OF_C + UPDATE_OF_W,
        UPDATE_OF_W + UPDATE_OF_C,
        "test_training.py::test_one_update_subtracts_rate_times_gradient",
    ),
    Mutation(
        "vectors that a group moves more than once keep only the last move",
        "training/batched.py",
        "matrix[words[start]] += gather @ rows.reshape(len(flat), -1)",
        "matrix[flat] += rows.reshape(len(flat), -1)",
        "test_training.py::test_mean_step_of_each_trainer_is_the_gradient[numpy]",
    ),
    Mutation(
        "the learning rate stays where it began",
        "training/loop.py",
        "learning_rate * (1 - (1 - LAST_RATE) * part)",
        "learning_rate * np.ones(2)",
        "test_training.py::test_learning_rate_falls_linearly_and_words_add_up",
    ),
    Mutation(
        "context vectors are saved as the vectors of the words",
        "embeddings.py",
        "W=self.W,",
        "W=self.C,",
        "test_embeddings.py::test_save_and_load",
    ),
]
UNCHANGED = "nothing is wrong"


def run_tests(tests: list[str]) -> tuple[int, str]:
    """Run tests in this process, on the package as it is on disk now: exit code and output."""
    for name in list(sys.modules):
        if name.split(".")[0] == "edu_w2v" or name.startswith("test_"):
            del sys.modules[name]
    importlib.invalidate_caches()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        options = ["-x", "-q", "--tb=line", "-p", "no:cacheprovider", "-W", "error::RuntimeWarning"]
        return int(pytest.main([*options, *tests])), output.getvalue()


def run_mutations() -> dict[str, tuple[int, str]]:
    """Make each mutation in the copy of the package that the current folder holds, and test it.

    NumPy, SciPy and gensim are imported only once, which is why all is done in one process.
    """
    from hypothesis import Phase, settings

    phases = [Phase.explicit, Phase.generate]  # one counterexample will do, however long
    settings.register_profile("quick", deadline=None, derandomize=True, phases=phases)
    settings.load_profile("quick")
    find_spec = importlib.util.find_spec  # without Numba nothing is compiled, which would take longer
    importlib.util.find_spec = lambda name, *package: (
        None if name == "numba" else find_spec(name, *package)
    )
    outcomes = {UNCHANGED: run_tests(sorted({mutation.test for mutation in MUTATIONS}))}
    for mistake, file, right, wrong, test in MUTATIONS:
        path = Path("edu_w2v", file)
        source = path.read_text(encoding="utf-8")
        path.write_text(source.replace(right, wrong), encoding="utf-8")
        outcomes[mistake] = run_tests([test])
        path.write_text(source, encoding="utf-8")
    return outcomes


def outcomes_in_a_copy() -> dict[str, tuple[int, str]]:
    """Copy the package and its tests to a new folder, and run the mutations there."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "edu_w2v", copy / "edu_w2v", ignore=shutil.ignore_patterns("__pycache__"))
        for test in Path(__file__).parent.glob("test_*.py"):
            shutil.copy(test, copy)
        code = "import json, test_mutations; print(json.dumps(test_mutations.run_mutations()))"
        alone = {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_ADDOPTS": "",
        }
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=copy, env=os.environ | alone, stdout=subprocess.PIPE, check=True, text=True
        )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[int, str]]:
    return outcomes_in_a_copy()


def test_without_a_mutation_all_tests_pass(outcomes: dict[str, tuple[int, str]]) -> None:
    code, output = outcomes[UNCHANGED]
    assert code == pytest.ExitCode.OK, output


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.mistake for mutation in MUTATIONS])
def test_a_mutation_is_noticed(mutation: Mutation, outcomes: dict[str, tuple[int, str]]) -> None:
    source = (ROOT / "edu_w2v" / mutation.file).read_text(encoding="utf-8")
    assert source.count(mutation.right) == 1, "the place to change must be there once"
    code, output = outcomes[mutation.mistake]
    assert code == pytest.ExitCode.TESTS_FAILED, output


if __name__ == "__main__":
    for mistake, (code, output) in outcomes_in_a_copy().items():
        print(
            f"{pytest.ExitCode(code).name:13} {mistake}\n              {output.strip().splitlines()[-1]}"
        )
