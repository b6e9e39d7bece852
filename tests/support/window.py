"""The window under test: a screen of its own (Xvfb), the program on it, mouse and keys by xdotool. What the window
shows is read from --state, so a test waits for what it expects and never for a time that must suffice."""
import ctypes
import ctypes.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from cli import PROGRAM, ROOT, environment

TOWN = os.path.join(ROOT, "tests", "viz", "town.yaml")
VIEWER = os.environ.get("EMS120_VIEWER", os.path.join(os.path.dirname(PROGRAM), "ems120-view"))
DEADLINE_S = float(os.environ.get("EMS120_TEST_DEADLINE_S", "120"))  # of one step, on a busy machine

# The Chinese faces of fonts-noto-cjk and nothing else, whatever is installed, drawn the same everywhere.
FONT = "NotoSansCJK-Regular.ttc"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/opentype/noto</dir>
  <cachedir>{cache}</cachedir>
  <selectfont>
    <acceptfont><glob>*/NotoSansCJK-*</glob></acceptfont>
    <rejectfont><glob>*</glob></rejectfont>
  </selectfont>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""
# Libraries beneath SDL keep a little until the end of the program.
LEAKS = "".join(f"leak:{name}\n" for name in ("libdbus", "libfontconfig", "libX11", "libpango", "libcairo", "libglib"))


def missing(*programs):
    """Why the window cannot be tested here, or None. Said once, in the output of the tests."""
    if VIEWER == "" or not os.path.exists(VIEWER):
        return "skipped: the window is not built (VIEW=0)"
    if not os.path.exists(os.path.join("/usr/share/fonts/opentype/noto", FONT)):
        return "skipped: fonts-noto-cjk is not installed"
    absent = [name for name in programs if shutil.which(name) is None]
    return f"skipped: not installed: {', '.join(absent)}" if absent else None


def skip_unless(*programs):
    """Raises SkipTest, with one visible line, where something is missing."""
    why = missing(*programs)
    if why is not None:
        print(why, file=sys.stderr)
        raise unittest.SkipTest(why)


def view_environment(folder, **changes):
    """Nothing of the user's settings counts: fonts, language, what is remembered, the desktop."""
    with open(os.path.join(folder, "fonts.conf"), "w", encoding="utf-8") as file:
        file.write(FONTS.format(cache=os.path.join(folder, "fonts")))
    with open(os.path.join(folder, "leaks"), "w", encoding="utf-8") as file:
        file.write(LEAKS)
    env = environment(FONTCONFIG_FILE=os.path.join(folder, "fonts.conf"), XDG_CONFIG_HOME=os.path.join(folder, "config"),
                      TZ="UTC", LSAN_OPTIONS=f"suppressions={os.path.join(folder, 'leaks')}:print_suppressions=0",
                      DBUS_SESSION_BUS_ADDRESS="disabled:", **changes)
    for name in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "PANGO_LANGUAGE"):
        if name not in changes:
            env.pop(name, None)
    return env


def has(state, label):
    """Whether there is something to click that says so."""
    return any(button[0] == label for button in state["buttons"])


class Screen:
    """An X server that nobody sees, on the first number that is free."""

    def __init__(self, size="1400x900"):
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as file:
            number = file.readline().strip()
        if number == "":
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"

    def close(self):
        self.server.terminate()
        self.server.wait()


