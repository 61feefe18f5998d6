import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { budgeted, fc } from '../../support/property.ts'

const pack = packMeasures()
const shared = sharedElm()
const { valueSets } = readMeasureContent([pack[0]!.measure, ...packValueSets()])
const limits = { steps: 2_000_000, elements: 200_000, millis: 5_000 }

type Json = Record<string, unknown> | unknown[]

/** Every object and array of a document, in its order. */
function partsOf(json: unknown): Json[] {
  if (typeof json !== 'object' || json === null) return []
  const part = json as Json
  return [part, ...Object.values(part).flatMap(partsOf)]
}

interface Change {
  readonly kind: 'remove' | 'replace' | 'graft' | 'retype' | 'repeat' | 'wrap' | 'rename'
  readonly at: number
  readonly key: number
  readonly other: number
  readonly value: unknown
}

/** Changes one member of one part of a document, in place. */
function change(document: unknown, { kind, at, key, other, value }: Change): void {
  const parts = partsOf(document)
  const part = parts[at % parts.length]! as Record<string, unknown>
  const keys = Object.keys(part)
  const name = keys[key % Math.max(1, keys.length)]
  if (name === undefined) return
  const donor = parts[other % parts.length]! as Record<string, unknown>
  if (kind === 'remove') Reflect.deleteProperty(part, name)
  else if (kind === 'replace') part[name] = value
  else if (kind === 'graft') part[name] = structuredClone(donor)
  else if (kind === 'retype') part['type'] = donor['type'] ?? value
  else if (kind === 'repeat') part[name] = [part[name], part[name]]
  else if (kind === 'wrap') part[name] = { type: 'List', element: [part[name]] }
  else {
    part[typeof donor['name'] === 'string' ? donor['name'] : 'other'] = part[name]
    Reflect.deleteProperty(part, name)
  }
}

const values = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  'X',
  '__proto__',
  'constructor',
  '{urn:hl7-org:elm-types:r1}Integer',
  [],
  {},
  [null],
  { type: 'Null' },
  { type: 'ExpressionRef', name: 'Initial Population' },
  { type: 'Wonder' }
)

const changes = fc.array(
  fc.record<Change>({
    kind: fc.constantFrom('remove', 'replace', 'graft', 'retype', 'repeat', 'wrap', 'rename'),
    at: fc.nat(1_000_000),
    key: fc.nat(20),
    other: fc.nat(1_000_000),
    value: values
  }),
  { minLength: 1, maxLength: 4 }
)

/** What the evaluation of some patients says, or why the logic is refused. */
function evaluate(measure: (typeof pack)[number], elm: unknown, libraries: readonly unknown[]): readonly string[] {
  try {
    const content = contentOf(measure, libraries, valueSets, elm)
    const evaluator = new MeasureEvaluator(content.measures[0]!, content, { limits, supplemental: true })
    return measure.cases.slice(0, 3).flatMap(({ patientId, resources }) => {
      const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
      return evaluator.evaluate(patientId, data, measure.period).problems.map(({ message }) => message)
    })
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).not.toBe('internal')
    return [(error as AppError).message]
  }
}

const mistakes =
  /engine failed|undefined|is not a function|is not iterable|Cannot read|Cannot convert|call stack|\[object/

describe('compiled logic with random changes', () => {
  it('of the library of a measure is refused or evaluated, never a mistake of the engine', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pack), changes, (measure, list) => {
        const elm = structuredClone(measure.elm)
        for (const mutation of list) change(elm, mutation)
        for (const message of evaluate(measure, elm, shared)) expect(message).not.toMatch(mistakes)
      }),
      { numRuns: budgeted(300) }
    )
  })

  it('of a library that all measures share is refused or evaluated, too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pack), fc.nat(shared.length - 1), changes, (measure, which, list) => {
        const libraries = shared.map((each, index) => (index === which ? structuredClone(each) : each))
        for (const mutation of list) change(libraries[which], mutation)
        for (const message of evaluate(measure, measure.elm, libraries)) expect(message).not.toMatch(mistakes)
      }),
      { numRuns: budgeted(150) }
    )
  })
})
