"""`size`: a plan that holds when it is run again, the folder of --out, targets that cannot be met, bad usage."""
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems

TARGET = ["--target", "urban within 14 min 85 %", "--target", "rural within 25 min 75 %"]
QUICK = ["--set", "clock.duration=28 d", "--certify", "40"]


class Size(Case):
    def test_plan_is_a_scenario_that_meets_the_targets(self):
        out = self.path("plan")
        found = self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--out", out))
        self.assertTrue(found["feasible"])
        self.assertTrue(all(t["verdict"] == "yes" for t in found["targets"]))
        self.assertGreaterEqual(found["certificate"]["replications"], 40)
        with open(os.path.join(out, "size.json"), encoding="utf-8") as file:
            saved = json.load(file)
        saved.pop("timing"), found.pop("timing")
        self.assertEqual(saved, found)
        # run with the certificate's seed and replications it is the same simulation, digit by digit
        again = self.document(ems("run", os.path.join(out, "scenario.yaml"), "--json", "--set", "clock.duration=28 d",
                                  "--seed", str(found["certificate"]["seed"]),
                                  "--replications", str(found["certificate"]["replications"])))
        for mine, theirs in zip(found["targets"], again["targets"]):
            self.assertEqual(mine["found"]["value"], theirs["found"]["value"])
        self.assertEqual(found["plan"]["crews"], again["fleet"]["crews"])

    def test_same_bytes_for_any_number_of_threads(self):
        one, two = (self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--jobs", n)) for n in "12")
        one.pop("timing"), two.pop("timing")
        self.assertEqual(one, two)

    def test_says_what_cannot_be_met(self):
        result = ems("size", self.small, "--target", "rural within 3 min 90 %", *QUICK)
        self.check(result, 4)
        self.assertIn("rural within 3 min 90 %", result.stderr)
        self.assertIn("with crews in plenty", result.stderr)
        self.assertIn("the best found", result.stdout)

    def test_growth_and_cost(self):
        plain = self.document(ems("size", self.small, *TARGET, *QUICK, "--json"))
        grown = self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--price", "100000", "--persons", "12",
                                  "--growth", "population 1 % a year, requests 1 % a year to 2035"))
        self.assertIsNone(plain["growth"])
        self.assertAlmostEqual(grown["growth"]["request_factor"], (1.01 * 1.01) ** 10, 5)
        self.assertGreaterEqual(grown["plan"]["crew_hours_a_week"], plain["plan"]["crew_hours_a_week"])
        persons = grown["plan"]["crew_hours_a_week"] / 168 * 12
        self.assertAlmostEqual(grown["cost"]["persons"], persons, 5)
        self.assertAlmostEqual(grown["cost"]["cost_per_year"], persons * 100000, 2)

    def test_pages_are_80_columns_wide(self):
        for lang in ("en", "zh"):
            page = self.check(ems("size", self.small, *TARGET, *QUICK, "--lang", lang), 0).stdout
            for line in page.splitlines():
                width = sum(2 if ord(c) > 0x2e80 else 1 for c in line)
                self.assertLessEqual(width, 80, line)

    def test_bad_usage(self):
        for options, word in ((["--target", "urban 90 %"], "within"),
                              (["--target", "village within 10 min 90 %"], "village"),
                              (["--growth", "people grow"], "--growth"),
                              (["--price", "-1"], "--price"),
                              (["--max-crews", "0"], "max-crews")):
            result = ems("size", self.small, *options)
            self.check(result, 2)
            self.assertIn(word, result.stderr)
        result = ems("size", self.small, "--set", "targets=[]")
        self.check(result, 2)
        self.assertIn("no target", result.stderr)


if __name__ == "__main__":
    unittest.main()
