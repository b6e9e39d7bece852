"""`run` and `coverage`: results, the run folder, conservation in every output, interruption, output that fails."""
import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import unittest
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, SMALL, Case, ems, environment

STATES = ["blocked", "abandoned", "advised", "hoax", "duplicate", "cancelled", "unserved", "unreachable",
          "cancelled_en_route", "empty", "treated", "transported", "unfinished"]
PARTS = ["answer", "process", "queue", "bumped", "turnout", "travel"]
FILES = {"scenario.yaml", "data", "standards", "calls.csv", "trips.csv", "events.csv", "run.ems", "summary.json"}
COLUMNS = ("replication,call,arrival_s,x_m,y_m,area,condition,priority,outcome,answered_s,ready_s,ordered_s,departed_s,"
           "on_scene_s,left_scene_s,at_hospital_s,accepted_s,free_s,response_s,queued,reassignments,vehicle,station,"
           "hospital").split(",")


def value(figure):
    return figure["value"] if isinstance(figure, dict) else figure


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Results(Case):
    def test_what_the_document_has(self):
        document = self.document(ems("run", self.small, "--json"))
        for key in ("format", "version", "scenario", "inputs", "seed", "replications", "simulated_s", "events", "timing",
                    "calls", "response_s", "by_priority", "by_class", "by_area", "by_hour", "parts_s", "targets",
                    "standards", "coverage", "vehicles", "crews", "stations", "hospitals"):
            self.assertIn(key, document)
        for key in ("mean", "p50", "p90", "p95", "max", "within"):
            self.assertIn(key, document["response_s"])
        for key in PARTS + ["scene", "transport", "bay_wait", "handover"]:
            self.assertIn(key, document["parts_s"])
        self.assertEqual(set(document["response_s"]["mean"]) - {"note"}, {"value", "low", "high", "level", "n"})
        self.assertEqual((document["seed"], document["replications"]), (7, 4))
        self.assertIn("population_in_radius", document["coverage"])
        for clause in document["standards"]:
            self.assertLessEqual({"id", "clause", "required", "found", "verdict", "origin", "source"}, set(clause))

    def test_states_sum_to_received(self):
        calls = self.document(ems("run", self.small, "--json"))["calls"]
        self.assertEqual(set(STATES) - set(calls), set())
        self.assertAlmostEqual(sum(value(calls[s]) for s in STATES), value(calls["received"]), delta=1e-5)
        self.assertGreater(value(calls["received"]), 100)

    def test_same_input_same_bytes(self):
        def run(*more):
            text = self.check(ems("run", self.small, "--json", *more), 0).stdout
            document = json.loads(text)
            del document["timing"]
            return document

        first = run()
        self.assertEqual(first, run())
        self.assertNotEqual(first["response_s"], run("--seed", "8")["response_s"])
        self.assertEqual(run("--seed", "9"), run("--set", "seed=9"))

    def test_replications_option(self):
        self.assertEqual(self.document(ems("run", self.small, "--json", "--replications", "2"))["replications"], 2)

    def test_page_fits_80_columns_in_both_languages(self):
        for lang in ("en", "zh"):
            text = self.check(ems("run", self.small, "--lang", lang), 0).stdout
            for line in text.splitlines():
                width = sum(2 if ord(c) >= 0x2e80 else 1 for c in line)
                self.assertLessEqual(width, 80, line)
        self.assertIn("急救反应时间", text)

    def test_nothing_but_results_when_piped(self):
        self.assertEqual(self.check(ems("run", self.small), 0).stderr, "")

    def test_strict(self):
        met = ["--set", "standards=[]", "--set", "targets=[{priority: 1, within: 60 min, share: 1 %}]"]
        missed = ["--set", "standards=[]", "--set", "targets=[{priority: 1, within: 1 s, share: 99 %}]"]
        self.check(ems("run", self.small, "--strict", *met), 0)
        self.check(ems("run", self.small, *missed), 0)
        self.assertIn("missed", self.check(ems("run", self.small, "--strict", *missed), 4).stderr)
        self.document(ems("run", self.small, "--strict", "--json", *missed), 4)
        self.check(ems("coverage", self.small, "--strict"), 4)

    def test_a_person_is_needed(self):
        done = self.check(ems("run", self.small, "--set", "dispatch.policy=human"), 2)
        self.assertIn("human", done.stderr)


