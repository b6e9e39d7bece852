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
        for trial in [found["plan"], found["now"], *found["curve"]]:
            self.assertAlmostEqual(trial["mean_crews_on_duty"], trial["crew_hours_a_week"] / 168, 5)

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
            head, row = page.split({"en": "Crew-hours a week and outcome", "zh": "每周车组工时与结果"}[lang])[1].splitlines()[:2]
            self.assertIn({"en": "crews on duty", "zh": "平均在岗车组"}[lang], head)
            hours, on_duty = row.split()[:2]
            self.assertAlmostEqual(float(on_duty), float(hours) / 168, delta=0.06)

    def test_shifts_cover_what_every_hour_needs(self):
        out = self.path("shifts")
        found = self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--out", out,
                                  "--shifts", "8 h from 0 8 16, 12 h from 8 20, break 30 min, 38 h a week"))
        self.assertTrue(found["feasible"] and found["certificate"]["met"])
        paid = 0
        for station in found["stations"]:
            on = [0] * 168
            for crew in station["crews"]:
                start, end = int(crew["from"][:2]), int(crew["to"][:2])
                length = (end - start) % 24 or 24
                self.assertIn((length, start), [(8, 0), (8, 8), (8, 16), (12, 8), (12, 20)])
                self.assertAlmostEqual(crew["paid_hours_a_week"], (length - 0.5) * len(crew["days"]))
                paid += crew["count"] * crew["paid_hours_a_week"]
                for day in crew["days"]:
                    first = 24 * ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(day) + start
                    for hour in range(length):
                        on[(first + hour) % 168] += crew["count"]
            for have, need in zip(on, station["needed_by_hour_of_week"]):
                self.assertGreaterEqual(have, need)
        self.assertAlmostEqual(found["plan"]["paid_hours_a_week"], paid, 5)
        self.assertAlmostEqual(found["cost"]["persons"], paid / 168 * 15 * 40 / 38, 4)
        again = self.document(ems("run", os.path.join(out, "scenario.yaml"), "--json", "--set", "clock.duration=28 d",
                                  "--seed", str(found["certificate"]["seed"]),
                                  "--replications", str(found["certificate"]["replications"])))
        for mine, theirs in zip(found["targets"], again["targets"]):
            self.assertEqual(mine["found"]["value"], theirs["found"]["value"])

    def test_shifts_cost_no_more_than_the_plan_before(self):
        for shifts in ("8 h, 12 h", "24 h, 8 h"): # 12 h twice a day are as good as 24 h
            found = self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--shifts", shifts))
            self.assertTrue(found["feasible"])
            self.assertLessEqual(found["plan"]["paid_hours_a_week"], found["shifts"]["paid_hours_without_shifts"])
        page = self.check(ems("size", self.small, *TARGET, *QUICK, "--shifts", "13 h from 8 20"), 0).stdout
        self.assertIn("with shifts of these lengths only: the plan without them needs fewer hours", page)
        self.assertNotIn("..\n", page[page.index("paid:"):page.index("Vehicles")]) # nothing is cut off

    def test_plan_holds_in_every_scenario(self):
        busy = self.path("busy.yaml")
        with open(busy, "w", encoding="utf-8") as file:
            file.write("ems120: 1\nextends: %s\nname: Busy\ntimeline: [{at: day 1 00:00, for: 40 d, demand: 200 %%}]\n"
                       % os.path.abspath(self.small))
        alone = self.document(ems("size", self.small, *TARGET, *QUICK, "--json"))
        for judge in ("worst", "mean"):
            both = self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--also", busy + ":3",
                                     "--judge", judge))
            self.assertEqual([s["weight"] for s in both["scenarios"]], [1, 3])
            self.assertGreaterEqual(both["plan"]["crew_hours_a_week"], alone["plan"]["crew_hours_a_week"])
            most = max(s["replications"] for s in both["scenarios"])
            self.assertEqual(both["certificate"]["replications"], most)
            for number, target in enumerate(both["targets"]):
                shares = [s["targets"][number]["found"]["value"] for s in both["scenarios"]]
                expected = min(shares) if judge == "worst" else (shares[0] + 3 * shares[1]) / 4
                self.assertAlmostEqual(target["found"]["value"], expected, 5)
                self.assertGreaterEqual(target["found"]["value"], target["required"])

    def test_standards_and_prices(self):
        done = ems("size", self.small, *TARGET, *QUICK, "--json", "--standards", "cn-2020-19",
                   "--vehicle-price", "500000")
        found = json.loads(done.stdout)
        self.check(done, 0 if found["standards_met"] else 4) # what no crew or vehicle mends
        fleet = {c["clause"]: c for c in found["standards"] if c["clause"].startswith("fleet")}
        self.assertTrue(fleet)
        for clause in fleet.values():
            self.assertEqual(clause["verdict"], "yes")
        self.assertGreaterEqual(found["vehicles"]["owned"], found["vehicles"]["required_by_standards"])
        bought = sum(found["vehicles"]["to_buy"].values())
        self.assertAlmostEqual(found["cost"]["vehicles_to_buy"], bought * 500000)

    def test_ageing(self):
        grown = self.document(ems("size", self.small, *TARGET, *QUICK, "--json", "--growth",
                                  "population -1 % a year, aged 65 from 15 % to 22 %, use 3.5, to 2030"))
        ageing = (1 + 0.22 * 2.5) / (1 + 0.15 * 2.5)
        self.assertAlmostEqual(grown["growth"]["ageing_factor"], ageing, 5)
        self.assertAlmostEqual(grown["growth"]["request_factor"], 0.99 ** 5 * ageing, 5)

    def test_bad_usage(self):
        for options, word in ((["--target", "urban 90 %"], "within"),
                              (["--target", "village within 10 min 90 %"], "village"),
                              (["--growth", "people grow"], "--growth"),
                              (["--price", "-1"], "--price"),
                              (["--shifts", "8 h from 8"], "--shifts"),
                              (["--shifts", "8 h, 25 h"], "25 h"),
                              (["--growth", "aged 65 from 15 % to 22 %, to 2030"], "--growth"),
                              (["--growth", "population 1 % a year to 2001"], "2001"),
                              (["--vehicle-price", "tank=1"], "tank"),
                              (["--judge", "best"], "best"),
                              (["--max-crews", "0"], "max-crews")):
            result = ems("size", self.small, *options)
            self.check(result, 2)
            self.assertIn(word, result.stderr)
        result = ems("size", self.small, *TARGET, "--set", "demand.requests_per_1000_per_year=0")
        self.check(result, 3)
        self.assertIn("no demand", result.stderr)
        result = ems("size", self.small, "--set", "targets=[]")
        self.check(result, 2)
        self.assertIn("no target", result.stderr)


if __name__ == "__main__":
    unittest.main()
