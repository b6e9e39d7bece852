"""Help, wrong usage, languages: what the program says before it does anything."""
import json
import os
import re
import subprocess
import sys
import unicodedata
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, Case, ems, environment

COMMANDS = re.findall(r"^  ([a-z]+) ", ems("--help", "--lang", "en").stdout, re.M)


def columns(character):
    """Of a terminal."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Help(Case):
    def test_alone_it_prints_short_help(self):
        done = self.check(ems(), 0)
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", done.stdout)
        self.assertLess(len(done.stdout.splitlines()), 26)
        self.assertLessEqual({"run", "coverage", "compare", "study", "check", "init"}, set(COMMANDS))
        self.assertEqual(done.stderr, "")

    def test_help_fits_a_terminal(self):
        for lang in ("en", "zh"):
            for arguments in [[]] + [[command] for command in COMMANDS]:
                lines = self.check(ems(*arguments, "--help", "--lang", lang), 0).stdout.splitlines()
                for line in lines:
                    self.assertLessEqual(sum(columns(c) for c in line), 80, line)
                    self.assertEqual(line, line.rstrip())
                    self.assertNotRegex(line, r"^ *[，。、；：！？）》”]|[（《“]$")

    def test_each_command_tells_its_options(self):
        for command in COMMANDS:
            done = self.check(ems(command, "--help"), 0)
            self.assertRegex(done.stdout, f"ems120[ -]{command}")
            self.assertIn("--lang", done.stdout)

    def test_version(self):
        self.assertRegex(self.check(ems("--version"), 0).stdout, r"^ems120 \d+\.\d+\.\d+\n$")


class Wrong(Case):
    def fails(self, *arguments, says):
        done = self.check(ems(*arguments), 2)
        self.assertEqual(done.stdout, "")
        self.assertIn(says, done.stderr)
        document = self.document(ems(*arguments, "--json"), 2)
        self.assertTrue(any(says in d["message"] + (d["hint"] or "") for d in document["diagnostics"]), document)

    def test_unknown_command(self):
        self.fails("rnu", says="did you mean 'run'?")

    def test_unknown_option(self):
        self.fails("run", self.small, "--replicatons", "3", says="did you mean --replications?")

    def test_option_of_another_command(self):
        self.fails("policies", "--seed", "3", says="no option --seed here")

    def test_no_scenario(self):
        self.fails("run", says="SCENARIO is missing")

    def test_two_scenarios(self):
        self.fails("check", self.small, self.small, says="one argument too many")

    def test_counts(self):
        for option, value in [("--seed", "-1"), ("--seed", "x"), ("--seed", "99999999999999999999"),
                              ("--replications", "0"), ("--replications", "1e3"), ("--replications", "2000000"),
                              ("--record", "-2"), ("--seed", "")]:
            self.fails("run", self.small, f"{option}={value}", says="a whole number")

    def test_value_missing(self):
        self.check(ems("run", self.small, "--seed"), 2)
        self.check(ems("run", self.small, "--json=1"), 2)

    def test_form_of_set(self):
        self.fails("run", self.small, "--set", "seed", says="path=value")

    def test_language(self):
        self.fails("run", self.small, "--lang", "fr", says="en or zh")


class Languages(Case):
    def test_chinese_by_option_and_by_locale(self):
        for arguments, env in [(["--lang", "zh"], {}), ([], {"LANG": "zh_CN.UTF-8"}),
                               ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"})]:
            self.assertIn("命令", ems(*arguments, env=environment(**env)).stdout)

    def test_option_beats_locale_and_empty_counts_as_not_set(self):
        self.assertIn("Commands", ems("--lang", "en", env=environment(LANG="zh_CN.UTF-8")).stdout)
        self.assertIn("命令", ems(env=environment(LC_ALL="", LANG="zh_CN.UTF-8")).stdout)

    def test_messages_are_chinese(self):
        done = self.check(ems("rnu", "--lang", "zh"), 2)
        self.assertIn("没有“rnu”这个命令", done.stderr)
        self.assertIn("是否想输入“run”", done.stderr)

    def test_numbers_do_not_follow_the_locale(self):
        done = ems("policies", "--json", env=environment(LC_ALL="de_DE.UTF-8"))
        json.loads(done.stdout)


class Policies(Case):
    def test_listed_by_role(self):
        listed = self.document(ems("policies", "--json"))["policies"]
        names = {(p["role"], p["name"]) for p in listed}
        self.assertLessEqual({("dispatch", "nearest"), ("dispatch", "fixed-order"), ("dispatch", "human"),
                              ("destination", "nearest-capable"), ("relocation", "home")}, names)
        for role in ("dispatch", "destination", "relocation"):
            self.assertEqual([p["default"] for p in listed if p["role"] == role].count(True), 1)
        text = self.check(ems("policies"), 0).stdout
        for _, name in names:
            self.assertIn(name, text)

    def test_chinese(self):
        self.assertIn("调度规则", self.check(ems("policies", "--lang", "zh"), 0).stdout)


class Output(Case):
    """A place that takes no output: a message and exit 1, never a crash or a hang."""

    def test_full_disk(self):
        for arguments in (["policies"], ["schema"], ["--help"], ["policies", "--json"]):
            with open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, env=environment())
            self.assertEqual(done.returncode, 1, arguments)
            self.assertIn(b"No space left", done.stderr)

    def test_closed_pipe(self):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([PROGRAM, "schema"], stdout=write, stderr=subprocess.PIPE, env=environment())
        os.close(write)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)


if __name__ == "__main__":
    unittest.main()
