"""A real window on a screen of its own, used by mouse and keys in every mode, as a planner, a director and a trainee
would. Each step waits for what it brings; what is saved is opened and run."""
import json
import os
import shutil
import sys
import tempfile
import time
import unittest

import yaml

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cli import ems
from window import TOWN, Screen, Window, has, skip_unless

SIZE = ["--size", "1120x800"]
HOUR_MS, DAY_MS = 3600 * 1000, 24 * 3600 * 1000
CENTRE, SOUTH, FARM = (-1500, 500), (1500, -3000), (10500, 1500)


def setUpModule():
    skip_unless("Xvfb", "xdotool", "import")
    global SCREEN
    SCREEN = Screen()
    unittest.addModuleCleanup(SCREEN.close)


class Session(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="ems120-window-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def open(self, *arguments, lang="en"):
        words = [*arguments, *SIZE] + (["--lang", lang] if lang else [])
        return Window(self, SCREEN, *words, folder=self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run_ems(self, *arguments):
        done = ems(*arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def toggles(self, window, key, field):
        """A key that switches something on and off again, and what is seen changes with it."""
        before, picture = window.settled()[field], window.picture()
        window.key(key)
        window.wait(lambda s: s[field] != before and not s["busy"], f"{key} changes {field}")
        self.assertNotEqual(window.picture(), picture, f"{key} changes nothing that is seen")
        window.key(key)
        window.wait(lambda s: s[field] == before and not s["busy"], f"{key} changes {field} back")


class Live(Session):
    def test_map(self):
        """Pan, zoom, click on a station, a place, a vehicle among others; layers."""
        w = self.open(TOWN, "--at", "1d 09:00")
        fitted = w.settled()["camera"]
        x, y = w.pixel(0, 0)
        w.drag((x, y + 90), (x + 60, y + 130))
        goal = [fitted[0] - 60 * fitted[2], fitted[1] + 40 * fitted[2]]
        moved = w.wait(lambda s: max(abs(s["camera"][i] - goal[i]) for i in (0, 1)) < fitted[2] and not s["busy"],
                       "the map moves with the mouse")["camera"]
        w.key("equal")
        w.wait(lambda s: s["camera"][2] < moved[2], "zooms in")
        w.key("Home")
        w.wait(lambda s: s["camera"] == fitted, "the whole map")
        farm = w.pixel(*FARM)
        w.wheel(*farm, 4)
        w.wait(lambda s: s["camera"][2] < fitted[2] and not s["busy"], "the wheel zooms in")
        self.assertLess(abs(farm[0] - w.pixel(*FARM)[0]) + abs(farm[1] - w.pixel(*FARM)[1]), 2, "around the mouse")
        w.wheel(*farm, 5)
        w.wait(lambda s: s["camera"] == fitted or abs(s["camera"][2] - fitted[2]) < 2, "the wheel zooms out")
        w.click_at(*w.pixel(*SOUTH))
        w.wait(lambda s: s["selected"] == "South", "the station is selected")
        w.click_at(*w.pixel(-9000, -1000))
        w.wait(lambda s: s["selected"] == "This place", "who lives there")
        w.click_at(*w.pixel(-9000, -1000))
        w.wait(lambda s: s["selected"] == "", "nothing is selected")
        arrival = w.settled() and w.picture()
        w.click("Layers")
        w.click("Where people live")
        w.wait(lambda s: "density" in s["layers"] and s["menu"] < 0 and not s["busy"], "another layer")
        self.assertNotEqual(w.picture(), arrival)
        w.quit()

    def test_looks(self):
        """Language, size of text, colours, panel and legend, help; what is remembered the next time."""
        w = self.open(TOWN)
        self.assertEqual(w.title(), "Test town - ems120")
        w.click("中文")
        w.wait(lambda s: s["lang"] == "zh" and has(s, "文件"), "Chinese")
        self.assertEqual(w.title(), "测试城 - ems120")
        w.key("F2")
        w.wait(lambda s: s["lang"] == "en" and has(s, "File"), "English")
        for key, field in (("F4", "theme"), ("l", "legend"), ("Tab", "panel")):
            self.toggles(w, key, field)
        small = w.place("File")
        for size in (2, 3, 1, 2):
            w.key("F3")
            w.wait(lambda s, size=size: s["text_size"] == size, f"text size {size}")
        w.wait(lambda s: not s["busy"] and s["maps"][0][1] > 30, "all is larger")
        self.assertNotEqual(w.place("File"), small)
        w.key("F1")
        w.wait(lambda s: s["dialog"] == "Help", "help")
        w.key("Escape")
        w.wait(lambda s: s["dialog"] == "", "help is closed")
        for width, height in ((320, 260), (1120, 800)):
            w.do("windowsize", w.id, width, height)
            w.wait(lambda s, size=[width, height]: s["size"] == size and not s["busy"], f"{width} pixels wide")
        w.key("F4", "F2")
        w.wait(lambda s: s["theme"] == "dark" and s["lang"] == "zh", "dark, Chinese")
        w.quit()
        again = Window(self, SCREEN, TOWN, folder=self.folder)
        shown = again.settled()
        self.assertEqual((shown["lang"], shown["theme"], shown["text_size"], shown["size"]),
                         ("zh", "dark", 2, [1120, 800]))
        again.ask_to_close()
        self.assertEqual(again.code(), 0, again.told())

    def test_time(self):
        """Play, speeds, typed moments, the timeline forward and back, events, late calls, bookmarks."""
        w = self.open(TOWN)
        w.key("space")
        w.wait(lambda s: s["playing"] and s["at_ms"] > 10000, "time passes")
        w.click("Play or pause")
        w.wait(lambda s: not s["playing"], "time stands")
        w.key("period")
        w.wait(lambda s: s["speed"] == "×120", "faster")
        w.click("−")
        w.wait(lambda s: s["speed"] == "×60", "slower")
        self.typed(w, "x500", lambda s: s["speed"] == "×500")
        self.typed(w, "tomorrow", lambda s: "\"tomorrow\" is no moment" in s["said"])
        self.typed(w, "day 2 09:00", lambda s: s["at_ms"] == DAY_MS + 9 * HOUR_MS and not s["busy"])
        left, top, width, height = next(b[1:] for b in w.shown["buttons"] if b[0] == "timeline")
        whole_ms = 3 * DAY_MS + 6 * HOUR_MS
        for share in (0.5, 0.2, 0.35):
            w.click_at(left + share * width, top + height / 2)
            w.wait(lambda s, share=share: abs(s["at_ms"] - share * whole_ms) < whole_ms / width * 2 and not s["busy"],
                   f"{share} of the timeline")
        w.drag((left + 0.35 * width, top + 5), (left + 0.1 * width, top + 5))
        w.wait(lambda s: abs(s["at_ms"] - 0.1 * whole_ms) < whole_ms / width * 2 and not s["busy"], "scrubbed back")
        here = w.settled()["at_ms"]
        w.key("Right")
        on = w.wait(lambda s: s["at_ms"] > here and not s["busy"], "an event on")["at_ms"]
        w.key("Left")
        w.wait(lambda s: s["at_ms"] < on and not s["busy"], "an event back")
        self.late_calls(w)
        self.bookmarks(w)
        w.quit()

    def typed(self, w, text, fits):
        w.key("g")
        w.type(text)
        w.key("Return")
        w.wait(fits, f"'{text}' is taken")

    def late_calls(self, w):
        before = w.settled()["at_ms"]
        w.key("Next")
        first = w.wait(lambda s: s["at_ms"] > before and s["selected"].startswith("call ") and not s["busy"],
                       "the next late call")
        w.click("late ▶")
        w.wait(lambda s: s["at_ms"] > first["at_ms"] and s["selected"] != first["selected"] and not s["busy"],
               "the one after it")
        w.key("Prior")
        w.wait(lambda s: s["selected"] == first["selected"] and not s["busy"], "the one before")

    def bookmarks(self, w):
        here = w.settled()["at_ms"]
        w.key("b")
        w.wait(lambda s: s["bookmarks"] == 1, "a bookmark")
        self.typed(w, "2h", lambda s: s["at_ms"] == 2 * HOUR_MS)
        w.key("b", "bracketright")
        w.wait(lambda s: s["bookmarks"] == 2 and s["at_ms"] == here and not s["busy"], "the next bookmark")
        w.key("bracketleft")
        w.wait(lambda s: s["at_ms"] == 2 * HOUR_MS and not s["busy"], "the bookmark before")
        w.key("b")
        w.wait(lambda s: s["bookmarks"] == 1 and "removed" in s["said"], "it is removed")

    def test_questions(self):
        """A vehicle's story, why it was sent, the event log, filters, a picture."""
        w = self.open(TOWN, "--at", "1d 09:00")
        w.settled()
        w.key("Next")
        w.wait(lambda s: s["selected"].startswith("call ") and not s["busy"], "a late call")
        w.key("space")
        w.wait(lambda s: has(s, "vehicle ordered"), "a vehicle is sent")
        w.key("space")
        call = w.wait(lambda s: not s["playing"] and not s["busy"], "time stands")
        w.key("w")
        w.wait(lambda s: s["dialog"] == "Why this one?", "why")
        w.click("×")
        w.wait(lambda s: s["dialog"] == "", "closed")
        w.click("Vehicle")
        w.wait(lambda s: "-ambulance-" in s["selected"], "the vehicle of the call")
        w.key("f")
        w.wait(lambda s: s["following"], "it is followed")
        w.key("e")
        w.wait(lambda s: s["log"] and has(s, "selected"), "the event log")
        w.click("selected")
        w.wait(lambda s: has(s, "vehicle ordered") and
               not has(s, "the phone rings"), "events of the vehicle alone")
        w.click("vehicle ordered")
        w.wait(lambda s: s["selected"].startswith("call ") and s["at_ms"] <= call["at_ms"] and not s["busy"], "jumps")
        w.key("e")
        w.wait(lambda s: not s["log"], "the log is closed")
        self.filter(w)
        w.key("ctrl+p")
        w.wait(lambda s: s["said"].startswith("Saved ems120-"), "a picture")
        with open(self.path(w.shown["said"].split(" ", 1)[1]), "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
        w.quit()

    def filter(self, w):
        all_calls = w.settled() and w.picture()
        w.key("shift+f")
        w.wait(lambda s: s["dialog"] == "Calls to show", "filters")
        w.click("2")
        w.click("night")
        w.click("West")
        w.key("Escape")
        w.wait(lambda s: s["dialog"] == "" and not s["busy"], "filters are closed")
        self.assertNotEqual(w.picture(), all_calls)
        w.key("shift+f")
        w.click("Show all calls")
        w.wait(lambda s: not has(s, "Show all calls"), "nothing is left out")
        w.key("Escape")
        w.wait(lambda s: s["dialog"] == "", "filters are closed")

    def test_menus(self):
        """All that has a key stands in a menu, too."""
        w = self.open(TOWN)
        for menu, labels in (("File", ["Save a picture", "Quit"]), ("View", ["Zoom in", "Text size", "中文"]),
                             ("Time", ["Faster", "Next late call"]), ("Mode", ["Edit", "Train a dispatcher"])):
            w.click(menu)
            w.wait(lambda s, labels=labels: all(has(s, x) for x in labels), f"{menu} menu")
            w.key("Escape")
            w.wait(lambda s: s["menu"] < 0, "the menu is closed")
        w.click("Time")
        w.click("Faster")
        w.wait(lambda s: s["speed"] == "×120", "done from the menu")
        w.click("File")
        w.click("Quit")
        self.assertEqual(w.code(), 0, w.told())


class Replay(Session):
    def test_replay(self):
        """A recorded run: to any moment and back, at once, and the same there each time."""
        self.run_ems("run", TOWN, "--replications", "1", "--record", "1", "--quiet", "--out", self.path("run"))
        w = self.open(self.path("run"), "--at", "2d 20:00")
        first = w.settled()
        self.assertEqual((first["mode"], first["at_ms"]), ("replay", 2 * DAY_MS + 20 * HOUR_MS))
        there = w.picture()
        left, top, width, height = next(b[1:] for b in first["buttons"] if b[0] == "timeline")
        w.click_at(left + 0.02 * width, top + height / 2)
        w.wait(lambda s: s["at_ms"] < 3 * HOUR_MS and not s["busy"], "far back")
        self.assertNotEqual(w.picture(), there)
        w.key("g")
        w.type("2d 20:00")
        w.key("Return")
        w.wait(lambda s: s["at_ms"] == first["at_ms"] and not s["busy"], "where it was")
        w.point_at(1, 1)
        w.wait(lambda s: not s["busy"], "the mouse is away")
        w.key("period", "space")
        w.wait(lambda s: s["at_ms"] > first["at_ms"] + 60000, "plays on")
        w.key("space", "Prior")
        w.wait(lambda s: not s["playing"] and s["selected"].startswith("call ") and not s["busy"], "a late call before")
        w.quit()


class Compare(Session):
    def test_compare(self):
        """Two scenarios: one clock and one camera, the difference, and how sure it is."""
        plan = self.write("plan.yaml", f"ems120: 1\nextends: {TOWN}\nname: {{en: Moved, zh: 迁址}}\n"
                                       "stations:\n  - {id: centre, at: [-3000, 2000]}\n")
        w = self.open(TOWN, plan, "--at", "1d 09:00")
        shown = w.settled()
        self.assertEqual((shown["mode"], len(shown["maps"])), ("compare", 2))
        w.wheel(*w.pixel(*SOUTH, number=1), 4)
        w.wait(lambda s: s["camera"][2] < shown["camera"][2] and not s["busy"], "both zoom")
        w.key("space")
        w.wait(lambda s: s["at_ms"] > shown["at_ms"] + 60000, "both play")
        w.key("space")
        w.wait(lambda s: not s["playing"] and not s["busy"], "both stand")
        before = w.picture()
        w.key("d")
        w.wait(lambda s: "difference" in s["layers"] and not s["busy"], "gains and losses")
        self.assertNotEqual(w.picture(), before)
        w.click("Work out with intervals")
        w.wait(lambda s: not any(b[0] in ("Work out with intervals", "Cancel") for b in s["buttons"]), "worked out")
        w.click_at(*w.pixel(*FARM, number=1))
        w.wait(lambda s: s["selected"] == "East farm", "selected on the second map")
        w.quit()


class Edit(Session):
    def test_plan(self):
        """A station dragged, added, removed, with one vehicle more; undone, redone, saved and run."""
        with open(TOWN, encoding="utf-8") as file:
            original = file.read()
        w = self.open(TOWN)
        w.key("F8")
        w.wait(lambda s: s["mode"] == "edit" and not s["busy"], "editing")
        self.assertFalse(has(w.shown, "Undo"))
        before = w.picture()
        w.drag(w.pixel(*SOUTH), w.pixel(1000, -1000))
        w.wait(lambda s: has(s, "Undo") and not s["busy"], "the station is moved")
        self.assertNotEqual(w.picture(), before)
        w.key("ctrl+z")
        w.wait(lambda s: has(s, "Redo") and not s["busy"], "undone")
        w.click("Redo")
        w.wait(lambda s: not has(s, "Redo") and not s["busy"], "done again")
        w.key("Insert")
        w.wait(lambda s: "Click the map" in s["said"], "where")
        w.click_at(*w.pixel(-9000, 2000))
        w.wait(lambda s: not s["busy"] and s["selected"] not in ("", "South"), "a new station")
        w.click("+", -1)
        w.wait(lambda s: has(s, "−") and not s["busy"], "one vehicle more")
        w.click_at(*w.pixel(*FARM))
        w.wait(lambda s: s["selected"] == "East farm", "another station")
        w.key("Delete")
        w.wait(lambda s: s["selected"] != "East farm" and not s["busy"], "it is removed")
        self.save(w, "plan.yaml", "Saved: plan.yaml")
        with open(TOWN, encoding="utf-8") as file:
            self.assertEqual(file.read(), original)
        self.saved()
        self.replace(w)
        w.quit()

    def save(self, w, name, said):
        w.key("ctrl+s")
        shown = w.wait(lambda s: s["dialog"] == "Save the plan", "where to save")
        field = next(b[0] for b in shown["buttons"] if b[0].endswith(".yaml"))
        w.click(field)
        w.key(*["BackSpace"] * len(field))
        w.type(name)
        w.wait(lambda s: has(s, name), "the name")
        w.click("Save…")
        if said is not None:
            w.wait(lambda s: s["said"] == said and s["dialog"] == "", "saved")

    def saved(self):
        """What was saved says what was done, and runs."""
        path = self.path("plan.yaml")
        with open(path, encoding="utf-8") as file:
            stations = {s["id"]: s for s in yaml.safe_load(file)["stations"]}
        self.assertEqual(sorted(stations), ["farm", "new-station-1", "south"])
        self.assertEqual(stations["farm"], {"id": "farm", "remove": True})
        self.assertEqual(stations["new-station-1"]["vehicles"], {"ambulance": 2})
        for station, at in (("south", (1000, -1000)), ("new-station-1", (-9000, 2000))):
            for i in (0, 1):  # a pixel is 60 m
                self.assertAlmostEqual(stations[station]["at"][i], at[i], delta=60)
        self.run_ems("check", path)
        summary = json.loads(self.run_ems("run", path, "--replications", "1", "--json", "--quiet"))
        self.assertGreater(summary["calls"]["received"]["value"], 100)

    def replace(self, w):
        """A file that is there is not replaced before it was asked."""
        other = self.write("other.yaml", "mine\n")
        self.save(w, "other.yaml", None)
        w.wait(lambda s: has(s, "Replace the file"), "asks")
        with open(other, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine\n")
        w.click("Replace the file")
        w.wait(lambda s: s["said"] == "Saved: other.yaml" and s["dialog"] == "", "replaced")
        self.run_ems("check", other)


class Train(Session):
    def test_ten_calls(self):
        """Ten answers by rows, keys and the map, held once; the sheet, kept as HTML and JSON."""
        w = self.open(TOWN, "--at", "1d 09:00", "--speed", "3600")
        w.settled()
        w.key("F9")
        w.wait(lambda s: s["mode"] == "train" and not s["busy"], "training")
        w.click("12 hours")
        w.click("Start")
        for number in range(10):
            self.answer(w, number)
        self.question(w)
        w.click("End and score")
        w.wait(lambda s: s["dialog"] == "Score sheet", "the score sheet")
        w.click("Save as HTML")
        w.wait(lambda s: s["said"] == "Saved: town-training-1.html", "kept as HTML")
        w.click("Save as JSON")
        w.wait(lambda s: s["said"] == "Saved: town-training-1.json", "kept as JSON")
        w.click("Save as JSON")
        w.wait(lambda s: s["said"] == "Saved: town-training-2.json", "nothing is overwritten")
        with open(self.path("town-training-1.html"), encoding="utf-8") as file:
            self.assertIn("<html", file.read())
        with open(self.path("town-training-1.json"), encoding="utf-8") as file:
            sheet = json.load(file)
        self.assertGreaterEqual(len(sheet["decisions"]), 10, sheet)
        w.click("New session")
        w.wait(lambda s: s["dialog"] == "" and has(s, "Start"), "once more")
        w.ask_to_close()
        self.assertEqual(w.code(), 0, w.told())

    def test_hospitals(self):
        """The trainee sends a vehicle by a click on the map, chooses the hospital, too, at the hard level."""
        w = self.open(TOWN, "--mode", "train", "--at", "1d 09:00", "--speed", "3600")
        w.settled()
        w.click("I choose hospitals, too")
        before = w.place("Start")
        w.click("Hard")
        w.wait(lambda s: w.place("Start") != before, "what the level means is said below it")
        w.click("Start")
        kinds = set()
        for _ in range(20):
            shown = w.wait(lambda s: (has(s, "Hold (H)") or has(s, "As the rule says (H)")) and not s["busy"], "asked")
            time.sleep(0.25)
            kinds.add("hospital" if has(shown, "As the rule says (H)") else "vehicle")
            if has(shown, "As the rule says (H)"):
                w.click("East Clinic")
            else:
                self.send_from_map(w, shown)
            w.wait(lambda s, shown=shown: self.asked(s) != self.asked(shown), "answered")
            if len(kinds) == 2:
                break
        self.assertEqual(kinds, {"hospital", "vehicle"})
        w.click("End and score")
        w.wait(lambda s: s["dialog"] == "Score sheet", "the score sheet")
        w.ask_to_close()
        self.assertEqual(w.code(), 0, w.told())

    @staticmethod
    def asked(shown):
        """The question at hand, as far as it can be told from the one before."""
        return shown["at_ms"], [b[0] for b in shown["buttons"] if "-ambulance-" in b[0] or "(H)" in b[0]]

    def send_from_map(self, w, shown):
        """A click on a vehicle at its station; where none is at home, a key."""
        for station, name in ((CENTRE, "centre"), (FARM, "farm"), (SOUTH, "south")):
            row = f"{name}-ambulance-1"
            if has(shown, row):
                x, y = w.pixel(*station)
                w.click_at(x, y + 19)  # they stand below it, side by side
                return
        w.key("1")

    def question(self, w):
        """The next question, long enough after it came up that an answer is meant for it."""
        shown = w.wait(lambda s: has(s, "Hold (H)") and not s["busy"], "a question")
        time.sleep(0.25)
        return shown

    def answer(self, w, number):
        shown = self.question(w)
        rows = [b for b in shown["buttons"] if "-ambulance-" in b[0] or b[0].startswith("call ")]
        if number == 3 or not rows:
            w.key("h")
        elif number % 2 == 0:
            w.click_at(rows[0][1] + rows[0][3] // 2, rows[0][2] + rows[0][4] // 2)
        else:
            w.key("1")
        w.wait(lambda s: (s["at_ms"], s["selected"]) != (shown["at_ms"], shown["selected"]) or s["busy"],
               f"answer {number} is taken")


if __name__ == "__main__":
    unittest.main()
