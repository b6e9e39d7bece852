"""Golden pictures of the window: every mode, both languages, light and dark, three sizes of text.

    make goldens                                        draws them anew, with all other goldens
    python3 tests/viz/test_pictures.py --renew [NAME]   these alone, or one: look at each before committing it

They are drawn without a screen, with the fonts of fonts-noto-cjk and no others (support/window.py). The software
renderer gives the same bytes everywhere, but another version of Cairo, Pango or FreeType may shade edges a little
otherwise, and the stored pictures have 255 colours at most. So a pixel counts as different when a channel is off by
more than LEVELS of 255, and a picture when more than SHARE of the pixels of any tile of TILE x TILE are: a changed
sign, word or number of a few pixels is found wherever it is, however large the picture."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from cli import ems
from window import TOWN, VIEWER, missing, skip_unless, view_environment

FOLDER = os.path.join(HERE, "pictures")
LEVELS, SHARE, TILE = 40, 0.1, 16

# RUN, PLAN and CITY are made by `inputs`. Sizes are whole tiles.
PICTURES = {
    "live-en-light": [TOWN, "--at", "1d 09:00", "--size", "1120x800", "--lang", "en"],
    "live-zh-dark": [TOWN, "--at", "1d 18:30", "--size", "960x608", "--lang", "zh", "--theme", "dark",
                     "--layers", "radius,names,hospitals,stations,calls,vehicles"],
    "text-2-en": [TOWN, "--at", "2d 12:00", "--size", "960x608", "--lang", "en", "--text-size", "2",
                  "--layers", "density,areas,stations"],
    "text-3-zh": [TOWN, "--at", "2d 12:00", "--size", "960x608", "--lang", "zh", "--text-size", "3"],
    "replay-zh-light": ["RUN", "--at", "2d 20:00", "--size", "960x608", "--lang", "zh",
                        "--layers", "areas,lateness,names,stations,calls,vehicles"],
    "compare-en-light": [TOWN, "PLAN", "--at", "1d 09:00", "--size", "1040x608", "--lang", "en",
                         "--layers", "areas,difference,stations,hospitals,vehicles,calls"],
    "edit-zh-dark": [TOWN, "--mode", "edit", "--size", "960x608", "--lang", "zh", "--theme", "dark"],
    "train-en-light": [TOWN, "--mode", "train", "--at", "1d 09:00", "--size", "960x608", "--lang", "en"],
    "roads-en-dark": ["CITY", "--at", "1d 10:00", "--size", "800x608", "--lang", "en", "--theme", "dark"],
}
PLAN = """\
ems120: 1
extends: {town}
name: {{en: Centre moved, zh: 中心站迁址}}
stations:
  - {{id: centre, at: [-3000, 2000]}}
"""


def succeed(command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding="utf-8", timeout=300, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}")
    return done.stdout


def convert(*words):
    return succeed([shutil.which("convert", path="/usr/bin:/bin") or "convert", *words])


class Studio:
    """Draws the pictures into a folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="ems120-pictures-")
        self.env = view_environment(self.folder)
        self.made = {}

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def input(self, word):
        """What a word of PICTURES stands for; made when it is first asked for."""
        if word not in ("RUN", "PLAN", "CITY"):
            return word
        path = self.made.get(word)
        if path is None:
            path = self.made[word] = self.path({"RUN": "run", "PLAN": "plan.yaml", "CITY": "city"}[word])
            if word == "PLAN":
                with open(path, "w", encoding="utf-8") as file:
                    file.write(PLAN.format(town=TOWN))
            command = {"RUN": ["run", TOWN, "--replications", "1", "--record", "1", "--out", path],
                       "CITY": ["generate", "city", "--population", "12000", "--nodes", "1000", "--out", path]}.get(word)
            done = ems(*command, "--quiet") if command is not None else None
            if done is not None and done.returncode != 0:
                raise AssertionError(done.stderr)
        return path

    def draw(self, name):
        """The picture's path, and what the window tells of it."""
        path, state = self.path(name + ".png"), self.path(name + ".jsonl")
        succeed([VIEWER, *[self.input(word) for word in PICTURES[name]], "--render", path, "--state", state],
                env=self.env)
        shown = {}
        with open(state, encoding="utf-8") as file:
            for line in file:
                shown.update(json.loads(line))
        return path, shown


