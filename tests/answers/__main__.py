"""Print what check says to each answer."""

import importlib
import sys

from edu_w2v.classroom import exercises
from edu_w2v.classroom.exercises.running import run_here
from tests import answers

exercises.run = run_here  # fast, in this process
for notebook in sys.argv[1:]:
    module = importlib.import_module(f"{exercises.__name__}.{notebook}")
    for kind in ("RIGHT", "WRONG"):
        for name, given in answers.of(notebook, kind).items():
            for answer in given:
                code = getattr(answer, "__code__", None)
                shown = f"line {code.co_firstlineno}" if code else repr(answer)
                print(f"{kind} {name} {shown}: {getattr(module, name).check(answer)}")
