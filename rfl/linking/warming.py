"""What a process learns before its first search: in the background, a part in each transaction.

Pages are answered meanwhile. Who searches before it is done waits for what is left.
"""

import gc
import threading
import time

from structlog import get_logger

from rfl.jobs.service import Begin
from rfl.linking import lexicon, naming
from rfl.matching import classes, places
from rfl.matching.types import Place

COLLECTED_AFTER = (1_000, 10, 100)
"""When the garbage collector looks for cycles: among the young often, which is quick, and seldom
among all. As Python sets it, that took a quarter of the learning, and held up searches."""

PAUSE = 0.12
"""Seconds between two parts: another process that waits to write on SQLite looks every tenth of a
second whether it may, and gave up after fifteen seconds in which it never met a gap."""

ANYWHERE = Place("Dakar", "SN")
"""Some place, to have the gazetteer read."""

log = get_logger()


def warm(begin: Begin) -> int:
    """Learn names, places and the tokens of the index; return how many tokens were learnt.

    What was learnt stays as long as the process: the garbage collector need not look through it
    again and again, which held up a search in twenty by a third of a second.
    """
    gc.set_threshold(*COLLECTED_AFTER)
    classes.lexicon()
    places.find(ANYWHERE)
    learnt = 0
    while more := _learn(begin):
        learnt += more
        log.info("index.learning", tokens=learnt)
        time.sleep(PAUSE)
    gc.collect()
    gc.freeze()
    return learnt


def _learn(begin: Begin) -> int:
    with begin() as session:
        naming.refresh(session)
        return lexicon.learn_some(session)


def warm_in_background(begin: Begin) -> threading.Thread:
    """Start `warm` in a thread of its own; the process may end without waiting for it."""
    thread = threading.Thread(target=_warm_quietly, args=(begin,), name="warming", daemon=True)
    thread.start()
    return thread


def _warm_quietly(begin: Begin) -> None:
    try:
        warm(begin)
    except Exception as error:
        # The first search learns what is missing, and says what is wrong.
        log.warning("index.not_learnt", kind=type(error).__name__)
