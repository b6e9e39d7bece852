"""The window's program with files and scenarios that nobody expects: it ends with a message, never by a signal."""
import os
import random
import resource
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, SMALL, Case, ems, environment

VIEWER = os.path.join(os.path.dirname(PROGRAM), "ems120-view")


@unittest.skipUnless(os.path.exists(VIEWER), "built without the window")
class Odd(Case):
    def view(self, *words, changes=None, before=None):
        env = environment(SDL_VIDEODRIVER="dummy", XDG_CONFIG_HOME=self.folder)
        env.update(changes or {})
        return subprocess.run([VIEWER, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8", errors="replace", timeout=120, env=env, preexec_fn=before)

    def picture(self, source, *words, **options):
        return self.view(source, "--render", self.path("out.png"), "--size", "480x360", *words, **options)

    def recorded(self):
        self.check(ems("run", self.small, "--set", "clock.duration=1 d", "--replications", "1", "--out", self.path("run"),
                       "--quiet"), 0)
        with open(self.path("run/run.ems"), "rb") as file:
            return file.read()

    def put_run(self, content):
        with open(self.path("run/run.ems"), "wb") as file:
            file.write(content)

    def test_run_cut_short(self):
        whole = self.recorded()
        for length in (0, 7, 12, 60, len(whole) // 2, len(whole) - 1):
            self.put_run(whole[:length])
            done = self.check(self.picture(self.path("run")), 3)
            self.assertIn("run.ems", done.stderr)

    def test_run_of_another_version(self):
        whole = bytearray(self.recorded())
        whole[8] += 1
        self.put_run(whole)
        self.assertIn("version", self.check(self.picture(self.path("run")), 3).stderr)

    def test_run_with_flipped_bytes(self):
        whole, chance = self.recorded(), random.Random(120)
        for _ in range(6):
            bad = bytearray(whole)
            for _ in range(20):
                bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
            self.put_run(bad)
            self.assertIn(self.picture(self.path("run"), "--at", "12:00").returncode, (0, 1, 3))

    def test_no_display(self):
        done = self.view(self.small, changes={"SDL_VIDEODRIVER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""})
        self.assertEqual(done.returncode, 1)
        self.assertIn("--render", done.stderr)

    def test_sizes_of_maps(self):
        for factor in (0.05, 40):
            text = SMALL.replace("radius: 4 km", f"radius: {4 * factor} km").replace("radius: 12 km", f"radius: {12 * factor} km")
            text = text.replace("[1000, 6000]", f"[{1000 * factor}, {6000 * factor}]")
            self.check(self.picture(self.write("wide.yaml", text)), 0)
            self.assertGreater(os.path.getsize(self.path("out.png")), 1000)

    def test_narrow_window(self):
        self.check(self.view(self.small, "--render", self.path("narrow.png"), "--size", "300x300"), 0)

    def test_no_room_for_the_picture(self):
        self.check(self.picture(self.small), 0)
        size = os.path.getsize(self.path("out.png"))

        def little():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write fails then, as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

        done = self.picture(self.small, "--layers", "stations", before=little)
        self.check(done, 1)
        self.assertIn("out.png", done.stderr)
        self.assertFalse(os.path.exists(self.path("out.png.part")))
        self.assertEqual(os.path.getsize(self.path("out.png")), size)  # the old one stands


if __name__ == "__main__":
    unittest.main()
