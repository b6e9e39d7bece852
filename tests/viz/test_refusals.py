"""What the window says where it cannot do what it is asked for: no screen, no fonts, a broken run, a full disk."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import ems
from window import TOWN, VIEWER, skip_unless, view_environment


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        skip_unless()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="ems120-refusals-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.env = view_environment(self.folder)
        self.env.pop("DISPLAY", None)

    def path(self, name):
        return os.path.join(self.folder, name)

    def view(self, *words, code, **changes):
        """Ends with this code; what it wrote to stderr."""
        done = subprocess.run([VIEWER, *words], env=dict(self.env, **changes), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=300, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr

    def render(self, *words, code=0, **changes):
        said = self.view(*words, "--render", self.path("x.png"), code=code, **changes)
        self.assertEqual(os.path.exists(self.path("x.png")), code == 0)
        return said

    def test_no_screen(self):
        self.assertIn("--render", self.view(TOWN, "--lang", "en", code=1))
        self.assertIn("没有可用的显示器", self.view(TOWN, "--lang", "zh", code=1))
        self.assertIn("display", self.view(TOWN, "--lang", "en", code=1, DISPLAY=":9999"))

    def test_no_fonts(self):
        os.mkdir(self.path("none"))
        with open(self.path("none.conf"), "w", encoding="utf-8") as file:
            file.write(f"<?xml version='1.0'?><fontconfig><dir>{self.path('none')}</dir></fontconfig>")
        said = self.render(TOWN, "--lang", "en", code=1, FONTCONFIG_FILE=self.path("none.conf"))
        self.assertIn("fonts-noto-cjk", said)

    def test_options(self):
        for words in (["--size", "wide"], ["--size", "10x10"], ["--text-size", "4"], ["--at", "noon"], ["--speed", "0"],
                      ["--theme", "pink"], ["--lang", "fr"], ["--seed", "-1"], ["--nonsense"], ["--mode", "nonsense"],
                      ["--mode", "replay"], ["--mode", "compare"]):
            with self.subTest(words=words):
                self.assertNotEqual(self.render(TOWN, *words, code=2), "")
        self.view(code=2)
        self.assertIn(".mp4", self.view(TOWN, "--render", self.path("x.gif"), code=2))
        self.assertFalse(os.path.exists(self.path("x.gif")))
        self.assertIn("no such layer", self.render(TOWN, "--lang", "en", "--layers", "areas,nonsense"))

    def test_files(self):
        self.assertIn("no.yaml", self.render(self.path("no.yaml"), code=3))
        with open(self.path("bad.yaml"), "w", encoding="utf-8") as file:
            file.write("ems120: 1\nstations: 7\n")
        self.assertIn("bad.yaml:2:", self.render(self.path("bad.yaml"), code=3))
        self.assertIn("No such file", self.view(TOWN, "--render", self.path("none/x.png"), code=1, LC_ALL="C"))
        self.assertIn("No such file", self.view(TOWN, "--render", self.path("none/x.mp4"), code=1, LC_ALL="C"))
        self.assertIn("No such file", self.render(TOWN, "--state", self.path("none/x.jsonl"), code=1, LC_ALL="C"))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_full_disk(self):
        self.assertIn("/dev/full", self.render(TOWN, "--state", "/dev/full"))

    def test_broken_runs(self):
        run = self.path("run")
        done = ems("run", TOWN, "--replications", "1", "--record", "1", "--quiet", "--out", run)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.render(run)
        os.remove(self.path("x.png"))
        recording = os.path.join(run, next(name for name in sorted(os.listdir(run)) if name.endswith(".ems")))
        with open(recording, "rb") as file:
            data = file.read()
        for what, broken in (("empty", b""), ("cut short", data[:100]), ("another kind", b"x" * len(data)),
                             ("another version", data[:8] + b"\xff" + data[9:])):
            with self.subTest(what):
                with open(recording, "wb") as file:
                    file.write(broken)
                self.assertIn("run", self.render(run, code=3))

    def test_shapes(self):
        """Very small and very large windows, with all that is shown."""
        for size in ("320x240", "300x800", "2400x300"):
            with self.subTest(size):
                self.render(TOWN, "--size", size, "--text-size", "3", "--at", "1d")
                os.remove(self.path("x.png"))


if __name__ == "__main__":
    unittest.main()
