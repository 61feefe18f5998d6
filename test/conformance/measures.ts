import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { packFiles, runPackFile } from './measure-suite.ts'
import { knownDifferences, SuiteReport } from './suite.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', short: 'v', default: false },
    only: { type: 'string' },
    'derive-roles': { type: 'boolean', default: false }
  }
})
const folder = positionals[0]
if (folder === undefined || !statSync(folder).isDirectory()) {
  console.error('Usage: conformance:measures [--verbose] [--only NAME] [--derive-roles] FOLDER')
  process.exit(2)
}
const report = new SuiteReport(knownDifferences('measures'), values.verbose)
let observed = 0
let agreed = 0
for (const file of packFiles(folder)) {
  if (values.only !== undefined && !file.includes(values.only)) continue
  const started = performance.now()
  const outcome = runPackFile(file, values['derive-roles'] ? 'derive' : 'trust-profiles')
  observed += outcome.observed
  agreed += outcome.agreed
  report.add(outcome, ` (${((performance.now() - started) / 1000).toFixed(1)} s)`)
}
console.log(`measure observations: ${agreed} of ${observed} cases agree`)
process.exitCode = report.finish()
