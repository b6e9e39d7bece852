"""`study` on two ranks of MPI: the bytes of one process. Needs the build of `make MPI=1`, see `make mpi-test`."""
import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import Case, environment

MPI_PROGRAM = os.environ.get("EMS120_MPI_PROGRAM", "")
WHY = "" if MPI_PROGRAM and shutil.which("mpirun") else "no MPI: `make mpi-test` builds for it"

STUDY = """\
ems120_study: 1
scenario: small.yaml
factors:
  - {path: stations.centre.vehicles.ambulance, levels: [1, 2, 3]}
replications: 8
"""


class Ranks(Case):
    @classmethod
    def setUpClass(cls):
        if WHY:
            print("skipped: " + WHY)
            raise unittest.SkipTest(WHY)

    def setUp(self):
        super().setUp()
        self.file = self.write("fleet.yaml", STUDY)

    def study(self, ranks, *more, code=0):
        launch = ["mpirun", "--oversubscribe", "-n", str(ranks)] if ranks else []
        done = subprocess.run(launch + [MPI_PROGRAM, "study", self.file, *more], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=300,
                              env=environment(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1"))
        self.check(done, code)
        return done

    def exported(self, ranks):
        out = self.path("out-%d" % ranks)
        printed = self.study(ranks, "--export", out).stdout
        texts = [printed]
        for name in ("points.csv", "replications.csv"):
            with open(os.path.join(out, name), encoding="utf-8") as file:
                texts.append(file.read())
        os.remove(self.path("fleet.db"))
        return texts

    def test_ranks_give_the_bytes_of_one_process(self):
        alone = self.exported(0)
        for ranks in (1, 2, 3):
            self.assertEqual(self.exported(ranks), alone)

    def test_bad_input_is_told_once(self):
        self.write("fleet.yaml", STUDY.replace("centre", "centr"))
        done = self.study(2, code=3)
        self.assertEqual(done.stderr.count("no entry `centr`"), 1)

    def test_other_ranks_let_the_first_speak(self):
        self.write("fleet.yaml", STUDY.replace("levels: [1, 2, 3]}", "range: [1, 10000], steps: 10000}\n"
                                                "  - {path: seed, range: [1, 10000], steps: 10000}"))
        for _ in range(3):
            self.assertIn("at most 100000", self.study(3, code=3).stderr)


if __name__ == "__main__":
    unittest.main()
