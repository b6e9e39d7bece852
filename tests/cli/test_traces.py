"""Traces whose every call has a known answer (tests/validation/trace_*), played by the command and laid call by call beside
what independent programs found; and that the comparison notices a rule, a speed or a way of joining the roads that is wrong."""
import csv
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import ROOT, Case, ems

DATA = os.path.join(ROOT, "..", "shared", "data")
VALIDATION = os.path.join(ROOT, "tests", "validation")
WITHIN_S = 0.001
# the areas of these scenarios are nothing but a frame: their ground need not be looked at closely
COARSE = "lattice=50 km"


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, table):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0].keys())
        writer.writeheader()
        writer.writerows(table)


def differences(found, expected, texts, times):
    """Of each call: columns that must be equal, and pairs of columns in seconds that must be within WITHIN_S."""
    found = {row["call"]: row for row in found}
    out = [] if set(found) == {row["call"] for row in expected} else ["other calls"]
    for row in expected:
        mine = found.get(row["call"], {})
        for column in texts:
            if mine.get(column) != row[column]:
                out.append(f'call {row["call"]}: {column} {mine.get(column)}, expected {row[column]}')
        for column, theirs in times.items():
            if not mine.get(column) or abs(float(mine[column]) - float(row[theirs])) > WITHIN_S:
                out.append(f'call {row["call"]}: {column} {mine.get(column)}, expected {row[theirs]}')
    return out


class Trace(Case):
    scenario, data = None, None

    @classmethod
    def setUpClass(cls):
        if not os.path.exists(os.path.join(DATA, cls.data, "expected.csv")):
            print(f"skipped: no {cls.data} here", flush=True)
            raise unittest.SkipTest("no data")

    def table(self, name):
        return rows(os.path.join(DATA, self.data, name))

    def play(self, *sets):
        """calls.csv of a run with these changes."""
        out = self.path("out")
        options = [word for change in (COARSE, *sets) for word in ("--set", change)]
        self.check(ems("run", os.path.join(VALIDATION, self.scenario), *options, "--out", out, "--quiet"), 0)
        return rows(os.path.join(out, "calls.csv"))

    def compare(self, found):
        return differences(found, self.table("expected.csv"), self.texts, self.times)

    def agree(self, found):
        wrong = self.compare(found)
        self.assertEqual(len(wrong), 0, "\n".join(wrong[:10]))

    def noticed(self, *sets):
        """How many differences a wrong rule makes."""
        wrong = self.compare(self.play(*sets))
        self.assertGreater(len(wrong), 0, sets)
        return len(wrong)


class OnRoads:
    texts = ("vehicle", "hospital", "reassignments", "queued")
    times = {"response_s": "response_s"}

    def prepared(self):
        """The network as the scenario's tables have it, prepared beforehand."""
        self.check(ems("import", "roads", "--nodes", os.path.join(DATA, self.data, "road_nodes.csv"), "--edges",
                       os.path.join(DATA, self.data, "road_arcs.csv"), "--out", self.path("city.roads"), "--quiet"), 0)
        return "travel.network=" + self.path("city.roads")

    def test_every_call(self):
        self.agree(self.play())


