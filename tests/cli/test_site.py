"""`site`: plans that hold, bounds, ranking, files to go on with, bad input, solvers that fail."""
import json
import os
import random
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems

COVER = ("lscp", "mclp", "dsm", "mexclp", "malp", "malp2")
CITIES = 20


class Site(Case):
    def site(self, *more, code=0):
        return self.document(ems("site", self.small, "--json", *more), code)

    def tells(self, result, code, text):
        self.check(result, code)
        self.assertIn(text, result.stderr)

    def fake_solver(self, text):
        path = self.write("cbc", "#!/bin/sh\n" + text + "\n")
        os.chmod(path, 0o755)
        return path

    def test_every_model_answers_with_its_bound(self):
        for model in COVER + ("p-median", "p-centre"):
            found = self.site("--add", "1", "--model", model, "--model-only", "--candidates", "grid:2 km",
                              "--within", "20 min")["model"]
            self.assertTrue(found["optimal"], model)
            self.assertEqual(found["objective"], found["bound"], model)
            self.assertEqual(found["gap"], 0, model)

    def test_more_stations_cover_no_less(self):
        values = [self.site("--add", str(n), "--model-only", "--within", "6 min")["model"]["objective"] for n in (1, 2, 3)]
        self.assertEqual(values, sorted(values))
        self.assertLess(values[0], values[2])

    def test_simulated_plans(self):
        found = self.site("--add", "1", "--move", "1", "--replications", "4", "--plans", "4")
        means = [plan["judged_s"] for plan in found["plans"]]
        self.assertEqual(means, sorted(means))
        self.assertEqual(sum(plan["origin"] == "model" for plan in found["plans"]), 1)
        for plan in found["plans"]:
            actions = sorted(change["action"] for change in plan["changes"])
            self.assertIn(actions, (["open"], ["move", "open"]))
            interval = plan["scenarios"][0]["difference_s"]
            self.assertLessEqual(interval["low"], interval["value"])
        self.assertLess(means[0], found["now"]["judged_s"])

    def test_the_same_bytes_for_any_number_of_jobs(self):
        runs = [ems("site", self.small, "--add", "1", "--replications", "3", "--json", "--jobs", jobs).stdout
                for jobs in ("1", "2")]
        self.assertEqual(runs[0], runs[1])
        self.assertGreater(len(runs[0]), 1000)

    def test_plans_are_scenarios_that_give_what_was_said(self):
        out = self.path("out")
        self.check(ems("site", self.small, "--add", "2", "--replications", "4", "--out", out), 0)
        with open(os.path.join(out, "site.json"), encoding="utf-8") as file:
            said = json.load(file)
        plan = os.path.join(out, "plan-1.yaml")
        run = self.document(ems("run", plan, "--replications", "4", "--json"))
        self.assertAlmostEqual(run["response_s"]["mean"]["value"], said["plans"][0]["scenarios"][0]["response_s"]["value"], 5)
        with open(os.path.join(out, "site.geojson"), encoding="utf-8") as file:
            kinds = {feature["properties"]["kind"] for feature in json.load(file)["features"]}
        self.assertLessEqual({"area", "new_station"}, kinds)

    def test_several_scenarios(self):
        busy = self.write("busy.yaml", "ems120: 1\nextends: small.yaml\ndemand: {requests_per_1000_per_year: 160}\n")
        common = ("--add", "1", "--replications", "2", "--plans", "2", "--also", busy + ":3")
        mean = self.site(*common)
        worst = self.site(*common, "--judge", "worst")
        for found, judge in ((mean, lambda a, b: (a + 3 * b) / 4), (worst, max)):
            for plan in found["plans"]:
                values = [scenario["response_s"]["value"] for scenario in plan["scenarios"]]
                self.assertEqual(len(values), 2)
                self.assertAlmostEqual(plan["judged_s"], judge(*values), 4)
                self.assertAlmostEqual(plan["judged_change_s"], plan["judged_s"] - found["now"]["judged_s"], 4)
        for plan in mean["plans"]:
            differences = [scenario["difference_s"] for scenario in plan["scenarios"]]
            halves = [(one["high"] - one["low"]) / 2 for one in differences]
            self.assertAlmostEqual(plan["judged_change_s"], (differences[0]["value"] + 3 * differences[1]["value"]) / 4, 4)
            self.assertAlmostEqual(plan["judged_change_half_width_s"], (halves[0] + 3 * halves[1]) / 4, 4)
        for plan in worst["plans"]: # wide enough for every scenario that may be the worst, and no wider
            low, high = [], []
            for sides in zip(worst["now"]["scenarios"], plan["scenarios"]):
                if any(all(one["response_s"]["high"] >= other["response_s"]["low"] for other in system["scenarios"])
                       for one, system in zip(sides, (worst["now"], plan))):
                    low.append(sides[1]["difference_s"]["low"])
                    high.append(sides[1]["difference_s"]["high"])
            change = plan["judged_change_s"]
            self.assertAlmostEqual(plan["judged_change_half_width_s"], max(max(high) - change, change - min(low)), 4)

    SITES = ("id,x_m,y_m,cost,capacity,forbidden\nmill,3000,-4000,300,500,\npark,-3500,2500,200,,no\n"
             "dock,5000,5000,250,100,\nking,1000,1000,1,,yes\n")

    def test_no_more_than_the_budget(self):
        """Against every set of sites that it pays for."""
        sites = self.write("sites.csv", self.SITES)
        cost = {"mill": 300, "park": 200, "dock": 250}
        for budget in (199, 200, 449, 500, 550, 750):
            found = self.site("--budget", str(budget), "--candidates", sites, "--model-only", "--model", "p-median")
            plan = found["plans"][0]
            opened = {change["station"] for change in plan["changes"]}
            self.assertEqual(plan["cost"], sum(cost[one] for one in opened))
            self.assertLessEqual(plan["cost"], budget)
            self.assertTrue(found["model"]["optimal"])
            best = found["model"]["objective"]
            for some in range(8):
                chosen = [one for i, one in enumerate(cost) if some >> i & 1]
                if not chosen or sum(cost[one] for one in chosen) > budget:
                    continue
                rows = [row for row in self.SITES.splitlines() if row.split(",")[0] in ["id"] + chosen]
                other = self.site("--add", str(len(chosen)), "--model-only", "--model", "p-median",
                                  "--candidates", self.write("some.csv", "\n".join(rows) + "\n"))
                self.assertGreaterEqual(other["model"]["objective"], best)
        self.assertEqual(found["candidates"]["forbidden"], 1)

    def test_where_nothing_may_be_built(self):
        common = ("--add", "2", "--model-only", "--within", "6 min", "--candidates", "grid:1 km")
        free = self.site(*common)
        self.assertIn("town", {change["area"] for change in free["plans"][0]["changes"]})
        barred = self.site(*common, "--forbid", "town")
        self.assertEqual({change["area"] for change in barred["plans"][0]["changes"]}, {"land"})
        self.assertGreater(barred["candidates"]["forbidden"], 0)
        ring = [[[-90000, -90000], [90000, -90000], [90000, 90000], [-90000, 90000], [-90000, -90000]]]
        everywhere = self.write("everywhere.geojson", json.dumps(
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": ring}}))
        self.tells(ems("site", self.small, *common, "--forbid", everywhere), 2, "forbidden")

    def test_what_a_vehicle_can_do(self):
        free = self.site("--add", "1", "--model-only", "--within", "20 min")["model"]["objective"]
        small = self.site("--add", "1", "--model-only", "--within", "20 min", "--capacity", "50")
        smaller = self.site("--add", "1", "--model-only", "--within", "20 min", "--capacity", "25")
        self.assertLess(small["model"]["objective"], free)
        self.assertAlmostEqual(small["model"]["objective"], 2 * smaller["model"]["objective"], 4)
        self.tells(ems("site", self.small, "--add", "1", "--model", "malp", "--capacity", "50"), 2, "mclp and p-median")

    def tiered(self, *more):
        types = ("ems120: 1\nextends: small.yaml\nvehicle_types: [{id: als, serves: [ambulance]}, {id: ambulance}]\n"
                 "stations: [{id: centre, vehicles: {als: 1, ambulance: 1}}]\n")
        return self.document(ems("site", self.write("tiers.yaml", types), "--json", *more))

    def test_two_tiers(self):
        found = self.tiered("--add", "2", "--model", "hierarchical", "--upper", "als=1", "--within", "6 min",
                          "--within-far", "9 min", "--replications", "2", "--plans", "2")
        for plan in found["plans"]:
            tiers = [change["upper_tier"] for change in plan["changes"]]
            self.assertLessEqual(sum(tiers), 1)
            self.assertEqual(len(tiers), 2)
        none = self.tiered("--add", "2", "--model", "hierarchical", "--upper", "als=0", "--within", "6 min",
                         "--within-far", "9 min", "--model-only")
        self.assertLessEqual(none["model"]["objective"], found["model"]["objective"])

    def test_people_within_the_radius(self):
        """What --least asks for is what `coverage` finds in the plan."""
        out = self.path("out")
        radius = ("--set", "service_radius.rural=6 km")
        before = self.document(ems("coverage", self.small, "--json", *radius))["coverage"]
        self.site("--add", "2", "--model-only", "--candidates", "grid:2 km", "--least", "rural=60 %", "--out", out, *radius)
        plan = os.path.join(out, "plan-1.yaml")
        after = self.document(ems("coverage", plan, "--json", *radius))["coverage"]
        self.assertLess(before["by_class"]["rural"]["share"], 0.6)
        self.assertGreaterEqual(after["by_class"]["rural"]["share"], 0.6)

    def test_the_numbers_of_compare(self):
        """Gains by area, differences and intervals are those of `compare` with the plan's own file."""
        for clock in ("warmup=6 h", "warmup=auto"):
            out = self.path("out" + clock[-1])
            common = ("--replications", "4", "--set", "clock.duration=12 d", "--json")
            found = self.site("--add", "1", "--plans", "1", "--out", out, "--set", "clock." + clock, *common[:4])
            said = found["plans"][0]
            warmup = said["scenarios"][0]["warmup_s"]
            self.assertEqual(found["now"]["scenarios"][0]["warmup_s"], warmup)
            compared = self.document(ems("compare", self.small, os.path.join(out, "plan-1.yaml"), *common, "--set",
                                         "clock.warmup=%d s" % warmup))
            self.same_as_compare(found, said, compared)

    def same_as_compare(self, found, said, compared):
        rows = compared["comparisons"][0]
        for key in ("value", "low", "high"):
            self.assertAlmostEqual(rows["overall"]["mean"]["difference"][key], said["scenarios"][0]["difference_s"][key], 5)
        self.assertEqual(rows["overall"]["mean"]["verdict"], said["scenarios"][0]["verdict"])
        self.assertEqual(len(found["by_area"]), 2)
        for area in found["by_area"]:
            row = rows["by_area"][area["area"]]["mean"]
            for key in ("value", "low", "high"):
                self.assertAlmostEqual(row["difference"][key], area["difference_s"][key], 5)
            self.assertEqual(row["verdict"], area["verdict"])

    def test_candidates_of_a_file(self):
        sites = self.write("sites.csv", "id,name,x_m,y_m\nmill,Old mill,3000,-4000\nsea,The sea,90000,0\n")
        result = ems("site", self.small, "--add", "1", "--model-only", "--candidates", sites)
        self.check(result, 0)
        self.assertIn("Old mill", result.stdout)
        self.assertIn("sites.csv:3: warning: candidate sea", result.stderr)
        self.tells(ems("site", self.small, "--add", "2", "--model-only", "--candidates", sites), 2, "2")

    def test_pages_of_80_columns_in_both_languages(self):
        for lang, word in (("en", "Where to put stations"), ("zh", "站点选址")):
            result = ems("site", self.small, "--add", "1", "--replications", "2", "--plans", "2", "--lang", lang)
            self.check(result, 0)
            self.assertIn(word, result.stdout)
            for line in result.stdout.splitlines():
                self.assertLessEqual(sum(2 if ord(c) > 0x2e80 else 1 for c in line), 80, line)

    def test_bad_usage(self):
        for arguments in (["--add", "0"], ["--add", "-1"], ["--add", "1", "--model", "mcpl"],
                          ["--add", "1", "--within", "8"], ["--add", "1", "--candidates", "grid:2"],
                          ["--add", "1", "--candidates", "nodes"], ["--add", "1", "--judge", "median"],
                          ["--add", "1", "--also", self.small + ":0"], ["--add", "1", "--least", "urban"],
                          ["--add", "1", "--least", "nowhere=50 %"], ["--add", "1", "--keep", "nowhere"],
                          ["--close", "2"], ["--add", "1", "--budget", "5"], ["--add", "1", "--budget", "0"],
                          ["--add", "1", "--forbid", "nowhere"], ["--add", "1", "--type", "balloon"],
                          ["--add", "1", "--model", "hierarchical"], ["--add", "1", "--upper", "als=1"],
                          ["--add", "1", "--model", "hierarchical", "--upper", "als"],
                          ["--add", "1", "--model", "hierarchical", "--upper", "als=1", "--type", "als"],
                          ["--move", "1", "--model", "hierarchical", "--upper", "als=1"], ["--add", "5", "--candidates", "grid:30 km"], ["--add", "1", "--busy", "0.3"]):
            self.tells(ems("site", self.small, *arguments), 2, "error")

    def test_bad_rows_of_candidates(self):
        sites = self.write("sites.csv", "id,x_m,y_m,cost,forbidden\na,0,0,-5,\nb,0,100,,perhaps\n")
        result = ems("site", self.small, "--add", "1", "--candidates", sites)
        self.tells(result, 3, "sites.csv:2: error")
        self.assertEqual(result.stderr.count("sites.csv:3: error"), 2)

    def test_what_cannot_be_met(self):
        self.tells(ems("site", self.small, "--add", "1", "--least", "rural=100 %", "--model-only",
                       "--set", "service_radius.rural=1 km"), 4, "no plan")

    def test_no_demand(self):
        self.check(ems("site", self.small, "--add", "1", "--set", "areas.town.population=0",
                       "--set", "areas.land.population=0"), 3)
        self.tells(ems("site", self.small, "--add", "1", "--set", "demand.requests_per_1000_per_year=0"), 3, "no demand")

    def test_solvers(self):
        common = ("site", self.small, "--add", "1", "--model-only", "--solver")
        out = self.path("out")
        self.tells(ems(*common, "/nonexistent", "--out", out), 1, "no such program")
        self.tells(ems(*common, self.fake_solver("exit 3"), "--out", out), 1, "exit code 3")
        self.tells(ems(*common, self.fake_solver("sleep 600"), "--time-limit", "1 s", "--out", out), 1, "in time")
        self.tells(ems(*common, self.fake_solver("true"), "--out", out), 1, "no solution")
        lie = "printf 'Optimal - objective value -1\\n 0 x1 1 0\\n' > \"$6\""
        self.tells(ems(*common, self.fake_solver(lie), "--out", out), 1, "does not stand up")
        self.assertFalse(os.path.exists(out))


class Cities(unittest.TestCase):
    def test_never_worse_than_the_models_own_plan(self):
        """The plan that is told as the best is at least as good, simulated, as that of the model."""
        draw = random.Random(5)
        better = 0
        for seed in range(1, CITIES + 1):
            with tempfile.TemporaryDirectory(prefix="ems120-site-") as folder:
                city = os.path.join(folder, "city")
                people = str(draw.randrange(50000, 120000))
                made = ems("generate", "city", "--population", people, "--seed", str(seed), "--out", city)
                self.assertEqual(made.returncode, 0, made.stderr)
                result = ems("site", city, "--add", "1", "--replications", "2", "--plans", "3", "--json", "--set",
                             "clock.duration=2 d", "--set", "clock.warmup=0 h", "--candidates",
                             draw.choice(("nodes:2 km", "grid:3 km")), "--model", draw.choice(("mclp", "mexclp", "p-median")))
                self.assertEqual(result.returncode, 0, result.stderr)
                plans = json.loads(result.stdout)["plans"]
            model = [plan["judged_s"] for plan in plans if plan["origin"] == "model"]
            self.assertEqual(len(model), 1)
            self.assertLessEqual(plans[0]["judged_s"], model[0])
            better += plans[0]["judged_s"] < model[0]
        self.assertGreater(better, 0)  # else simulating them would be of no use


if __name__ == "__main__":
    unittest.main()
