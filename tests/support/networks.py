"""Real road networks for trials, read from tables that are not part of the project, and a slow shortest-path search
over them that shares nothing with the program's own."""
import csv
import heapq
import math
import os

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
DATA = os.path.join(ROOT, "..", "shared", "data")
EARTH_M = 6371008.8


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def distance_m(a, b):
    """Great circle between (lon, lat) and (lon, lat)."""
    lon_a, lat_a, lon_b, lat_b = (math.radians(x) for x in (*a, *b))
    h = (math.sin((lat_b - lat_a) / 2) ** 2
         + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2)
    return 2 * EARTH_M * math.asin(min(1, math.sqrt(h)))


def inside(multipolygon, at):
    """Even-odd rule over all rings of a GeoJSON MultiPolygon."""
    x, y = at
    odd = False
    for polygon in multipolygon["coordinates"]:
        for ring in polygon:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                    odd = not odd
    return odd


class Network:
    """Nodes by number, arcs by the node they leave: (to, length in metres, class or None, km/h or None); `back` has
    them by the node they reach."""

    def __init__(self, folder, name, undirected):
        self.name, self.undirected = name, undirected
        self.nodes_path = os.path.join(DATA, folder, f"{name}_nodes.csv")
        self.edges_path = os.path.join(DATA, folder, f"{name}_edges.csv")
        self.at, self.arcs = [], []

    def present(self):
        return os.path.exists(self.nodes_path) and os.path.exists(self.edges_path)

    def read(self):
        self.at = [(float(row["lon"]), float(row["lat"])) for row in table(self.nodes_path)]
        self.arcs = [[] for _ in self.at]
        for row in table(self.edges_path):
            a, b = int(row["from"]), int(row["to"])
            kind, speed = row.get("highway"), row.get("speed_kmh")
            length_m = float(row["length_m"]) or round(distance_m(self.at[a], self.at[b]), 3)
            arc = (length_m, kind, float(speed) if speed else None)
            self.arcs[a].append((b, *arc))
            if self.undirected:
                self.arcs[b].append((a, *arc))
        self.back = [[] for _ in self.at]
        for a, arcs in enumerate(self.arcs):
            for arc in arcs:
                self.back[arc[0]].append((a, *arc[1:]))
        self.kept = self.largest_part()
        return self

    def reached(self, start, arcs):
        seen, stack = {start}, [start]
        while stack:
            for arc in arcs[stack.pop()]:
                if arc[0] not in seen:
                    seen.add(arc[0])
                    stack.append(arc[0])
        return seen

    def largest_part(self):
        """The largest set of nodes that all reach each other: what is reached from a node and reaches it."""
        left, best = set(range(len(self.at))), set()
        while len(left) > len(best):
            start = min(left)
            part = self.reached(start, self.arcs) & self.reached(start, self.back)
            best = max(best, part, key=len)
            left -= part
        return best

    def spread(self, count, keep=lambda node: True):
        """Nodes spread over the network as its nodes are: the middle of each of `count` runs along a curve that
        fills the plane (Morton 1966)."""
        nodes = [n for n in sorted(self.kept) if keep(n)]
        low = [min(self.at[n][axis] for n in nodes) for axis in (0, 1)]
        size = max(max(self.at[n][axis] for n in nodes) - low[axis] for axis in (0, 1))

        def along(node):
            x, y = (int((self.at[node][axis] - low[axis]) / size * 65535) for axis in (0, 1))
            return sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(16)), node

        nodes.sort(key=along)
        return [nodes[(2 * i + 1) * len(nodes) // (2 * count)] for i in range(count)]

    def times_us(self, start, arcs, arc_us):
        """Dijkstra with a heap: least microseconds from a node to all, or from all to it over self.back. `arc_us`
        tells an arc's time."""
        times, heap = {start: 0}, [(0, start)]
        while heap:
            time, node = heapq.heappop(heap)
            if time > times[node]:
                continue
            for arc in arcs[node]:
                later = time + arc_us(arc)
                if later < times.get(arc[0], math.inf):
                    times[arc[0]] = later
                    heapq.heappush(heap, (later, arc[0]))
        return times


SHANGZHI = Network("cn_harbin", "shangzhi", True)
HARBIN = Network("cn_harbin", "harbin", True)
JINAN = Network("cn_jinan", "jinan", False)
BAY_AREA = Network("stress", "bayarea", False)
CHENGDU = Network("stress", "chengdu", True)
