"""Compares short runs with the expected results beside this file, byte for byte but for `timing`.

    check.py PROGRAM [NAME]    fails, and shows a diff, when a result differs; NAME is said of the program
    check.py --renew PROGRAM   writes the expected results anew: read the diff before committing it

A golden holds figures of the summary, one a line, and digests of the whole summary and of every table and recording.
Run from the top folder: the scenario's path is part of the results."""
import difflib
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# the golden's name: the scenario, what is set, and which parts of the summary it shows
RUNS = {
    "small": ("tests/golden/small.yaml", ["--record", "2"],
              ("events", "work", "calls", "response_s", "parts_s", "by_priority", "targets", "vehicles", "crews", "hospitals")),
    "jiaohe": ("scenarios/jiaohe", ["--replications", "2", "--set", "clock.duration=28 d"],
               ("events", "work", "calls", "response_s", "parts_s", "targets")),
    "jiaohe-flu-wave": ("scenarios/jiaohe-flu-wave", ["--replications", "1", "--set", "clock.duration=14 d"],
                        ("events", "work", "calls", "response_s", "targets")),
}


def figures(path, value, out):
    """Flattens the summary; a figure with its interval is one line."""
    if isinstance(value, dict) and {"value", "low", "high"} <= value.keys():
        out.append((path, [value["value"], value["low"], value["high"]]))
    elif isinstance(value, dict):
        for key, inner in value.items():
            figures(f"{path}.{key}" if path else key, inner, out)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            figures(f"{path}[{i}]", inner, out)
    else:
        out.append((path, value))


def digest(data):
    return hashlib.sha256(data).hexdigest()[:32]


def play(program, scenario, options, parts):
    """The golden's text for what this program makes of the scenario."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", scenario, *options, "--quiet", "--out", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        summary.pop("timing")
        summary.pop("version")
        digests = {"summary": digest(json.dumps(summary, ensure_ascii=False).encode())}
        for name in sorted(os.listdir(folder)):
            if name.endswith((".csv", ".yaml")):
                with open(os.path.join(folder, name), "rb") as file:
                    digests[name] = digest(file.read())
    out = []
    figures("", {k: v for k, v in summary.items() if k in parts}, out)
    lines = [f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in out + list(digests.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--renew"]
    if not arguments:
        sys.exit(__doc__)
    program, name = os.path.abspath(arguments[0]), " ".join(arguments[1:]) or arguments[0]
    failed = 0
    for golden, run in RUNS.items():
        path = os.path.join(HERE, golden + ".json")
        found = play(program, *run)
        if "--renew" in sys.argv:
            with open(path, "w", encoding="utf-8") as file:
                file.write(found)
            continue
        with open(path, encoding="utf-8") as file:
            expected = file.read()
        if found == expected:
            continue
        failed += 1
        diff = difflib.unified_diff(expected.splitlines(), found.splitlines(), path, name, lineterm="", n=0)
        print("\n".join(list(diff)[:40]))
    if "--renew" in sys.argv:
        print(f"{len(RUNS)} goldens written: git diff tests/golden")
    else:
        print(f"{name}: {len(RUNS) - failed} of {len(RUNS)} goldens the same")
        sys.exit(1 if failed else 0)


main()