class Window:
    """ems120-view with these arguments. `shown` is the last state that was read."""

    def __init__(self, case, screen, *arguments, folder=None):
        self.case, self.screen = case, screen
        self.folder = folder or tempfile.mkdtemp(prefix="ems120-window-")
        if folder is None:
            case.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.env = view_environment(self.folder, DISPLAY=screen.name)
        state = os.path.join(self.folder, "state.jsonl")
        open(state, "w", encoding="utf-8").close()
        self.errors = os.path.join(self.folder, "errors.txt")
        with open(self.errors, "w", encoding="utf-8") as errors:
            self.program = subprocess.Popen([VIEWER, *arguments, "--state", state], cwd=self.folder, env=self.env,
                                            stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
        case.addCleanup(self.end)
        self.lines = open(state, encoding="utf-8")
        case.addCleanup(self.lines.close)
        self.shown, self.part = {}, ""
        self.wait(lambda s: not s["busy"] or s["playing"], "the window opens")
        self.id = self.find()
        self.do("windowfocus", "--sync", self.id)

    def end(self):
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()

    def find(self):
        for _ in self.tries():
            done = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.program.pid)], env=self.env,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii", check=False)
            if done.stdout.split():
                return done.stdout.split()[0]
        self.case.fail("the window is not on the screen")

    # --- what is seen

    def next_line(self):
        """Takes over one state that has been written; False when there is none."""
        self.part += self.lines.readline()
        if not self.part.endswith("\n"):
            return False
        self.shown = {**self.shown, **json.loads(self.part)}
        self.part = ""
        return True

    @staticmethod
    def tries():
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            yield
            time.sleep(0.01)

    def wait(self, fits, what):
        """Until the state fits. Every state is looked at on the way, also one that passes quickly."""
        for _ in self.tries():
            ended = self.program.poll() is not None
            while True:
                if self.shown and fits(self.shown):
                    return self.shown
                if not self.next_line():
                    break
            if ended:
                break
        shown = {key: value for key, value in self.shown.items() if key != "buttons"}
        labels = [button[0] for button in self.shown.get("buttons", [])]
        self.case.fail(f"not seen: {what}\n{shown}\n{labels}\n{self.told()}")

    def settled(self, what="nothing moves"):
        return self.wait(lambda s: not s["busy"], what)

    def told(self):
        """What the program wrote to its output."""
        with open(self.errors, encoding="utf-8") as file:
            return file.read()

    def title(self):
        done = subprocess.run(["xdotool", "getwindowname", self.id], env=self.env, stdout=subprocess.PIPE,
                              encoding="utf-8", check=True)
        return done.stdout.strip()

    def picture(self):
        """The pixels of the window, as rows of bytes."""
        done = subprocess.run(["import", "-window", self.id, "-depth", "8", "rgb:-"], env=self.env,
                              stdout=subprocess.PIPE, check=True)
        width = 3 * self.shown["size"][0]
        return [done.stdout[i:i + width] for i in range(0, len(done.stdout), width)]

    def place(self, label, number=0):
        """The middle of a button with this label, by default the first: what lies on top comes first."""
        self.wait(lambda s: has(s, label), f"a button '{label}'")
        x, y, w, h = [b[1:] for b in self.shown["buttons"] if b[0] == label][number]
        return x + w // 2, y + h // 2

    def pixel(self, x_m, y_m, number=0):
        """Where a point of the plane is drawn."""
        x, y, per_pixel = self.shown["camera"]
        left, top, width, height = self.shown["maps"][number]
        return (left + width / 2 + (x_m * 1e6 - x) / per_pixel,
                top + height / 2 - (y_m * 1e6 - y) / per_pixel)

    # --- mouse and keys

    def do(self, *words):
        subprocess.run(["xdotool", *[str(word) for word in words]], env=self.env, check=True, stdout=subprocess.DEVNULL)

    def key(self, *names):
        self.do("key", "--delay", "0", *names)

    def type(self, text):
        self.do("type", "--delay", "0", text)

    def to(self, x, y):
        return ["mousemove", "--window", self.id, round(x), round(y)]

    def point_at(self, x, y):
        self.do(*self.to(x, y))

    def click_at(self, x, y):
        self.do(*self.to(x, y), "click", 1)

    def click(self, label, number=0):
        self.click_at(*self.place(label, number))

    def wheel(self, x, y, button):
        self.do(*self.to(x, y), "click", button)

    def drag(self, start, end):
        between = [(start[0] + (end[0] - start[0]) * i / 4, start[1] + (end[1] - start[1]) * i / 4) for i in range(1, 5)]
        moves = [word for point in between for word in self.to(*point)]
        self.do(*self.to(*start), "mousedown", 1, *moves, "mouseup", 1)

    # --- the end

    def ask_to_close(self):
        """As a window manager does: WM_DELETE_WINDOW."""
        delete_window(self.screen.name, int(self.id))

    def code(self):
        try:
            return self.program.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.case.fail(f"the window does not end\n{self.told()}")

    def quit(self):
        """Ctrl+Q; all went well."""
        self.key("ctrl+q")
        self.case.assertEqual(self.code(), 0, self.told())


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("room", ctypes.c_long * 24)]


def delete_window(display_name, window):
    """xdotool of Debian 12 can only destroy a window; this asks it to close (ICCCM, section 4.2.8.1)."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(display_name.encode())
    if not display:
        raise RuntimeError("no connection to the screen")
    protocols = x11.XInternAtom(display, b"WM_PROTOCOLS", 0)
    delete = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    client_message = 33
    event = ClientMessage(type=client_message, window=window, message_type=protocols, format=32)
    event.data[0] = delete
    x11.XSendEvent(display, window, 0, 0, ctypes.byref(event))
    x11.XCloseDisplay(display)
