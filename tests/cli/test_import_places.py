"""`import places`: what it writes must be what a scenario takes."""
import csv
import os
import sys
import unittest

import yaml

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, ems

BASE = """\
ems120: 1
replications: 2
clock: {start: 2025-03-03T00:00+08:00, warmup: 6 h, duration: 2 d}
areas:
  - {id: town, class: urban, population: 60000, circle: {centre: [127.344, 43.724], radius: 4 km}}
service_radius: {urban: 5 km}
demand:
  requests_per_1000_per_year: 80
  conditions:
    - {id: chest-pain, share: 30 %, priority: 1, vehicle: als, hospital: 胸痛中心, transport: 90 %}
    - {id: other, share: 70 %, priority: 2, transport: 70 %}
durations: {turnout: 90 s, scene: 15 min, handover: 15 min}
travel: {model: straight, detour: 1.3, speed: {lights: 50 km/h, normal: 40 km/h}}
vehicle_types: [{id: als}, {id: bls}]
"""
ONE_HOSPITAL = "hospitals: [{id: people, at: [127.34, 43.72], provides: [胸痛中心]}]\n"
STATIONS = """\
name,lng,lat,ALS,bls,备注,crews
市急救中心,127.344,43.724,2,1,主站,3
North Station,127.36,43.74,1,0,,
North station,127.31,43.71,,1,,
"""
HOSPITALS = '''\
编号,名称,经度,纬度,交接位,救治能力
7,人民医院,127.34,43.72,6,胸痛中心；卒中中心
H 2,"Second: ""North""",127.35,43.73,,
'''
PEOPLE = """\
lon,lat,人口,街道
127.34,43.72,3000,民主
127.35,43.73,1500.5,长安
"""
SQUARE = """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"population": 900, "name": "A"}, "geometry": {"type": "Polygon", "coordinates":
    [[[127.33, 43.71], [127.35, 43.71], [127.35, 43.73], [127.33, 43.73], [127.33, 43.71]]]}},
  {"type": "Feature", "properties": {"population": 100}, "geometry": {"type": "Point", "coordinates": [127.36, 43.74]}}]}
"""


