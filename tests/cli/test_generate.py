"""`generate city`: the same bytes for the same seed, what it says, and a folder that is whole or untouched."""
import csv
import filecmp
import json
import os
import resource
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, ROOT, Case, ems, environment

FILES = ["README.md", "city.roads", "people.csv", "scenario.yaml"]


class Generate(Case):
    def generate(self, name, *arguments, population="20000", code=0, **options):
        return self.check(ems("generate", "city", "--population", population, "--out", self.path(name), *arguments,
                              **options), code)

    def compare(self, a, b):
        return [name for name in FILES if not filecmp.cmp(os.path.join(a, name), os.path.join(b, name), shallow=False)]


class Files(Generate):
    def test_the_metropolis_is_what_the_command_makes(self):
        self.generate("again", "--seed", "120", population="2000000")
        self.assertEqual(self.compare(self.path("again"), os.path.join(ROOT, "scenarios", "metropolis")), [],
                         "scenarios/metropolis is not what its README's command makes")

    def test_the_seed_decides(self):
        self.generate("a", "--seed", "7")
        self.generate("b", "--seed", "7", env=environment(LC_ALL="de_DE.UTF-8"))
        self.generate("c", "--seed", "8")
        self.assertEqual(self.compare(self.path("a"), self.path("b")), [])
        self.assertEqual(self.compare(self.path("a"), self.path("c")), FILES)

    def test_people_add_up_and_lie_in_known_areas(self):
        self.generate("a", population="123457")
        with open(self.path("a/people.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(sum(int(row["people"]) for row in rows), 123457)
        with open(self.path("a/scenario.yaml"), encoding="utf-8") as file:
            text = file.read()
        for area in {row["area"] for row in rows}:
            self.assertIn(f"- {{id: {area}, name:", text)

    def test_it_checks_and_runs_in_both_languages(self):
        for lang in ("en", "zh"):
            self.generate(lang, "--lang", lang, population="60000")
            done = self.check(ems("check", self.path(lang)), 0)
            self.assertEqual(done.stderr, "")
            result = self.document(ems("run", self.path(lang), "--replications", "1", "--set", "clock.duration=7 d",
                                       "--json"))
            self.assertGreater(result["calls"]["received"]["value"], 50)
        with open(self.path("zh/scenario.yaml"), encoding="utf-8") as file:
            self.assertIn("# 虚构城市", file.read())
        self.assertNotEqual(self.compare(self.path("en"), self.path("zh")), FILES)

    def test_closing_the_bridge_of_the_example(self):
        self.generate("a", "--seed", "3", population="400000")
        with open(self.path("a/scenario.yaml"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        start = lines.index("# timeline:")
        self.write("a/closed.yaml", "ems120: 1\nextends: scenario.yaml\n" + "\n".join(line[2:] for line in lines[start:]) + "\n")
        travel = []
        for name in ("scenario.yaml", "closed.yaml"):
            result = self.document(ems("run", self.path(f"a/{name}"), "--replications", "1", "--json",
                                       "--set", "clock.warmup=10 d", "--set", "clock.duration=2 d"))
            travel.append(result["parts_s"]["travel"]["value"])
        self.assertNotEqual(travel[0], travel[1])

    def test_nodes(self):
        few = self.document(self.generate("a", "--nodes", "1000", "--json", population="100000"))
        many = self.document(self.generate("b", "--nodes", "10000", "--json", population="100000"))
        self.assertTrue(900 <= few["nodes"] <= 1100, few)
        self.assertTrue(9000 <= many["nodes"] <= 11000, many)
        self.assertEqual(few["vehicles"], 5)
        self.assertEqual([os.path.basename(path) for path in sorted(many["wrote"])], FILES)


class Wrong(Generate):
    def fails(self, code, says, *arguments):
        done = self.check(ems("generate", *arguments), code)
        self.assertIn(says, done.stderr)
        self.assertEqual(done.stdout, "")
        document = self.document(ems("generate", *arguments, "--json"), code)
        self.assertTrue(any(says in d["message"] + (d["hint"] or "") for d in document["diagnostics"]), document)

    def test_numbers(self):
        out = self.path("out")
        for option, value in [("--population", "0"), ("--population", "-5"), ("--population", "1000000000000"),
                              ("--population", "4999"), ("--population", "20000001"), ("--population", "many"),
                              ("--population", "1e6"), ("--population", ""), ("--seed", "x"), ("--seed", "-1"),
                              ("--nodes", "999"), ("--nodes", "1000001"), ("--nodes", "x")]:
            self.fails(2, "a whole number", "city", "--population=50000", "--out", out, f"{option}={value}")
        self.fails(2, "from 1000 to 1250", "city", "--population", "5000", "--nodes", "1251", "--out", out)
        self.assertFalse(os.path.exists(out))

    def test_what_is_missing(self):
        self.fails(2, "--population is missing", "city", "--out", self.path("out"))
        self.fails(2, "--out is missing", "city", "--population", "5000")
        self.fails(2, "KIND is missing")
        self.fails(2, "did you mean 'city'?", "cty", "--population", "5000", "--out", self.path("out"))
        self.fails(2, "no option --bbox here", "city", "--bbox", "1,2,3,4")

    def test_nothing_is_written_over(self):
        os.mkdir(self.path("out"))
        mine = self.write("out/people.csv", "mine\n")
        self.fails(1, "is there already", "city", "--population", "5000", "--out", self.path("out"))
        self.assertEqual(os.listdir(self.path("out")), ["people.csv"])
        with open(mine, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine\n")
        self.generate("out", "--force")
        self.generate("fresh")
        self.assertEqual(self.compare(self.path("out"), self.path("fresh")), [])

    def test_a_place_that_takes_no_files(self):
        self.write("file", "")
        self.fails(1, "Not a directory", "city", "--population", "5000", "--out", self.path("file/out"))
        self.fails(1, "Not a directory", "city", "--population", "5000", "--out", self.path("file"))
        if os.geteuid() != 0:
            os.mkdir(self.path("locked"), 0o500)
            self.fails(1, "Permission denied", "city", "--population", "5000", "--out", self.path("locked"))

    def run_limited(self, size, *arguments):
        """As on a disk that is full after so many bytes."""
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return subprocess.run([PROGRAM, "generate", "city", "--population", "20000", *arguments], env=environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit, restore_signals=False,
                              encoding="utf-8")

    def test_full_disk_leaves_nothing(self):
        for size in (0, 1000, 8000, 30000, 60000):
            done = self.run_limited(size, "--out", self.path("new/out"))
            self.assertEqual(done.returncode, 1, (size, done.stderr))
            self.assertIn("File too large", done.stderr)
            self.assertFalse(os.path.exists(self.path("new/out")), size)

    def test_full_disk_keeps_what_was_there(self):
        self.generate("out", "--seed", "1")
        self.generate("same", "--seed", "1")
        for size in (0, 8000, 30000):
            self.assertEqual(self.run_limited(size, "--seed", "2", "--force", "--out", self.path("out")).returncode, 1)
            self.assertEqual(sorted(os.listdir(self.path("out"))), FILES)
            self.assertEqual(self.compare(self.path("out"), self.path("same")), [], size)

    def test_interrupted(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            process = subprocess.Popen([PROGRAM, "generate", "city", "--population", "3000000", "--out",
                                        self.path("out")], env=environment(), stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, encoding="utf-8")
            while not os.path.isdir(self.path("out")):
                time.sleep(0.005)
            process.send_signal(number)
            output, errors = process.communicate(timeout=300)
            self.assertEqual(process.returncode, code, errors)
            self.assertIn("nothing was written", errors)
            self.assertEqual(output, "")
            self.assertFalse(os.path.exists(self.path("out")))


if __name__ == "__main__":
    unittest.main()
