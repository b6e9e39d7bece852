"""`run --analytic`: the same document as a simulation gives, with the method told; and what it refuses."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems


def keys(value, path=""):
    """Every path of a document; figures and what stands in lists are looked into."""
    if isinstance(value, dict):
        return {p for key, child in value.items() for p in keys(child, path + "." + key)} | {path}
    if isinstance(value, list):
        return {p for child in value for p in keys(child, path + "[]")} | {path}
    return {path}


class Analytic(Case):
    def test_same_structure_as_a_simulation(self):
        computed = self.document(ems("run", self.small, "--analytic", "--json"))
        simulated = self.document(ems("run", self.small, "--json"))
        # all that a simulation says stands there, null where the model says nothing
        lacking = {k for k in keys(simulated) - keys(computed) if not k.startswith(".warmup")}
        self.assertEqual({k for k in lacking if not k.endswith(".note")}, set())
        self.assertEqual(computed["method"], "hypercube")
        self.assertEqual(simulated["method"], "simulation")
        self.assertEqual(computed["targets"][0]["origin"], "hypercube")
        self.assertIsNone(computed["calls"]["received"]["value"])
        self.assertIsNone(computed["response_s"]["mean"]["low"])
        self.assertTrue(computed["hypercube"]["exact"])
        near = computed["response_s"]["mean"]["value"] / simulated["response_s"]["mean"]["value"]
        self.assertLess(abs(near - 1), 0.1)

    def test_page_says_that_it_is_no_simulation(self):
        english = self.check(ems("run", self.small, "--analytic"), 0).stdout
        self.assertIn("computed by the hypercube queueing model, not simulated", english)
        self.assertNotIn("replications", english)
        chinese = self.check(ems("run", self.small, "--analytic", "--lang", "zh"), 0).stdout
        self.assertIn("未经仿真", chinese)

    def test_knows_a_surge_and_says_what_it_leaves_out(self):
        def computed(*options):
            return self.document(ems("run", self.small, "--analytic", "--json", *options))
        plain = computed()
        surge = computed("--set", "timeline=[{at: day 1 00:00, for: 40 d, demand: 150 %}]")
        absent = computed("--set", "timeline=[{at: day 1 00:00, for: 40 d, crew_absence: 20 %}]")
        ratio = surge["calls"]["requests"]["value"] / plain["calls"]["requests"]["value"]
        self.assertAlmostEqual(ratio, 1.5, 4)
        self.assertGreater(surge["response_s"]["mean"]["value"], plain["response_s"]["mean"]["value"])
        self.assertEqual([d["hypercube"]["timeline_left_out"] for d in (plain, surge, absent)], [False, False, True])
        page = self.check(ems("run", self.small, "--analytic", "--set",
                              "timeline=[{at: day 1 00:00, for: 40 d, crew_absence: 20 %}]"), 0).stdout
        self.assertIn("it knows the demand alone", page)

    def test_refuses_what_belongs_to_a_simulation(self):
        for option in (["--out", self.path("x")], ["--precision", "mean 5 s"], ["--record", "1"]):
            result = ems("run", self.small, "--analytic", *option)
            self.check(result, 2)
            self.assertIn(option[0], result.stderr)

    def test_says_where_crews_have_too_much_work(self):
        result = ems("run", self.small, "--analytic", "--set", "demand.requests_per_1000_per_year=1500")
        self.check(result, 3)
        self.assertIn("times the work they can do", result.stderr)

    def test_needs_rates(self):
        with open(self.path("calls.csv"), "w", encoding="utf-8") as file:
            file.write("call,arrival_s,x_m,y_m\n1,10,0,0\n")
        demand = "demand={trace: {file: %s}}" % self.path("calls.csv")
        result = ems("run", self.small, "--analytic", "--set", demand, "--set", "clock.warmup=0 s")
        self.check(result, 2)
        self.assertIn("one by one", result.stderr)


if __name__ == "__main__":
    unittest.main()
