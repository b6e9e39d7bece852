"""Every wrong scenario of tests/invalid is refused with exactly the diagnostics written beside it.

NAME.yaml is checked from within tests/invalid with the options of NAME.set, one --set a line; NAME.expected has one line for each
diagnostic: `file:line:column: path: message [hint]`, warnings behind `warning:`. To renew them and read the difference:

    EMS120_RENEW=1 python3 tests/unit/scenario/test_invalid.py && git diff tests/invalid
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
FOLDER = os.path.join(ROOT, "tests", "invalid")
PROGRAM = os.path.abspath(os.environ.get("EMS120_PROGRAM", os.path.join(ROOT, "build", "ems120")))
RENEW = os.environ.get("EMS120_RENEW") == "1"


def check(path, sets=(), cwd=FOLDER, timeout=60):
    """Exit code and diagnostics of `ems120 check`."""
    command = [PROGRAM, "check", path, "--json", "--lang", "en"]
    for option in sets:
        command += ["--set", option]
    done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)
    return done.returncode, json.loads(done.stdout.decode("utf-8"))["diagnostics"]


def line_of(diagnostic):
    place = f'{diagnostic["file"]}:{diagnostic["line"] or 0}:{diagnostic["column"] or 0}'
    kind = "" if diagnostic["severity"] == "error" else "warning: "
    hint = f' [{diagnostic["hint"]}]' if diagnostic["hint"] else ""
    return f'{place}: {kind}{diagnostic["path"]}: {diagnostic["message"]}{hint}\n'


def names():
    return sorted(name[:-5] for name in os.listdir(FOLDER) if name.endswith(".yaml"))


def sets_of(name):
    path = os.path.join(FOLDER, name + ".set")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


class Invalid(unittest.TestCase):
    maxDiff = None

    def test_each(self):
        for name in names():
            with self.subTest(name):
                code, diagnostics = check(name + ".yaml", sets_of(name))
                found = "".join(line_of(d) for d in diagnostics)
                self.assertEqual(code, 3)
                self.assertTrue(any(d["severity"] == "error" for d in diagnostics))
                path = os.path.join(FOLDER, name + ".expected")
                if RENEW:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(found)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(found, file.read())

    def test_enough_of_them(self):
        self.assertGreaterEqual(len(names()), 60)

    def test_nothing_left_over(self):
        for name in os.listdir(FOLDER):
            stem, dot, end = name.rpartition(".")
            if end in ("expected", "set"):
                self.assertIn(stem, names())


class Monstrous(unittest.TestCase):
    """Files that would hang a careless reader or eat the memory: refused within seconds in 512 MB."""

    def refuse(self, write, expected):
        with tempfile.TemporaryDirectory(prefix="ems120-test-") as folder:
            path = os.path.join(folder, "monster.yaml")
            with open(path, "wb") as file:
                write(file)
            start = time.monotonic()
            done = subprocess.run([PROGRAM, "check", path, "--json", "--lang", "en"], stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=60, preexec_fn=self.limit)
            self.assertLess(time.monotonic() - start, 20)
            self.assertEqual(done.returncode, 3, done.stderr)
            messages = [d["message"] for d in json.loads(done.stdout)["diagnostics"]]
            self.assertTrue(any(expected in m for m in messages), messages[:3])

    @staticmethod
    def limit():
        if "asan" not in PROGRAM and "tsan" not in PROGRAM and "san" not in PROGRAM:  # they reserve terabytes
            resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))

    def test_a_gigabyte(self):
        self.refuse(lambda file: (file.write(b"ems120: 1\n"), file.truncate(1 << 30)), "larger than")

    def test_a_million_deep_flow(self):
        self.refuse(lambda file: file.write(b"ems120: 1\nname: " + b"[" * 1000000), "nested deeper than 64")

    def test_a_million_deep_closed(self):
        self.refuse(lambda file: file.write(b"name: " + b"[" * 1000000 + b"]" * 1000000), "nested deeper than 64")

    def test_a_million_deep_in_lines(self):
        self.refuse(lambda file: file.write(b"a:\n" + b"- " * 1000000 + b"b\n"), "nested deeper than 64")

    def test_deep_by_indentation(self):
        self.refuse(lambda file: file.write(b"".join(b" " * i + b"a:\n" for i in range(2000))), "nested deeper than 64")

    def test_millions_of_entries(self):
        self.refuse(lambda file: file.write(b"[" + b"1," * 8000000 + b"1]"), "more than 2000000 values")

    def test_one_long_word(self):
        self.refuse(lambda file: file.write(b"ems120: 1\nname: " + b"x" * (15 << 20) + b"\nseed: x\n"), "is missing")

    def test_many_unknown_keys(self):
        self.refuse(lambda file: file.write(b"ems120: 1\n" + b"".join(b"k%d: 1\n" % i for i in range(200000))),
                    "unknown key")

    def test_endless_file(self):
        code, diagnostics = check("/dev/zero")
        self.assertEqual(code, 3)
        self.assertEqual(len(diagnostics), 1)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
