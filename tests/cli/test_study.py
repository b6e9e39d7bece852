"""`study`: figures are those of `run`, nothing is computed twice, killed and shared databases, and bad input."""
import csv
import glob
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import PROGRAM, ROOT, Case, ems, environment

STUDY = """\
ems120_study: 1
name: {en: Vehicles and speed, zh: 车辆与车速}
scenario: small.yaml
set: {durations.cleaning: 6 min}
factors:
  - {path: stations.centre.vehicles.ambulance, label: centre, levels: [1, 2]}
  - {path: travel.speed.lights, range: [40 km/h, 60 km/h], steps: 2}
replications: 5
metrics: [mean, p90, within 12 min, by_priority.1.p50, calls.received, levels.waiting_max, fleet.utilisation]
"""


def begin(*arguments):
    return subprocess.Popen([PROGRAM, "study", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, env=environment())


class StudyCase(Case):
    def setUp(self):
        super().setUp()
        self.file = self.write("fleet.yaml", STUDY)
        self.database = self.path("fleet.db")

    def study(self, *more, code=0, file=None):
        return self.check(ems("study", file or self.file, *more), code)

    def refused(self, text, *parts, code=3, more=()):
        done = self.study(*more, code=code, file=self.write("wrong.yaml", text))
        for part in parts:
            self.assertIn(part, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(glob.glob(self.path("wrong.db*")), [])
        return done

    def exported(self, *more, file=None):
        """The bytes of an export."""
        out = self.path("out-%d" % len(glob.glob(self.path("out-*"))))
        self.study("--export", out, "--quiet", *more, file=file)
        texts = []
        for name in ("points.csv", "replications.csv"):
            with open(os.path.join(out, name), "rb") as table:
                texts.append(table.read())
        return texts

    def rows(self, sql):
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def seconds(self):
        """What tells one computation from another."""
        return self.rows("SELECT model, replication, seconds FROM replications ORDER BY 1, 2")


class Results(StudyCase):
    def figures_of_run(self, *sets):
        arguments = [part for one in sets for part in ("--set", one)]
        run = self.document(ems("run", self.small, "--replications", "5", "--json", *arguments))
        within = [one["share"] for one in run["response_s"]["within"] if one["within_s"] == 720]
        return {"mean": run["response_s"]["mean"], "p90": run["response_s"]["p90"], "within 12 min": within[0],
                "by_priority.1.p50": run["by_priority"]["1"]["response_s"]["p50"],
                "calls.received": run["calls"]["received"],
                "levels.waiting_max": run["levels"]["waiting_max"],
                "fleet.utilisation": run["fleet"]["utilisation"]}

    def test_figures_are_those_of_run(self):
        points = self.document(ems("study", self.file, "--json"))["points"]
        self.assertEqual([list(point["levels"].values()) for point in points],
                         [["1", "40 km/h"], ["1", "60 km/h"], ["2", "40 km/h"], ["2", "60 km/h"]])
        for point in points[1:3]:
            sets = ["%s=%s" % level for level in point["levels"].items()]
            expected = self.figures_of_run("durations.cleaning=6 min", *sets)
            for name, figure in expected.items():
                self.assertEqual(point["figures"][name], figure, name)

    def test_default_metrics_are_the_main_ones(self):
        text = STUDY.split("metrics:")[0].replace("levels: [1, 2]", "levels: [2]")
        point = self.document(ems("study", self.write("few.yaml", text), "--json"))["points"][0]
        run = self.document(ems("run", self.small, "--json", "--replications", "5", "--set", "durations.cleaning=6 min",
                                "--set", "stations.centre.vehicles.ambulance=2", "--set", "travel.speed.lights=40 km/h"))
        self.assertEqual(point["figures"]["mean"], run["response_s"]["mean"])
        self.assertEqual(point["figures"]["service.satisfaction_share"], run["service"]["satisfaction_share"])
        self.assertGreater(len(point["figures"]), 45)

    def test_tables_are_whole(self):
        points, replications = (list(csv.DictReader(text.decode().splitlines())) for text in self.exported())
        self.assertEqual(len(points), 4)
        self.assertEqual({row["state"] for row in points}, {"done"})
        self.assertEqual(len(replications), 20)
        for row in points:
            own = [float(each["calls.received"]) for each in replications if each["point"] == row["point"]]
            self.assertAlmostEqual(float(row["calls.received"]), sum(own) / 5, 5)
            worst = [float(each["levels.waiting_max"]) for each in replications if each["point"] == row["point"]]
            self.assertEqual(float(row["levels.waiting_max"]), max(worst))
        views = self.rows("SELECT value FROM results WHERE study = 'fleet' AND point = 1 AND replication = 1 "
                          "AND metric = 'mean'")
        self.assertAlmostEqual(views[0][0], float(replications[0]["mean"]), 5)

    def test_jobs_do_not_matter(self):
        one = self.exported("--jobs", "1")
        os.remove(self.database)
        self.assertEqual(self.exported("--jobs", "4"), one)

    def test_pages_fit(self):
        for lang in ("en", "zh"):
            for more in ((), ("--status",)):
                text = self.study("--lang", lang, *more).stdout
                for line in text.splitlines():
                    width = sum(2 if ord(c) > 0x2e80 else 1 for c in line)
                    self.assertLessEqual(width, 80, line)
                self.assertIn("车辆与车速" if lang == "zh" else "Vehicles and speed", text)
                self.assertIn("centre=1", text)

    def test_hypercube_and_one_at_a_time(self):
        text = STUDY.replace(", steps: 2", "").replace("levels: [1, 2]", "levels: [1, 2, 3]")
        text = text.replace("replications: 5", "replications: 1\ndesign: latin-hypercube\npoints: 6")
        points = self.document(ems("study", self.write("lhs.yaml", text), "--json"))["points"]
        speeds = sorted(float(point["levels"]["travel.speed.lights"].split()[0]) for point in points)
        for number, speed in enumerate(speeds):  # one in each sixth of 40 to 60
            self.assertEqual(int((speed - 40) / 20 * 6), number)
        one = STUDY.replace("replications: 5", "replications: 2\ndesign: one-at-a-time")
        points = self.document(ems("study", self.write("one.yaml", one), "--json"))["points"]
        self.assertEqual([sum(level is not None for level in point["levels"].values()) for point in points],
                         [0, 1, 1, 1, 1])
        self.assertEqual(points[0]["hash"], points[2]["hash"])  # the scenario has two at the centre
        self.assertEqual(points[0]["figures"], points[2]["figures"])


class Database(StudyCase):
    def test_second_start_computes_nothing(self):
        first = self.exported()
        before = self.seconds()
        self.assertEqual(len(before), 20)
        self.assertEqual(self.exported(), first)
        self.assertEqual(self.seconds(), before)

    def test_only_what_is_missing_is_computed(self):
        self.study("--quiet")
        before = dict(((model, r), s) for model, r, s in self.seconds())
        self.study("--quiet", "--replications", "7")
        self.study("--quiet", file=self.write("fleet.yaml", STUDY.replace("[1, 2]", "[1, 2, 3]")))
        after = dict(((model, r), s) for model, r, s in self.seconds())
        self.assertEqual(len(after), 4 * 7 + 2 * 5)
        self.assertEqual({key: after[key] for key in before}, before)

    def test_scenario_and_data_are_in_the_key(self):
        self.study("--quiet")
        with open(self.small, encoding="utf-8") as file:
            text = file.read()
        self.write("small.yaml", "# a remark\n" + text.replace("replications: 4", "replications: 9"))
        self.study("--quiet")
        self.assertEqual(len(self.seconds()), 20)  # neither changes what is simulated
        self.write("small.yaml", text.replace("seed: 7", "seed: 8"))
        self.study("--quiet")
        self.assertEqual(len(self.seconds()), 40)
        self.study("--quiet", "--set", "travel.detour=1.4")
        self.assertEqual(len(self.seconds()), 60)

    def test_another_metric_is_computed_beside(self):
        self.study("--quiet")
        self.study("--quiet", file=self.write("fleet.yaml", STUDY.replace("[mean, p90,", "[mean, p95,")))
        names = {name for name, in self.rows("SELECT name FROM metrics")}
        self.assertTrue({"p90", "p95"} <= names)
        self.assertEqual(len(self.seconds()), 20)

    def test_status_tells_what_is_there(self):
        empty = self.document(ems("study", self.file, "--status", "--json"))
        self.assertFalse(os.path.exists(self.database))
        self.assertEqual([point["state"] for point in empty["points"]], ["missing"] * 4)
        self.study("--replications", "3", "--quiet")
        status = self.document(ems("study", self.file, "--status", "--json"))
        self.assertEqual([(point["state"], point["replications"], point["missing"]) for point in status["points"]],
                         [("partial", 3, 2)] * 4)
        self.assertGreater(status["left_s"], 0)
        done = self.study("--status")
        self.assertIn("12 of 20 replications are done", done.stdout)

    def test_database_alone_tells_too(self):
        self.study("--quiet")
        out = self.path("whole.csv")
        self.study("--csv", out, "--quiet")
        again = self.path("again.csv")
        self.check(ems("study", self.database, "--csv", again, "--quiet"), 0)
        with open(out, "rb") as a, open(again, "rb") as b:
            self.assertEqual(a.read(), b.read())
        self.assertIn("20 of 20", self.check(ems("study", self.database, "--status"), 0).stdout)
        self.study("--quiet", file=self.write("other.yaml", STUDY + "database: fleet.db\n"))
        both = self.check(ems("study", self.database, "--status"), 0).stdout
        self.assertEqual(both.count("20 of 20"), 2)
        self.check(ems("study", self.database, "--json"), 2)

    def test_interrupt_keeps_what_is_finished(self):
        file = self.write("long.yaml", STUDY.replace("replications: 5", "replications: 2000"))
        running = begin(file, "--jobs", "2")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self.has_rows("long.db"):
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(60), 130)
        connection = sqlite3.connect(self.path("long.db"))
        self.assertGreater(connection.execute("SELECT count(*) FROM replications").fetchone()[0], 0)
        self.assertEqual(connection.execute("SELECT count(*) FROM claims").fetchone()[0], 0)
        connection.close()

    def has_rows(self, name):
        if not os.path.exists(self.path(name)):
            return False
        connection = sqlite3.connect(self.path(name))
        try:
            return connection.execute("SELECT count(*) FROM replications").fetchone()[0] > 0
        except sqlite3.OperationalError:
            return False
        finally:
            connection.close()


class Faults(StudyCase):
    """Killed processes and shared databases end with the bytes of an undisturbed run."""

    def setUp(self):
        super().setUp()
        self.file = self.write("fleet.yaml", STUDY.replace("replications: 5", "replications: 60"))
        self.undisturbed = self.exported()
        os.remove(self.database)

    def test_killed_twenty_times(self):
        draw = random.Random(120)
        kills, begun = 0, time.monotonic()
        while kills < 20 and time.monotonic() - begun < 60:
            running = begin(self.file, "--jobs", "2")
            time.sleep(draw.uniform(0.005, 0.12))
            if running.poll() is None:
                running.kill()
                kills += 1
            elif self.complete():  # done too soon: some of it again
                self.forget_half()
            running.wait(60)
        self.assertEqual(kills, 20)
        self.assertEqual(self.exported(), self.undisturbed)
        self.assertEqual(self.rows("SELECT count(*) FROM claims"), [(0,)])

    def complete(self):
        return self.rows("SELECT count(*) FROM replications") == [(240,)]

    def forget_half(self):
        connection = sqlite3.connect(self.database)
        connection.executescript("DELETE FROM figures WHERE replication > 20;"
                                 "DELETE FROM replications WHERE replication > 20;")
        connection.close()

    def test_two_processes_share(self):
        running = [begin(self.file, "--jobs", "1") for _ in range(2)]
        self.assertEqual([each.wait(120) for each in running], [0, 0])
        self.assertEqual(self.exported(), self.undisturbed)

    def test_several_begin_at_once(self):
        for _ in range(6):
            for path in glob.glob(self.database + "*"):
                os.remove(path)
            running = [begin(self.file, "--jobs", "1") for _ in range(4)]
            self.assertEqual([each.wait(120) for each in running], [0, 0, 0, 0])

    def test_a_killed_helper_does_not_hold_up(self):
        running = begin(self.file, "--jobs", "2")
        time.sleep(0.1)
        running.kill()
        running.wait(60)
        begun = time.monotonic()
        self.study("--quiet")
        self.assertLess(time.monotonic() - begun, 30)  # and not until its claims run out
        self.assertEqual(self.exported(), self.undisturbed)


class BadInput(StudyCase):
    def test_file_is_checked_like_a_scenario(self):
        self.refused(STUDY.replace("levels:", "lvels:"), "wrong.yaml:6:", "unknown key `lvels`", "did you mean levels?")
        self.refused(STUDY.replace("replications: 5", "replications: 5\nreplications: 6"), "wrong.yaml:9:1")
        self.refused(STUDY.replace("small.yaml", "none.yaml"), "wrong.yaml:3:11", "none.yaml")
        self.refused(STUDY.replace("p90,", "p9O,"), "wrong.yaml:9:", "no metric `p9O`", "did you mean p90?")
        self.refused(STUDY + "points: 5\n", "wrong.yaml:10:1")
        self.refused("- 1\n", "wrong.yaml:1:1")
        self.check(ems("study", self.path("absent.yaml")), 3)

    def test_paths_and_levels_are_checked_before_anything_runs(self):
        self.refused(STUDY.replace("centre.vehicles", "centr.vehicles"), "wrong.yaml:6:21", "no entry `centr`",
                     "did you mean centre?")
        self.refused(STUDY.replace("[1, 2]", "[1, -2]"), "wrong.yaml:6:75", "`-2` is not between")
        self.refused(STUDY.replace("40 km/h, 60 km/h", "40, 60"), "wrong.yaml:7:41", "`40` has no unit")
        self.refused(STUDY.replace("6 min}", "6 mi}"), "wrong.yaml:4:27", "`mi` is no unit")

    def test_a_huge_grid_is_refused_with_its_number(self):
        text = "ems120_study: 1\nscenario: small.yaml\nfactors:\n" + "".join(
            "  - {path: %s, range: [1, 1000], steps: 1000}\n" % path for path in ("seed", "call_centre.seats",
                                                                                  "call_centre.lines"))
        done = self.refused(text, "1000000000 points", "at most 100000")
        self.assertIn("latin-hypercube", done.stderr)

    def test_one_point_of_many_fails_and_the_rest_goes_on(self):
        text = STUDY.replace("  - {path: travel", "  - {path: stations.north.vehicles.ambulance, levels: [0, 1]}\n"
                             "  - {path: travel").replace("[1, 2]", "[0, 1]").replace("replications: 5", "replications: 2")
        file = self.write("some.yaml", text)
        done = self.study("--json", code=3, file=file)
        points = json.loads(done.stdout)["points"]
        self.assertEqual([point["state"] for point in points], ["failed"] * 2 + ["done"] * 6)
        self.assertIsNone(points[0]["figures"]["mean"]["value"])
        self.assertIn("2 of 8 points cannot be simulated: 1, 2", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), len(set(done.stderr.splitlines())))  # each trouble once
        connection = sqlite3.connect(self.path("some.db"))
        failures = connection.execute("SELECT point FROM points WHERE failure IS NOT NULL ORDER BY 1").fetchall()
        connection.close()
        self.assertEqual(failures, [(1,), (2,)])

    def test_a_person_cannot_be_asked(self):
        done = self.refused(STUDY.replace("set: {", "set: {dispatch.policy: human, "), "none of the 4 points")
        self.assertIn("human", done.stderr)

    def test_databases_that_cannot_be_used(self):
        self.write("fleet.db", "no database" * 50)
        self.assertIn("no results database", self.study(code=3).stderr)
        os.remove(self.database)
        connection = sqlite3.connect(self.database)
        connection.execute("CREATE TABLE other(x)")
        connection.close()
        self.assertIn("no results database", self.study(code=3).stderr)
        os.remove(self.database)
        self.study("--quiet")
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA user_version = 7")
        connection.close()
        done = self.study(code=3)
        self.assertIn("version 7", done.stderr)
        self.assertIn("version 7", self.study("--status", code=3).stderr)
        self.study(code=1, file=self.write("away.yaml", STUDY + "database: /proc/none/x.db\n"))

    def test_a_database_that_may_not_be_written(self):
        self.study("--quiet")
        table = self.study("--csv", self.path("first.csv"), file=self.database).stdout
        program = shutil.copy(PROGRAM, self.path("program"))  # the tree may lie where the other one must not look
        shutil.copytree(os.path.join(ROOT, "scenarios", "standards"), self.path("scenarios/standards"))
        os.chmod(self.database, 0o444)
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        stranger = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}

        def other(*arguments, code):
            return self.check(subprocess.run([program, "study", *arguments], capture_output=True, encoding="utf-8",
                                             env=environment(EMS120_DATA=self.folder), cwd="/", timeout=300,
                                             **stranger), code)
        self.assertIn("may not be written", other(self.file, "--replications", "9", code=1).stderr)
        self.assertEqual(other(self.database, code=0).stdout, table)  # but it can be read
        self.assertIn("20", other(self.file, "--status", code=0).stdout)

    def test_a_locked_database(self):
        self.study("--quiet", "--replications", "1")
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        done = self.study(code=1)
        connection.execute("ROLLBACK")
        connection.close()
        self.assertIn("another program holds the database", done.stderr)
        self.assertLess(time.monotonic() - begun, 60)
        self.study("--quiet")
        self.assertEqual(len(self.seconds()), 20)

    def test_a_full_disk_leaves_whole_results(self):
        limited = 'ulimit -f 2000; exec "$0" study "$@"'  # in blocks of 512 or 1,024 bytes
        file = self.write("large.yaml", STUDY.split("metrics:")[0].replace("replications: 5", "replications: 400"))
        done = subprocess.run(["sh", "-c", limited, PROGRAM, file, "--quiet"], capture_output=True, text=True,
                              env=environment(), timeout=300)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("no room for results", done.stderr)
        connection = sqlite3.connect(self.path("large.db"))
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        each = set(connection.execute("SELECT count(*) FROM figures GROUP BY model, replication").fetchall())
        self.assertEqual(len(each), 1)  # whole replications alone
        connection.close()
        less = ("--replications", "20")
        kept = self.exported(*less, file=file)
        os.remove(self.path("large.db"))
        self.assertEqual(self.exported(*less, file=file), kept)

    def test_exports_that_cannot_be_written(self):
        self.study("--csv", self.path("no/such/folder.csv"), code=1)
        if os.path.exists("/dev/full"):
            self.study("--csv", "/dev/full", code=1)
