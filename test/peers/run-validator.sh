#!/usr/bin/env bash
# Validates what Populus writes as FHIR with the validator of HAPI FHIR, which is installed first where it is not.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e test/peers/validator/target/classpath.txt ] || test/peers/install-validator.sh
export POPULUS_PEERS=validator
exec node node_modules/vitest/vitest.mjs run test/integration/interchange/valid-resources.test.ts
