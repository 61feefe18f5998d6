"""Runs Populus over a population on Apache Spark 4.

Reads FHIR resources from any file system that Spark reads, brings the records of each person into one partition, and gives
each partition to a process of Populus ("populus shard build"). One more process on the driver joins what they come to
("populus shard merge"). Nothing of a record reaches the log or the event log of Spark: processes tell how many people and
rejects there were, and the code that they ended with.

Start it by "populus cluster local" or with the command that "populus cluster submit" prints.
"""

import argparse
import datetime
import json
import os
import re
import sys
import time

from pyspark.sql import SparkSession

from populus_partitions import build_partition, partitioned
from populus_process import END, FILE, MEASURES, Engine, read_rules
from populus_output import Output

# The most people of a small group, wherever it is set.
MAX_SMALL_CELLS = 100


def arguments(words):
    parser = argparse.ArgumentParser(prog="populus_cluster.py", description=__doc__.split("\n")[0])
    parser.add_argument("--input", action="append", required=True, help="folder or file; may be given several times")
    parser.add_argument("--format", choices=["ndjson", "parquet", "delta"], default="ndjson")
    parser.add_argument("--column", help="column with the JSON of each resource in Parquet or Delta")
    parser.add_argument("--output", required=True, help="new folder for shards and results")
    parser.add_argument("--shards", type=int, required=True, help="number of shards, about one for 10,000 people")
    parser.add_argument("--period", help="first and last day that measures are about: 2026-01-01..2026-12-31")
    parser.add_argument("--as-of", help="YYYY-MM-DD; the last day with data when absent")
    parser.add_argument("--cohort", action="append", default=[], help="definition of a cohort; may be given several times")
    parser.add_argument("--label", default="Cluster", help="name of the population")
    parser.add_argument("--time-zone", default="UTC")
    parser.add_argument("--small-cells", default="10", help="suppress counts of 1 to so many people, at most 100")
    parser.add_argument("--records", choices=["include", "omit"], default="include", help="whether records are written, too")
    parser.add_argument("--node", help="Node on every executor (default: that of the archive)")
    parser.add_argument("--program", help="program on every executor (default: that of the archive)")
    parser.add_argument("--archive", default="populus", help="name of the archive in the folder of each executor")
    return parser.parse_args(words)


def definitions(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield json.load(file)


def task_of(options, types):
    """What every process is told beside its number."""
    task = {
        "shards": options.shards,
        "types": sorted(types),
        "label": options.label,
        "loadedAt": int(time.time() * 1000),
        "zone": options.time_zone,
        "records": options.records == "include",
    }
    if options.period:
        start, _, end = options.period.partition("..")
        task["period"] = {"start": start, "end": end}
    if options.as_of:
        datetime.date.fromisoformat(options.as_of)
        task["asOf"] = options.as_of
    return task


def merge(engine, output, shards, parts, task, options):
    """Joins all shards in a process on the driver."""
    about = {name: task[name] for name in ("period", "asOf") if name in task}
    about |= {"shards": len(shards), "cohorts": list(definitions(options.cohort)), "smallCells": int(options.small_cells)}

    def frames():
        yield engine.task(about)
        for part in parts:
            yield engine.frame(MEASURES, part)
        for shard in shards:
            yield engine.store(shard)
            for block in output.read(f"shards/{shard:05d}.columns"):
                yield engine.bytes(block)
        yield engine.frame(END)

    facts = {}
    with output.attempt("merge") as files:
        for kind, payload in engine.run("merge", frames()):
            if kind == FILE:
                files.begin(json.loads(payload)["name"])
            elif kind == END:
                facts = json.loads(payload)
            else:
                files.write(payload)
    return facts


def run(spark, options):
    started = time.time()
    output = Output(options.output)
    output.create()
    engine = Engine(options.node, options.program, options.archive)
    rules = read_rules(engine)
    status = {"state": "reading", "shards": options.shards, "label": options.label}
    output.status(status)
    try:
        rows, types = partitioned(spark, options, rules["commonTypes"])
        task = task_of(options, types)
        output.status(status | {"state": "building"})
        built = rows.mapInArrow(build_partition(engine, options.output, task), BUILT).collect()
        shards = sorted(row.shard for row in built)
        output.status(status | {"state": "merging"})
        parts = [row.measures.encode() for row in sorted(built, key=lambda row: row.shard) if row.measures]
        merge(engine, output, shards, parts, task, options)
        people = sum(row.people for row in built)
        done = {
            "state": "done",
            "shards": len(shards),
            "people": people,
            "rejected": sum(row.rejected for row in built),
            "peakMb": max((row.peakMb for row in built), default=0),
            "seconds": round(time.time() - started, 1),
        }
        output.status(status | done)
        return done
    except BaseException:
        output.status(status | {"state": "failed", "seconds": round(time.time() - started, 1)})
        raise


BUILT = "shard int, people long, rejected long, peakMb long, measures string"


def main(words):
    options = arguments(words)
    if options.shards < 1:
        raise SystemExit("--shards takes a whole number from 1 on.")
    # As everywhere in the program, in the same words.
    if not re.fullmatch("[0-9]{1,3}", options.small_cells) or int(options.small_cells) > MAX_SMALL_CELLS:
        raise SystemExit(f"--small-cells takes a whole number from 0 to {MAX_SMALL_CELLS}.")
    spark = SparkSession.builder.appName("Populus").getOrCreate()
    folder = os.path.dirname(os.path.abspath(__file__))
    for module in ("populus_output.py", "populus_partitions.py", "populus_process.py"):
        spark.addArtifacts(os.path.join(folder, module), pyfile=True)
    # A resource may be a megabyte of text.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
    print(json.dumps(run(spark, options)))
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
