"""What the tests of the command line share: calling the program, and a small scenario that runs in a moment."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PROGRAM = os.path.abspath(os.environ.get("EMS120_PROGRAM", os.path.join(ROOT, "build", "ems120")))

SMALL = """\
ems120: 1
name: {en: Small, zh: 小县}
seed: 7
replications: 4
clock: {start: 2025-03-03T00:00+08:00, warmup: 6 h, duration: 7 d}
coordinates: plane
areas:
  - {id: town, class: urban, population: 60000, circle: {centre: [0, 0], radius: 4 km}}
  - {id: land, class: rural, population: 40000, circle: {centre: [0, 0], radius: 12 km}}
service_radius: {urban: 5 km, rural: 20 km}
demand:
  requests_per_1000_per_year: 80
  advice: 30 %
  hoax: 10 %
  duplicates: {per_request: 0.2, after: {exponential: {mean: 3 min}}}
  call_backs: {per_request: 0.3, after: {exponential: {mean: 5 min}}, talk: 30 s}
  cancel: {share: 5 %, after: {exponential: {mean: 6 min}}}
  empty: 10 %
  conditions:
    - {id: critical, share: 25 %, priority: 1, transport: 90 %}
    - {id: urgent, share: 75 %, priority: 2, transport: 70 %}
call_centre:
  lines: 3
  seats: 2
  talk: {lognormal: {mean: 80 s, sd: 30 s}}
  patience: {exponential: {mean: 60 s}}
  redial: 30 %
durations:
  turnout: {lognormal: {mean: 90 s, sd: 30 s}}
  scene: {lognormal: {mean: 15 min, sd: 7 min}}
  handover: {lognormal: {mean: 15 min, sd: 6 min}}
  cleaning: 5 min
travel: {model: straight, detour: 1.3, variation: 0.2, speed: {lights: 50 km/h, normal: 40 km/h}}
stations:
  - {id: centre, at: [0, 0], vehicles: {ambulance: 2}}
  - {id: north, at: [1000, 6000], vehicles: {ambulance: 1}}
hospitals:
  - {id: people, at: [500, 0], bays: 1}
dispatch: {policy: nearest, reassign: [[2, 1]], vehicle_patience: {exponential: {mean: 90 min}}}
targets:
  - {priority: 1, class: urban, within: 12 min, share: 60 %}
standards: [cn-2020-19]
"""


def environment(**changes):
    base = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return dict(base, **changes)


def ems(*arguments, env=None, cwd=None, timeout=300):
    """The program with these arguments: .returncode, .stdout and .stderr as text."""
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env or environment(), cwd=cwd or ROOT, timeout=timeout,
                          encoding="utf-8")


class Case(unittest.TestCase):
    """A test with a folder of its own and the small scenario in it."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="ems120-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.small = self.write("small.yaml", SMALL)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def check(self, done, code):
        """The exit code, with all that was printed when it is another one."""
        self.assertEqual(done.returncode, code, f"\n--- output\n{done.stdout[-3000:]}\n--- errors\n{done.stderr[-3000:]}")
        return done

    def document(self, done, code=0):
        """The one JSON document on standard output."""
        return json.loads(self.check(done, code).stdout)
