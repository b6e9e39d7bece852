"""What the documents say is so: every `ems120` command that stands in a block marked ```sh is run and ends as the text
says (0, or N where `# exit N` follows; cut to two replications), outputs shown are those of the program, every option
named exists, links lead somewhere, and the shipped scenarios pass `check`."""
import csv
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
from doc_outputs import Outputs, documents, read  # noqa: E402

PROGRAM = os.path.abspath(os.environ.get("EMS120_PROGRAM", os.path.join(ROOT, "build", "ems120")))
TIMEOUT_S = 300

WRAPPER = """#!/bin/sh
case "$1" in
run | study | site) exec "{program}" "$@" --replications 2 ;;
*) exec "{program}" "$@" ;;
esac
"""


def commands(text):
    """(command line, exit code) for each line of a ```sh block that calls the program."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        for line in block.splitlines():
            if re.match(r"(\S+=\S+ )*(build/)?ems120\b", line):
                code = re.search(r"# exit (\d+)\s*$", line)
                yield line, int(code.group(1)) if code else 0


def workshop(folder):
    """A working folder that looks like the project's, with a program that makes short runs."""
    shutil.copytree(os.path.join(ROOT, "scenarios"), os.path.join(folder, "scenarios"))
    os.mkdir(os.path.join(folder, "build"))
    wrapper = os.path.join(folder, "build", "ems120")
    with open(wrapper, "w", encoding="utf-8") as file:
        file.write(WRAPPER.format(program=PROGRAM))
    os.chmod(wrapper, 0o755)
    path = os.path.join(folder, "build") + os.pathsep + os.environ.get("PATH", "/usr/bin:/bin")
    return dict(os.environ, PATH=path, LC_ALL="C.UTF-8", EMS120_DATA=ROOT)


def scenario_files():
    files = glob.glob(os.path.join(ROOT, "scenarios", "**", "*.yaml"), recursive=True)
    return sorted(path for path in files if os.sep + "standards" + os.sep not in path and "ems120_study:" not in read(path))


def program(*arguments):
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=TIMEOUT_S, env=dict(os.environ, LC_ALL="C.UTF-8"))


class Documents(unittest.TestCase):
    def test_commands_end_as_said(self):
        ran = 0
        for path in documents():
            if path.endswith("user-guide.zh.md"):
                continue  # the commands of the English one, as another test sees to
            with tempfile.TemporaryDirectory() as folder:
                environment = workshop(folder)
                for line, code in commands(read(path)):
                    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                          capture_output=True, text=True, timeout=TIMEOUT_S)
                    with self.subTest(document=os.path.relpath(path, ROOT), command=line):
                        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                    ran += 1
        self.assertGreaterEqual(ran, 20)

    def test_outputs_are_those_of_the_program(self):
        outputs = Outputs(PROGRAM)
        for path in documents():
            with self.subTest(document=os.path.relpath(path, ROOT)):
                text = read(path)
                self.assertEqual(text, outputs.renewed(text), "renew it with `make docs`")

    def test_options_and_commands_exist(self):
        names = re.findall(r"^  ([a-z]+) ", program("--help").stdout, re.M)
        self.assertIn("run", names)
        helps = program("--help").stdout + "".join(program(name, "--help").stdout for name in names)
        known = set(re.findall(r"--[a-z][a-z-]+", helps)) | {"--help", "--version"}
        for path in documents():
            for line in re.findall(r"`([^`\n]+)`", read(path)) + [line for line, _ in commands(read(path))]:
                if "ems120" not in line and not line.startswith("--"):
                    continue
                with self.subTest(document=os.path.relpath(path, ROOT), text=line):
                    self.assertLessEqual(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)), known)
                    for name in re.findall(r"(?:^|/| )ems120 ([a-z]+)", line):
                        self.assertIn(name, names)

    def test_links_lead_somewhere(self):
        for path in documents():
            for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(path)):
                if "://" in link:
                    continue
                with self.subTest(document=os.path.relpath(path, ROOT), link=link):
                    self.assertTrue(os.path.exists(os.path.join(os.path.dirname(path), link)))

    def test_reference_is_the_schema(self):
        reference = program("schema", "--reference")
        self.assertEqual(reference.returncode, 0)
        self.assertEqual(read(os.path.join(ROOT, "docs", "scenario-reference.md")), reference.stdout,
                         "renew it with `make docs`")

    def test_both_guides_show_the_same_commands(self):
        english, chinese = (list(commands(read(os.path.join(ROOT, "docs", name))))
                            for name in ("user-guide.md", "user-guide.zh.md"))

        def plain(shown):  # without what is said in a language
            return [(re.sub(r" --lang (en|zh)|\s+# .*", "", line).strip(), code) for line, code in shown]
        self.assertEqual(plain(english), plain(chinese))


