"""An installation into a staging folder, moved elsewhere, works: program, library, headers, shipped files."""
import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, ROOT, Case, environment

EXAMPLE = os.path.join(ROOT, "docs", "example.c")


def build_folder():
    return os.path.dirname(PROGRAM)


class Install(Case):
    def make(self, *words):
        done = subprocess.run(["make", "--no-print-directory", "-C", ROOT, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment(MAKEFLAGS=""), encoding="utf-8")
        self.assertEqual(done.returncode, 0, done.stdout[-3000:])
        return done.stdout

    def setUp(self):
        super().setUp()
        stage = self.path("stage")
        # What is built stays as it is: only the copying is tested, with the flags that it was built with.
        self.make("install-files", f"BUILD={build_folder()}", "PREFIX=/usr", f"DESTDIR={stage}")
        self.prefix = self.path("moved")
        os.rename(os.path.join(stage, "usr"), self.prefix)

    def test_program_finds_scenarios_and_standards(self):
        program = os.path.join(self.prefix, "bin", "ems120")
        for command in (["check", "jiaohe"], ["check", self.small], ["coverage", "jiaohe"]):
            done = subprocess.run([program, *command], cwd=self.folder, env=environment(), stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, encoding="utf-8")
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_files(self):
        for name in ("lib/libems120.a", "lib/pkgconfig/ems120.pc", "include/ems120/sim.h",
                     "share/ems120/scenarios/jiaohe/scenario.yaml", "share/ems120/scenarios/standards/cn-2020-19.yaml"):
            self.assertTrue(os.path.exists(os.path.join(self.prefix, name)), name)

    def test_the_library_is_plain_code(self):
        # What one version of gcc keeps for optimising across files, no other version and no other compiler can read.
        with open(os.path.join(self.prefix, "lib/libems120.a"), "rb") as file:
            self.assertNotIn(b".gnu.lto_", file.read())

    def test_a_program_of_the_outside(self):
        flags = subprocess.run(["pkg-config", f"--define-variable=prefix={self.prefix}", "--cflags", "--libs", "ems120"],
                               env=environment(PKG_CONFIG_PATH=os.path.join(self.prefix, "lib/pkgconfig")),
                               stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout.split()
        # The library may have been built with a sanitizer, which the program must then have, too.
        extra = os.environ.get("EMS120_TEST_CFLAGS", "").split()
        program = self.path("example")
        compiler = os.environ.get("EMS120_TEST_CC", "cc")
        subprocess.run([compiler, "-std=c17", "-Wall", "-Werror", *extra, EXAMPLE, "-o", program, *flags], check=True)
        done = subprocess.run([program, "jiaohe", os.path.join(self.prefix, "share", "ems120")], cwd=self.folder,
                              env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("vehicles", done.stdout)

    @unittest.skipUnless(shutil.which("g++") or shutil.which("clang++"), "no C++ compiler")
    def test_a_program_in_cxx(self):
        headers = sorted(os.listdir(os.path.join(self.prefix, "include", "ems120")))
        with open(self.path("all.cc"), "w", encoding="utf-8") as file:
            file.writelines(f"#include <ems120/{name}>\n" for name in headers)
            file.write("int main() { return ems_playback_def_default().replication == 1 && "
                       "ems_training_def_default().replication == 1 ? 0 : 1; }\n")
        flags = subprocess.run(["pkg-config", f"--define-variable=prefix={self.prefix}", "--cflags", "--libs", "ems120"],
                               env=environment(PKG_CONFIG_PATH=os.path.join(self.prefix, "lib/pkgconfig")),
                               stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout.split()
        compiler = shutil.which("g++") or shutil.which("clang++")
        extra = os.environ.get("EMS120_TEST_CFLAGS", "").split()
        program = self.path("all")
        subprocess.run([compiler, "-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *extra, self.path("all.cc"),
                        "-o", program, *flags], check=True)
        subprocess.run([program], check=True)


if __name__ == "__main__":
    unittest.main()
