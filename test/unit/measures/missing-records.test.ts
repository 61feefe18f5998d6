import { describe, expect, it } from 'vitest'
import type { ElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { isUndecidableWithout, findMissingRecords } from '#engine/measures/requirements/missing-records.ts'
import { readContentParts } from '#engine/measures/definition/measure-content.ts'
import { exists, has, measureResources, retrieve, type Elm } from '../../support/small-measures.ts'

const [fills, claims, visits] = [
  retrieve('MedicationDispense'),
  retrieve('ExplanationOfBenefit'),
  retrieve('Encounter')
]
const op = (type: string, ...operand: readonly Elm[]): Elm => ({ type, operand })
const of = (type: string, source: Elm): Elm => ({ type, source })
const number = (value: number): Elm => ({ type: 'Literal', valueType: 'Integer', value: String(value) })
const last = of('Last', retrieve('Observation'))
const value: Elm = { type: 'Property', path: 'value', source: last }

/** What a measure lacks without records of some types. */
function lacking(numerator: Elm, absent: readonly string[], denominator: Elm = exists(visits)): readonly unknown[] {
  const content = readContentParts(measureResources([{ name: 'M', denominator, numerator }], {}))
  return findMissingRecords(content.measures[0]!, content, (type) => absent.includes(type))[0]!
}

describe('what a population lacks so that a measure can be told', () => {
  it.each<readonly [what: string, numerator: Elm]>([
    ['a union', exists(op('Union', fills, claims))],
    ['one of two conditions', op('Or', exists(fills), exists(claims))],
    [
      'two counts',
      op('Or', op('GreaterOrEqual', of('Count', fills), number(2)), op('Greater', of('Count', claims), number(1)))
    ],
    ['a list of lists', exists(op('Flatten', { type: 'List', element: [fills, claims] }))],
    ['a query over both', has('status', op('Union', fills, claims))]
  ])('is either of two kinds that %s reads, and nothing when one is there', (_, numerator) => {
    expect(lacking(numerator, ['MedicationDispense'])).toEqual([])
    expect(lacking(numerator, ['ExplanationOfBenefit'])).toEqual([])
    expect(lacking(numerator, ['ExplanationOfBenefit', 'MedicationDispense'])).toEqual([
      ['ExplanationOfBenefit', 'MedicationDispense']
    ])
  })

  it('is every kind that one cannot do without', () => {
    const both = op('And', exists(fills), exists(claims))
    expect(lacking(both, ['ExplanationOfBenefit', 'MedicationDispense', 'Encounter'])).toEqual([
      ['MedicationDispense'],
      ['ExplanationOfBenefit'],
      ['Encounter']
    ])
  })

  it.each<readonly [what: string, numerator: Elm]>([
    ['a value that is compared', op('Less', value, number(8))],
    ['a value that is wanted, and counts when it is not there', op('IsNull', last)],
    ['the absence of records', op('Not', exists(retrieve('Observation')))]
  ])('is the kind of %s', (_, numerator) => {
    expect(lacking(numerator, ['Observation'])).toEqual([['Observation']])
  })

  it('is nothing where there is another way, or the logic says nothing with all records', () => {
    expect(lacking(op('Or', exists(visits), exists(fills)), ['MedicationDispense'])).toEqual([])
    expect(lacking(op('And', exists(fills), op('IsNull', visits)), ['MedicationDispense'])).toEqual([])
  })

  it('is what all components of a composite lack', () => {
    const resources = measureResources(
      [
        { name: 'A', denominator: exists(visits), numerator: exists(fills) },
        { name: 'B', denominator: exists(visits), numerator: exists(claims) }
      ],
      {}
    )
    const composite = {
      resourceType: 'Measure',
      url: 'http://example.org/Measure/AB',
      title: 'AB',
      scoring: { coding: [{ code: 'composite' }] },
      relatedArtifact: ['A', 'B'].map((name) => ({
        type: 'composed-of',
        resource: `http://example.org/Measure/${name}`
      }))
    }
    const content = readContentParts([...resources, composite])
    const found = (absent: readonly string[]): readonly unknown[] =>
      findMissingRecords(content.measures.at(-1)!, content, (type) => absent.includes(type))
    expect(found(['MedicationDispense'])).toEqual([[]])
    expect(found(['MedicationDispense', 'ExplanationOfBenefit'])).toEqual([
      [['MedicationDispense'], ['ExplanationOfBenefit']]
    ])
  })
})

describe('what cannot be told without codes', () => {
  const url = (name: string): string => `http://example.org/ValueSet/${name}`
  const undecidable = (numerator: Elm, ...without: readonly string[]): boolean => {
    const content = readContentParts(
      measureResources([{ name: 'M', denominator: exists(visits), numerator }], { Statins: [], Tests: ['a'] })
    )
    const library: ElmLibrary = content.libraries[0]!
    return isUndecidableWithout(content.measures[0]!, library, content.libraries, new Set(without.map(url)))
  }
  const inStatins: Elm = { type: 'InValueSet', code: value, valueset: { name: 'Statins' } }

  it.each<readonly [what: string, numerator: Elm]>([
    ['looks for them', exists(retrieve('Condition', 'Statins'))],
    ['asks whether a code is among them', inStatins]
  ])('is what %s', (_, numerator) => {
    expect(undecidable(numerator, 'Statins')).toBe(true)
    expect(undecidable(numerator, 'Tests')).toBe(false)
    expect(undecidable(numerator)).toBe(false)
  })

  it('is not what has another way', () => {
    expect(undecidable(op('Or', inStatins, exists(fills)), 'Statins')).toBe(false)
  })
})
