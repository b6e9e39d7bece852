"""Pictures shown in the documents are real ones. A comment in front of a picture says how it is drawn:

    <!-- drawn: view scenarios/jiaohe --at "2d 10:00" -->
    ![words](docs/pictures/live-en.png)

is what `ems120 view scenarios/jiaohe --at "2d 10:00" --render ...` writes, with at most 128 colours.

    python3 tests/support/doc_pictures.py PROGRAM     draws all of them anew"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from doc_outputs import ROOT, documents, read

DRAWN = re.compile(r"<!-- drawn: (.*?) -->\n!\[[^\]]+\]\(([^)]+)\)")
SHOWN = re.compile(r"!\[[^\]]*\]\(([^)]+\.png)\)")


def pictures():
    """(document, command, path of the picture), as the documents say."""
    return [(document, command, os.path.normpath(os.path.join(os.path.dirname(document), name)))
            for document in documents() for command, name in DRAWN.findall(read(document))]


def shown():
    """(document, path) of every picture that a document shows, drawn or not."""
    return [(document, os.path.normpath(os.path.join(os.path.dirname(document), name)))
            for document in documents() for name in SHOWN.findall(read(document))]


def draw(program, command, path, home):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    env = dict(os.environ, XDG_CONFIG_HOME=home)
    subprocess.run([program, *shlex.split(command), "--render", path], cwd=ROOT, env=env, timeout=300, check=True)
    convert = shutil.which("convert")
    if convert is None:
        print("without imagemagick pictures stay large", file=sys.stderr)
        return
    subprocess.run([convert, path, "+dither", "-colors", "128", "-strip",
                    "-define", "png:exclude-chunks=date,time", "PNG8:" + path], timeout=300, check=True)


def main():
    program = os.path.abspath(sys.argv[1])
    done = {}
    with tempfile.TemporaryDirectory() as home:
        for document, command, path in pictures():
            if done.setdefault(path, command) != command:
                sys.exit(f"{document}: {path} is drawn by two commands")
            draw(program, command, path, home)
    size = sum(os.path.getsize(path) for path in done)
    print(f"screenshots: {len(done)} pictures, {size // 1024} kB")


if __name__ == "__main__":
    main()
