"""`bound`: now, the bound and what is left of every target; refusals; pages of 80 columns."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems

TARGET = ["--target", "urban within 12 min 90 %", "--target", "priority 1 within 15 min 99.9 %"]


class Bound(Case):
    def test_now_is_what_run_finds(self):
        found = self.document(ems("bound", self.small, *TARGET, "--json"))
        run = self.document(ems("run", self.small, "--json", "--set",
                                "targets=[{class: urban, within: 12 min, share: 90 %}, {priority: 1, within: 15 min, share: 99 %}]"))
        self.assertEqual(len(found["targets"]), 2)
        for mine, theirs in zip(found["targets"], run["targets"]):
            self.assertEqual(mine["now"], theirs["found"])
            self.assertGreaterEqual(mine["bound"]["value"], mine["now"]["value"])
            self.assertAlmostEqual(mine["left"]["value"], mine["bound"]["value"] - mine["now"]["value"], 2)

    def test_same_bytes_for_any_number_of_threads(self):
        one, two = (self.document(ems("bound", self.small, *TARGET, "--json", "--jobs", n)) for n in "12")
        one.pop("timing"), two.pop("timing")
        self.assertEqual(one, two)

    def test_pages_are_80_columns_wide(self):
        for lang in ("en", "zh"):
            page = self.check(ems("bound", self.small, *TARGET, "--lang", lang), 0).stdout
            for line in page.splitlines():
                self.assertLessEqual(sum(2 if ord(c) > 0x2e80 else 1 for c in line), 80, line)
        target = ["--target", "priority 1 urban within 3 min 90 %"]
        for lang, words in (("en", "it takes crews or stations"), ("zh", "须增加车组或站点")):
            self.assertIn(words, self.check(ems("bound", self.small, *target, "--lang", lang), 0).stdout)

    def test_refusals(self):
        for options, words in ((["--target", "urban within 12 min 90 %", "--set", "dispatch.policy=human"], "person"),
                               (["--target", "urban within 12 min"], "--target"),
                               (["--target", "urban within 12 min 90 %", "--set", "demand.requests_per_1000_per_year=0"], "demand")):
            result = ems("bound", self.small, *options)
            self.assertIn(result.returncode, (2, 3), result.stderr)
            self.assertIn(words, result.stderr)
        self.assertIn("no target", self.check(ems("bound", self.small, "--set", "targets=[]"), 2).stderr)


if __name__ == "__main__":
    unittest.main()
