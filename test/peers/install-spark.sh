#!/usr/bin/env bash
# Installs Apache Spark for Python into test/peers/spark/.venv (800 MB). Tests of the job on a cluster use it, and are skipped without it.
set -euo pipefail
cd "$(dirname "$0")/spark"
command -v java >/dev/null || { echo "Java 17 is missing; the tests with Apache Spark are skipped." >&2; exit 1; }
[ -e .venv/installed ] && exit 0
python3 -m venv .venv
.venv/bin/pip install --quiet -r requirements.txt
touch .venv/installed
