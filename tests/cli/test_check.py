"""`check`, `init` and `schema`, and how mistakes in scenarios are told by every command."""
import json
import os
import shutil
import subprocess
import sys
import unittest

import jsonschema
import yaml

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, ROOT, SMALL, Case, ems, environment


class Check(Case):
    def test_good(self):
        self.assertIn("no errors", self.check(ems("check", self.small), 0).stdout)
        self.assertEqual(self.document(ems("check", self.small, "--json"))["diagnostics"], [])
        self.assertEqual(self.check(ems("check", self.small, "--quiet"), 0).stdout, "")

    def test_place_and_hint(self):
        path = self.write("bad.yaml", SMALL.replace("replications: 4", "replicatons: 4"))
        for command in ("check", "run", "coverage"):
            done = self.check(ems(command, path), 3)
            self.assertEqual(done.stdout, "")
            self.assertIn("bad.yaml:4:1: error: ", done.stderr)
            self.assertIn("replications", done.stderr)
            found = self.document(ems(command, path, "--json"), 3)["diagnostics"][0]
            self.assertEqual((found["line"], found["column"], found["severity"]), (4, 1, "error"))
            self.assertTrue(found["file"].endswith("bad.yaml"))
            self.assertTrue(found["message"] and found["hint"])

    def test_all_mistakes_at_once(self):
        text = SMALL.replace("seed: 7", "seed: x").replace("detour: 1.3", "detour: -1").replace("radius: 4 km",
                                                                                               "radius: 4")
        found = self.document(ems("check", self.write("bad.yaml", text), "--json"), 3)["diagnostics"]
        self.assertGreaterEqual(len(found), 3)
        self.assertEqual(len({d["line"] for d in found}), 3)

    def test_no_such_file(self):
        for name in ("nowhere.yaml", "nowhere/at/all", ""):
            done = self.check(ems("check", self.path(name) if name else ""), 3)
            self.assertIn("error", done.stderr)

    def test_no_such_shipped_scenario(self):
        done = self.check(ems("check", "jiaoh"), 3)
        self.assertIn("there is no scenario jiaoh\n  hint: did you mean jiaohe?", done.stderr)
        done = self.check(ems("check", "elsewhere"), 3)
        self.assertRegex(done.stderr, "hint: one of: .*jiaohe, .*metropolis")
        alone = shutil.copy(PROGRAM, self.path("ems120"))
        done = subprocess.run([alone, "check", "jiaohe"], cwd=self.folder, env=environment(EMS120_DATA="/nowhere"),
                              stderr=subprocess.PIPE, encoding="utf-8", check=False)
        self.assertIn("hint: no folder of shipped files is in sight; EMS120_DATA can name one", done.stderr)

    def test_binary_bytes_and_escapes_reach_no_terminal(self):
        path = self.path("bytes.yaml")
        with open(path, "wb") as file:
            file.write(b"ems120: 1\n\"\\e[2J\\x07key\": 1\n")
        done = self.check(ems("check", path), 3)
        self.assertNotIn("\x1b", done.stderr)
        with open(path, "wb") as file:
            file.write(b"ems120: 1\nname: \xff\xfe\n")
        self.document(ems("check", path, "--json"), 3)

    def test_set(self):
        self.check(ems("check", self.small, "--set", "stations.centre.vehicles.ambulance=5"), 0)
        done = self.check(ems("check", self.small, "--set", "stations.center.crews=2"), 3)
        self.assertIn("--set", done.stderr)
        self.assertIn("centre", done.stderr)

    def test_chinese(self):
        path = self.write("bad.yaml", SMALL.replace("replications: 4", "replicatons: 4"))
        done = self.check(ems("check", path, "--lang", "zh"), 3)
        self.assertIn("错误", done.stderr)
        self.assertIn("提示", done.stderr)


class Init(Case):
    def test_a_start_that_runs(self):
        for lang in ("en", "zh"):
            folder = self.path(f"new/{lang}")
            self.check(ems("init", folder, "--lang", lang), 0)
            done = self.check(ems("check", folder), 0)
            self.assertEqual(done.stderr, "")
            self.check(ems("run", folder, "--replications", "2"), 0)

    def test_never_overwrites(self):
        self.check(ems("init", self.folder), 0)
        with open(self.path("scenario.yaml"), "a", encoding="utf-8") as file:
            file.write("# mine\n")
        done = self.check(ems("init", self.folder), 1)
        self.assertIn("is there already", done.stderr)
        with open(self.path("scenario.yaml"), encoding="utf-8") as file:
            self.assertIn("# mine", file.read())

    def test_where_nothing_can_be_made(self):
        self.check(ems("init", "/proc/nowhere"), 1)
        self.check(ems("init", self.small), 1)

    def test_working_folder_is_the_default(self):
        self.check(ems("init", cwd=self.folder), 0)
        self.assertTrue(os.path.exists(self.path("scenario.yaml")))

    def test_json(self):
        document = self.document(ems("init", self.folder, "--json"))
        self.assertTrue(document["wrote"].endswith("scenario.yaml"))


class Schema(Case):
    def test_it_is_one_and_knows_the_template(self):
        schema = self.document(ems("schema"))
        jsonschema.Draft7Validator.check_schema(schema)
        self.check(ems("init", self.folder), 0)
        with open(self.path("scenario.yaml"), encoding="utf-8") as file:
            jsonschema.validate(json.loads(json.dumps(yaml.safe_load(file), default=str)), schema)

    def test_reference(self):
        text = self.check(ems("schema", "--reference"), 0).stdout
        for key in ("stations", "demand", "travel", "dispatch"):
            self.assertIn(f"`{key}`", text)
        with open(os.path.join(ROOT, "docs", "scenario-reference.md"), encoding="utf-8") as file:
            self.assertEqual(file.read(), text, "docs/scenario-reference.md is old: make docs")


if __name__ == "__main__":
    unittest.main()
