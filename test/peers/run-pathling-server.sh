#!/usr/bin/env bash
# Runs the tests against a Pathling server: run-pathling-server.sh [SOURCE]. It is built first where it is not, from a clone of its source.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e test/peers/pathling-server/target/installed.txt ] || test/peers/install-pathling-server.sh "${1:-}"
export POPULUS_PEERS=pathling-server
exec node node_modules/vitest/vitest.mjs run test/integration/connections/pathling-server.test.ts
