"""The folder of `run --out`: what it holds, whom it refuses, and that the summary follows from the tables: every figure
that can be is computed again from calls.csv and trips.csv, intervals too."""
import csv
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
import unittest
from collections import Counter, defaultdict
from datetime import datetime

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "support"))
from cli import PROGRAM, ROOT, SMALL, Case, ems, environment

T_975 = {3: 3.182446305284263, 7: 2.3646242515927844}  # Student's t by degrees of freedom

WINDOW = (6 * 3600.0, 6 * 3600.0 + 7 * 86400.0)  # of the small scenario
FILES = {"scenario.yaml", "summary.json", "calls.csv", "trips.csv", "events.csv", "run.ems", "map.geojson"}


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summary(folder):
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
        return json.load(file)


def without_timing(document):
    return {key: value for key, value in document.items() if key != "timing"}


def jackknife(numerators, denominators):
    """(value, half-width) of a ratio of sums, by leaving out one replication after the other."""
    total_n, total_d, count = sum(numerators), sum(denominators), len(numerators)
    parts = [(total_n - n) / (total_d - d) for n, d in zip(numerators, denominators)]
    mean = sum(parts) / count
    error = math.sqrt((count - 1) / count * sum((part - mean) ** 2 for part in parts))
    return total_n / total_d, T_975[count - 1] * error


def quantile(values, share):
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def freed(trip):
    """When the order ended; an order that is still open at the end of the run never does."""
    return float(trip["free_s"] or "inf")


