"""Surges by window of the timeline: before, during and after, against the table of calls; and overload."""
import csv
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems

DAY = 86400
TIMELINE = """ems120: 1
extends: small.yaml
replications: 3
clock: {start: 2025-03-03T06:00+08:00, warmup: 1 d, duration: 20 d, drain: 24 h}
demand: {cancel: {share: 0 %, after: 1 min}}
dispatch: {policy: nearest, reassign: [], vehicle_patience: never}
timeline:
  - {at: day 8 00:00, for: 2 d, demand: 300 %}
  - {at: day 8 00:00, for: 2 d, crew_absence: 30 %}
  - {at: day 3 00:00, for: 12 h, phone_calls: 200 %}
  - {at: day 19 00:00, demand: 200 %}
  - {at: day 1 06:00, speed: 110 %}
"""


def seconds(text):
    return float(text) if text else None


class Windows(Case):
    def setUp(self):
        super().setUp()
        self.surge = self.write("surge.yaml", TIMELINE)

    def stretches(self, window, end=21 * DAY):
        """(from, to) of each, in the counted window of days 1 to 21 from the start."""
        start, stop = window["from_s"], min(window["to_s"] or end, end)
        length = stop - start
        cut = lambda a, b: (max(a, DAY), min(b, end))
        return {"before": cut(start - length, start), "during": cut(start, stop), "after": cut(stop, stop + length)}

    def test_against_the_table_of_calls(self):
        out = self.path("out")
        found = self.document(ems("run", self.surge, "--out", out, "--json"))
        with open(os.path.join(out, "calls.csv"), encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["priority"]]
        windows = found["by_window"]
        self.assertEqual([(w["from_s"] / DAY, (w["to_s"] or 0) / DAY) for w in windows],
                         [(6.75, 8.75), (1.75, 2.25), (17.75, 0)])  # each once; what lasts from end to end is none
        for window in windows:
            for name, (begin, end) in self.stretches(window).items():
                group = window[name]
                part = [row for row in rows if begin <= float(row["arrival_s"]) < end]
                self.assertAlmostEqual(group["requests"]["value"], len(part) / 3, 5)
                if begin >= end:
                    self.assertIsNone(group["requests_per_day"]["value"])
                    continue
                self.assertAlmostEqual(group["requests_per_day"]["value"], len(part) / 3 / ((end - begin) / DAY), 5)
                times = [float(row["response_s"]) for row in part if row["response_s"]]
                self.assertAlmostEqual(group["response_s"]["mean"]["value"], sum(times) / len(times), 4)
                self.assertAlmostEqual(group["queued_share"]["value"], sum(int(row["queued"]) for row in part) / len(part), 5)
                waited = 0
                for row in rows:
                    ready, ordered = seconds(row["ready_s"]), seconds(row["ordered_s"])
                    if row["queued"] == "1":
                        waited += max(0, min(ordered, end) - max(ready, begin))
                self.assertAlmostEqual(group["waiting"]["value"], waited / 3 / (end - begin), 4)
        surge = windows[0]
        self.assertGreater(surge["during"]["requests"]["value"], 2 * surge["before"]["requests"]["value"])
        self.assertGreater(surge["during"]["response_s"]["mean"]["value"], surge["after"]["response_s"]["mean"]["value"])

    def test_the_page(self):
        for lang, words in (("en", ("Surges and other changes", "day 8 00:00 to day 10 00:00", "from day 19 00:00", "  during ")),
                            ("zh", ("激增及其他变化", "第8日00:00—第10日00:00", "第19日00:00 起", "  期间 "))):
            page = self.check(ems("run", self.surge, "--lang", lang), 0).stdout
            for word in words:
                self.assertIn(word, page)
            width = max(sum(2 if ord(c) > 0x2e7f else 1 for c in line) for line in page.splitlines())
            self.assertLessEqual(width, 80)

    def test_none_without_a_timeline(self):
        self.assertEqual(self.document(ems("run", self.small, "--json"))["by_window"], [])
        self.assertNotIn("Surges", ems("run", self.small).stdout)

    def test_same_bytes_for_any_jobs(self):
        texts = [re.sub(r'"wall_s": [^\n]*', "", ems("run", self.surge, "--json", "--jobs", jobs).stdout) for jobs in "12"]
        self.assertEqual(*texts)

    def test_overload(self):
        many = ("--set", "demand.requests_per_1000_per_year=2000", "--set", "dispatch.vehicle_patience=never")
        found = self.document(ems("run", self.small, "--json", *many))
        self.assertTrue(found["overloaded"])
        self.assertFalse(self.document(ems("run", self.small, "--json"))["overloaded"])
        self.assertIn("NO STEADY STATE", ems("run", self.small, *many).stdout)
        self.assertIn("未达到稳态", ems("run", self.small, "--lang", "zh", *many).stdout)


if __name__ == "__main__":
    unittest.main()
