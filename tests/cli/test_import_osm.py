"""`import roads` from OpenStreetMap files. The .osm.pbf are written by tests/support/osm_pbf.py, which shares nothing
with the program."""
import collections
import csv
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import osm_pbf
from cli import ROOT, Case, ems

TOWN = os.path.join(ROOT, "tests", "unit", "road", "data", "town.osm")
JINAN = os.path.join(ROOT, "..", "shared", "data", "cn_jinan")
SPEEDS = """\
ems120_speeds: 1
classes:
  residential: {lights: 36 km/h, normal: 18 km/h}
  secondary: {use: false}
"""


class Osm(Case):
    def setUp(self):
        super().setUp()
        self.nodes, self.ways = osm_pbf.read_xml(TOWN)

    def pbf(self, name, **options):
        return self.write_bytes(name, osm_pbf.encode(self.nodes, self.ways, **options))

    def write_bytes(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content)
        return self.path(name)

    def roads(self, source, *arguments):
        """What the command tells, and the bytes that it wrote."""
        out = self.path("out.roads")
        found = self.document(ems("import", "roads", source, "--out", out, "--json", *arguments))
        with open(out, "rb") as file:
            return found, file.read()

    def test_the_same_network_from_every_file(self):
        found, expected = self.roads(TOWN)
        self.assertEqual((found["nodes"], found["arcs"]), (4, 6))
        self.assertEqual({c["class"] for c in found["classes"]}, {"residential", "secondary", "unclassified"})
        files = [self.pbf("a.osm.pbf"), self.pbf("b.osm.pbf", raw=True), self.pbf("c.osm.pbf", plain_nodes=True),
                 self.pbf("d", granularity=1000, offsets=(10**9, -7 * 10**9)), self.pbf("e.osm", per_block=1)]
        random.Random(1).shuffle(self.nodes)
        files.append(self.pbf("shuffled.pbf"))
        for file in files:
            self.assertEqual(self.roads(file)[1], expected, file)

    def test_speeds(self):
        found, _ = self.roads(TOWN, "--speeds", self.write("speeds.yaml", SPEEDS))
        classes = {c["class"]: c for c in found["classes"]}
        self.assertEqual(set(classes), {"residential", "unclassified"})
        self.assertAlmostEqual(classes["residential"]["lights_kmh"], 36, places=3)
        self.assertAlmostEqual(classes["residential"]["normal_kmh"], 18, places=3)
        bad = self.write("speeds.yaml", SPEEDS.replace("36 km/h", "36"))
        done = self.check(ems("import", "roads", TOWN, "--out", self.path("o"), "--speeds", bad), 3)
        self.assertIn("speeds.yaml:3:25: error: ", done.stderr)
        self.assertFalse(os.path.exists(self.path("o")))

    def test_box(self):
        found, _ = self.roads(TOWN, "--bbox", "119.99,29.99,120.001,30.1")
        self.assertEqual((found["nodes"], found["arcs"]), (4, 5))  # the roundabout and the way out
        done = self.check(ems("import", "roads", TOWN, "--out", self.path("o"), "--bbox", "1,2,3,4"), 3)
        self.assertIn("outside", done.stderr)

    def test_damage(self):
        with open(self.pbf("a.osm.pbf"), "rb") as file:
            whole = file.read()
        for content, says in ((whole[:-1], "ends in the middle"), (whole[:-40] + b"\0" + whole[-39:], "at byte"),
                              (b"PK\x03\x04", "zip"), (b"<gpx/>", "gpx"), (b"<osm><way>", "XML")):
            done = self.check(ems("import", "roads", self.write_bytes("bad.osm.pbf", content), "--out", self.path("o")), 3)
            self.assertIn("bad.osm.pbf", done.stderr)
            self.assertIn(says, done.stderr)
            self.assertFalse(os.path.exists(self.path("o")))

    def test_a_real_city(self):
        """Central Jinan as ways of one edge each: what the table of edges gives, but with lengths measured here."""
        if not os.path.isdir(JINAN):
            print("skipped: ../shared/data/cn_jinan is not here", flush=True)
            self.skipTest("no data")
        with open(os.path.join(JINAN, "jinan_nodes.csv"), encoding="utf-8") as file:
            nodes = [(int(r["node"]), round(float(r["lon"]) * 10**7) * 100, round(float(r["lat"]) * 10**7) * 100)
                     for r in csv.DictReader(file)]
        with open(os.path.join(JINAN, "jinan_edges.csv"), encoding="utf-8") as file:
            edges = list(csv.DictReader(file))
        ways = [(i, [int(e["from"]), int(e["to"])], {"highway": e["highway"], "oneway": "yes"})
                for i, e in enumerate(edges)]
        path = self.write_bytes("jinan.osm.pbf", osm_pbf.encode(nodes, ways))
        found, _ = self.roads(path)
        table, _ = self.roads(os.path.join(JINAN, "jinan_edges.csv"))
        for what in ("nodes", "arcs", "parts"):
            self.assertEqual(found[what], table[what], what)
        counts = [collections.Counter({c["class"]: c["arcs"] for c in f["classes"]}) for f in (found, table)]
        self.assertEqual(*counts)
        self.assertGreater(found["nodes"], 10000)
        self.assertLess(abs(found["length_m"] / table["length_m"] - 1), 0.1)


if __name__ == "__main__":
    unittest.main()
