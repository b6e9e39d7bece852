"""Outputs shown in the documents are real ones. A comment in front of a block says where its lines come from:

    <!-- shown: run scenarios/jiaohe | ^Response time \\( | 11 | ^Targets | 4 -->
    ```text
    ...
    ```

are 11 lines of what `ems120 run scenarios/jiaohe` prints, from the first that matches, then four from another place.
`&&` joins several runs; a `label:` before the command stands in front of each of its lines.

    python3 tests/support/doc_outputs.py PROGRAM     renews the blocks of all documents"""
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BLOCK = re.compile(r"(<!-- shown: (.*?) -->\n```text\n)(.*?)(```)", re.S)


def documents():
    found = [os.path.join(ROOT, "README.md")]
    found += sorted(glob.glob(os.path.join(ROOT, "docs", "*.md")))
    found += sorted(glob.glob(os.path.join(ROOT, "scenarios", "**", "README.md"), recursive=True))
    return [path for path in found if os.path.exists(path)]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Outputs:
    """Runs each command once."""

    def __init__(self, program):
        self.program, self.known = program, {}

    def lines(self, command):
        if command not in self.known:
            done = subprocess.run(["sh", "-c", f'"{self.program}" {command}'], cwd=ROOT, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
            self.known[command] = done.stdout.splitlines()
        return self.known[command]

    def part(self, lines, pattern, count):
        for first, line in enumerate(lines):
            if re.search(pattern, line):
                return [line.rstrip() for line in lines[first:first + count]]
        return [f"(nothing matches {pattern})"]

    def shown(self, recipe):
        text = []
        for item in recipe.split(" && "):
            command, *places = [part.strip() for part in item.split(" | ")]
            label = re.match(r"(\w+): +", command)
            lines = self.lines(command[label.end():] if label else command)
            parts = [self.part(lines, pattern, int(count)) for pattern, count in zip(places[::2], places[1::2])]
            for number, part in enumerate(parts):
                text += [""] if number and len(part) > 1 else []
                text += [f"{label.group(1) if label else '':8}{line}" if label else line for line in part]
        return "\n".join(text) + "\n"

    def renewed(self, text):
        return BLOCK.sub(lambda block: block.group(1) + self.shown(block.group(2)) + block.group(4), text)


def main():
    outputs = Outputs(os.path.abspath(sys.argv[1]))
    for path in documents():
        old = read(path)
        new = outputs.renewed(old)
        if new != old:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
            print("renewed " + os.path.relpath(path, ROOT))


if __name__ == "__main__":
    main()
