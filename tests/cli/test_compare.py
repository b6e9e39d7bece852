"""`compare`: differences against those worked out from the tables of two runs, verdicts, map, and bad usage."""
import csv
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, Case, ems, environment

T_975_9 = 2.2621571627409915  # Student's t, 9 degrees
MORE = "stations.centre.vehicles.ambulance=4"
REPLICATIONS = 10


def mean(values):
    return sum(values) / len(values)


def squares(values):
    centre = mean(values)
    return sum((value - centre) ** 2 for value in values)


def pseudo_values(sums, counts):
    n, whole = len(sums), sum(sums) / sum(counts)
    return [n * whole - (n - 1) * (sum(sums) - s) / (sum(counts) - c) for s, c in zip(sums, counts)]


def quantile(values, share):
    return sorted(values)[math.ceil(share * len(values) - 1e-9) - 1]


class Compare(Case):
    def compare(self, *more, code=0):
        return self.document(ems("compare", self.small, "--replications", str(REPLICATIONS), "--json", *more), code)

    def calls(self, *more):
        out = self.path("run-%d" % len(more))
        self.check(ems("run", self.small, "--replications", str(REPLICATIONS), "--out", out, *more), 0)
        with open(os.path.join(out, "calls.csv"), encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if row["priority"]]

    def per_replication(self, rows, value):
        found = [[] for _ in range(REPLICATIONS)]
        for row in rows:
            found[int(row["replication"]) - 1].append(value(row))
        return found

    def check_item(self, item, first, second, places=4):
        """The values of the replications behind a figure of each side."""
        differences = [b - a for a, b in zip(first, second)]
        scale = REPLICATIONS * (REPLICATIONS - 1)
        half = T_975_9 * math.sqrt(squares(differences) / scale)
        self.assertAlmostEqual((item["difference"]["high"] - item["difference"]["low"]) / 2, half, places)
        unpaired = squares(first) + squares(second)
        self.assertAlmostEqual(item["variance_ratio"], squares(differences) / unpaired, 5)
        self.assertAlmostEqual(item["difference"]["value"], item["second"]["value"] - item["first"]["value"], 5)

    def test_differences_are_those_of_the_tables(self):
        item = self.compare("--with", MORE)["comparisons"][0]
        sides = [self.calls(), self.calls("--set", MORE)]
        for group, keep in ((item["overall"], lambda row: True),
                            (item["by_priority"]["1"], lambda row: row["priority"] == "1"),
                            (item["by_class"]["rural"], lambda row: row["area"] == "land"),
                            (item["by_area"]["town"], lambda row: row["area"] == "town")):
            values = []
            for rows in sides:
                reached = [row for row in rows if row["response_s"] and keep(row)]
                times = self.per_replication(reached, lambda row: float(row["response_s"]))
                values.append(pseudo_values([sum(part) for part in times], [len(part) for part in times]))
            self.check_item(group["mean"], *values)
            requests = [[float(len(part)) for part in self.per_replication(filter(keep, rows), lambda row: 1)]
                        for rows in sides]
            self.assertEqual(requests[0], requests[1])  # the same calls
            self.assertEqual(group["requests"]["difference"]["value"], 0)
            self.assertIsNone(group["requests"]["difference"]["low"])
        waited = [self.per_replication(rows, lambda row: int(row["queued"])) for rows in sides]
        self.check_item(item["overall"]["queued_share"],
                        *[pseudo_values([sum(part) for part in parts], [len(part) for part in parts]) for parts in waited])

    def test_quantiles(self):
        item = self.compare("--with", MORE)["comparisons"][0]["overall"]["p90"]
        pooled, parts = [], []
        for rows in (self.calls(), self.calls("--set", MORE)):
            times = self.per_replication([row for row in rows if row["response_s"]], lambda row: float(row["response_s"]))
            pooled.append(quantile([t for part in times for t in part], 0.9))
            parts.append([quantile(part, 0.9) for part in times])
        difference = pooled[1] - pooled[0]
        spread = sum((b - a - difference) ** 2 for a, b in zip(*parts))
        half = T_975_9 * math.sqrt(spread / (REPLICATIONS * (REPLICATIONS - 1)))
        self.assertAlmostEqual(item["difference"]["value"], difference, 2)
        self.assertAlmostEqual(item["difference"]["high"] - item["difference"]["value"], half, 2)

    def test_more_vehicles_are_better_and_fewer_worse(self):
        better = self.compare("--with", MORE)["comparisons"][0]
        self.assertEqual(better["overall"]["mean"]["verdict"], "better")
        self.assertEqual(better["overall"]["queued_share"]["verdict"], "better")
        self.assertLess(better["overall"]["mean"]["difference"]["high"], 0)
        self.assertEqual(better["people"]["better"], 100000)
        worse = self.compare("--set", MORE, "--with", "stations.centre.vehicles.ambulance=2")["comparisons"][0]
        self.assertEqual(worse["overall"]["mean"]["verdict"], "worse")
        self.assertEqual(worse["people"]["worse"], 100000)
        a, b = better["overall"]["mean"], worse["overall"]["mean"]
        self.assertAlmostEqual(a["difference"]["value"], -b["difference"]["value"], 5)
        self.assertAlmostEqual(a["variance_ratio"], b["variance_ratio"], 5)

    def test_the_same_scenario_has_no_effect(self):
        found = self.compare(self.small)
        self.assertTrue(found["common_random_numbers"])
        group = found["comparisons"][0]
        self.assertEqual(group["overall"]["mean"]["verdict"], "no_effect")
        for name, item in group["overall"].items():
            self.assertIn(item["difference"]["value"], (0, None), name)
            self.assertIsNone(item["difference"]["low"], name)
        self.assertEqual(group["people"], {"better": 0, "worse": 0, "unclear": 0, "no_effect": 100000, "no_cases": 0})
        page = ems("compare", self.small, self.small, "--replications", "3").stdout
        self.assertIn("no effect seen", page)

    def test_several_scenarios_and_their_ranking(self):
        other = self.write("other.yaml", "ems120: 1\nextends: small.yaml\nstations: [{id: north, remove: true}]\n")
        found = self.compare(other, "--with", MORE)
        self.assertEqual([s["label"] for s in found["scenarios"]], ["A", "B", "C"])
        self.assertEqual([s["changes"] for s in found["scenarios"]], [None, None, MORE])
        self.assertEqual([c["second"] for c in found["comparisons"]], ["B", "C"])
        self.assertEqual([r["scenario"] for r in found["ranking"]], ["C", "A", "B"])
        self.assertEqual([r["may_be_best"] for r in found["ranking"]], [True, False, False])
        self.assertEqual(found["ranking"][0]["behind_most"], 0)
        self.assertEqual(found["family"]["by_area"], 4)
        self.assertEqual(found["comparisons"][0]["overall"]["mean"]["verdict"], "worse")

    def test_other_seeds_are_told(self):
        other = self.write("other.yaml", "ems120: 1\nextends: small.yaml\nseed: 8\n")
        done = ems("compare", self.small, other, "--replications", "5", "--json")
        self.assertIn("seeds differ", done.stderr)
        document = self.document(done)
        self.assertFalse(document["common_random_numbers"])
        self.assertGreater(document["comparisons"][0]["overall"]["mean"]["variance_ratio"], 0.1)
        self.assertNotIn("seeds differ", ems("compare", self.small, other, "--seed", "3", "--replications", "2").stderr)

    def test_same_bytes_for_any_jobs(self):
        texts = [re.sub(r'"wall_s": [^\n]*', "", ems("compare", self.small, "--with", MORE, "--json", "--jobs", str(jobs)).stdout)
                 for jobs in (1, 2, 5)]
        self.assertTrue(texts[0] == texts[1] == texts[2])
        self.assertIn("variance_ratio", texts[0])

    def test_page_of_80_columns(self):
        def width(line):
            return sum(2 if ord(c) > 0x2e7f else 1 for c in line)
        for lang, words in (("en", ("better", "People in areas that gain: 100000")), ("zh", ("改善", "受益区域人口100000"))):
            done = self.check(ems("compare", self.small, self.small, "--with", MORE, "--lang", lang,
                                  "--replications", str(REPLICATIONS)), 0)
            self.assertLessEqual(max(width(line) for line in done.stdout.splitlines()), 80)
            for word in words:
                self.assertIn(word, done.stdout)

    def test_files_and_map(self):
        out = self.path("out")
        self.check(ems("compare", self.small, "--with", MORE, "--out", out), 0)
        self.assertEqual(sorted(os.listdir(out)), ["compare.geojson", "compare.json"])
        with open(os.path.join(out, "compare.geojson"), encoding="utf-8") as file:
            areas = [feature["properties"] for feature in json.load(file)["features"]]
        with open(os.path.join(out, "compare.json"), encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual([area["id"] for area in areas], ["town", "land"])
        for area in areas:
            item = document["comparisons"][0]["by_area"][area["id"]]["mean"]
            self.assertEqual((area["difference_s"], area["verdict"]), (item["difference"]["value"], item["verdict"]))
        printed = json.loads(self.check(ems("compare", self.small, "--with", MORE, "--geojson"), 0).stdout)
        self.assertEqual([feature["properties"] for feature in printed["features"]], areas)

    def test_bad_usage(self):
        for arguments, code, word in (([self.small], 2, "two scenarios"), ([], 2, "missing"),
                                      ([self.small] * 27, 2, "at most 26"),
                                      ([self.small, "--with", "nonsense"], 2, "path=value"),
                                      ([self.small, "--with", "stations.none.crews=3"], 3, "none"),
                                      ([self.small, self.path("nowhere.yaml")], 3, "nowhere.yaml"),
                                      ([self.small, "--with", "dispatch.policy=human"], 2, "person")):
            done = ems("compare", *arguments)
            self.assertEqual(done.returncode, code, arguments)
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stdout, "")

    def half(self, item):
        return (item["difference"]["high"] - item["difference"]["low"]) / 2

    def test_precision_of_differences(self):
        wishes = ("--with", MORE, "--precision", "mean 1 %", "--precision", "within 10 min 0.5 points")
        loose = self.document(ems("compare", self.small, "--json", *wishes))
        tight = self.document(ems("compare", self.small, "--json", "--with", MORE, "--precision", "mean 0.4 %"))
        self.assertGreaterEqual(loose["replications"], 20)
        self.assertGreater(tight["replications"], loose["replications"])
        for found, share in ((loose, 0.01), (tight, 0.004)):
            item = found["comparisons"][0]["overall"]["mean"]
            wanted = share * item["first"]["value"]
            first = found["precision"][0]
            self.assertAlmostEqual(first["wanted"], wanted, 5)
            self.assertTrue(first["reached"])
            self.assertLessEqual(first["half_width"], wanted)
            self.assertLessEqual(self.half(item), wanted + 1e-6)
            self.assertGreaterEqual(self.half(item) + 1e-6, min(wanted, 1.2 * first["half_width"]))
        share = loose["precision"][1]
        self.assertEqual((share["asked"], share["wanted"], share["reached"]), ("within 10 min 0.5 points", 0.005, True))
        texts = [re.sub(r'"wall_s": [^\n]*', "", ems("compare", self.small, "--json", "--jobs", jobs, *wishes).stdout)
                 for jobs in "13"]
        self.assertEqual(*texts)

    def test_precision_that_is_not_reached_or_not_known(self):
        done = self.check(ems("compare", self.small, "--with", MORE, "--precision", "mean 0.001 s", "--max-replications", "25"), 0)
        self.assertIn("25 replications each", done.stdout)
        self.assertIn("wanted of the differences mean 0.001 s: NOT reached with 25 replications", done.stdout)
        self.document(ems("compare", self.small, self.small, "--precision", "mean 0.001 s", "--json"))  # no difference at all
        other = self.write("other.yaml", "ems120: 1\nextends: small.yaml\ntargets: [{id: town, class: urban, within: 10 min, share: 50 %}]\n")
        for order in ((other, self.small), (self.small, other)):
            done = ems("compare", *order, "--precision", "targets.town 1 point")
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertEqual(done.stderr.count("targets.town"), 2)  # once, with what it names
        self.assertEqual(ems("compare", self.small, self.small, "--max-replications", "30").returncode, 2)

    def test_targets(self):
        other = self.write("other.yaml", "ems120: 1\nextends: small.yaml\ntargets: [{id: town, class: urban, within: 10 min, share: 50 %}]\n")
        found = self.document(ems("compare", other, "--with", MORE, "--replications", "10", "--json"))
        item = found["comparisons"][0]["targets"]["town"]["found"]
        same = found["comparisons"][0]["by_class"]["urban"]["within_600_s"]
        self.assertEqual(item, same)
        self.assertEqual(item["verdict"], "better")
        self.assertEqual(found["family"]["targets"], 1)

    def interrupt(self, *more):
        for pause in (0.7, 5, 30):  # until something is finished, however slow the machine
            process = subprocess.Popen([PROGRAM, "compare", self.small, "--with", MORE, "--replications", "1000000", *more],
                                       env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(pause)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130)
            if out:
                break
        return out.decode(), err.decode()

    def test_interrupted(self):
        out, err = self.interrupt("--json", "--jobs", "3")
        found = json.loads(out)
        n = found["replications"]
        self.assertGreater(n, 1)
        self.assertEqual([scenario["replications"] for scenario in found["scenarios"]], [n, n])
        self.assertIn(f"interrupted: {n} of 1000000 replications", err)
        asked = self.document(ems("compare", self.small, "--with", MORE, "--replications", str(n), "--json"))
        for document in (found, asked):
            del document["timing"], document["replications_asked"]
            for scenario in document["scenarios"]:
                del scenario["hash"]
        self.assertEqual(found, asked)
        self.assertIn("2 scenarios, stopped after", self.interrupt("--jobs", "1")[0])

    def test_interrupted_at_once(self):
        years = self.write("years.yaml", "ems120: 1\nextends: small.yaml\nclock: {duration: 40000 d}\n")
        process = subprocess.Popen([PROGRAM, "compare", years, "--with", MORE], env=environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (130, b""))
        self.assertIn(b"interrupted before a replication was finished in all", err)
