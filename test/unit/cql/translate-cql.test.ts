import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import { createCqlTranslator } from '#engine/cql/translate/translate-cql.ts'

const resources = resolve(import.meta.dirname, '../../../resources')
const pack = join(resources, 'measures/core')
const texts = new Map(
  readdirSync(pack, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.cql'))
    .map((name) => [basename(name, '.cql'), join(pack, name)])
)
const fhir = JSON.parse(readFileSync(join(resources, 'models/fhir-4.0.1.json'), 'utf8')) as FhirModel
const translate = createCqlTranslator({
  fhir,
  library: (name) => {
    const path = texts.get(name)
    return path === undefined ? undefined : readFileSync(path, 'utf8')
  }
})

/** ELM without notes and places: the pack's was translated without locators. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'locator' && key !== 'annotation')
      .map(([key, value]) => [key, meaning(value)])
  )
}

describe('translation of CQL', () => {
  // The pack's ELM was made with the model info of another project: our own model has to say the same.
  it.each(['FHIRHelpers', 'PopulusCommon', 'PopulusHba1cControl', 'PopulusAllCauseReadmission', 'PopulusAdherence'])(
    'gives for %s what the pack has',
    (name) => {
      const path = texts.get(name)!
      const { elm, problems } = translate(readFileSync(path, 'utf8'))
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(meaning(elm)).toEqual(meaning(JSON.parse(readFileSync(path.replace(/\.cql$/, '.elm.json'), 'utf8'))))
    }
  )

  it('tells where an error is', () => {
    const { elm, name, version, problems } = translate(
      "library Bad version '1'\nusing FHIR version '4.0.1'\ncontext Patient\ndefine \"X\": [Observation] O where O.foo = 1\n"
    )
    expect(elm).toBeUndefined()
    expect({ name, version }).toEqual({ name: 'Bad', version: '1' })
    expect(problems).toEqual([
      {
        severity: 'error',
        message: 'Member foo not found for type Observation.',
        from: { line: 4, column: 37 },
        to: { line: 4, column: 39 },
        library: undefined
      }
    ])
  })

  it.each([
    ['another model', "library A\nusing QICore version '6.0.0'\ncontext Patient\ndefine X: 1"],
    ['a library that is not there', "library A\nusing FHIR version '4.0.1'\ninclude Nowhere version '1'\ndefine X: 1"],
    ['half a text', 'library A define "X": (1'],
    ['nothing', '']
  ])('never throws on %s', (_, text) => {
    const { problems } = translate(text)
    for (const { message } of problems) expect(message).not.toBe('')
    if (text !== '') expect(problems.some(({ severity }) => severity === 'error')).toBe(true)
  })

  it('refuses a text that is nested too deeply or too long, with a sentence and at once', () => {
    const nested = `library A define X: ${'('.repeat(20_000)}1${')'.repeat(20_000)}`
    expect(translate(nested).problems.map(({ message }) => message)).toEqual([
      'Brackets are nested more than 150 levels deep. Give parts of the expression names of their own.'
    ])
    const long = `library A define X: 1 ${' '.repeat(1_000_000)}`
    expect(translate(long).problems.map(({ message }) => message)).toEqual([
      'This text is longer than a million characters. Divide it into libraries.'
    ])
  })
})
