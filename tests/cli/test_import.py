"""`ems120 import roads`: which files are meant, what is told, what is wrong; and networks of real places, whose largest
part is counted here once more."""
import csv
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import ROOT, Case, ems

DATA = os.path.join(ROOT, "..", "shared", "data")

NODES = """\
node,lon,lat
1,120.00,30.00
2,120.01,30.00
3,120.01,30.01
4,120.05,30.05
"""
EDGES = """\
from,to,length_m,class
1,2,1000,primary
2,3,1200,primary
3,1,1500,residential
3,4,9000,residential
1,1,50,residential
1,2,1100,primary
"""
BOUNDARY = """\
{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon",
 "coordinates": [[[119.9, 29.9], [120.02, 29.9], [120.02, 30.02], [119.9, 30.02], [119.9, 29.9]]]}}
"""


class Import(Case):
    def setUp(self):
        super().setUp()
        self.nodes, self.edges = self.write("town_nodes.csv", NODES), self.write("town_edges.csv", EDGES)
        self.out = self.path("town.roads")

    def roads(self, *arguments, code=0, out=True):
        return self.check(ems("import", "roads", *arguments, *(["--out", self.out] if out else [])), code)

    def report(self, *arguments):
        return self.document(ems("import", "roads", *arguments, "--out", self.out, "--json"))

    def refused(self, *arguments, says, code=3, out=True):
        done = self.roads(*arguments, code=code, out=out)
        self.assertIn(says, done.stderr)
        self.assertFalse(os.path.exists(self.out))


