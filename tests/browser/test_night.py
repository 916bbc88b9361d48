"""A focal point, as a new user would: from the sign-in page to a review answered, in a minute."""

import re
import threading
import time
from dataclasses import replace

from playwright.sync_api import expect
from waitress.server import create_server

from rfl.app import create_app
from rfl.demo.installation import doors, seat_everybody
from rfl.demo.night import tell_night
from tests.once import ON_SQLITE

A_MINUTE_S = 60


@ON_SQLITE  # as `rfl demo` always runs
def test_a_focal_point_answers_for_a_sunday_night_within_a_minute(world, chromium, capsys):
    installation = replace(world.installation, config=replace(world.installation.config, demo=True))
    seats = seat_everybody(installation)
    tell_night(installation, seats, seed=1)
    app = create_app(installation)
    app.extensions["rfl.demo"] = lambda: (doors(seats), "")
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    page = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    began = time.monotonic()

    page.goto(f"http://127.0.0.1:{server.effective_port}/sign-in")
    page.get_by_role("button", name=re.compile("Ndèye Coumba Sow")).click()
    first = page.locator(".work li").first
    expect(first).to_contain_text("Moussa Camara (Mbour) opened 41 records in 22 minutes")
    expect(first).to_contain_text("None of them belongs to a case of theirs")
    expect(first).to_contain_text(re.compile(r"Sunday \d+ \w+.*22:48"))
    first.get_by_role("link", name="Ask, and answer").click()
    expect(page.locator("svg rect.hf")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("officer · Mbour")
    page.get_by_label("What you heard, or what you will do").fill("I called. Mbour asks him too.")
    page.get_by_role("button", name="Follow up").click()
    expect(page.get_by_role("status")).to_contain_text("Your answer is kept")
    took = time.monotonic() - began

    page.context.close()
    server.trigger.pull_trigger(server.close)
    with capsys.disabled():
        print(f"\nfrom sign-in to a review answered: {took:.1f} s")  # noqa: T201  # what is shown
    assert took < A_MINUTE_S