class Folder(Case):
    def run_into(self, *more):
        out = self.path("out")
        self.check(ems("run", self.small, "--out", out, *more), 0)
        return out

    def test_content(self):
        out = self.run_into()
        self.assertLessEqual(set(os.listdir(out)) - {"map.geojson"}, FILES)
        self.assertLessEqual(FILES - {"data", "standards"}, set(os.listdir(out)))
        with open(os.path.join(out, "calls.csv"), encoding="utf-8") as file:
            self.assertEqual(file.readline().rstrip("\r\n").split(","), COLUMNS)
        with open(os.path.join(out, "events.csv"), encoding="utf-8") as file:
            self.assertEqual(file.readline().rstrip("\r\n"), "replication,time_s,event,call,vehicle,station,hospital")
        self.assertEqual({r["replication"] for r in rows(os.path.join(out, "events.csv"))}, {"1"})

    def test_conservation_call_by_call(self):
        out = self.run_into()
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        calls = rows(os.path.join(out, "calls.csv"))
        replications = summary["replications"]
        self.assertAlmostEqual(len(calls) / replications, value(summary["calls"]["received"]), delta=1e-6)
        for state in STATES:
            count = sum(r["outcome"] == state for r in calls)
            self.assertAlmostEqual(count / replications, value(summary["calls"][state]), delta=1e-6, msg=state)
        self.assertEqual({r["outcome"] for r in calls} - set(STATES), set())
        responses = [Decimal(r["response_s"]) for r in calls if r["response_s"]]
        self.assertAlmostEqual(float(sum(responses)) / len(responses), value(summary["response_s"]["mean"]), delta=1e-5)
        for row in calls:
            if row["response_s"]:
                self.assertEqual(Decimal(row["on_scene_s"]) - Decimal(row["arrival_s"]), Decimal(row["response_s"]))
            times = [Decimal(row[c]) for c in ("arrival_s", "answered_s", "ready_s", "ordered_s", "departed_s",
                                               "on_scene_s", "left_scene_s", "at_hospital_s", "accepted_s", "free_s")
                     if row[c]]
            self.assertEqual(times, sorted(times), row)

    def test_parts_add_up_to_the_response(self):
        with open(os.path.join(self.run_into(), "summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        groups = [(summary["response_parts_s"], summary["response_s"])]
        for by in ("by_priority", "by_class", "by_area"):
            groups += [(group["parts_s"], group["response_s"]) for group in summary[by].values()]
        self.assertGreater(len(groups), 6)
        for parts, response in groups:
            if value(response["mean"]) is None:  # nobody reached
                self.assertEqual({value(parts[name]) for name in PARTS}, {None})
                continue
            self.assertAlmostEqual(sum(value(parts[name]) for name in PARTS), value(response["mean"]), delta=5e-6)

    def test_resolved_scenario_runs_again_and_gives_the_same(self):
        out = self.run_into("--set", "stations.centre.vehicles.ambulance=3", "--seed", "5")
        again = self.document(ems("run", os.path.join(out, "scenario.yaml"), "--json"))
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as file:
            first = json.load(file)
        self.assertEqual(first["response_s"], again["response_s"])
        self.assertEqual(first["calls"], again["calls"])

    def test_the_same_folder_again(self):
        out = self.run_into()
        with open(os.path.join(out, "calls.csv"), "rb") as file:
            before = file.read()
        self.run_into()
        with open(os.path.join(out, "calls.csv"), "rb") as file:
            self.assertEqual(file.read(), before)

    def test_a_folder_with_something_else_is_left_alone(self):
        self.write("mine.txt", "x")
        done = self.check(ems("run", self.small, "--out", self.folder), 2)
        self.assertIn("another folder", done.stderr)
        self.assertEqual(set(os.listdir(self.folder)), {"mine.txt", "small.yaml"})

    def test_where_nothing_can_be_written(self):
        for out in ("/proc/nowhere", os.path.join(self.small, "below")):
            done = self.check(ems("run", self.small, "--out", out), 1)
            self.assertIn(out, done.stderr)

    def test_record(self):
        out = self.run_into("--record", "0")
        self.assertFalse([r for r in rows(os.path.join(out, "events.csv"))]
                         if os.path.exists(os.path.join(out, "events.csv")) else [])
        self.check(ems("run", self.small, "--record", "2"), 2)


class Coverage(Case):
    def test_document_and_page(self):
        document = self.document(ems("coverage", self.small, "--json"))
        self.assertIn("standards", document)
        self.assertIn("people", json.dumps(document))
        text = self.check(ems("coverage", self.small, "--lang", "zh"), 0).stdout
        self.assertIn("半径", text)

    def test_geojson(self):
        document = self.document(ems("coverage", "jiaohe", "--geojson"))
        self.assertEqual(document["type"], "FeatureCollection")
        kinds = {f["properties"]["kind"] for f in document["features"]}
        self.assertLessEqual({"area", "station", "hospital"}, kinds)
        for feature in document["features"]:
            if feature["geometry"]["type"] == "Point":
                lon, lat = feature["geometry"]["coordinates"][:2]
                self.assertTrue(120 < lon < 135 and 40 < lat < 48)

    def test_saved(self):
        out = self.path("cover")
        self.check(ems("coverage", self.small, "--out", out), 0)
        self.assertEqual(set(os.listdir(out)), {"coverage.json", "coverage.geojson"})
        for name in os.listdir(out):
            with open(os.path.join(out, name), encoding="utf-8") as file:
                json.load(file)
        self.check(ems("coverage", self.small, "--out", "/proc/nowhere"), 1)


class Interrupted(Case):
    """A run of a million replications, stopped on the way."""

    def start(self, *more):
        return subprocess.Popen([PROGRAM, "run", self.small, "--replications", "1000000", *more],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), encoding="utf-8")

    def stop(self, process, number, after=1.5):
        time.sleep(after)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def test_ctrl_c_keeps_what_is_finished(self):
        code, out, err = self.stop(self.start("--json"), signal.SIGINT)
        self.assertEqual(code, 130)
        document = json.loads(out)
        self.assertGreater(document["replications"], 0)
        self.assertLess(document["replications"], 1000000)
        self.assertIn("interrupted", err)

    def test_terminate(self):
        code, out, _ = self.stop(self.start(), signal.SIGTERM)
        self.assertEqual(code, 143)
        self.assertIn("Small", out)

    def test_folder_of_an_interrupted_run_is_whole(self):
        out = self.path("out")
        code, _, _ = self.stop(self.start("--out", out, "--quiet"), signal.SIGINT)
        self.assertEqual(code, 130)
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        calls = rows(os.path.join(out, "calls.csv"))
        self.assertEqual(max(int(r["replication"]) for r in calls), summary["replications"])
        self.assertAlmostEqual(len(calls) / summary["replications"], value(summary["calls"]["received"]), delta=1e-5)
        self.assertFalse([name for name in os.listdir(out) if name not in FILES and name != "map.geojson"])

    def test_progress_on_a_terminal_only(self):
        import pty
        try:
            master, slave = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal can be made here: {error}")
        process = subprocess.Popen([PROGRAM, "run", self.small, "--replications", "1000000", "--lang", "en"],
                                   stdout=subprocess.DEVNULL, stderr=slave, env=environment())
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        os.close(slave)
        shown = os.read(master, 100000).decode("utf-8", "replace")
        os.close(master)
        self.assertRegex(shown, r"\d+ of 1000000 replications, .* left")


class Output(Case):
    def test_full_disk(self):
        for more in ([], ["--json"]):
            with open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, "run", self.small, *more], stdout=full, stderr=subprocess.PIPE,
                                      env=environment(), encoding="utf-8")
            self.assertEqual(done.returncode, 1)
            self.assertIn("No space left", done.stderr)

    def test_disk_that_fills_up_leaves_no_half_file(self):
        """A limit on the size of files stands for a full disk."""
        out = self.path("out")
        script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""
        done = subprocess.run(["bash", "-c", script, PROGRAM, "run", self.small, "--out", out], env=environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr, "too large|No space")
        left = os.listdir(out) if os.path.exists(out) else []
        self.assertNotIn("summary.json", left)
        self.assertNotIn("calls.csv", left)

    def test_reader_that_leaves(self):
        done = subprocess.run(["bash", "-c", f"'{PROGRAM}' run '{self.small}' --json | head -c 10; echo ${{PIPESTATUS[0]}}"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), encoding="utf-8")
        self.assertRegex(done.stdout, r"(0|1)\n$")
        self.assertLessEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
