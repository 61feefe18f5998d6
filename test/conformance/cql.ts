import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { cqlTestFiles, runCqlTestFile } from './cql-suite.ts'
import { systemTranslator } from './cql-translator.ts'
import { knownDifferences, SuiteReport } from './suite.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v', default: false }, only: { type: 'string' } }
})
const folder = positionals[0]
if (folder === undefined || !statSync(folder).isDirectory()) {
  console.error('Usage: conformance:cql [--verbose] [--only NAME] FOLDER')
  process.exit(2)
}
const translate = systemTranslator()
const report = new SuiteReport(knownDifferences('cql'), values.verbose)
for (const file of cqlTestFiles(folder)) {
  if (values.only === undefined || file.includes(values.only)) report.add(runCqlTestFile(file, translate))
}
process.exitCode = report.finish()
