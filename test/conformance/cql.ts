import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readElmLibrary } from '#engine/elm/elm-library.ts'
import { Program } from '#engine/elm/program.ts'
import { dateTimeOf, fixedOffset } from '#engine/elm/values/temporal-text.ts'
import type { Value } from '#engine/elm/values/value.ts'
import { systemTranslator, type Translation } from './cql-translator.ts'
import { readCqlTests, type CqlTest } from './cql-test-file.ts'
import { sameResult } from './same-result.ts'
import { show } from './show-value.ts'

const zone = fixedOffset(0)
const now = dateTimeOf([2026, 6, 15, 12, 0, 0, 0], undefined, zone)!
const noData = { retrieve: () => [] }

function evaluate(translation: Translation, name: string): Value {
  const library = readElmLibrary(translation.elm)
  const program = new Program({ libraries: [library], valueSets: new Map(), zone })
  return program.define(library, name)(program.run(noData, new Map(), now))
}

/** Undefined when the test passes, else what was wrong. */
function problemOf(test: CqlTest, translate: (cql: string) => Translation): string | undefined {
  const withOutput = test.output === undefined ? '' : `\ndefine "expected": ${test.output}`
  const translation = translate(`library Test\ndefine "actual": ${test.expression}`)
  if (translation.errors.length > 0) {
    return test.invalid === undefined ? `not translated: ${translation.errors[0]!}` : undefined
  }
  let actual: Value
  try {
    actual = evaluate(translation, 'actual')
  } catch (error) {
    return test.invalid === undefined ? `error: ${error instanceof Error ? error.message : 'unknown'}` : undefined
  }
  if (test.invalid !== undefined) return `expected an error, got ${show(actual)}`
  if (test.output === undefined) return undefined
  const expectation = translate(`library Test${withOutput}`)
  if (expectation.errors.length > 0) return `expected result not translated: ${expectation.errors[0]!}`
  try {
    const expected = evaluate(expectation, 'expected')
    return sameResult(actual, expected) ? undefined : `expected ${show(expected)}, got ${show(actual)}`
  } catch (error) {
    return `expected result not evaluated: ${error instanceof Error ? error.message : 'unknown'}`
  }
}

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
let passed = 0
let failed = 0
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.xml'))
  .sort()) {
  if (values.only !== undefined && !file.includes(values.only)) continue
  const tests = readCqlTests(join(folder, file))
  const failures = tests.flatMap((test) => {
    const problem = problemOf(test, translate)
    return problem === undefined ? [] : [`${test.group}/${test.name}: ${test.expression} -> ${problem}`]
  })
  passed += tests.length - failures.length
  failed += failures.length
  const mark = failures.length === 0 ? 'ok  ' : 'FAIL'
  console.log(`${mark} ${basename(file, '.xml')}: ${tests.length - failures.length} passed, ${failures.length} failed`)
  if (values.verbose) for (const failure of failures) console.log(`       ${failure}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
