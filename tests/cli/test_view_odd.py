"""The window's program with files and scenarios that nobody expects: it ends with a message, never by a signal."""
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import ROOT, SMALL, Case, ems
from window import DEADLINE_S, VIEWER, view_environment


@unittest.skipUnless(os.path.exists(VIEWER), "skipped: the window is not built (VIEW=0)")
class Odd(Case):
    def view(self, *words, changes=None, before=None):
        env = view_environment(self.folder, SDL_VIDEODRIVER="dummy")
        env.update(changes or {})
        return subprocess.run([VIEWER, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8", errors="replace", timeout=DEADLINE_S, env=env, cwd=ROOT,
                              preexec_fn=before)

    def parts(self):
        """What is left of files that were not finished."""
        return [name for name in os.listdir(self.folder) if ".part" in name]

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
        self.assertEqual(self.parts(), [])
        self.assertEqual(os.path.getsize(self.path("out.png")), size)  # the old one stands

    def test_neither_file_nor_replaced(self):
        """What is no file is written as it stands, not taken the place of."""
        os.mkfifo(self.path("pipe"))
        reader = subprocess.Popen(["cat", self.path("pipe")], stdout=subprocess.PIPE)
        self.addCleanup(reader.wait)
        self.addCleanup(reader.kill)
        self.check(self.view(self.small, "--render", self.path("pipe"), "--size", "480x360"), 0)
        self.assertTrue(reader.communicate(timeout=DEADLINE_S)[0].startswith(b"\x89PNG"))
        self.assertTrue(stat.S_ISFIFO(os.stat(self.path("pipe")).st_mode))

    def film(self, *lines, expect):
        """A film by an ffmpeg that does this with its last word, the name of the film."""
        os.makedirs(self.path("bin"), exist_ok=True)
        with open(self.path("bin/ffmpeg"), "w", encoding="ascii") as file:
            file.write("\n".join(["#!/bin/sh", "for film; do :; done", *lines, ""]))
        os.chmod(self.path("bin/ffmpeg"), 0o755)
        path = self.path("bin") + ":" + os.environ["PATH"]
        done = self.view(self.small, "--render", self.path("film.mp4"), "--size", "320x240", "--at", "9:00",
                         "--until", "9:10", "--speed", "3600", changes={"PATH": path})
        self.assertEqual(done.returncode, expect, done.stderr)
        self.assertEqual(self.parts(), [])
        with open(self.path("film.mp4"), encoding="ascii") as file:
            return file.read()

    def test_film_is_whole_or_the_old_one(self):
        self.write("film.mp4", "old")
        self.assertEqual(self.film('echo half > "$film"', "exit 1", expect=1), "old")
        self.assertEqual(self.film('echo half > "$film"', "cat > /dev/null", "kill -9 $$", expect=1), "old")
        self.assertEqual(self.film('cat > /dev/null', 'echo whole > "$film"', expect=0), "whole\n")

    def test_no_stations(self):
        head, tail = SMALL.split("stations:\n")
        tail = tail[tail.index("hospitals:"):]
        for stations in ("", "stations: []\n"):
            done = self.check(self.picture(self.write("none.yaml", head + stations + tail), "--lang", "en"), 3)
            self.assertIn("stations", done.stderr)

    def test_very_many_stations(self):
        """Ten thousand are drawn too, but take longer than a test may."""
        head, tail = SMALL.split("stations:\n")
        tail = tail[tail.index("hospitals:"):]
        many = "".join(f"  - {{id: s{i}, at: [{i % 50 * 280 - 7000}, {i // 50 * 280 - 7000}], vehicles: {{ambulance: 1}}}}\n"
                       for i in range(2500))
        path = self.write("many.yaml", head + "stations:\n" + many + tail)
        self.check(self.picture(path, "--layers", "areas,arrival,stations,names,vehicles"), 0)

    def test_far_outside(self):
        """A station far from every area is refused; vehicles that drive far out are drawn, or left out, in every mode."""
        done = self.check(self.picture(self.write("far.yaml", SMALL.replace("[1000, 6000]", "[400000, -300000]"))), 3)
        self.assertIn("stations.north.at", done.stderr)
        path = self.write("far.yaml", SMALL.replace("at: [500, 0]", "at: [-250000, 0]"))
        for mode in ("live", "edit", "train"):
            self.check(self.picture(path, "--mode", mode, "--at", "1d"), 0)
        self.check(self.picture(self.small, path, "--at", "1d"), 0)


if __name__ == "__main__":
    unittest.main()
