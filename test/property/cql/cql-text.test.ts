import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import { createCqlTranslator, type CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import { readContentFile } from '#engine/measures/content/content-file.ts'
import { translateFiles } from '#engine/measures/content/translate-files.ts'
import { AppError } from '#shared/app-error.ts'
import { readCqlTests } from '../../conformance/cql-test-file.ts'
import { bytesOf } from '../../support/byte-stream.ts'
import { mutatedBytes } from '../../support/mutate-bytes.ts'
import { budgeted, fc } from '../../support/property.ts'

const root = resolve(import.meta.dirname, '../../..')
const pack = join(root, 'resources/measures/core')
const libraries = new Map(
  readdirSync(pack, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.cql'))
    .sort()
    .map((name) => [basename(name, '.cql'), readFileSync(join(pack, name), 'utf8')])
)
const cases = join(root, 'test/conformance/cases/cql')
const expressions = readdirSync(cases)
  .sort()
  .flatMap((name) => readCqlTests(join(cases, name)))
  .map(
    ({ expression }) =>
      `library Fuzz version '1.0.0'\nusing FHIR version '4.0.1'\ncontext Patient\ndefine X: ${expression}\n`
  )
const fhir = JSON.parse(readFileSync(join(root, 'resources/models/fhir-4.0.1.json'), 'utf8')) as FhirModel
const translate = createCqlTranslator({ fhir, library: (name) => libraries.get(name) })

/** Words, numbers, texts, operators and blanks of a CQL text; joined they are the text. */
function tokensOf(text: string): string[] {
  return text.match(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w$@.]+|\s+|[^]/g) ?? []
}

const texts = [...libraries.values(), ...expressions]
const vocabulary = [...new Set(texts.flatMap(tokensOf))].sort()
const odd = [
  '',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '\\',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '@',
  '@T',
  '$this',
  '\u0000',
  '\u202e',
  '\ud800',
  '😀',
  '99999999999999999999',
  '0.00000000000000000001',
  'define',
  'define function',
  'using',
  'include',
  'parameter',
  'context',
  ':',
  ';'
]

interface Change {
  readonly kind: 'delete' | 'repeat' | 'swap' | 'replace' | 'insert' | 'cut'
  readonly at: number
  readonly with: string
}

function changed(text: string, changes: readonly Change[]): string {
  const tokens = tokensOf(text)
  for (const { kind, at, with: other } of changes) {
    const place = at % Math.max(1, tokens.length)
    const token = tokens[place] ?? ''
    if (kind === 'delete') tokens.splice(place, 1)
    else if (kind === 'repeat') tokens.splice(place, 0, ...tokens.slice(place, place + 20))
    else if (kind === 'swap') tokens.splice(place, 2, tokens[place + 1] ?? '', token)
    else if (kind === 'replace') tokens[place] = other
    else if (kind === 'insert') tokens.splice(place, 0, other)
    else tokens.length = place
  }
  return tokens.join('')
}

const changes = fc.array(
  fc.record({
    kind: fc.constantFrom('delete', 'repeat', 'swap', 'replace', 'insert', 'cut' as const),
    at: fc.nat(1_000_000),
    with: fc.oneof(fc.constantFrom(...vocabulary), fc.constantFrom(...odd))
  }),
  { minLength: 1, maxLength: 6 }
)

/** What JavaScript says of its own mistakes; no sentence for the writer of a text. */
const internal =
  /undefined|null pointer|is not a function|is not iterable|Maximum call stack|Cannot read|\[object|Exception|Kotlin|TypeError/i

function check({ elm, problems }: CqlTranslation, text: string): void {
  const errors = problems.filter(({ severity }) => severity === 'error')
  expect(elm === undefined, 'a text without errors has ELM').toBe(errors.length > 0)
  const lines = text.split('\n').length
  for (const { message, from } of errors) {
    expect(message).not.toMatch(internal)
    expect(from, message).toBeDefined()
    expect(from!.line).toBeGreaterThanOrEqual(1)
    expect(from!.line).toBeLessThanOrEqual(lines + 1)
  }
}

describe('a CQL text with random mistakes', () => {
  it('is translated, or refused with places, as a single expression', () => {
    fc.assert(
      fc.property(fc.constantFrom(...expressions), changes, (text, list) => {
        const other = changed(text, list)
        check(translate(other), other)
      }),
      { numRuns: budgeted(150) }
    )
  })

  it('is translated, or refused with places, as a whole library', () => {
    fc.assert(
      fc.property(fc.constantFrom(...libraries.values()), changes, (text, list) => {
        const other = changed(text, list)
        check(translate(other), other)
      }),
      { numRuns: budgeted(15) }
    )
  })

  it('is translated, or refused with a sentence, whatever bytes a file of an import has', async () => {
    const resource = {
      resourceType: 'Library',
      name: 'Fuzz',
      content: [{ contentType: 'text/cql', data: Buffer.from(expressions[0]!).toString('base64') }]
    }
    const files = [
      ...expressions.map((text) => ({ name: 'fuzz.cql', bytes: bytesOf(text) })),
      { name: 'library.json', bytes: bytesOf(JSON.stringify(resource)) }
    ]
    const runs = Number(process.env['POPULUS_FUZZ_RUNS'] || budgeted(60))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files).chain(({ name, bytes }) => fc.tuple(fc.constant(name), mutatedBytes([bytes]))),
        async ([name, bytes]) => {
          try {
            const file = await readContentFile(name, bytes)
            const { problems } = await translateFiles([file], async (cql) => translate(cql))
            for (const { message } of problems.flatMap((item) => item.problems)) expect(message).not.toMatch(internal)
          } catch (error) {
            if (!(error instanceof AppError)) throw error
            expect(error.message).toMatch(/^[A-Z“0-9].*[.?!”)]$/s)
          }
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
        }
      ),
      { numRuns: runs }
    )
  })

  it.each(['not ', '-', 'exists '])('is refused with a sentence when it is an endless chain of %j', (operator) => {
    const text = `library Fuzz\nusing FHIR version '4.0.1'\ncontext Patient\ndefine X: ${operator.repeat(5000)}true\n`
    const translation = translate(text)
    check(translation, text)
    expect(translation.problems[0]?.message).toMatch(/too long a chain of operators/)
  })

  it.each(['/*', "library Fuzz\ndefine X: '", 'library Fuzz\n/* never ended', 'library \u0000', 'library'])(
    'is refused with a place when it ends too early: %j',
    (text) => check(translate(text), text)
  )
})
