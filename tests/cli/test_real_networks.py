"""Trials on real road networks: imported by the command, with stations, hospitals and people invented at nodes, run, and
held against a slow search that shares nothing with the program and against what must hold on any network."""
import csv
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import networks
from cli import Case, ems

# km/h with lights and with the traffic; `unclassified` is for networks that tell no class
SPEED = {"motorway": (120, 100), "motorway_link": (60, 45), "trunk": (75, 60), "trunk_link": (50, 40),
         "primary": (60, 45), "primary_link": (45, 35), "secondary": (50, 40), "secondary_link": (40, 30),
         "tertiary": (45, 35), "tertiary_link": (35, 30), "unclassified": (60, 45), "residential": (30, 25),
         "living_street": (20, 15), "service": (20, 15)}
LIGHTS, NORMAL = 0, 1
NO_ACCESS = ("motorway", "motorway_link")
SPEEDS = ("ems120_speeds: 1\nclasses:\n"
          + "".join(f"  {name}: {{lights: {lights} km/h, normal: {normal} km/h}}\n" for name, (lights, normal) in SPEED.items())
          + "limits: {lights: 100 %, normal: 80 %}\n")
SCENARIO = """\
ems120: 1
name: {{en: "Trial on the roads of {name}: stations, hospitals and people are invented"}}
seed: 120
replications: 2
clock: {{start: 2025-03-03T00:00+08:00, warmup: 2 h, duration: 1 d}}
coordinates: wgs84
areas:
  - {{id: land, class: urban, population: {people}, polygon: {polygon}}}
population: {{file: people.csv}}
service_radius: {{urban: 5 km}}
demand:
  requests_per_day: {requests}
  conditions: [{{id: all, share: 100 %, priority: 1, transport: 60 %}}]
call_centre: {{seats: 20, lines: 40, talk: 60 s}}
durations: {{turnout: 90 s, scene: 15 min, handover: 15 min, cleaning: 5 min}}
travel:
  {{model: road, network: city.roads, snap: node, off_road: {{lights: 20 km/h, normal: 15 km/h}}, variation: 0}}
stations:
{stations}
hospitals:
{hospitals}
"""


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Land:
    """What the trials of one network share: the nodes used, and slow times between them."""

    def __init__(self, network):
        self.network = network.read()
        self.joined = set()  # nodes where a trip may begin or end
        for a, arcs in enumerate(network.arcs):
            for b, _, kind, _ in arcs:
                if kind not in NO_ACCESS:
                    self.joined |= {a, b}
        self.cells, self.known = {}, {}
        for n in sorted(network.kept & self.joined):
            self.cells.setdefault(tuple(round(x * 1e4) for x in network.at[n]), []).append(n)
        posted = max((arc[3] or 0 for arcs in network.arcs for arc in arcs)) / 3.6
        self.top_mps = [posted / share or max(speeds[mode] for speeds in SPEED.values()) / 3.6
                        for mode, share in ((LIGHTS, 0.8), (NORMAL, 1))]

    def node_at(self, lon, lat):
        """The nearest node, of a position printed to six decimals."""
        x, y = round(lon * 1e4), round(lat * 1e4)
        near = [n for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for n in self.cells.get((i, j), [])]
        return min(near, key=lambda n: (networks.distance_m(self.network.at[n], (lon, lat)), n))

    def arc_us(self, mode):
        def of(arc):
            _, length_m, kind, kmh = arc
            if kmh is not None:
                return round(length_m * 3.6 / kmh * (0.8 if mode == LIGHTS else 1) * 1e6)
            return round(length_m / (SPEED[kind or "unclassified"][mode] / 3.6) * 1e6)
        return of

    def time_s(self, a, b, mode):
        """Seconds from a station to a node with lights, or to a hospital in traffic, by the slow search."""
        site, node = (a, b) if mode == LIGHTS else (b, a)
        if (site, mode) not in self.known:
            arcs = self.network.arcs if mode == LIGHTS else self.network.back
            self.known[site, mode] = self.network.times_us(site, arcs, self.arc_us(mode))
        return self.known[site, mode][node] / 1e6

    def sites(self, stations, hospitals):
        nodes = self.network.spread(stations + hospitals, lambda n: n in self.joined)
        at_hospital = nodes[1::len(nodes) // hospitals][:hospitals]
        return [n for n in nodes if n not in at_hospital], at_hospital


class Trial(Case):
    """The trials, once for each network below."""
    network, land, requests = None, None, 120

    @classmethod
    def setUpClass(cls):
        if not cls.network.present():
            print(f"skipped: no road network of {cls.network.name} here", flush=True)
            raise unittest.SkipTest("no data")
        cls.land = Land(cls.network)

    def setUp(self):
        super().setUp()
        self.write("speeds.yaml", SPEEDS)
        more = ["--undirected"] if self.network.undirected else []
        self.imported = self.document(ems(
            "import", "roads", "--nodes", self.network.nodes_path, "--edges", self.network.edges_path, *more,
            "--speeds", self.path("speeds.yaml"), "--out", self.path("city.roads"), "--json"))

    def site(self, node, more=""):
        return "  - {{id: n{}, at: [{:.7f}, {:.7f}]{}}}".format(node, *self.network.at[node], more)

    def scenario(self, stations, hospitals, people, name="scenario.yaml"):
        lons, lats = zip(*(self.network.at[n] for n in self.network.kept))
        west, east, south, north = min(lons) - 0.02, max(lons) + 0.02, min(lats) - 0.02, max(lats) + 0.02
        with open(self.path("people.csv"), "w", encoding="utf-8") as file:
            file.write("lon,lat,people\n")
            file.writelines("{:.7f},{:.7f},100\n".format(*self.network.at[n]) for n in people)
        return self.write(name, SCENARIO.format(
            name=self.network.name, people=100 * len(people), requests=self.requests,
            polygon=f"[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}]]",
            stations="\n".join(self.site(n, ", vehicles: {ambulance: 2}") for n in stations),
            hospitals="\n".join(self.site(n) for n in hospitals)))

    def node_of(self, lon, lat):
        return self.land.node_at(float(lon), float(lat))

    def minutes(self, scenario):
        """By node, of the demand places on the map of coverage."""
        features = self.document(ems("coverage", scenario, "--geojson"))["features"]
        places = [f for f in features if f["properties"]["kind"] == "place"]
        return features, {self.node_of(*f["geometry"]["coordinates"]): f["properties"]["minutes"] for f in places}


class OnAnyNetwork:
    def test_import_keeps_the_largest_part(self):
        arcs = {(a, arc[0]) for a in self.network.kept for arc in self.network.arcs[a] if arc[0] in self.network.kept}
        self.assertEqual(self.imported["nodes"], len(self.network.kept))
        self.assertEqual(self.imported["arcs"], len({(a, b) for a, b in arcs if a != b}))

    def test_run(self):
        stations, hospitals = self.land.sites(8, 3)
        people = self.network.spread(400, lambda n: n in self.land.joined)
        out = self.path("out")
        document = self.document(ems("run", self.scenario(stations, hospitals, people), "--out", out, "--json"))
        calls = {(row["replication"], row["call"]): row for row in rows(os.path.join(out, "calls.csv"))}
        self.assertGreater(len(calls), self.requests)
        value = {key: figure["value"] for key, figure in document["calls"].items()}
        self.assertEqual(value["reached"], value["received"])
        self.assertEqual(value["treated"] + value["transported"], value["received"])
        mean = document["response_s"]["mean"]["value"]
        self.assertAlmostEqual(sum(part["value"] for part in document["response_parts_s"].values()), mean, delta=1e-4)
        for call in calls.values():
            self.assertAlmostEqual(float(call["on_scene_s"]) - float(call["arrival_s"]), float(call["response_s"]),
                                   delta=2e-6)
        trips = rows(os.path.join(out, "trips.csv"))
        self.check_trips(trips, calls, hospitals)

    def check_trips(self, trips, calls, hospitals):
        from_station = to_hospital = 0
        for trip in trips:
            call = calls.get((trip["replication"], trip["call"]))
            if call is None or not trip["on_scene_s"]:
                continue
            node = self.node_of(call["lon"], call["lat"])
            if trip["from_station"] == "1":
                from_station += 1
                self.check_way(int(trip["station"][1:]), node, LIGHTS, trip, "departed_s", "on_scene_s", "to_scene_m")
            if trip["at_hospital_s"]:
                to_hospital += 1
                goal = int(trip["hospital"][1:])
                self.check_way(node, goal, NORMAL, trip, "left_scene_s", "at_hospital_s", "to_hospital_m")
                least = min(self.land.time_s(node, h, NORMAL) for h in hospitals)
                self.assertAlmostEqual(self.land.time_s(node, goal, NORMAL), least, delta=1e-3)
        self.assertGreater(min(from_station, to_hospital), 40)

    def check_way(self, a, b, mode, trip, begin, end, length):
        """The time is that of the slow search, and no shorter than the straight line at top speed. (Some edges
        are given a little shorter than the straight line.)"""
        taken = float(trip[end]) - float(trip[begin])
        straight_m = networks.distance_m(self.network.at[a], self.network.at[b])
        self.assertGreaterEqual(float(trip[length]), 0.98 * straight_m - 1)
        self.assertGreaterEqual(taken * self.land.top_mps[mode], 0.98 * straight_m - 1)
        self.assertAlmostEqual(taken, self.land.time_s(a, b, mode), delta=1e-3)

    def test_coverage(self):
        stations, hospitals = self.land.sites(8, 3)
        people = self.network.spread(300, lambda n: n in self.land.joined)
        scenario = self.scenario(stations, hospitals, people)
        cover = self.document(ems("coverage", scenario, "--json"))["coverage"]["time"]
        features, minutes = self.minutes(scenario)
        self.assertEqual(set(minutes), set(people))
        for node, found in minutes.items():
            least = min(self.land.time_s(s, node, LIGHTS) for s in stations)
            self.assertAlmostEqual(found * 60, least + 90, delta=1e-3)
        for period in ("day", "night"):
            for group in [cover[period]["all"], *cover[period]["by_area"].values()]:
                self.assertEqual([row["within_s"] / 60 for row in group], [5, 8, 10, 12, 15, 20, 30, 60, 120])
                for part in ("population", "surface_share"):
                    shares = [row[part] for row in group]
                    self.assertEqual(shares, sorted(shares))
        for row in cover["day"]["all"]:
            reached = sum(100 for found in minutes.values() if found * 60 <= row["within_s"])
            self.assertAlmostEqual(row["population"], reached, delta=1e-3)
        self.check_isochrones([f for f in features if f["properties"]["kind"] == "isochrone"], minutes)

    def check_isochrones(self, features, minutes):
        """They shrink with the time, and hold the nodes that are in time, but for some near the outline: that is
        drawn from a lattice."""
        self.assertEqual([f["properties"]["minutes"] for f in features], [120, 60, 30, 20, 15, 12, 10, 8, 5])
        grounds = [f["properties"]["surface_km2"] for f in features]
        self.assertEqual(grounds, sorted(grounds, reverse=True))
        for feature in features:
            right = sum((found <= feature["properties"]["minutes"])
                        == networks.inside(feature["geometry"], self.network.at[node])
                        for node, found in minutes.items())
            self.assertGreater(right, 0.9 * len(minutes))


class Shangzhi(OnAnyNetwork, Trial):
    network = networks.SHANGZHI

    def test_a_way_and_its_return_take_the_same_time(self):
        home, *others = self.network.spread(5)
        _, out = self.minutes(self.scenario([home], [home], others))
        for node in others:
            _, back = self.minutes(self.scenario([node], [home], [home]))
            self.assertAlmostEqual(out[node], back[home], delta=1e-6)

    def test_a_hospital_on_an_island_is_told(self):
        home, other = self.network.spread(2)
        scenario = self.scenario([home], [home], [other])
        done = self.check(ems("check", scenario, "--set", f"hospitals.n{home}.at=[127.5, 46.0]"), 3)
        self.assertIn("km from the nearest road", done.stderr)


class Harbin(OnAnyNetwork, Trial):
    network = networks.HARBIN


class Jinan(OnAnyNetwork, Trial):
    network, requests = networks.JINAN, 400


class Chengdu(OnAnyNetwork, Trial):
    network = networks.CHENGDU


class BayArea(OnAnyNetwork, Trial):
    network = networks.BAY_AREA


if __name__ == "__main__":
    unittest.main()
