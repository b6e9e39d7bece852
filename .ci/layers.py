"""Checks every #include of the project against sim/layers.txt: a room may include itself and the rooms its line
names. include/ems120 stands on nothing of the project: rooms may include those of its headers that are vocabulary only
(the line "ems120:" of sim/layers.txt), sim/api all of them, and viz nothing else. Prints each forbidden edge as file:line."""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
PUBLIC = "ems120"  # the folder of the public headers


def read_layers(path):
    allowed, vocabulary = {}, set()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        room, _, below = line.partition(":")
        if room == PUBLIC:
            vocabulary.update(below.split())
            continue
        if room in allowed:
            sys.exit(f"{path}:{number}: {room} stands twice")
        allowed[room] = {room, *below.split()}
    for room, below in allowed.items():
        if below - allowed.keys():
            sys.exit(f"{path}: {room} names {', '.join(sorted(below - allowed.keys()))}, which has no line")
        circle = sorted(other for other in below if other != room and room in allowed.get(other, ()))
        if circle:
            sys.exit(f"{path}: {room} and {circle[0]} may not both include the other")
    return allowed, vocabulary


def includes_of(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1) == '"', found.group(2)


def judge(room, quoted, name, allowed, vocabulary):
    """Why this include is wrong, or None."""
    folder = name.split("/")[0]
    if folder == PUBLIC:
        if not pathlib.Path("include", name).is_file():
            return "no such file"
        if room in ("api", "viz", "include") or name.split("/")[1] in vocabulary:
            return None
        return "sim/layers.txt does not count it as vocabulary"
    if folder in allowed and "/" in name:
        if not quoted:
            return "the project's own headers stand in quotes"
        if room in ("viz", "include") or folder not in allowed[room]:
            return f"sim/layers.txt does not let {room} include {folder}"
        source = name.replace(".pb-c.h", ".proto")  # generated from it
        return None if pathlib.Path("sim", source).is_file() else "no such file"
    return "name the folder too, as in \"base/time.h\"" if quoted and room != "viz" else None


def main():
    allowed, vocabulary = read_layers(pathlib.Path("sim/layers.txt"))
    edges, wrong = 0, []
    files = [p for top in ("sim", "include", "viz") for p in sorted(pathlib.Path(top).rglob("*"))
             if p.suffix in (".c", ".h", ".def")]
    for path in files:
        room = path.parts[1] if path.parts[0] == "sim" else path.parts[0]
        if path.parts[0] == "sim" and (len(path.parts) < 3 or room not in allowed):
            wrong.append(f"{path}: stands in no room of sim/layers.txt")
            continue
        for number, quoted, name in includes_of(path):
            edges += 1
            reason = judge(room, quoted, name, allowed, vocabulary)
            if reason:
                wrong.append(f"{path}:{number}: \"{name}\": {reason}")
    print("\n".join(wrong + [f"layers: {len(files)} files, {edges} includes, {len(wrong)} forbidden"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
