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

/** The two expressions of a test and the translations that have them as the defines "actual" and "expected", with a number. */
interface TranslatedTest {
  readonly test: CqlTest
  readonly number: number
  readonly actual: Translation
  readonly expected: Translation
}

const actualOf = ({ expression }: CqlTest, number: number): string => `define "actual ${number}": ${expression}\n`
const expectedOf = ({ output }: CqlTest, number: number): string =>
  output === undefined ? '' : `define "expected ${number}": ${output}\n`

/** Tests of one library: to begin one takes the translator longer than some lines of it. */
const batch = 16

/**
 * Translates tests, several in one library. Where one of them has an error each is translated by itself: an error of syntax
 * spoils what follows it.
 */
function translateTests(tests: readonly CqlTest[], translate: (cql: string) => Translation): TranslatedTest[] {
  const translated: TranslatedTest[] = []
  for (let first = 0; first < tests.length; first += batch) {
    const some = tests.slice(first, first + batch)
    const defines = some.map((test, number) => actualOf(test, number) + expectedOf(test, number))
    const together = translate(`library Test\n${defines.join('')}`)
    const alone = (define: string): Translation =>
      together.errors.length === 0 ? together : translate(`library Test\n${define}`)
    for (const [number, test] of some.entries()) {
      const actual = alone(actualOf(test, number))
      translated.push({ test, number, actual, expected: alone(expectedOf(test, number)) })
    }
  }
  return translated
}

/** Undefined when the test passes, else what was wrong. */
function problemOf({ test, number, actual: translation, expected: expectation }: TranslatedTest): string | undefined {
  if (translation.errors.length > 0) {
    return test.invalid === undefined ? `not translated: ${translation.errors[0]!}` : undefined
  }
  let actual: Value
  try {
    actual = evaluate(translation, `actual ${number}`)
  } catch (error) {
    return test.invalid === undefined ? `error: ${error instanceof Error ? error.message : 'unknown'}` : undefined
  }
  if (test.invalid !== undefined) return `expected an error, got ${show(actual)}`
  if (test.output === undefined) return undefined
  if (expectation.errors.length > 0) return `expected result not translated: ${expectation.errors[0]!}`
  try {
    const expected = evaluate(expectation, `expected ${number}`)
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
  const failures = translateTests(tests, translate).flatMap((translated) => {
    const problem = problemOf(translated)
    const { group, name, expression } = translated.test
    return problem === undefined ? [] : [{ id: `${group}/${name}`, text: `${expression} -> ${problem}` }]
  })
  return { name: basename(file, '.xml'), total: tests.length, failures }
}
