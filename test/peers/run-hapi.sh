#!/usr/bin/env bash
# Runs the tests against a HAPI FHIR JPA server, which is installed first where it is not.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e test/peers/hapi/target/classpath.txt ] || test/peers/install-hapi.sh
export POPULUS_PEERS=hapi
exec node node_modules/vitest/vitest.mjs run test/integration/connections/hapi-server.test.ts