class Roads(Import):
    def test_one_network_whatever_way_the_tables_are_named(self):
        ways = [[self.edges], [self.nodes], [self.folder], ["--nodes", self.nodes, "--edges", self.edges],
                [self.edges, "--nodes", self.nodes], [self.nodes, "--edges", self.edges]]
        files = []
        for arguments in ways:
            self.roads(*arguments)
            with open(self.out, "rb") as file:
                files.append(file.read())
        self.assertEqual(files, files[:1] * len(files))
        self.assertEqual(files[0][:6], b"ems120")

    def test_it_tells_what_was_made_and_what_was_left_out(self):
        found = self.report(self.edges)
        self.assertEqual((found["nodes"], found["arcs"], found["parts"]), (3, 3, 2))
        self.assertEqual(found["length_m"], 3700)
        self.assertEqual(found["length_not_connected_m"], 9000)
        self.assertEqual(found["bounds"], [120, 30, 120.01, 30.01])
        self.assertEqual([(c["class"], c["arcs"], c["length_m"]) for c in found["classes"]],
                         [("primary", 2, 2200), ("residential", 1, 1500)])
        left = found["left_out"]
        self.assertEqual((left["loops"], left["parallel_slower"], left["nodes_not_connected"],
                          left["arcs_not_connected"]), (1, 1, 1, 1))
        self.assertEqual([os.path.basename(i["file"]) for i in found["inputs"]],
                         ["town_nodes.csv", "town_edges.csv"])

    def test_the_report_fits_a_terminal_in_both_languages(self):
        for lang, word in (("en", "primary"), ("zh", "道路等级")):
            done = self.roads(self.edges, "--lang", lang)
            self.assertIn(word, done.stdout)
            lines = [line for line in done.stdout.splitlines() if self.folder not in line]
            for line in lines:
                self.assertLessEqual(sum(2 if ord(c) > 0x2e80 else 1 for c in line), 80, line)
        self.assertEqual(self.roads(self.edges, "--quiet").stdout, "")

    def test_undirected(self):
        found = self.report(self.edges, "--undirected")
        self.assertEqual((found["nodes"], found["arcs"], found["undirected"]), (4, 8, True))

    def test_box_and_boundary(self):
        boundary = self.write("town.geojson", BOUNDARY)
        for arguments in (["--bbox", "119.9,29.9,120.02,30.02"], ["--boundary", boundary],
                          ["--bbox=-180,-90,180,90", "--boundary", boundary]):
            found = self.report(self.edges, "--undirected", *arguments)
            self.assertEqual((found["nodes"], found["arcs"]), (3, 6))
            self.assertEqual((found["left_out"]["nodes_outside"], found["left_out"]["arcs_outside"]), (1, 2))
        self.roads(self.edges, "--bbox", "1,2,3,4", code=3)

    def test_coordinates_of_public_maps(self):
        bounds = self.report(self.edges, "--coordinates", "gcj02")["bounds"]
        self.assertTrue(0.001 < 120 - bounds[0] < 0.01, bounds)
        os.remove(self.out)
        self.refused(self.edges, "--coordinates", "gcj", says="wgs84, gcj02 or bd09", code=2)
        self.refused(self.write("x.osm", "<osm/>"), "--coordinates", "bd09", says="is for tables", code=2)

    def test_speeds(self):
        speeds = self.write("speeds.yaml", "ems120_speeds: 1\nclasses:\n  primary: {lights: 90 km/h, normal: 72 km/h}\n")
        primary = self.report(self.edges, "--speeds", speeds)["classes"][0]
        self.assertAlmostEqual(primary["lights_kmh"], 90, places=3)
        self.assertAlmostEqual(primary["normal_kmh"], 72, places=3)

    def test_an_existing_file_is_replaced_only_by_a_whole_one(self):
        self.roads(self.edges)
        with open(self.out, "rb") as file:
            before = file.read()
        self.roads(self.nodes, "--edges", self.write("bad_edges.csv", "from,to\n1,9\n"), code=3)
        with open(self.out, "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(len([name for name in os.listdir(self.folder) if "part" in name]), 0)

    def test_a_table_that_meant_both_directions(self):
        edges = self.write("tree_edges.csv", "from,to\n1,2\n2,3\n3,4\n2,1\n")
        done = self.roads(edges, "--nodes", self.nodes)
        self.assertNotIn("--undirected", done.stderr)
        edges = self.write("tree_edges.csv", "from,to\n1,2\n2,3\n3,4\n")
        done = self.roads(edges, "--nodes", self.nodes, code=3)
        self.assertIn("no road is left", done.stderr)
        self.assertIn("--undirected", done.stderr)


class Wrong(Import):
    def test_usage(self):
        self.refused(self.edges, out=False, says="--out is missing", code=2)
        self.refused(says="no roads are given", code=2)
        self.refused("--nodes", self.nodes, says="no roads are given", code=2)
        self.refused(self.edges, "--nodes", self.nodes, "--edges", self.edges, says="one argument too many", code=2)
        self.refused(self.edges, "--bbox", "1,2,3", says="four numbers are due", code=2)
        self.refused(self.edges, "--bbox", "3,2,1,4", says="four numbers are due", code=2)
        done = self.check(ems("import", "rods", self.edges, "--out", self.out), 2)
        self.assertIn("did you mean 'roads'?", done.stderr)
        self.check(ems("import"), 2)

    def test_tables_that_are_not_there(self):
        alone = self.write("alone.csv", EDGES)
        self.refused(alone, says="the other table", code=2)
        self.refused(os.path.dirname(self.write_in("empty", "x.csv", EDGES)), says="has no table", code=2)
        self.write("second_nodes.csv", NODES)
        self.refused(self.folder, says="several tables", code=2)
        self.refused(alone, "--nodes", self.path("none.csv"), says="cannot read")

    def write_in(self, folder, name, text):
        os.mkdir(self.path(folder))
        return self.write(os.path.join(folder, name), text)

    def test_tables_that_are_wrong(self):
        for edges, says in [("from,to\n1,9\n", "edges.csv:2: error: there is no node 9"),
                            ("from,to,length_m\n1,2,-4\n", "edges.csv:2: error: column `length_m`"),
                            ("from\n1\n", "edges.csv:1: error: there is no column `to`"),
                            ("", "edges.csv:1:1: error: the file has no header line"),
                            ("from,to,class\n1,2,primry\n", "did you mean primary?")]:
            self.refused(self.write("bad_edges.csv", edges), "--nodes", self.nodes, says=says)
        self.refused(self.edges, "--nodes", self.write("bad_nodes.csv", NODES.replace("lon,lat", "lat,lon")),
                     says="longitude and latitude are swapped")
        self.refused(self.edges, "--nodes", self.write("bad_nodes.csv", NODES + "2,120,30\n"),
                     says="bad_nodes.csv:6: error: the node 2 stands twice")

    def test_boundaries_and_speeds_that_are_wrong(self):
        self.refused(self.edges, "--boundary", self.write("x.geojson", "{}"), says="not GeoJSON")
        self.refused(self.edges, "--boundary", self.path("none.geojson"), says="cannot read")
        self.refused(self.edges, "--speeds", self.write("speeds.yaml", "classes: 5\n"), says="speeds.yaml:1")

    def test_json_tells_diagnostics(self):
        done = ems("import", "roads", self.write("bad_edges.csv", "from,to\n1,9\n"), "--nodes", self.nodes, "--out",
                   self.out, "--json")
        told = self.document(done, 3)["diagnostics"][0]
        self.assertEqual((told["line"], told["severity"]), (2, "error"))

    def test_a_folder_that_is_not_there(self):
        done = self.check(ems("import", "roads", self.edges, "--out", self.path("none/x.roads")), 1)
        self.assertIn("No such file", done.stderr)


def largest_part(nodes, arcs):
    """Kosaraju: nodes in the order in which a search leaves them, then the same backwards over the arcs turned round.
    The set of most nodes; of several, that with the earliest node."""
    forward, backward = {n: [] for n in nodes}, {n: [] for n in nodes}
    for a, b in arcs:
        forward[a].append(b)
        backward[b].append(a)
    left, seen = [], set()
    for root in nodes:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(forward[root]))]
        while stack:
            node, heads = stack[-1]
            following = next((h for h in heads if h not in seen), None)
            if following is None:
                stack.pop()
                left.append(node)
            else:
                seen.add(following)
                stack.append((following, iter(forward[following])))
    parts, seen = [], set()
    for root in reversed(left):
        if root in seen:
            continue
        part, stack = {root}, [root]
        while stack:
            for before in backward[stack.pop()]:
                if before not in seen and before not in part:
                    part.add(before)
                    stack.append(before)
        seen |= part
        parts.append(part)
    order = {node: i for i, node in enumerate(nodes)}
    return min(parts, key=lambda part: (-len(part), min(order[n] for n in part))), len(parts)


