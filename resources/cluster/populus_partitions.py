"""Brings the records of each person into one partition, and gives each partition to a process of Populus."""

import json
import struct

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import functions as F

from populus_output import Output
from populus_process import END, FILE, LINES, MEASURES, RECORDS

BLOCK_LINES = 250
FILES = "*.{ndjson,ndjson.gz,jsonl,jsonl.gz}"
REFERENCE = "struct<reference:string,identifier:struct<system:string,value:string>>"
# What routing looks at. Anything else of a resource stays text, and is read by Populus.
ROUTING = (
    "resourceType string, id string, "
    f"patient {REFERENCE}, subject {REFERENCE}, beneficiary {REFERENCE}, "
    "participant array<struct<actor:struct<reference:string>>>, "
    "identifier array<struct<system:string,value:string>>"
)
PATIENT = r"(?:^|/)Patient/([A-Za-z0-9\-._]+)(?:/_history/[A-Za-z0-9\-.]{1,64})?$"
BY_IDENTIFIER = r"^(?:.*/)?Patient\?identifier=([^&]+)$"


def read(spark, options):
    """All resources as text, with the place that decides which of two copies counts."""
    place = [F.col("_metadata.file_path").alias("file"), F.col("_metadata.file_block_start").alias("start")]
    if options.format == "ndjson":
        reader = spark.read.option("pathGlobFilter", FILES).option("recursiveFileLookup", "true")
        lines = reader.text(options.input).select(F.col("value").alias("line"), *place)
    else:
        data = None
        for path in options.input:
            each = spark.read.format(options.format).load(path)
            data = each if data is None else data.unionByName(each, allowMissingColumns=True)
        columns = [name for name in data.columns]
        text = options.column or next((name for name in ("resource", "json", "value") if name in columns), None)
        # Rows are resources themselves where a column says of what type they are.
        json = F.col(text) if text is not None else F.to_json(F.struct(*[F.col(name) for name in columns]))
        lines = data.select(json.alias("line"), *place)
    # Lines of a file in ascending order: a line takes two bytes at least, so that those of a stretch stay below the next one.
    line = F.monotonically_increasing_id().bitwiseAND((1 << 33) - 1)
    return lines.select("line", "file", (F.col("start") + line).cast("double").alias("order"))


def first_text(*columns):
    return F.coalesce(*[F.when(F.length(column) > 0, column) for column in columns])


def routed(lines, common):
    """Adds what each record says of its person: an id, or an identifier, or neither."""
    found = lines.withColumn("about", F.from_json("line", ROUTING))
    kind = F.col("about.resourceType")
    named = F.coalesce(F.col("about.patient"), F.col("about.subject"), F.col("about.beneficiary"))
    actors = F.expr("filter(about.participant, each -> each.actor.reference rlike '(^|/)Patient/')")
    reference = F.coalesce(named["reference"], actors[0]["actor"]["reference"])
    urn = F.when(reference.rlike("^urn:(uuid|oid):"), F.lower(F.substring_index(reference, ":", -1)))
    conditional = F.url_decode(F.regexp_extract(reference, BY_IDENTIFIER, 1))
    logical = F.when(
        named["identifier"]["value"].isNotNull(),
        F.concat(F.coalesce(named["identifier"]["system"], F.lit("")), F.lit("|"), named["identifier"]["value"]),
    )
    return found.select(
        "line",
        "file",
        "order",
        kind.alias("type"),
        F.coalesce(kind.isin(list(common)), F.lit(False)).alias("common"),
        F.when(kind == "Patient", F.col("about.id"))
        .otherwise(first_text(F.regexp_extract(reference, PATIENT, 1), urn))
        .alias("person"),
        F.when(kind != "Patient", first_text(conditional, logical)).alias("identifier"),
        F.when(kind == "Patient", F.col("about.identifier")).alias("identifiers"),
    )


def by_identifier(records):
    """Finds the people whom records name by an identifier; the one with the smallest id where several have it."""
    people = (
        records.where(F.col("identifiers").isNotNull())
        .select("person", F.explode("identifiers").alias("own"))
        .select(
            F.concat(F.coalesce(F.col("own.system"), F.lit("")), F.lit("|"), F.col("own.value")).alias("identifier"),
            F.col("person").alias("owner"),
        )
        .where(F.col("identifier").isNotNull())
        .groupBy("identifier")
        .agg(F.min("owner").alias("owner"))
    )
    return records.join(people, "identifier", "left").withColumn("person", F.coalesce("person", "owner"))


