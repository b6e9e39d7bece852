"""Runs test programs, a few at a time: cmocka programs (counted by their TAP output) and Python unittest files.
Prints one line per program, the output of those that failed, and the counts on a line of their own at the end."""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time

TIMEOUT_S = 900


def command_of(path):
    if path.endswith(".py"):
        return ["/usr/bin/python3", "-m", "unittest", "-v", path]
    return [path]


def count_tap(text):
    """(passed, failed, skipped) of TAP lines; cmocka writes a skipped test as `not ok N # SKIP name`."""
    skipped = len(re.findall(r"^(?:not )?ok \d+ # SKIP", text, re.M))
    failed = len(re.findall(r"^not ok \d+(?! # SKIP)", text, re.M))
    return len(re.findall(r"^(?:not )?ok \d+", text, re.M)) - failed - skipped, failed, skipped


def count_unittest(text):
    ran = re.search(r"^Ran (\d+) tests?", text, re.M)
    verdict = re.search(r"^(?:OK|FAILED)(?: \((.*)\))?$", text, re.M)
    if ran is None or verdict is None:
        return 0, 1, 0
    by_kind = {k: int(n) for k, n in re.findall(r"([a-z ]+)=(\d+)", verdict.group(1) or "")}
    failed = by_kind.get("failures", 0) + by_kind.get("errors", 0)
    skipped = by_kind.get("skipped", 0)
    return max(int(ran.group(1)) - failed - skipped, 0), failed, skipped


def run_one(path, environment):
    start = time.monotonic()
    try:
        done = subprocess.run(command_of(path), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment, timeout=TIMEOUT_S)
        text, code = done.stdout.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"").decode("utf-8", "replace") + f"\nstopped after {TIMEOUT_S} s\n"
        code = -1
    except OSError as error:
        text, code = f"{path}: {error}\n", -1
    passed, failed, skipped = (count_unittest if path.endswith(".py") else count_tap)(text)
    if code != 0 and failed == 0:
        failed = 1  # crashed or was stopped
    if passed + failed + skipped == 0:
        text, failed = text + "\nran no test\n", 1
    return path, text, (passed, failed, skipped), time.monotonic() - start


def skip_reasons(text):
    return [line.strip() for line in text.splitlines() if line.startswith("skipped: ")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the ems120 under test")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args()
    environment = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP", EMS120_PROGRAM=os.path.abspath(options.program))
    environment["PYTHONPATH"] = os.path.join("tests", "support")
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    totals, broken = [0, 0, 0], []
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        # The long ones first, so that none is left alone at the end.
        order = sorted(options.tests, key=lambda path: not path.endswith(".py"))
        for future in [pool.submit(run_one, path, environment) for path in order]:
            path, text, counts, seconds = future.result()
            totals = [a + b for a, b in zip(totals, counts)]
            note = f", {counts[2]} skipped" if counts[2] else ""
            name = path.split("/tests/", 1)[-1]
            print(f"{'FAIL' if counts[1] else 'ok  '} {name}: {counts[0]} passed, {counts[1]} failed{note} "
                  f"({seconds:.1f} s)", flush=True)
            for reason in skip_reasons(text):
                print(f"     {reason}")
            if counts[1]:
                broken.append((name, text))
    for name, text in broken:
        print(f"\n--- {name}\n{text}")
    if broken:
        print("failed: " + ", ".join(name for name, _ in broken))
    skipped = f", {totals[2]} skipped" if totals[2] else ""
    print(f"{totals[0]} passed, {totals[1]} failed{skipped}")
    return 1 if totals[1] or not options.tests else 0


if __name__ == "__main__":
    sys.exit(main())
