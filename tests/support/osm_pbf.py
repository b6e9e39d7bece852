"""Writes .osm.pbf files, by hand and from the format's public description: an encoder that shares nothing with the
program's decoder.

    python3 tests/support/osm_pbf.py IN.osm OUT.osm.pbf [--plain] [--raw] [--granularity N]
"""
import argparse
import struct
import xml.etree.ElementTree
import zlib


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    return varint(value * 2 if value >= 0 else -value * 2 - 1)


def number(field, value):
    return varint(field << 3) + varint(value)


def data(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value


def packed(field, values, encode):
    return data(field, b"".join(map(encode, values))) if values else b""


def deltas(values):
    return [b - a for a, b in zip([0, *values], values)]


def blob(kind, content, raw=False):
    body = data(1, content) if raw else number(2, len(content)) + data(3, zlib.compress(content))
    header = data(1, kind.encode()) + number(3, len(body))
    return struct.pack(">I", len(header)) + header + body


def dense(nodes, scale):
    return data(2, packed(1, deltas([n[0] for n in nodes]), zigzag) +
                packed(8, deltas([scale(n[2], 1) for n in nodes]), zigzag) +
                packed(9, deltas([scale(n[1], 0) for n in nodes]), zigzag))


def plain(nodes, scale):
    return b"".join(data(1, varint(1 << 3) + zigzag(n[0]) + varint(8 << 3) + zigzag(scale(n[2], 1)) +
                         varint(9 << 3) + zigzag(scale(n[1], 0))) for n in nodes)


class Strings:
    def __init__(self):
        self.numbers = {b"": 0}

    def number(self, text):
        return self.numbers.setdefault(text.encode(), len(self.numbers))

    def table(self):
        return data(1, b"".join(data(1, text) for text in self.numbers))


def encode_way(way, strings):
    ident, refs, tags = way
    return data(3, number(1, ident) + packed(2, [strings.number(k) for k in tags], varint) +
                packed(3, [strings.number(v) for v in tags.values()], varint) + packed(8, deltas(refs), zigzag))


def encode(nodes, ways, raw=False, plain_nodes=False, granularity=100, offsets=(0, 0), per_block=8000):
    """`nodes`: (id, lon, lat) in 10^-9 degrees, multiples of the granularity from the offsets; `ways`: (id, refs,
    {key: value}). Returns the bytes of a file."""
    def scale(value, axis):
        return (value - offsets[axis]) // granularity

    out = [blob("OSMHeader", data(4, b"OsmSchema-V0.6") + data(4, b"DenseNodes") + data(16, b"hand"), raw)]
    measure = number(17, granularity) + number(20, offsets[0]) + number(19, offsets[1])
    for at in range(0, len(nodes), per_block):
        some = nodes[at:at + per_block]
        group = plain(some, scale) if plain_nodes else dense(some, scale)
        out.append(blob("OSMData", data(1, data(1, b"")) + data(2, group) + measure, raw))
    for at in range(0, len(ways), per_block):
        strings = Strings()
        group = b"".join(encode_way(way, strings) for way in ways[at:at + per_block])
        out.append(blob("OSMData", strings.table() + data(2, group), raw))
    return b"".join(out)


def read_xml(path):
    def degrees(text):
        return round(float(text) * 10**7) * 100

    root = xml.etree.ElementTree.parse(path).getroot()
    nodes = [(int(n.get("id")), degrees(n.get("lon")), degrees(n.get("lat"))) for n in root.iter("node")]
    ways = [(int(w.get("id")), [int(nd.get("ref")) for nd in w.iter("nd")],
             {tag.get("k"): tag.get("v") for tag in w.iter("tag")}) for w in root.iter("way")]
    return nodes, ways


def main():
    parser = argparse.ArgumentParser(description="turns .osm into .osm.pbf")
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--plain", action="store_true", help="nodes one by one instead of dense")
    parser.add_argument("--raw", action="store_true", help="not compressed")
    parser.add_argument("--granularity", type=int, default=100)
    args = parser.parse_args()
    nodes, ways = read_xml(args.source)
    offsets = (119 * 10**9, -5 * 10**9) if args.granularity != 100 else (0, 0)
    with open(args.target, "wb") as out:
        out.write(encode(nodes, ways, args.raw, args.plain, args.granularity, offsets))


if __name__ == "__main__":
    main()
