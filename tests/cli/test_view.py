"""`view` becomes the window's program, beside this one or in PATH, and says so when there is none."""
import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, Case, environment

VIEWER = "#!/bin/sh\nfor word in \"$@\"; do echo \"<$word>\"; done\nexit 7\n"


class View(Case):
    def setUp(self):
        super().setUp()
        self.bin = self.path("bin")
        self.elsewhere = self.path("elsewhere")
        os.mkdir(self.bin)
        os.mkdir(self.elsewhere)
        self.program = os.path.join(self.bin, "ems120")
        shutil.copy2(PROGRAM, self.program)

    def put_viewer(self, folder, mode=0o755):
        path = os.path.join(folder, "ems120-view")
        with open(path, "w", encoding="utf-8") as file:
            file.write(VIEWER)
        os.chmod(path, mode)

    def view(self, *words, before=()):
        path = self.elsewhere + ":/usr/bin:/bin"
        return subprocess.run([self.program, *before, "view", *words], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
                              env=environment(PATH=path))

    def test_everything_is_passed_on(self):
        self.put_viewer(self.bin)
        done = self.view("a b", "--render", "x.png", "--help", "--json")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertEqual(done.stdout.split("\n")[:5], ["<a b>", "<--render>", "<x.png>", "<--help>", "<--json>"])
        self.assertEqual(self.view("x", before=("--lang", "zh")).stdout, "<x>\n<--lang=zh>\n")

    def test_in_path(self):
        self.put_viewer(self.elsewhere)
        self.assertEqual(self.view("x").returncode, 7)

    @unittest.skipIf(shutil.which("ems120-view"), "the window is installed here")
    def test_not_there(self):
        done = self.view("x")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("ems120-view, is not installed", done.stderr)
        self.assertIn("VIEW=0", done.stderr)
        self.assertIn("未安装", self.view("x", before=("--lang=zh",)).stderr)
        self.assertIn("Usage: ems120 view", self.view("--help").stdout)

    def test_not_to_be_run(self):
        self.put_viewer(self.bin, 0o644)
        done = self.view("x")
        self.assertEqual(done.returncode, 1)
        self.assertIn("could not be started", done.stderr)


if __name__ == "__main__":
    unittest.main()