class Places(Case):
    def setUp(self):
        super().setUp()
        self.base = self.write("base.yaml", BASE)

    def places(self, kind, name, text, *more):
        """Imports a file; the YAML that it wrote, and what was printed."""
        out = self.path(f"{kind}.yaml")
        done = ems("import", "places", self.write(name, text), "--kind", kind, "--out", out, *more)
        self.check(done, 0)
        with open(out, encoding="utf-8") as file:
            return yaml.safe_load(file), done

    def test_a_chain_that_runs(self):
        stations, done = self.places("stations", "s.csv", STATIONS, "--extends", self.base)
        self.assertEqual(stations["extends"], "base.yaml")
        self.assertEqual([s["id"] for s in stations["stations"]],
                         ["station-1", "north-station", "north-station-2"])
        self.assertEqual(stations["stations"][0], {"id": "station-1", "name": {"zh": "市急救中心"}, "at": [127.344, 43.724],
                                                   "vehicles": {"als": 2, "bls": 1}, "crews": 3})
        self.assertEqual(stations["stations"][1]["vehicles"], {"als": 1})
        self.assertEqual(stations["stations"][1]["name"], {"en": "North Station"})
        self.assertIn("备注", done.stdout)
        hospitals, done = self.places("hospitals", "h.csv", HOSPITALS, "--extends", self.path("stations.yaml"))
        self.assertEqual(hospitals["hospitals"][0], {"id": "7", "name": {"zh": "人民医院"}, "at": [127.34, 43.72],
                                                     "bays": 6, "provides": ["胸痛中心", "卒中中心"]})
        self.assertEqual(hospitals["hospitals"][1]["id"], "h-2")
        self.assertEqual(hospitals["hospitals"][1]["name"], {"en": 'Second: "North"'})
        self.assertIn("h.csv:3: warning: ", done.stderr)
        people, done = self.places("people", "p.csv", PEOPLE, "--extends", self.path("hospitals.yaml"))
        self.assertEqual(people["population"], {"file": "people.csv"})
        self.assertIn("4500.5", done.stdout)
        with open(self.path("people.csv"), encoding="utf-8") as file:
            self.assertEqual(list(csv.reader(file)), [["lon", "lat", "people"], ["127.34", "43.72", "3000"],
                                                      ["127.35", "43.73", "1500.5"]])
        self.check(ems("check", self.path("people.yaml")), 0)
        summary = self.document(ems("run", self.path("people.yaml"), "--json"))
        self.assertGreater(summary["calls"]["reached"]["value"], 0)
        self.assertEqual(len(summary["vehicles"]), 5)
        self.assertEqual([h["id"] for h in summary["hospitals"]], ["7", "h-2"])

    def test_pasted(self):
        done = self.check(ems("import", "places", self.write("s.csv", STATIONS), "--kind", "stations"), 0)
        both = self.write("pasted.yaml", BASE + ONE_HOSPITAL + done.stdout)
        self.check(ems("check", both), 0)
        self.assertEqual(done.stderr, "")

    def test_extended(self):
        self.places("stations", "s.csv", STATIONS)
        path = self.write("mine.yaml", "extends: stations.yaml\n" + BASE + ONE_HOSPITAL)
        self.check(ems("check", path), 0)

    def test_centroids_of_polygons(self):
        self.places("people", "map.geojson", SQUARE)
        with open(self.path("people.csv"), encoding="utf-8") as file:
            self.assertEqual(list(csv.reader(file))[1:], [["127.34", "43.72", "900"], ["127.36", "43.74", "100"]])

    def test_coordinates(self):
        """GCJ-02 in, WGS-84 out, and back into GCJ-02 when that is what the scenario says."""
        one = "id,lon,lat,vehicles\na,127.344,43.724,1\n"
        wgs84, _ = self.places("stations", "s.csv", one, "--coordinates", "gcj02")
        self.assertEqual(wgs84["coordinates"], "wgs84")
        x, y = wgs84["stations"][0]["at"]
        self.assertTrue(0.001 < abs(x - 127.344) + abs(y - 43.724) < 0.02, (x, y))
        self.write("gcj.yaml", "coordinates: gcj02\n" + BASE)
        self.write("upper.yaml", "ems120: 1\nextends: gcj.yaml\n")
        same, _ = self.places("stations", "s.csv", one, "--coordinates", "gcj02", "--extends", self.path("upper.yaml"))
        self.assertNotIn("coordinates", same)
        x, y = same["stations"][0]["at"]
        self.assertTrue(abs(x - 127.344) + abs(y - 43.724) < 2e-7, (x, y))
        plane, _ = self.places("stations", "s.csv", "id,x_m,y_m\na,1000.12345,-5\n")
        self.assertEqual((plane["coordinates"], plane["stations"][0]["at"]), ("plane", [1000.123, -5]))
        path = self.write("s.csv", "id,x_m,y_m\na,1,2\n")
        self.check(ems("import", "places", path, "--kind", "stations", "--out", self.path("o.yaml"), "--extends",
                       self.base), 3)
        self.assertFalse(os.path.exists(self.path("o.yaml")))

    def test_told(self):
        """Each mistake at its line, all of them at once, and nothing written."""
        def told(text, *parts, kind="stations", name="s.csv"):
            out = self.path("none.yaml")
            done = self.check(ems("import", "places", self.write(name, text), "--kind", kind, "--out", out), 3)
            for part in parts:
                self.assertIn(part, done.stderr)
            self.assertFalse(os.path.exists(out))
            self.assertEqual(done.stdout, "")

        told("name,lat\na,1\n", "s.csv:1: error: ", "`lon`", "经度")
        told("name,lon,lat\na,43.7,127.3\n", "s.csv:2: error: ", "swapped")
        told("id,lon,lat\na,1,1\nb,2,x\na,3,3\nc,200,1\n", "s.csv:3: ", "s.csv:4: ", "s.csv:5: ")
        told("id,lon,lat,vehicles\na,1,1,-1\nb,1,1,2.5\n", "s.csv:2: ", "s.csv:3: ")
        told("id,lon,lat,tier\na,1,1,a b\n", "s.csv:2: ")
        told("id,lon,lat\n", "no places")
        told("lon,lat,name\n1,2,x\n", "`people`", "常住人口", kind="people")
        told("lon,lat,people\n1,2,-3\n1,2,\n", "s.csv:2: ", "s.csv:3: ", kind="people")
        told('{"type": "Point"}', "features", kind="people", name="p.geojson")
        told('{"features": [{"properties": {"people": 1}, "geometry": {"type": "LineString", "coordinates": [[1, 2]]}}]}',
             "features[0]", kind="people", name="p.geojson")
        point = '{"properties": {"people": %s}, "geometry": {"type": "Point", "coordinates": [1, 2]}}'
        told('{"features": [%s, %s]}' % (point % 5, point % -3), "features[1]", "-3", kind="people", name="p.geojson")
        told('{"features": [', "p.geojson:1", kind="people", name="p.geojson")
        told("", "s.csv")

    def test_usage(self):
        path = self.write("s.csv", STATIONS)
        self.check(ems("import", "places", path), 2)
        self.check(ems("import", "places", path, "--kind", "ships"), 2)
        self.check(ems("import", "places", path, "--kind", "people"), 2)
        self.check(ems("import", "places", path, "--kind", "stations", "--json"), 2)
        self.check(ems("import", "places", path, "--kind", "stations", "--coordinates", "utm"), 2)
        self.check(ems("import", "places", "--kind", "stations"), 2)
        self.check(ems("import", "places", path, "--kind", "people", "--out", self.path("s.yaml")), 2)
        self.check(ems("import", "places", self.path("no.csv"), "--kind", "stations"), 3)
        self.check(ems("import", "places", path, "--kind", "stations", "--out", self.path("no/s.yaml")), 1)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), STATIONS)

    def test_json(self):
        found = self.document(ems("import", "places", self.write("s.csv", STATIONS), "--kind", "stations", "--out",
                                  self.path("s.yaml"), "--json"))
        self.assertEqual((found["places"], found["vehicles"], found["passed_over"]), (3, 5, ["备注"]))


if __name__ == "__main__":
    unittest.main()
