"""Links or dedupes lists as Splink's tutorials do, for whichever columns they have.

Runs in an environment of its own, with splink. Prints one line of JSON.
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.WARNING)
COMMAND, PATHS = sys.argv[1], sys.argv[2:]
SAME = {
    "dob": ["dob", "date_of_birth"],
    "given": ["given_name", "first_name"],
    "family": ["surname"],
}
start = time.process_time()
connection = duckdb.connect()
tables = []
for number, path in enumerate(PATHS):
    name = f"list_{number}"
    connection.execute(
        f"CREATE TABLE {name} AS "  # noqa: S608  # a number of ours
        f"SELECT * FROM read_csv('{path}', all_varchar = true, header = true)"
    )
    tables.append(name)
columns = [row[0] for row in connection.execute("DESCRIBE list_0").fetchall()]
identity = "unique_id" if "unique_id" in columns else "id"
given = next(c for c in SAME["given"] if c in columns)
born = next(c for c in SAME["dob"] if c in columns)
comparisons = [
    cl.NameComparison(given).configure(term_frequency_adjustments=True),
    cl.NameComparison("surname").configure(term_frequency_adjustments=True),
    cl.DamerauLevenshteinAtThresholds(born, [1, 2]),
]
for column in columns:
    if column in ("city", "state", "birth_place", "occupation", "gender"):
        comparisons.append(cl.ExactMatch(column).configure(term_frequency_adjustments=True))
    if column in ("address_1", "address_2", "suburb", "email"):
        comparisons.append(cl.JaroWinklerAtThresholds(column, [0.9, 0.8]))
    if column in ("postcode", "street_number"):
        comparisons.append(cl.LevenshteinAtThresholds(column, [1, 2]))
place = next((c for c in ("postcode", "city") if c in columns), given)
rules = [
    block_on(given, "surname"), block_on(born), block_on("surname", place), block_on(given, place),
    block_on(f"substr({born}, 1, 4)", "surname"),
]  # fmt: skip
settings = SettingsCreator(
    link_type="link_only" if COMMAND == "link" else "dedupe_only",
    unique_id_column_name=identity,
    comparisons=comparisons,
    blocking_rules_to_generate_predictions=rules,
)
api = DuckDBAPI(connection=connection)
linker = Linker([api.register(name) for name in tables], settings)
linker.training.estimate_probability_two_random_records_match(
    [block_on(given, "surname", born), block_on(born, place)], recall=0.7
)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in (block_on(born), block_on(given, "surname")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.5).as_record_list()
print(
    json.dumps(
        {
            "version": splink.__version__,
            "pairs": [[str(row[f"{identity}_l"]), str(row[f"{identity}_r"])] for row in found],
            "seconds": time.process_time() - start,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
)
