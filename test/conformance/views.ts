import { loadViewCases, runViewCase } from './view-cases.ts'

/**
 * Runs the official SQL on FHIR cases: `npm run --silent conformance:views -- <folder with tests and tests-newer>`.
 * The last line tells how many passed. Exit code 1 when one failed, 2 when there are none.
 */
const folder = process.argv[2]
const cases = folder === undefined ? [] : loadViewCases(folder)
if (cases.length === 0) {
  console.error('Give the folder that holds “tests” and “tests-newer” of SQL on FHIR.')
  process.exit(2)
}
let failed = 0
for (const testCase of cases) {
  const why = runViewCase(testCase)
  if (why === undefined) continue
  failed++
  console.log(`FAILED ${testCase.file}: ${testCase.test.title}: ${why}`)
}
console.log(`${cases.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
