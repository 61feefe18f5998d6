import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { Program } from '#engine/cql/elm/program.ts'
import { dateTimeOf, fixedOffset } from '#engine/cql/elm/values/temporal-text.ts'
import type { Value } from '#engine/cql/elm/values/value.ts'
import { readCqlTests, type CqlTest } from './cql-test-file.ts'
import type { Translation } from './cql-translator.ts'
import { sameResult } from './same-result.ts'
import { show } from './show-value.ts'
import type { SuiteFile } from './suite.ts'

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
  const expectation = translate(`library Test\ndefine "expected": ${test.output}`)
  if (expectation.errors.length > 0) return `expected result not translated: ${expectation.errors[0]!}`
  try {
    const expected = evaluate(expectation, 'expected')
    return sameResult(actual, expected) ? undefined : `expected ${show(expected)}, got ${show(actual)}`
  } catch (error) {
    return `expected result not evaluated: ${error instanceof Error ? error.message : 'unknown'}`
  }
}

/** Paths of the CQL test files (XML of the CQL specification's form) in `folder`, in the order of names. */
export function cqlTestFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => join(folder, name))
}

/** Runs one file of CQL tests. The id of a test is `group/name`. */
export function runCqlTestFile(file: string, translate: (cql: string) => Translation): SuiteFile {
  const tests = readCqlTests(file)
  const failures = tests.flatMap((test) => {
    const problem = problemOf(test, translate)
    return problem === undefined ? [] : [{ id: `${test.group}/${test.name}`, text: `${test.expression} -> ${problem}` }]
  })
  return { name: basename(file, '.xml'), total: tests.length, failures }
}