class Run(Case):
    @classmethod
    def setUpClass(cls):
        cls.replications = 8

    def run_small(self, *arguments):
        out = self.path("run")
        self.check(ems("run", self.small, "--replications", str(self.replications), "--out", out, *arguments), 0)
        return out

    def agree(self, figure, value, half, places=5):
        self.assertAlmostEqual(figure["value"], value, places)
        self.assertAlmostEqual(figure["high"] - figure["low"], 2 * half, places)
        self.assertEqual(figure["n"], self.replications)

    def per_replication(self, rows, number):
        sums = [0.0] * self.replications
        for row in rows:
            sums[int(row["replication"]) - 1] += number(row)
        return sums

    def test_counts(self):
        out = self.run_small()
        rows, found = table(out, "calls.csv"), summary(out)
        outcomes = Counter(row["outcome"] for row in rows)
        self.assertAlmostEqual(found["calls"]["received"]["value"], len(rows) / self.replications, 6)
        for state in ("blocked", "abandoned", "advised", "hoax", "duplicate", "cancelled", "unserved", "unreachable",
                      "cancelled_en_route", "empty", "treated", "transported", "unfinished"):
            self.assertAlmostEqual(found["calls"][state]["value"], outcomes.pop(state, 0) / self.replications, 6)
        self.assertEqual(outcomes, {})
        received = self.per_replication(rows, lambda row: 1)
        mean = sum(received) / len(received)
        half = T_975[7] * math.sqrt(sum((n - mean) ** 2 for n in received) / (8 * 7))
        self.agree(found["calls"]["received"], mean, half)
        self.assertTrue(all(WINDOW[0] <= float(row["arrival_s"]) < WINDOW[1] for row in rows))

    def check_group(self, rows, group):
        """Response of the requests in `rows` against a group of the summary."""
        reached = [row for row in rows if row["response_s"]]
        sums = self.per_replication(reached, lambda row: float(row["response_s"]))
        counts = self.per_replication(reached, lambda row: 1)
        self.assertAlmostEqual(group["requests"]["value"], len(rows) / self.replications, 6)
        self.assertAlmostEqual(group["reached"]["value"], len(reached) / self.replications, 6)
        if min(counts) > 0:
            self.agree(group["response_s"]["mean"], *jackknife(sums, counts))
        for name, share in (("p50", 0.5), ("p90", 0.9), ("p95", 0.95)):
            self.check_quantile(reached, share, group["response_s"][name])
        queued = self.per_replication(rows, lambda row: int(row["queued"]))
        self.assertAlmostEqual(group["queued_share"]["value"], sum(queued) / len(rows), 6)
        parts = sum(part["value"] for part in group["parts_s"].values())
        self.assertAlmostEqual(parts, group["response_s"]["mean"]["value"], 4)

    def check_quantile(self, reached, share, figure):
        values = [float(row["response_s"]) for row in reached]
        if len(values) - math.ceil(share * len(values) - 1e-9) < 10:
            self.assertEqual((figure["value"], figure["note"]), (None, "too_few"))
            return
        pooled, sections = quantile(values, share), defaultdict(list)
        for row in reached:
            sections[row["replication"]].append(float(row["response_s"]))
        squares = sum((quantile(part, share) - pooled) ** 2 for part in sections.values())
        self.assertAlmostEqual(figure["value"], pooled, 2)  # to a millisecond, rounded up
        self.assertGreaterEqual(figure["value"], pooled - 1e-6)
        if len(sections) == self.replications:
            half = T_975[7] * math.sqrt(squares / (8 * 7))
            self.assertAlmostEqual(figure["high"] - figure["value"], half, 1)

    def test_response_of_all_groups(self):
        out = self.run_small()
        found = summary(out)
        requests = [row for row in table(out, "calls.csv") if row["priority"]]
        overall = {"requests": found["calls"]["requests"], "reached": found["calls"]["reached"],
                   "response_s": found["response_s"], "queued_share": found["service"]["queued_share"],
                   "parts_s": found["response_parts_s"]}
        self.check_group(requests, overall)
        start = datetime.fromisoformat("2025-03-03T00:00+08:00")
        keys = {"by_priority": lambda row: row["priority"],
                "by_class": lambda row: {"town": "urban", "land": "rural"}[row["area"]],
                "by_area": lambda row: row["area"],
                "by_hour": lambda row: str(int(float(row["arrival_s"]) // 3600 + start.hour) % 24)}
        for name, key in keys.items():
            rows = defaultdict(list)
            for row in requests:
                rows[key(row)].append(row)
            self.assertEqual(set(found[name]), set(rows) if name != "by_hour" else {str(h) for h in range(24)})
            for group in rows:
                with self.subTest(by=name, group=group):
                    self.check_group(rows[group], found[name][group])

    def test_shares(self):
        out = self.run_small()
        found, calls, trips = summary(out), table(out, "calls.csv"), table(out, "trips.csv")
        blocked = self.per_replication(calls, lambda row: row["outcome"] == "blocked")
        received = self.per_replication(calls, lambda row: 1)
        self.agree(found["service"]["lost_share"], *jackknife(blocked, received), places=6)
        ordered = [row for row in trips if row["counted"] == "1" and row["from_station"] == "1"]
        # left out: orders that were cancelled or taken away within 180 s, or are still in turnout at the end
        taken = [row for row in ordered if "1" in (row["cancelled"], row["reassigned"])
                 and freed(row) - float(row["ordered_s"]) <= 180]
        base = [row for row in ordered if row not in taken and (row["departed_s"] or row["free_s"])]
        early = [row for row in base if row["departed_s"] and float(row["departed_s"]) - float(row["ordered_s"]) <= 180]
        share = found["service"]["departed_180s_share"]["value"]
        self.assertAlmostEqual(share, len(early) / len(base), 6)
        target = found["targets"][0]
        about = [row for row in calls if row["priority"] == "1" and row["area"] == "town"]
        within = sum(1 for row in about if row["response_s"] and float(row["response_s"]) <= 720)
        self.assertAlmostEqual(target["requests"]["value"], len(about) / self.replications, 6)
        self.assertGreaterEqual(target["found"]["value"], within / len(about) - 1e-6)
        late = [row for row in about if not row["outcome"].startswith("cancelled")]
        self.assertLessEqual(target["found"]["value"], within / len(late) + 1e-6)

    def test_distance_and_work_of_vehicles(self):
        out = self.run_small()
        found, trips = summary(out), table(out, "trips.csv")
        counted = [row for row in trips if row["counted"] == "1"]
        for vehicle in found["vehicles"]:
            orders = sum(1 for row in counted if row["vehicle"] == vehicle["id"])
            self.assertAlmostEqual(vehicle["orders"]["value"], orders / self.replications, 6)
            busy = sum(max(0.0, min(freed(row), WINDOW[1]) - max(float(row["ordered_s"]), WINDOW[0]))
                       for row in trips if row["vehicle"] == vehicle["id"])
            share = busy / (WINDOW[1] - WINDOW[0]) / self.replications
            self.assertAlmostEqual(vehicle["busy_share"]["value"], share, 5)

    def test_no_vehicle_on_two_tasks(self):
        trips = defaultdict(list)
        for row in table(self.run_small(), "trips.csv"):
            trips[row["replication"], row["vehicle"]].append((float(row["ordered_s"]), freed(row)))
        self.assertGreater(len(trips), 0)
        for spans in trips.values():
            spans.sort()
            self.assertTrue(all(a[1] <= b[0] for a, b in zip(spans, spans[1:])))

    def test_events_are_those_of_recorded_replications(self):
        out = self.run_small("--record", "2")
        events = table(out, "events.csv")
        self.assertEqual({row["replication"] for row in events}, {"1", "2"})
        times = [float(row["time_s"]) for row in events if row["replication"] == "1"]
        self.assertEqual(times, sorted(times))
        rings = Counter(row["replication"] for row in events if row["event"] == "ring")
        ends = Counter(row["replication"] for row in events if row["event"] == "ended")
        self.assertTrue(all(ends[r] <= rings[r] for r in rings))
        calls = [row for row in table(out, "calls.csv") if row["replication"] == "1" and row["on_scene_s"]]
        scenes = {(row["call"], row["time_s"]) for row in events
                  if row["replication"] == "1" and row["event"] == "on_scene"}
        self.assertTrue(all((row["call"], row["on_scene_s"]) in scenes for row in calls))

    def test_folder(self):
        out = self.run_small()
        self.assertEqual({name for name in os.listdir(out) if name not in ("data", "standards")}, FILES)
        # a second run takes its place; without recorded replications their files go
        self.check(ems("run", self.small, "--replications", "2", "--record", "0", "--out", out), 0)
        self.assertEqual({name for name in os.listdir(out) if name not in ("data", "standards")}, FILES - {"events.csv", "run.ems"})
        self.assertEqual(summary(out)["replications"], 2)
        self.assertEqual({row["replication"] for row in table(out, "calls.csv")}, {"1", "2"})

    def test_map_says_what_the_summary_says(self):
        out = self.run_small()
        with open(os.path.join(out, "map.geojson"), encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(document["type"], "FeatureCollection")
        areas = {f["properties"]["id"]: f["properties"] for f in document["features"]
                 if f["properties"]["kind"] == "area"}
        groups = summary(out)["by_area"]
        self.assertEqual(areas.keys(), groups.keys() - {"(outside)"})
        for name, area in areas.items():
            response = groups[name]["response_s"]
            self.assertEqual(area["response_mean_s"], response["mean"]["value"])
            self.assertEqual(area["response_p90_s"], response["p90"]["value"])
            self.assertEqual(area["requests"], groups[name]["requests"]["value"])
            for within in response["within"]:
                self.assertEqual(area["share_within_%d_s" % within["within_s"]], within["share"]["value"])

    def test_a_run_can_be_run_again(self):
        out, again = self.run_small(), self.path("again")
        self.check(ems("run", out, "--replications", str(self.replications), "--out", again), 0)
        first, second = without_timing(summary(out)), without_timing(summary(again))
        for key in ("calls", "response_s", "by_area", "vehicles", "levels", "work"):
            self.assertEqual(first[key], second[key])
        for name in ("calls.csv", "trips.csv", "events.csv"):
            with open(os.path.join(out, name), "rb") as a, open(os.path.join(again, name), "rb") as b:
                self.assertEqual(a.read(), b.read())

    def test_same_bytes_twice(self):
        first = self.document(ems("run", self.small, "--json"))
        second = self.document(ems("run", self.small, "--json"))
        self.assertEqual(without_timing(first), without_timing(second))
        other = self.document(ems("run", self.small, "--json", "--seed", "8"))
        self.assertNotEqual(first["calls"], other["calls"])

    def test_every_field_and_column_is_documented(self):
        out = self.run_small()
        with open(os.path.join(ROOT, "docs", "results.md"), encoding="utf-8") as file:
            documented = set(re.findall(r"`([^`]+)`", file.read()))
        found = summary(out)
        del found["coverage"]
        ids = {key for name in ("by_priority", "by_class", "by_area", "by_hour") for key in found[name]}
        fields = set()

        def collect(value):
            if isinstance(value, dict):
                fields.update(value)
                value = list(value.values())
            if isinstance(value, list):
                for part in value:
                    collect(part)

        collect(found)
        for name in ("calls.csv", "trips.csv", "events.csv"):
            fields.update(table(out, name)[0])
        self.assertEqual(fields - ids - documented, set())

    def test_refuses_what_is_not_a_run(self):
        folder = self.path("mine")
        os.mkdir(folder)
        with open(os.path.join(folder, "scenario.yaml"), "w", encoding="utf-8") as file:
            file.write(SMALL)
        done = ems("run", folder, "--out", folder)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("mine", done.stderr)
        self.assertEqual(os.listdir(folder), ["scenario.yaml"])
        with open(os.path.join(folder, "scenario.yaml"), encoding="utf-8") as file:
            self.assertEqual(file.read(), SMALL)

    def test_folder_that_cannot_be_made(self):
        done = ems("run", self.small, "--out", self.path("no/such/folder"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("no/such/folder", done.stderr)

    def test_interrupted(self):
        out = self.path("cut")
        process = subprocess.Popen([PROGRAM, "run", self.small, "--replications", "100000", "--out", out], cwd=ROOT,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        found = summary(out)
        self.assertGreater(found["replications"], 0)
        self.assertEqual(found["replications_asked"], 100000)
        rows = table(out, "calls.csv")
        self.assertEqual(max(int(row["replication"]) for row in rows), found["replications"])
        self.assertAlmostEqual(found["calls"]["received"]["value"], len(rows) / found["replications"], 5)
        self.assertEqual({name for name in os.listdir(out) if name not in ("data", "standards")}, FILES)


if __name__ == "__main__":
    unittest.main()
