"""`--input-uncertainty`: intervals that hold what inputs are not known, and how much of them that is."""
import json
import math
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems

RATE = ("--set", "demand.error=20 %")
MORE = "stations.centre.vehicles.ambulance=4"
T_975_9 = 2.2621571627409915  # Student's t, 9 degrees


def mean(values):
    return sum(values) / len(values)


class InputUncertainty(Case):
    def study(self, *more, replications=20):
        return self.document(ems("run", self.small, "--input-uncertainty", "--replications", str(replications), "--json", *more))

    def test_intervals_are_wider_and_say_why(self):
        plain = self.document(ems("run", self.small, "--replications", "20", "--json"))
        found = self.study(*RATE, "--set", "demand.observed=5000")
        self.assertNotIn("input_uncertainty", plain)
        self.assertEqual(found["input_uncertainty"], {"draws": 10, "replications_per_draw": 2, "inputs": [
            {"path": "demand", "observed": 5000, "error": 0.2}]})
        for section, key in (("calls", "requests"), ("response_s", "mean")):
            wide, narrow = found[section][key], plain[section][key]
            self.assertGreater(wide["high"] - wide["low"], 1.5 * (narrow["high"] - narrow["low"]), key)
            self.assertGreater(wide["input_share"], 0.5)
            self.assertEqual(wide["n"], 10)
            self.assertNotIn("input_share", narrow)
        requests = found["calls"]["requests"]
        relative = (requests["high"] - requests["low"]) / 2 / requests["value"] / T_975_9
        self.assertTrue(0.1 < relative < 0.35, relative)  # 20 %, seen in ten draws

    def test_the_error_by_hand(self):
        out = self.path("out")
        found = self.study(*RATE, "--out", out)
        requests = [0] * 20
        with open(os.path.join(out, "calls.csv"), encoding="utf-8") as file:
            names = file.readline().strip().split(",")
            for line in file:
                row = dict(zip(names, line.strip().split(",")))
                if row["priority"] and row["outcome"] != "duplicate":
                    requests[int(row["replication"]) - 1] += 1
        pairs = list(zip(requests[::2], requests[1::2]))
        means, k = [mean(pair) for pair in pairs], len(pairs)
        between = sum((m - mean(means)) ** 2 for m in means) / (k - 1)
        within = sum((a - b) ** 2 / 2 for a, b in pairs) / k / 2
        spread = math.sqrt(2 * between ** 2 / (k - 1) + 2 * within ** 2 / k)
        lasting = min(between, max(0, between - within) + spread / 2)
        error = math.sqrt(lasting + between / k)
        figure = found["calls"]["requests"]
        self.assertAlmostEqual(figure["value"], mean(requests), 5)
        self.assertAlmostEqual(figure["high"] - figure["value"], T_975_9 * error, 3)
        self.assertAlmostEqual(figure["input_share"], 1 - within / k / error ** 2, 5)
        self.assertFalse(os.path.exists(os.path.join(out, "run.ems")))  # a recording cannot be played on other inputs

    def test_same_bytes_for_any_jobs(self):
        texts = [re.sub(r'"wall_s": [^\n]*', "", json.dumps(self.study(*RATE, "--set", "travel.error=10 %", "--jobs", jobs), indent=1))
                 for jobs in "123"]
        self.assertTrue(texts[0] == texts[1] == texts[2])

    def test_odd_numbers_are_raised(self):
        found = self.study(*RATE, replications=3)
        self.assertEqual((found["replications"], found["input_uncertainty"]["draws"]), (4, 2))

    def test_precision_that_inputs_forbid(self):
        found = self.study(*RATE, "--precision", "calls.received 2 %", "--max-replications", "4000")
        self.assertEqual(found["replications"], 20)  # more would not help
        self.assertFalse(found["precision"][0]["reached"])
        found = self.study("--set", "demand.error=2 %", "--precision", "calls.received 8 %")
        self.assertTrue(found["precision"][0]["reached"])

    def test_compare_draws_the_same_for_all(self):
        found = self.document(ems("compare", self.small, "--with", MORE, "--input-uncertainty", "--replications", "20", "--json", *RATE))
        self.assertEqual(found["input_uncertainty"]["draws"], 10)
        overall = found["comparisons"][0]["overall"]
        self.assertEqual(overall["requests"]["difference"]["value"], 0)  # the same calls, of the same rate
        item = overall["mean"]
        self.assertEqual(item["verdict"], "better")
        self.assertLess(item["difference"]["high"] - item["difference"]["low"],
                        0.8 * (item["unpaired"]["high"] - item["unpaired"]["low"]))

    def test_the_page(self):
        done = self.check(ems("run", self.small, "--input-uncertainty", "--replications", "10", *RATE), 0)
        self.assertIn("Inputs not known exactly: 1, drawn anew 5 times, 2 replications each.", done.stdout)
        self.assertIn("Their share of the variance: mean", done.stdout)
        self.assertIn("that of the inputs said to be uncertain", done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        chinese = self.check(ems("run", self.small, "--input-uncertainty", "--replications", "10", "--lang", "zh", *RATE), 0)
        self.assertIn("不确定的输入1项，重抽5次，每次重复仿真2次。", chinese.stdout)

    def test_bad_usage(self):
        for arguments, word in (([], "takes everything to be known exactly"),
                                ([*RATE, "--out", self.path("out"), "--record", "1"], "--record does not go with")):
            done = ems("run", self.small, "--input-uncertainty", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