def keys_of_partitions(spark, count):
    """A number for each partition that Spark puts into it."""
    keys = {}
    step = max(1000, count * 20)
    first = 0
    while len(keys) < count:
        numbers = spark.range(first, first + step).select(F.col("id").cast("int").alias("key"))
        for row in numbers.select("key", F.pmod(F.hash("key"), F.lit(count)).alias("partition")).collect():
            keys.setdefault(row.partition, row.key)
        first += step
    return [keys[partition] for partition in range(count)]


def partitioned(spark, options, common):
    """The records of each shard in a partition of its own, in the order of their files, and the types that there are."""
    count = options.shards
    records = routed(read(spark, options), common)
    facts = (
        records.groupBy("type")
        .agg(F.sum(F.when(F.col("person").isNull() & F.col("identifier").isNotNull(), 1).otherwise(0)).alias("open"))
        .collect()
    )
    if any(row.open for row in facts):
        records = by_identifier(records)
    own = F.when(F.col("person").isNull(), F.lit(0)).otherwise(F.pmod(F.xxhash64("person"), F.lit(count)).cast("int"))
    shards = F.when(F.col("common"), F.sequence(F.lit(0), F.lit(count - 1))).otherwise(F.array(own))
    keys = F.array(*[F.lit(key) for key in keys_of_partitions(spark, count)])
    rows = (
        records.select("line", "file", "order", "common", F.explode(shards).alias("shard"))
        .withColumn("key", F.element_at(keys, F.col("shard") + 1))
        .repartition(count, "key")
        .sortWithinPartitions("file", "common", "order")
        .select("line", "file", "common", "order")
    )
    return rows, {row.type for row in facts if row.type is not None}


def pieces(batches):
    """Runs of records of one file: its name, whether all shards have them, and their places and lines as bytes."""
    for batch in batches:
        lines = batch.column("line").cast(pa.large_binary())
        order = batch.column("order")
        names = batch.column("file").to_pylist()
        common = batch.column("common").to_pylist()
        first = 0
        for row in range(1, batch.num_rows + 1):
            if row < batch.num_rows and names[row] == names[first] and common[row] == common[first]:
                continue
            for at in range(first, row, BLOCK_LINES):
                count = min(BLOCK_LINES, row - at)
                block = lines.slice(at, count).to_pylist()
                places = struct.pack(f">I{count}d", count, *order.slice(at, count).to_pylist())
                # A line break within a line would be a line of its own; JSON has none outside of texts, where it is escaped.
                text = b"\n".join((line or b"").replace(b"\n", b" ").replace(b"\r", b" ") for line in block)
                yield names[first], common[first], places + text + b"\n"
            first = row


def build_partition(engine, output, task):
    """The function for mapInArrow that gives a partition to a process and writes what it hands out."""

    def build(batches):
        context = TaskContext.get()
        shard = context.partitionId()

        def frames():
            yield engine.task(task | {"shard": shard})
            before = None
            for name, common, lines in pieces(batches):
                if (name, common) != before:
                    before = (name, common)
                    yield engine.json(RECORDS, {"file": name.rsplit("/", 1)[-1], "common": common})
                yield engine.frame(LINES, lines)
            yield engine.frame(END)

        facts = {}
        measures = None
        with Output(output).attempt(f"{shard:05d}-{context.attemptNumber()}") as files:
            for kind, payload in engine.run("build", frames()):
                if kind == FILE:
                    files.begin(json.loads(payload)["name"])
                elif kind == MEASURES:
                    measures = payload.decode()
                elif kind == END:
                    facts = json.loads(payload)
                else:
                    files.write(payload)
        yield pa.RecordBatch.from_pydict(
            {
                "shard": pa.array([shard], pa.int32()),
                "people": pa.array([facts["people"]], pa.int64()),
                "rejected": pa.array([facts["rejected"]], pa.int64()),
                "peakMb": pa.array([facts["peakMb"]], pa.int64()),
                "measures": pa.array([measures], pa.string()),
            }
        )

    return build
