#!/usr/bin/env bash
# Installs a HAPI FHIR JPA server into test/peers/hapi/target, from Maven packages (about 300 MB the first time). Needs a JDK (17
# or newer) and Maven.
set -euo pipefail
cd "$(dirname "$0")/hapi"
mkdir -p target
mvn --batch-mode --quiet dependency:build-classpath -Dmdep.outputFile=target/libraries.txt
javac -nowarn -cp "$(cat target/libraries.txt)" -d target src/HapiPeer.java
# Written last, so that half an installation is none.
echo "$PWD/target:$(cat target/libraries.txt)" >target/classpath.txt
echo "HAPI is installed."
