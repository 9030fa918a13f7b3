"""Functions that do not come back, or do harm, and what is told of each.

They stand apart from the tests because the process in which they run imports this module.
"""

import ctypes
import itertools
import os
import re
import subprocess
import sys
import threading
import time


def half(x):
    return x / 2


def raises_at_heart(x):
    raise KeyboardInterrupt


def endless(x):
    while True:
        pass


def endless_on_one_line(x):
    while True: pass  # fmt: skip  # noqa: E701


def catches_everything(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def prints_without_end(x):
    while True:
        print("x" * 1000)


def writes_without_end(x):
    while True:
        os.write(1, b"x" * 1000)


def recursive(x):
    return recursive(x) + 1


def recursive_in_c(x):
    class Deep:
        def __repr__(self):
            return repr(self) * 2

    return repr(Deep())


def grows(x):
    found = []
    while True:
        found.append(bytearray(10**8))  # which the system counts, but need not yet provide


def leaves_a_thread(x):
    threading.Thread(target=endless, args=(x,)).start()
    return x / 2


def leaves_a_process(x):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
    return x + 7


def crashes(x):
    ctypes.string_at(0)


NEVER = "was not done after 1.5 seconds"
HANGS = [
    (endless, NEVER),
    (endless_on_one_line, NEVER),
    (catches_everything, NEVER),
    (prints_without_end, NEVER),
    (writes_without_end, NEVER),
    (lambda x: 10**10**8, NEVER),
    (lambda x: sum(itertools.count()), NEVER),
    (lambda x: time.sleep(1000), NEVER),
    (
        lambda x: threading.Lock().acquire() and threading.Event().wait(),
        NEVER,
    ),
    (lambda x: re.match("(a+)+b", "a" * 100), NEVER),
    (lambda x: endless(x) if isinstance(x, int) else x / 2, NEVER),
    (lambda x: input("x? "), "stops with EOFError: input"),
    (lambda x: sys.exit(), "stops with SystemExit"),
    (lambda x: quit(), "stops with"),
    (lambda x: os._exit(0), "ends Python itself"),
    (lambda x: os.abort(), "ends Python itself"),
    (crashes, "ends Python itself|stops with OSError"),
    (recursive, "stops with RecursionError"),
    (recursive_in_c, "stops with RecursionError"),
    (raises_at_heart, "stops with KeyboardInterrupt"),
    (lambda x: (_ for _ in ()).throw(GeneratorExit), "stops with GeneratorExit"),
    (lambda x: "a" * 10**18, "stops with MemoryError"),
    (lambda x: os.kill(os.getpid(), 9), "ends Python itself"),
    (leaves_a_process, "your function returns"),
]
