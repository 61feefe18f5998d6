#!/usr/bin/env bash
# Installs the validator of HAPI FHIR into test/peers/validator/target, from Maven packages (about 150 MB the first time). Needs a JDK (17
# or newer) and Maven.
set -euo pipefail
cd "$(dirname "$0")/validator"
mkdir -p target
mvn --batch-mode --quiet dependency:build-classpath -Dmdep.outputFile=target/libraries.txt
javac -nowarn -cp "$(cat target/libraries.txt)" -d target src/ValidateResources.java
# Written last, so that half an installation is none.
echo "$PWD/target:$(cat target/libraries.txt)" >target/classpath.txt
echo "The validator is installed."
