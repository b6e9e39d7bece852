"""Plans of `site` in a real window: one after the other, compared with now, edited."""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_window import TOWN, Session, setUpModule  # noqa: F401 (unittest calls it)


class Plans(Session):
    def changes(self, shown):
        """The stations that the plan which is shown builds."""
        return [label for label, *_ in shown["buttons"] if label.startswith("site-")]

    def test_from_plan_to_plan(self):
        plans = self.path("plans")
        self.run_ems("site", TOWN, "--add", "1", "--replications", "2", "--plans", "2", "--candidates", "grid:4km",
                     "--out", plans, "--quiet")
        self.assertTrue(os.path.exists(os.path.join(plans, "plan-2.yaml")))
        w = self.open(plans)
        first = w.wait(lambda s: s["mode"] == "plans" and not s["busy"], "the plans are shown")
        self.assertIn("difference", first["layers"])
        before, changes = w.picture(), self.changes(first)
        self.assertTrue(changes)
        w.key("Down")
        w.wait(lambda s: self.changes(s) not in ([], changes) and not s["busy"], "the second plan")
        self.assertFalse(w.picture() == before, "the second plan looks as the first")
        w.key("Return")
        w.wait(lambda s: s["mode"] == "compare" and len(s["maps"]) == 2 and not s["busy"], "compared with now")
        w.key("F10")
        w.wait(lambda s: s["mode"] == "plans" and not s["busy"], "back at the plans")
        w.key("shift+Return")
        w.wait(lambda s: s["mode"] == "edit" and not s["busy"], "the plan is edited")
        w.key("F5")
        live = w.wait(lambda s: s["mode"] == "live" and not s["busy"], "the scenario as it is")
        self.assertNotIn("difference", live["layers"])
        w.quit()


if __name__ == "__main__":
    unittest.main()
