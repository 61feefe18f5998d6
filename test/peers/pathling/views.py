"""Runs ViewDefinitions in Pathling over NDJSON: views.py DATA VIEWS OUT.

Writes OUT/<view>.ndjson with the rows of each view, and OUT/outcomes.json with what it said where it could not.
Two things are changed in the definitions, because this version of Pathling knows neither: types of columns, and columns that
use %rowIndex are left out.
"""

import json
import os
import sys

from pyspark.sql import SparkSession


def columns_of(node):
    """All columns of a view, at any depth."""
    if isinstance(node, list):
        return [column for item in node for column in columns_of(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if "path" in node and "name" in node else []
    return own + [column for value in node.values() for column in columns_of(value)]


def without(node, names):
    """A view without the columns of these names, in every branch of a union, and without types."""
    if isinstance(node, list):
        return [without(item, names) for item in node if not (isinstance(item, dict) and item.get("name") in names)]
    if isinstance(node, dict):
        is_column = "path" in node and "name" in node
        return {key: without(value, names) for key, value in node.items() if not (is_column and key == "type")}
    return node


def adapted(view):
    names = {column["name"] for column in columns_of(view) if "%rowIndex" in column["path"]}
    return without(view, names)


def main(data, views, out):
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", os.environ["PATHLING_JAR"])
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    from pathling import PathlingContext

    context = PathlingContext.create(spark, enable_terminology=False, enable_extensions=True)
    source = context.read.ndjson(data)
    os.makedirs(out, exist_ok=True)
    outcomes = {}
    for file in sorted(os.listdir(views)):
        name = file.removesuffix(".json")
        with open(os.path.join(views, file), encoding="utf-8") as definition:
            view = adapted(json.load(definition))
        try:
            rows = source.view(json=json.dumps(view)).toJSON().collect()
        except Exception as error:
            outcomes[name] = " ".join(str(error).split("\n")[:2])[:300]
            continue
        with open(os.path.join(out, name + ".ndjson"), "w", encoding="utf-8") as result:
            result.writelines(row + "\n" for row in rows)
        outcomes[name] = len(rows)
        print(name, len(rows), flush=True)
    with open(os.path.join(out, "outcomes.json"), "w", encoding="utf-8") as result:
        json.dump(outcomes, result, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
