"""Compares pairs of names with nomenklatura's logic-v2.

Runs in an environment of its own, with nomenklatura. Prints one line of JSON.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from followthemoney import model
from nomenklatura.matching import get_algorithm

algorithm = get_algorithm("logic-v2")
config = algorithm.default_config()


def person(key, name):
    return model.get_proxy({"id": key, "schema": "Person", "properties": {"name": [name]}})


scores = []
for number, line in enumerate(Path(sys.argv[1]).read_text("utf-8").splitlines()):
    a, _, b = line.partition("\t")  # names are remembered by id: nobody bears another's
    pair = person(f"a{number}", a), person(f"b{number}", b)
    scores.append(algorithm.compare(*pair, config).score)
print(json.dumps({"version": version("nomenklatura"), "scores": scores}))
