"""Any number of threads gives the same bytes: summary, tables, recording; also when the run was stopped in between."""
import json
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "support"))
from cli import PROGRAM, Case, ems, environment

FILES = ("summary.json", "calls.csv", "trips.csv", "events.csv", "run.ems", "map.geojson", "scenario.yaml")


def read(folder):
    """All files of a run as bytes; the summary without its timing."""
    found = {}
    for name in FILES:
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = file.read()
    found["summary.json"] = re.sub(rb'"wall_s": [0-9.e-]+', b"", found["summary.json"])
    return found


class Jobs(Case):
    def run_with(self, jobs, *more):
        out = self.path("run-%s-%d" % (jobs, len(more)))
        self.check(ems("run", self.small, "--jobs", str(jobs), "--out", out, *more), 0)
        self.assertEqual([name for name in os.listdir(out) if name.startswith(".")], [])
        return read(out)

    def test_same_bytes_for_any_number(self):
        for more in (("--replications", "11"), ("--replications", "8", "--record", "5")):
            alone = self.run_with(1, *more)
            self.assertGreater(len(alone["run.ems"]), 10000)
            for jobs in (2, 3, 7):
                together = self.run_with(jobs, *more)
                for name in FILES:
                    self.assertTrue(alone[name] == together[name], (jobs, name))

    def test_default_is_all_processors_and_the_same(self):
        out = self.path("run")
        self.check(ems("run", self.small, "--replications", "11", "--out", out), 0)
        self.assertTrue(read(out) == self.run_with(1, "--replications", "11"))

    def test_precision_does_not_depend_on_threads(self):
        wishes = ("--precision", "mean 2 %", "--precision", "by_priority.1.within 12 min 3 points")
        alone = self.run_with(1, *wishes)
        summary = json.loads(re.sub(rb'"timing": {[^}]*}', b'"timing": null', alone["summary.json"]))
        self.assertGreater(summary["replications"], 20)
        self.assertEqual([(wish["asked"], wish["reached"]) for wish in summary["precision"]],
                         [(wishes[1], True), (wishes[3], True)])
        mean = summary["response_s"]["mean"]
        self.assertLessEqual(mean["high"] - mean["low"], 0.04 * mean["value"] + 1e-6)
        for jobs in (2, 3, 7):
            self.assertTrue(alone == self.run_with(jobs, *wishes), jobs)

    def test_precision_that_is_out_of_reach(self):
        done = ems("run", self.small, "--precision", "mean 0.01 %", "--max-replications", "30")
        self.assertEqual(done.returncode, 0)
        self.assertIn("NOT reached with 30 replications", done.stdout)
        for bad in (["--precision", "p9 2 %"], ["--max-replications", "30"], ["--precision", "p90 2 %"] * 17,
                    ["--precision", "p90 2 %", "--max-replications", "19"]):
            self.assertEqual(ems("run", self.small, *bad).returncode, 2, bad)

    def test_an_interrupted_run_has_whole_replications_only(self):
        out = self.path("run")
        process = subprocess.Popen([PROGRAM, "run", self.small, "--jobs", "3", "--replications", "1000000", "--out", out],
                                   env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        found = read(out)
        summary = json.loads(found["summary.json"].replace(b'"timing": {\n    \n  }', b'"timing": null'))
        rows = [line.split(b",", 1)[0] for line in found["calls.csv"].splitlines()[1:]]
        numbers = list(dict.fromkeys(int(number) for number in rows))
        self.assertEqual(numbers, list(range(1, summary["replications"] + 1)))
        self.assertAlmostEqual(summary["calls"]["received"]["value"], len(rows) / len(numbers), 5)
        # all of it is what a run has that asked for so many
        plain = self.path("plain")
        self.check(ems("run", self.small, "--replications", str(len(numbers)), "--out", plain), 0)
        expected = read(plain)
        for name in ("calls.csv", "trips.csv", "events.csv", "map.geojson"):
            self.assertTrue(found[name] == expected[name], name)

    def test_bad_numbers(self):
        for jobs in ("0", "-1", "two", "1025", ""):
            done = ems("run", self.small, "--jobs", jobs)
            self.assertEqual(done.returncode, 2, jobs)
            self.assertIn("--jobs", done.stderr)
