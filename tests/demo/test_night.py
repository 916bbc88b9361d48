"""The story that the focal point of the demonstration finds."""

import ast
from datetime import timedelta
from pathlib import Path

import rfl
from rfl import clock
from rfl.audit.verify import verify
from rfl.demo.installation import seat_everybody
from rfl.demo.night import STORY_SOCIETY, begins, tell_night
from rfl.desk import reviewing, service
from rfl.desk.rules import ANSWER_WITHIN


def test_the_focal_point_finds_the_night_and_the_record_is_whole(world):
    seats = seat_everybody(world.installation)
    tell_night(world.installation, seats, seed=7)
    focal = next(one.actor for one in seats if one.member.name == "Ndèye Coumba Sow")
    with world.begin() as session:
        people = service.colleagues(session, focal)
        found = {one.rule: one for one in reviewing.reviews(session, focal, people)}

    told = found["Many at once"]
    assert str(told.what) == "Moussa Camara opened 41 records in 22 minutes"
    assert str(told.why) == (
        "They open 9 in such a time on a usual day. None of them belongs to a case of theirs."
    )
    assert told.since.isoweekday() == 7
    assert told.since < clock.now()
    assert ANSWER_WITHIN < told.due_at - told.since < ANSWER_WITHIN + timedelta(hours=1)
    assert "Outside working hours" in found
    assert {one.colleague.name for one in found.values() if one.colleague} == {"Moussa Camara"}
    assert verify(world.installation.database, world.installation.keys, STORY_SOCIETY).is_sound


def test_the_story_lies_in_the_past_on_every_day_of_the_week(monkeypatch):
    real = clock.now()
    for days in range(7):
        monkeypatch.setattr(clock, "now", lambda days=days: real.replace(day=10 + days, hour=1))
        assert 13 <= (clock.now() - begins()).days <= 20
        assert begins().isoweekday() == 1


def test_nothing_but_the_demonstration_sets_the_clock():
    folder = Path(rfl.__file__).parent
    setting = {
        str(path.relative_to(folder).parts[0])
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "at"
        if isinstance(node.value, ast.Name) and node.value.id == "clock"
    }
    assert setting == {"demo"}