class RealPlaces(Import):
    """Counts of the networks of shared/data, made once more without the program."""

    PLACES = [("cn_jinan", "jinan_edges.csv", "jinan_nodes.csv", False),
              ("cn_harbin", "shangzhi_edges.csv", "shangzhi_nodes.csv", True),
              ("cn_harbin", "harbin_edges.csv", "harbin_nodes.csv", True),
              ("stress", "bayarea_edges.csv", "bayarea_nodes.csv", False),
              ("stress", "chengdu_edges.csv", "chengdu_nodes.csv", True),
              ("trace_manhattan", "road_arcs.csv", "road_nodes.csv", False),
              ("trace_auckland", "road_arcs.csv", "road_nodes.csv", False)]

    @staticmethod
    def rows(path):
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @staticmethod
    def arcs_of(rows, undirected):
        """(from, to): what decides which of several edges between the same nodes are worth keeping."""
        arcs = {}
        for row in rows:
            if row["from"] == row["to"]:
                continue
            if "lights_s" in row:
                value = (float(row["lights_s"]), float(row["normal_s"]))
            else:  # no table with classes has twins
                value = (float(row["length_m"]) / float(row.get("speed_kmh") or 1),) * 2
            for pair in [(row["from"], row["to"])] + [(row["to"], row["from"])] * undirected:
                arcs.setdefault(pair, []).append(value)
        return arcs

    @staticmethod
    def worth_keeping(values):
        """How many are not beaten by another in both modes."""
        distinct = set(values)
        return sum(not any(o != v and o[0] <= v[0] and o[1] <= v[1] for o in distinct) for v in distinct)

    def test_the_largest_part_has_as_many_nodes_and_arcs_as_counted_here(self):
        if not os.path.isdir(DATA):
            self.skipTest("no road data here: networks of real places are not imported")
        for folder, edges, nodes, undirected in self.PLACES:
            with self.subTest(place=edges, folder=folder):
                self.compare(os.path.join(DATA, folder, edges), os.path.join(DATA, folder, nodes), undirected)

    def test_a_box_cuts_a_network_into_parts(self):
        if not os.path.isdir(DATA):
            self.skipTest("no road data here: no real network is cut")
        for folder, edges, nodes, undirected in self.PLACES[:3]:
            with self.subTest(place=edges):
                nodes = os.path.join(DATA, folder, nodes)
                rows = self.rows(nodes)
                x, y = (sorted(float(row[c]) for row in rows) for c in ("lon", "lat"))
                quarter = len(rows) // 4
                found = self.compare(os.path.join(DATA, folder, edges), nodes, undirected,
                                     (x[quarter], y[quarter], x[3 * quarter], y[3 * quarter]))
                self.assertGreater(found["parts"], 3)

    def compare(self, edges, nodes, undirected, box=None):
        options = ["--undirected"] * undirected
        rows = self.rows(nodes)
        if box is not None:
            options.append("--bbox=" + ",".join(str(v) for v in box))
            rows = [r for r in rows if box[0] <= float(r["lon"]) <= box[2] and box[1] <= float(r["lat"]) <= box[3]]
        found = self.report(edges, "--nodes", nodes, *options)
        names = [row["node"] for row in rows]
        known = set(names)
        arcs = {pair: values for pair, values in self.arcs_of(self.rows(edges), undirected).items()
                if known.issuperset(pair)}
        part, parts = largest_part(names, arcs)
        inside = [values for (a, b), values in arcs.items() if a in part and b in part]
        self.assertEqual((found["nodes"], found["parts"]), (len(part), parts))
        self.assertEqual(found["arcs"], sum(map(self.worth_keeping, inside)))
        self.assertEqual(found["left_out"]["nodes_not_connected"], len(names) - len(part))
        return found


if __name__ == "__main__":
    unittest.main()