class Manhattan(OnRoads, Trace):
    scenario, data = "trace_manhattan/scenario.yaml", "trace_manhattan"

    def test_wrong_rules_are_noticed(self):
        network = self.prepared()
        self.agree(self.play(network))
        self.noticed(network, "dispatch.reassign=[]")
        self.noticed(network, "travel.snap=edge")
        self.noticed(network, "travel.off_road.lights=10 km/h")
        self.noticed(network, "dispatch.lights_to_priority=3")
        self.noticed(network, "durations.turnout=1 s")
        self.noticed(network, "travel.hour_factor=[" + ", ".join(["1"] * 12 + ["1.01"] * 12) + "]")

    def other(self, calls, *sets):
        write_rows(self.path("other.csv"), calls)
        return {row["call"]: row for row in self.play("demand.trace.file=" + self.path("other.csv"), *sets)}

    def test_other_calls(self):
        network, calls = self.prepared(), self.table("calls.csv")
        expected = {row["call"]: row for row in self.table("expected.csv")}

        # all of them some weeks later: nothing else is another
        later = self.other([dict(row, arrival_s=f'{float(row["arrival_s"]) + 2000000.5:.6f}') for row in calls], network)
        self.agree(later.values())

        # the first third alone: what was reached before the next call is as it was
        found = self.other(calls[:300], network)
        self.assertEqual(list(found), sorted(found, key=lambda n: float(found[n]["free_s"])))
        self.assertEqual(set(found), {row["call"] for row in calls[:300]})
        before = [row for row in calls[:300] if float(found[row["call"]]["on_scene_s"]) < float(calls[300]["arrival_s"])]
        self.assertGreater(len(before), 290)
        self.assertEqual(differences([found[row["call"]] for row in before], [expected[row["call"]] for row in before],
                                     self.texts, self.times), [])

        # every other call, twice as fast after one another, from other places and with other priorities
        crowd = [dict(row, call=str(900000 + i), arrival_s=f'{float(row["arrival_s"]) / 4:.6f}', priority=str(1 + i * 7 % 3),
                      x_m=other["x_m"], y_m=other["y_m"])
                 for i, (row, other) in enumerate(zip(calls[::2], calls[1::2]))]
        self.holds(crowd, self.other(crowd, network))

    def holds(self, calls, found):
        """What holds for any set of calls."""
        stations = {row["vehicle"]: row["station"] for row in self.table("vehicles.csv")}
        hospitals = {row["hospital"] for row in self.table("hospitals.csv")}
        busy, taken, queued = {}, 0, 0
        self.assertEqual(set(found), {row["call"] for row in calls})
        for row in calls:
            mine = found[row["call"]]
            chosen = float(row["arrival_s"]) + float(row["dispatch_delay_s"])
            on_scene, left = float(mine["on_scene_s"]), float(row["scene_s"])
            self.assertEqual(mine["outcome"], "transported" if row["transport"] == "1" else "treated")
            self.assertEqual(mine["priority"], row["priority"])
            self.assertAlmostEqual(float(mine["arrival_s"]), float(row["arrival_s"]), delta=2e-6)
            self.assertAlmostEqual(float(mine["ready_s"]), chosen, delta=2e-6)
            self.assertAlmostEqual(float(mine["response_s"]), on_scene - float(row["arrival_s"]), delta=2e-6)
            self.assertEqual(mine["station"], stations[mine["vehicle"]])
            if row["transport"] == "1":
                self.assertIn(mine["hospital"], hospitals)
                self.assertAlmostEqual(float(mine["left_scene_s"]), on_scene + left, delta=2e-6)
                self.assertAlmostEqual(float(mine["accepted_s"]), float(mine["at_hospital_s"]) + float(row["handover_s"]),
                                       delta=2e-6)
                self.assertEqual(mine["free_s"], mine["accepted_s"])
            else:
                self.assertEqual(mine["hospital"], "")
                self.assertAlmostEqual(float(mine["free_s"]), on_scene + left, delta=2e-6)
            if mine["queued"] == "0" and mine["reassignments"] == "0":
                self.assertAlmostEqual(float(mine["ordered_s"]), chosen, delta=2e-6)
            if row["priority"] == "1":
                self.assertEqual(mine["reassignments"], "0")
            taken, queued = taken + int(mine["reassignments"]), queued + int(mine["queued"])
            busy.setdefault(mine["vehicle"], []).append((on_scene, float(mine["free_s"])))
        self.assertGreater(taken, 10)
        self.assertGreater(queued, 10)
        for spans in busy.values():  # nobody is at two calls at once
            spans.sort()
            for (_, free), (reached, _) in zip(spans, spans[1:]):
                self.assertGreaterEqual(reached, free)


class Auckland(OnRoads, Trace):
    scenario, data = "trace_auckland/scenario.yaml", "trace_auckland"


class Utrecht:
    """Besides each call the published figures of the whole trace."""
    texts = ("vehicle",)
    times = {"response_s": "response_s", "free_s": "finish_s"}

    def test_every_call(self):
        found = self.play()
        self.agree(found)
        responses = [float(row["response_s"]) for row in found]
        waits = [float(row["ordered_s"]) - float(row["ready_s"]) for row in found if row["queued"] == "1"]
        self.assertAlmostEqual(sum(responses) / len(responses), self.mean, delta=1e-4)
        self.assertAlmostEqual(max(responses), self.longest, delta=WITHIN_S)
        self.assertEqual(len(waits), self.waited)
        self.assertAlmostEqual(sum(waits), self.waiting, delta=1e-3)
        self.assertEqual(sum(row["outcome"] == "transported" for row in found), self.transported)

    def test_wrong_rules_are_noticed(self):
        self.noticed("travel.times.normal_speed=100 %")
        self.noticed("dispatch.patient_lights_to_priority=0")
        self.noticed("dispatch.policy=fixed-order", "dispatch.preference={all: [" + ", ".join(
            f'"{row["vehicle"]}"' for row in self.table("vehicles.csv")) + "]}")


class UtrechtSet3(Utrecht, Trace):
    scenario, data = "trace_utrecht/set3.yaml", "trace_utrecht/set3"
    mean, longest, waited, waiting, transported = 414.9997832, 1362.44382, 0, 0, 899


class UtrechtSet6(Utrecht, Trace):
    scenario, data = "trace_utrecht/set6.yaml", "trace_utrecht/set6"
    mean, longest, waited, waiting, transported = 591.465967, 1977.19392, 6, 1742.8977, 348


if __name__ == "__main__":
    unittest.main()