def difference(one, other):
    """The largest share of pixels that differ in any tile."""
    return float(convert(one, other, "-alpha", "off", "-compose", "difference", "-composite", "-separate",
                         "-evaluate-sequence", "max", "-threshold", f"{LEVELS / 2.55}%", "-scale", f"{100 / TILE}%",
                         "-format", "%[fx:maxima]", "info:"))


def renew(names):
    why = missing("convert")
    if why is not None:
        print(why)
        return
    studio = Studio()
    try:
        os.makedirs(FOLDER, exist_ok=True)
        for name in names:
            path, _ = studio.draw(name)
            convert(path, "+dither", "-colors", "255", "-strip", "-define", "png:compression-level=9",
                    "-define", "png:exclude-chunks=date,time", "png8:" + os.path.join(FOLDER, name + ".png"))
    finally:
        studio.close()
    print(f"{len(names)} pictures written: look at them in {os.path.relpath(FOLDER)}")


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        skip_unless("convert")
        cls.studio = Studio()
        cls.addClassCleanup(cls.studio.close)

    def same(self, name):
        path, _ = self.studio.draw(name)
        off = difference(path, os.path.join(FOLDER, name + ".png"))
        if off > SHARE:
            kept = os.path.join(tempfile.gettempdir(), f"ems120-{name}.png")
            shutil.copy(path, kept)
            self.fail(f"{name}: a tile differs by {off:.0%} of its pixels: {kept} beside "
                      f"{os.path.relpath(FOLDER)}/{name}.png; make goldens renews it")

    def test_no_other(self):
        self.assertEqual(sorted(os.listdir(FOLDER)), sorted(name + ".png" for name in PICTURES))

    def change(self, golden, *how):
        """How far a picture that was changed in this way differs from the one it was."""
        changed = self.studio.path("changed.png")
        convert(golden, *how, changed)
        return difference(golden, changed)

    def test_tolerance(self):
        """What a person would call the same picture passes, what is changed in one place does not."""
        golden, shown = self.studio.draw("live-en-light")
        self.assertLess(self.change(golden, "+dither", "-colors", "255"), SHARE)
        self.assertLess(self.change(golden, "-attenuate", "0.05", "-seed", "1", "+noise", "Gaussian"), SHARE)
        self.assertLess(self.change(golden, "-gamma", "1.05"), SHARE)
        left, top, _, height = shown["maps"][0]
        legend = f"200x200+{left + 14}+{top + height - 214}"
        self.assertGreater(self.change(golden, "(", "+clone", "-crop", legend, "+repage", ")", "-geometry",
                                       f"+{left + 15}+{top + height - 214}", "-composite"), 2 * SHARE, "a pixel aside")
        x, y = (round(v) for v in self.pixel(shown, -1500, 500))
        self.assertGreater(self.change(golden, "-region", f"16x16+{x - 8}+{y - 8}", "-color-matrix", "0 0 1 0 1 0 1 0 0"),
                           2 * SHARE, "a sign that is red instead of blue")
        self.assertGreater(self.change(golden, "-region", f"12x9+{left + 50}+{top - 20}", "-negate"), SHARE, "a letter")

    @staticmethod
    def pixel(shown, x_m, y_m):
        x, y, per_pixel = shown["camera"]
        left, top, width, height = shown["maps"][0]
        return (left + width / 2 + (x_m * 1e6 - x) / per_pixel,
                top + height / 2 - (y_m * 1e6 - y) / per_pixel)


def add_tests():
    for name in PICTURES:
        setattr(Pictures, "test_" + name.replace("-", "_"), lambda self, name=name: self.same(name))


add_tests()

if __name__ == "__main__":
    if "--renew" in sys.argv:
        renew([a for a in sys.argv[1:] if a != "--renew"] or list(PICTURES))
    else:
        unittest.main()