class Scenarios(unittest.TestCase):
    def test_each_passes_check_in_both_languages(self):
        files = scenario_files()
        self.assertGreaterEqual(len(files), 9)
        for path in files:
            for language in ("en", "zh"):
                with self.subTest(scenario=os.path.relpath(path, ROOT), language=language):
                    done = program("check", path, "--lang", language)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_place_has_its_sources(self):
        for path in scenario_files():
            with self.subTest(scenario=os.path.relpath(path, ROOT)):
                self.assertTrue(os.path.exists(os.path.join(os.path.dirname(path), "README.md")))

    def test_a_run_folder_runs_again_wherever_it_lies(self):
        for name in ("jiaohe-bus-crash", os.path.join("tutorial", "step-5.yaml")):
            with self.subTest(scenario=name), tempfile.TemporaryDirectory() as folder:
                first, moved = os.path.join(folder, "first"), os.path.join(folder, "moved")
                done = program("run", os.path.join(ROOT, "scenarios", name), "--replications", "2", "--out", first)
                self.assertEqual(done.returncode, 0, done.stderr)
                os.rename(first, moved)
                again = program("run", moved, "--json", "--quiet")
                self.assertEqual(again.returncode, 0, again.stdout)
                then, now = json.loads(read(os.path.join(moved, "summary.json"))), json.loads(again.stdout)
                for key in set(then) | set(now):
                    if key not in ("timing", "scenario", "inputs"):  # those name where it lies
                        self.assertEqual(then[key], now[key], key)


class Jiaohe(unittest.TestCase):
    """The county's known numbers, counted from the files themselves."""

    @classmethod
    def setUpClass(cls):
        cls.scenario = yaml.safe_load(read(os.path.join(ROOT, "scenarios", "jiaohe", "scenario.yaml")))

    def people(self, kind=None):
        return sum(area["population"] for area in self.scenario["areas"] if kind in (None, area["class"]))

    def test_people_are_those_of_the_census(self):
        self.assertEqual(self.people(), 328925)
        self.assertEqual(self.people("urban"), round(0.5117 * 328925))

    def test_villages_add_up_to_their_areas(self):
        sums = {}
        with open(os.path.join(ROOT, "scenarios", "jiaohe", "villages.csv"), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                sums[row["area"]] = sums.get(row["area"], 0) + int(row["people"])
        rural = {area["id"]: area["population"] for area in self.scenario["areas"] if area["class"] == "rural"}
        self.assertEqual(sums, rural)

    def fleet(self, stations):
        return {station["id"]: dict(station["vehicles"]) for station in stations}

    def test_fleet_is_one_for_30000_and_one_for_10000(self):
        fleet = self.fleet(self.scenario["stations"])
        variant = yaml.safe_load(read(os.path.join(ROOT, "scenarios", "jiaohe-county-norm", "scenario.yaml")))
        large = {name: dict(vehicles) for name, vehicles in fleet.items()}
        for name, vehicles in self.fleet(variant["stations"]).items():
            large.setdefault(name, {}).update(vehicles)
        for vehicles, people_each in ((fleet, 30000), (large, 10000)):
            total = sum(sum(counts.values()) for counts in vehicles.values())
            self.assertEqual(total, -(-328925 // people_each))
            self.assertGreaterEqual(sum(counts.get("negative-pressure", 0) for counts in vehicles.values()), 0.4 * total)

    def test_crews_are_fewer_than_vehicles(self):
        most = 0
        for station in self.scenario["stations"]:
            crews = station["crews"]
            most += crews if isinstance(crews, int) else max(shift["count"] for shift in crews)
        self.assertLess(most, 11)

    def test_shares_sum_to_all(self):
        shares = [float(condition["share"].rstrip(" %")) for condition in self.scenario["demand"]["conditions"]]
        self.assertEqual(sum(shares), 100)

    def test_rates_are_those_of_zhenjiang(self):
        demand = self.scenario["demand"]
        requests = demand["requests_per_1000_per_year"]
        none = sum(float(demand[key].rstrip(" %")) for key in ("advice", "hoax")) / 100
        self.assertEqual(requests, 27)
        self.assertAlmostEqual(requests / (1 - none) + requests * demand["duplicates"]["per_request"], 94, delta=0.1)

    def test_a_year_of_it_is_plausible(self):
        done = program("run", os.path.join(ROOT, "scenarios", "jiaohe"), "--replications", "3", "--json", "--quiet")
        self.assertEqual(done.returncode, 0, done.stdout)
        result = json.loads(done.stdout)
        calls = {key: figure["value"] for key, figure in result["calls"].items()}
        milestones = ("received", "answered", "requests", "ordered", "reached")
        self.assertAlmostEqual(sum(value for key, value in calls.items() if key not in milestones), calls["received"],
                               delta=0.01)
        thousand_years = 328.925 * 364 / 365.25
        self.assertAlmostEqual(calls["requests"] / thousand_years, 27, delta=1)
        self.assertAlmostEqual(calls["received"] / thousand_years, 94, delta=3)
        # with ten crews for 24 requests a day hardly anyone is left without one, whatever vehicle he needs
        self.assertLess(calls["unserved"], 0.001 * calls["requests"])
        self.assertGreater(calls["reached"], 0.97 * calls["requests"])


if __name__ == "__main__":
    unittest.main()
