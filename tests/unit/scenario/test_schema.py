"""The JSON Schema that `ems120 schema` prints and the loader agree: on all good scenarios, on the structurally bad ones of
tests/invalid, and on random changes to scenarios that use every key. What a schema cannot say is listed in BEYOND."""
import copy
import glob
import json
import os
import random
import re
import subprocess
import tempfile
import unittest

import jsonschema
import yaml

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
PROGRAM = os.path.abspath(os.environ.get("EMS120_PROGRAM", os.path.join(ROOT, "build", "ems120")))

# Diagnostics of structure (base/texts/input.def) that need more than a draft-07 schema: two values, other files, dates.
BEYOND = """IN_ORDER IN_SD_TOO_LARGE IN_MEAN_TOO_LARGE IN_WEIGHTS_ZERO IN_WEIGHTS_COUNT IN_NO_VALUES IN_ID_TWICE IN_NO_LONLAT
IN_EXTENDS_CYCLE IN_EXTENDS_DEEP IN_REMOVE_NOTHING IN_NO_SCENARIO IN_NO_SCENARIO_IN IN_DURATION_MISSING IN_NO_RING
YAML_KEY_TWICE YAML_ANCHOR YAML_ALIAS YAML_TAG""".split()

GOOD = """\
ems120: 1
name: {en: Everything, zh: 全部}
description: What can be said
seed: 9223372036854775807
replications: 3
clock: {start: 2025-03-03T00:00+08:00, warmup: 1 h 30 min, duration: 7 d, drain: 2 h}
coordinates: plane
areas:
  - {id: town, name: Town, class: urban, population: 60000, demand: 120 %, circle: {centre: [0, 0], radius: 4 km}}
  - {id: land, class: rural, population: 2e4, polygon: [[-9000, -9000], [9000, -9000], [9000, 9000], [-9000, 9000]]}
lattice: 500 m
service_radius: {urban: 5 km, rural: 20 km}
demand:
  requests_per_1000_per_year: 27
  profile:
    hour: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2.5]
    weekday: [1, 1, 1, 1, 1, 2, 2]
    month: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    holidays: {dates: [2025-03-05], factor: 80 %}
  observed: 900
  error: 5 %
  daily_variation: 10 %
  advice: 20 %
  hoax: 5%
  duplicates: {per_request: 0.2, after: {exponential: {mean: 3 min}}}
  call_backs: {per_request: 0.3, after: {gamma: {mean: 5 min, sd: 2 min}}, talk: 30 s}
  cancel: {share: 3 %, after: {weibull: {mean: 5 min, sd: 3 min}}}
  empty: 10 %
  conditions:
    - {id: heart, name: Heart, share: 30 %, priority: 1, vehicle: als, vehicles: 2, hospital: cath, transport: 90 %, empty: 1 %,
       full_response: true, scene: {lognormal: {mean: 20 min, sd: 8 min}}, handover: {uniform: {low: 5 min, high: 15 min}}}
    - {id: other, share: 70 %}
call_centre:
  lines: 6
  seats: 2
  pick_up: {triangular: {low: 1 s, mode: 2 s, high: 5 s}}
  talk: {lognormal: {mu: 4, sigma: 0.5, shift: 10 s, min: 15 s, max: 10 min}}
  process: {constant: 60 s}
  patience: {exponential: {mean: 2 min}}
  redial: 30 %
  redial_after: 30 s
  advice_talk: {weibull: {shape: 1.5, scale: 60 s}}
  hoax_talk: 20 s
  duplicate_talk: {empirical: {values: [10 s, 20 s], weights: [1, 2]}}
durations:
  turnout: {day: 60 s, night: 90 s, night_hours: 22:00-06:00}
  scene: 15 min
  empty_scene: 5 min
  handover: 10 min
  cleaning: 5 min
travel: {model: straight, detour: 1.3, variation: 0.2, speed: {lights: {urban: 40 km/h, rural: 60 km/h}, normal: 10 m/s},
         hour_factor: [1, 1, 1, 1, 1, 1, 1, 0.8, 0.8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
vehicle_types:
  - {id: bls, name: Basic, negative_pressure: true}
  - {id: als, serves: [bls], negative_pressure: false, emergency: true}
stations:
  - {id: centre, name: Centre, at: [0, 0], tier: county, hospital: people, vehicles: {als: 4, bls: 1}, crews: 4}
  - {id: north, at: [0, 5000], vehicles: [{id: n1, type: als}, {id: n2, type: als}, {id: n3, type: bls, spare: true}],
     crews: [{count: 1, days: [mon, tue], from: 08:00, to: 20:00}, {days: all}]}
crew_rules: {wind_down: 15 min}
hospitals:
  - {id: people, name: People, at: [500, 0], provides: [cath], bays: 3, handover: 12 min}
  - {id: second, at: [900, 0], bays: unlimited}
dispatch: {policy: nearest, reassign: [[3, 1], [2, 1]], min_gain: 30 s, waiting_room: 50, lights_to_priority: 2, vehicle_patience: never}
destination: {policy: nearest-capable}
relocation: {policy: home}
timeline:
  - {at: day 2 08:00, for: 1 d, demand: 200 %, phone_calls: 150 %, requests: 110 %, crew_absence: 20 %, speed: 80 %, area: town}
  - {at: 2025-03-06T10:00, for: 2 h, hospital_closed: second}
  - {at: day 3, incident: {at: [100, 100], condition: heart, vehicles: 5}}
targets:
  - {id: fast, priority: 1, class: urban, area: town, within: 10 min, share: 90 %}
standards: [cn-2020-19]
centre: {two_hour_teams: [centre], mobilisation: 15 min}
"""
ROADS = os.path.join(ROOT, "tests", "unit", "scenario", "roads")
NETWORK = {"nodes": os.path.join(ROADS, "nodes.csv"), "edges": os.path.join(ROADS, "edges.csv"), "undirected": True}
OTHERS = [
    {"travel": {"model": "road", "network": NETWORK, "snap": "node", "off_road": {"lights": "20 km/h", "normal": "10 km/h"},
                "variation": 0.1, "hour_factor": [1] * 24,
                "road_factors": [{"roads": ["primary"], "areas": ["urban"], "hour_factor": [0.8] * 24}]},
     "timeline": [{"at": "day 2", "for": "1 d", "roads": {"classes": ["primary"], "circle": {"centre": [0, 0], "radius": "1 km"},
                                                        "speed": "50 %"}},
                  {"at": "day 3", "for": "1 d", "roads": {"polygon": [[0, 0], [900, 0], [0, 900]], "speed": "0 %"}}],
     "hospitals": [{"id": "people", "node": "23", "provides": ["cath"]}]},
    {"travel": {"model": "matrix", "nodes": os.path.join(ROADS, "matrix-nodes.csv"),
                "times": {"lights": os.path.join(ROADS, "times.csv"), "normal_speed": "90 %"}}},
    {"travel": {"model": "matrix", "nodes": os.path.join(ROADS, "matrix-nodes.csv"),
                "times": {"lights": os.path.join(ROADS, "times.csv"), "normal": os.path.join(ROADS, "times.csv")}},
     "dispatch": {"patient_lights_to_priority": 1}},
    {"stations": {"file": os.path.join(ROADS, "stations.csv"), "vehicles": os.path.join(ROADS, "vehicles.csv"), "type": "als",
                  "columns": {"station": "station"}},
     "hospitals": {"file": os.path.join(ROADS, "hospitals.csv"), "columns": {"id": "hospital"}}},
    {"travel": {"model": "constant", "time": {"lights": "8 min", "normal": "10 min"}}},
    {"travel": {"law": {"acceleration": "41 km/h/min", "cruise": "100 km/h"}}},
    {"demand": {"requests_per_day": 10.5}},
    {"demand": {"phone_calls_per_1000_per_year": 100}},
    {"durations": {"turnout": {"lognormal": {"mean": "60 s", "sd": "20 s"}}}},
    {"dispatch": {"policy": "fixed-order", "preference": {"town": ["centre", "north"], "land": ["north"]}}},
    {"dispatch": {"waiting_room": "unlimited", "policy": "human"}},
    {"call_centre": {"talk": "60 s", "lines": "unlimited", "patience": "never"}},
    {"timeline": [], "targets": [], "standards": []},
]
# Keys that need files beside the scenario; tests/invalid and scenarios/ have them.
ELSEWHERE = {"trace", "population", "geojson", "match", "file", "empirical", "extends", "remove"}


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, less hexadecimal, octal, infinite and NaN numbers, which the program refuses: texts here."""


Core.yaml_implicit_resolvers = {}
for tag, pattern in (("null", r"(?:~|null|Null|NULL|)$"), ("bool", r"(?:true|True|TRUE|false|False|FALSE)$"),
                     ("int", r"[-+]?[0-9]+$"),
                     ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), None)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def load_yaml(text):
    return yaml.load(text, Loader=Core)


def program(*arguments, cwd=ROOT):
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def templates():
    """The English texts of structural diagnostics as patterns, by id."""
    with open(os.path.join(ROOT, "sim", "base", "texts", "input.def"), encoding="utf-8") as file:
        found = re.findall(r'EMS_TEXT\((\w+),\s*"((?:[^"\\]|\\.)*)"', file.read())
    return {name: re.compile(re.sub(r"\\\{(\d)\\\}", r"(?P<a\1>.*?)", re.escape(text)) + "$", re.S) for name, text in found
            if not name.endswith("HINT") and name not in ("FIRST_AT", "IN_OTHER_AT", "IN_ONE_OF", "IN_EXTENDS_AT")}


def beyond_range(name, match):
    """A quantity out of range for another reason than its sign or being zero: patterns cannot count."""
    if name not in ("IN_RANGE", "IN_RANGE_ABOVE") or " " not in match["a2"]:
        return False
    number = float(re.match(r"[-+]?[0-9.]+", match["a0"]).group())
    return number > 0 or (number == 0 and name == "IN_RANGE")


class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads(program("schema").stdout)
        cls.validator = jsonschema.Draft7Validator(cls.schema)
        cls.patterns = templates()

    def schema_errors(self, document):
        return [error.message[:200] for error in self.validator.iter_errors(document)]

    @staticmethod
    def beyond(name, match, extends):
        if extends and name in ("IN_MISSING", "IN_ONE_NEEDED"):  # the other file may have it
            return match["a0"] != "ems120"
        return name in BEYOND or beyond_range(name, match)

    def structural(self, diagnostics, extends):
        """Messages about structure that a schema could know as well."""
        found = []
        for diagnostic in diagnostics:
            if diagnostic["severity"] != "error" or diagnostic["file"].endswith(".csv"):  # no schema sees into tables
                continue
            matches = [(name, m) for name, m in ((n, p.match(diagnostic["message"])) for n, p in self.patterns.items()) if m]
            by_schema = [name for name, match in matches if not self.beyond(name, match, extends)]
            if matches and len(by_schema) == len(matches):
                found.append(diagnostic["message"])
        return found

    def check(self, path, cwd=ROOT):
        done = program("check", path, "--json", "--lang", "en", cwd=cwd)
        return done.returncode, json.loads(done.stdout)["diagnostics"]

    def check_document(self, document):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", prefix="ems120-test-", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False)
            file.flush()
            return self.check(file.name)

    def test_schema_is_a_schema(self):
        jsonschema.Draft7Validator.check_schema(self.schema)
        chinese = json.loads(program("schema", "--lang", "zh").stdout)
        self.assertIn("方案", chinese["definitions"]["scenario"]["description"])

    def test_shipped_scenarios(self):
        paths = [p for p in glob.glob(os.path.join(ROOT, "scenarios", "**", "*.yaml"), recursive=True)
                 if os.sep + "standards" + os.sep not in p]
        self.assertGreater(len(paths), 3)
        for path in paths:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if "ems120_study:" in text:
                continue  # a study, which is no scenario
            with self.subTest(path):
                self.assertEqual(self.schema_errors(load_yaml(text)), [])
                self.assertEqual(self.check(path)[0], 0)

    def test_template(self):
        for lang in ("en", "zh"):
            with tempfile.TemporaryDirectory(prefix="ems120-test-") as folder:
                self.assertEqual(program("init", folder, "--lang", lang).returncode, 0)
                path = os.path.join(folder, "scenario.yaml")
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(self.schema_errors(load_yaml(file.read())), [])
                self.assertEqual(self.check(path)[0], 0)

    def good_documents(self):
        whole = load_yaml(GOOD)
        yield whole
        for other in OTHERS:
            other = copy.deepcopy(other)
            if "demand" in other:
                other["demand"]["conditions"] = whole["demand"]["conditions"]
            yield {**whole, **other}

    def test_every_key(self):
        used = set()

        def collect(value):
            if isinstance(value, dict):
                used.update(value)
                for part in value.values():
                    collect(part)
            elif isinstance(value, list):
                for part in value:
                    collect(part)

        for document in self.good_documents():
            self.assertEqual(self.schema_errors(document), [])
            code, diagnostics = self.check_document(document)
            self.assertEqual(code, 0, diagnostics)
            collect(document)
        keys = set()
        for definition in self.schema["definitions"].values():
            keys.update(definition["properties"])
        self.assertEqual(keys - used - ELSEWHERE, set())

    def test_invalid(self):
        """Structurally bad if and only if the schema refuses."""
        seen = 0
        folder = os.path.join(ROOT, "tests", "invalid")
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".yaml") or os.path.exists(os.path.join(folder, name[:-5] + ".set")):
                continue
            with open(os.path.join(folder, name), "rb") as file:
                text = file.read()
            try:
                document = load_yaml(text.decode("utf-8"))
            except (yaml.YAMLError, UnicodeDecodeError, TypeError):
                continue  # no YAML for either
            if name in ("yaml-deep.yaml", "yaml-nul-escaped.yaml", "value-start-no-such-day.yaml", "yaml-two-documents.yaml"):
                continue  # depth, characters and the calendar are the loader's
            with self.subTest(name):
                extends = isinstance(document, dict) and "extends" in document
                structural = self.structural(self.check(name, folder)[1], extends)
                self.assertEqual(bool(structural), bool(self.schema_errors(document)), structural)
            seen += 1
        self.assertGreaterEqual(seen, 60)

    POOL = [None, True, 0, 1, -1, 2.5, 1e300, "", "x", "NO", "12", "5 km", "5 min", "1 h 30 min", "-5 min", "95 %", "0 s", "0 %",
            "40 km/h", "2 m/s2", "unlimited", "never", "all", "day 3 08:00", "2025-03-04", "2025-03-04T00:00+08:00", "08:00",
            "22:00-06:00", "straight", "constant", "plane", "nearest", "human", [], [1], [1, 2], [0.5, "x"], ["a", "b"], ["mon"],
            [[1, 2]], [[1, 2], [3, 4], [5, 6]], {}, {"x": 1}, {"en": "x"}, {"constant": "3 min"}, {"exponential": {"mean": "3 min"}},
            {"lognormal": {"mean": "3 min", "sd": "1 min"}}, {"uniform": {"low": "1 min"}}, {"urban": "5 km"}, {"urban": "5 km/h"},
            {"id": "x"}, [{"id": "x"}], {"day": "60 s", "night": "90 s"}, {"als": 2}]

    def places(self, value):
        """All (container, key) in a document."""
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, part in parts:
            yield value, key
            yield from self.places(part)

    def mutate(self, document, dice):
        container, key = dice.choice(list(self.places(document)))
        kind = dice.randrange(4)
        if kind == 0 and isinstance(container, dict):
            del container[key]
        elif kind == 1 and isinstance(container, dict):
            other, other_key = dice.choice(list(self.places(document)))
            if isinstance(other, dict):
                container[other_key] = copy.deepcopy(other[other_key])
        else:
            container[key] = copy.deepcopy(dice.choice(self.POOL))

    def test_random_changes(self):
        dice = random.Random(120)
        documents = list(self.good_documents())
        refused = 0
        for number in range(400):
            document = copy.deepcopy(dice.choice(documents))
            self.mutate(document, dice)
            if "extends" in document:
                continue
            _, diagnostics = self.check_document(document)
            structural, errors = self.structural(diagnostics, False), self.schema_errors(document)
            with self.subTest(number):
                self.assertEqual(bool(structural), bool(errors), (structural, errors[:3]))
            refused += bool(errors)
        self.assertGreater(refused, 100)

    def test_reference_is_up_to_date(self):
        with open(os.path.join(ROOT, "docs", "scenario-reference.md"), encoding="utf-8") as file:
            self.assertEqual(file.read(), program("schema", "--reference", "--lang", "en").stdout.decode("utf-8"))


if __name__ == "__main__":
    unittest.main()
