"""Does a certified plan truly meet its targets? `size` is run with many seeds on a small town; each plan that it
certifies is run again with far more replications and seeds that no search has seen. At least 95 % must hold.

The town is a borderline case: a crew at each station reaches 59.7 % within 9 minutes where 60 % are asked for, so that
about every second search takes it for enough, and only the certificate can tell.

    EMS120_PROGRAM=build/ems120 python3 tests/validation/certificates.py [SEEDS]
"""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("EMS120_PROGRAM", "build/ems120")
SEEDS, FIRST, TRUTH = 200, 5000, 2000
TOWN = """\
ems120: 1
name: Town
clock: {start: 2025-03-03T00:00+08:00, warmup: 12 h, duration: 7 d}
coordinates: plane
areas: [{id: town, class: urban, population: 60000, circle: {centre: [0, 0], radius: 5 km}}]
demand: {requests_per_1000_per_year: 120}
durations: {turnout: 90 s, scene: {exponential: {mean: 25 min}}, handover: 10 min}
travel: {model: straight, speed: {lights: 45 km/h, normal: 35 km/h}}
stations:
  - {id: centre, at: [0, 0], vehicles: {ambulance: 4}}
  - {id: north, at: [0, 3000], vehicles: {ambulance: 4}}
hospitals: [{id: people, at: [500, 0]}]
targets: [{within: 9 min, share: 60 %}, {within: 14 min, share: 85 %}]
"""


def ems(*arguments):
    done = subprocess.run([PROGRAM, *arguments, "--json", "--quiet"], capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode in (0, 4) else None


def truth(town, crews, known):
    """Whether these crews meet both targets, by TRUTH replications."""
    key = tuple(crews.items())
    if key not in known:
        sets = [word for station, count in key for word in ("--set", f"stations.{station}.crews={count}")]
        found = ems("run", town, *sets, "--seed", "987654321", "--replications", str(TRUTH))
        known[key] = all(t["found"]["value"] >= t["required"] for t in found["targets"])
    return known[key]


def main():
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    certified = held = 0
    known = {}
    with tempfile.TemporaryDirectory() as folder:
        town = os.path.join(folder, "town.yaml")
        with open(town, "w", encoding="utf-8") as file:
            file.write(TOWN)
        for seed in range(FIRST, FIRST + seeds):
            found = ems("size", town, "--seed", str(seed), "--replications", "6", "--certify", "20")
            if found is None or not found["feasible"]:
                continue
            crews = {s["id"]: sum(c["count"] for c in s["crews"]) for s in found["stations"]}
            certified += 1
            held += truth(town, crews, known)
    for crews, holds in sorted(known.items()):
        print("  ", dict(crews), "meets both" if holds else "misses")
    good = certified >= 0.9 * seeds and held >= 0.95 * certified
    print(f"certificates of size: {certified} of {seeds} seeds certified, {held} of these hold: {'ok' if good else 'FAILED'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
