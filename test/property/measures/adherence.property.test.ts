import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { adherenceOf, readSupplyDays } from '#engine/measures/gaps/adherence.ts'
import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import { budgeted, fc } from '../../support/property.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { day } from '../../unit/selection/plain-store.ts'

const measure = packMeasures().find(({ id }) => id === 'adherence-statins')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
const content = contentOf(measure, sharedElm(), valueSets)
const evaluator = new MeasureEvaluator(content.measures[0]!, content)
const period = { start: '2025-01-01', end: '2025-12-31' }
const start = day(period.start)

interface Fill {
  readonly at: number
  /** Clinical drug of one of two ingredients. */
  readonly drug: '617311' | '314231'
  readonly supply: number
}

interface Story {
  readonly fills: readonly Fill[]
  readonly stays: readonly (readonly [number, number])[]
  /** The last day of life or of the period. */
  readonly last: number
}

const stories: fc.Arbitrary<Story> = fc.record({
  fills: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 330 }),
      drug: fc.constantFrom('617311' as const, '314231' as const),
      supply: fc.integer({ min: 1, max: 100 })
    }),
    { minLength: 2, maxLength: 9 }
  ),
  stays: fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 350 }), fc.integer({ min: 0, max: 30 }))
      .map(([from, length]): readonly [number, number] => [from, Math.min(364, from + length)]),
    { maxLength: 3 }
  ),
  last: fc.oneof(fc.constant(364), fc.integer({ min: 200, max: 364 }))
})

const iso = (offset: number): string => isoOfDay(start + offset)

function recordsOf({ fills, stays, last }: Story): readonly FhirObject[] {
  const subject = { reference: 'Patient/p' }
  return [
    {
      resourceType: 'Patient',
      id: 'p',
      birthDate: '1960-01-01',
      ...(last < 364 ? { deceasedDateTime: iso(last) } : {})
    },
    ...fills.map(({ at, drug, supply }, index) => ({
      resourceType: 'MedicationDispense',
      id: `d${index}`,
      status: 'completed',
      subject,
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: drug }]
      },
      whenHandedOver: `${iso(at)}T10:00:00Z`,
      daysSupply: { value: supply }
    })),
    ...stays.map(([from, to], index) => ({
      resourceType: 'Encounter',
      id: `e${index}`,
      status: 'finished',
      subject,
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      period: { start: `${iso(from)}T08:00:00Z`, end: `${iso(to)}T12:00:00Z` }
    }))
  ]
}

/**
 * Days at home from the first fill on, each with whether a drug was at hand: a shelf per ingredient, day by day. Two fills of
 * one day in one feed are two.
 */
function shelf({ fills, stays, last }: Story): readonly { readonly at: number; readonly covered: boolean }[] {
  const first = Math.min(...fills.map(({ at }) => at))
  const stock = new Map<string, number>()
  const days: { at: number; covered: boolean }[] = []
  for (let index = first; index <= last; index++) {
    for (const fill of fills) {
      if (fill.at === index) stock.set(fill.drug, (stock.get(fill.drug) ?? 0) + fill.supply)
    }
    if (stays.some(([from, to]) => index >= from && index <= to)) continue
    let covered = false
    for (const [drug, left] of stock) {
      if (left === 0) continue
      covered = true
      stock.set(drug, left - 1)
    }
    days.push({ at: index, covered })
  }
  return days
}

describe('days covered', () => {
  it('are those of a shelf that is filled and emptied day by day, and so is the last day to act', () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 0, max: 364 }), (story, now) => {
        const data = new PatientResources(recordsOf(story), 'derive', evaluator.program.fhir)
        const { numbers, groups, problems } = evaluator.evaluate('p', data, period)
        expect(problems).toEqual([])
        const told = numbers?.['days-of-supply']
        const inPopulation = groups[0]!.populations[0]!.count === 1
        expect(told !== undefined).toBe(inPopulation)
        if (told === undefined) return
        const days = shelf(story)
        const covered = days.filter((day) => day.covered).length
        const result = adherenceOf(readSupplyDays(told)!, start, start + now)
        expect([result.days, result.covered]).toEqual([days.length, covered])
        const soFar = days.filter(({ at }) => at <= now)
        expect([result.daysSoFar, result.coveredSoFar]).toEqual([
          soFar.length,
          soFar.filter((each) => each.covered).length
        ])
        const reached = (count: number): boolean => count * 100 >= days.length * 80
        expect(groups[0]!.populations.at(-1)!.count === 1).toBe(reached(covered))
        expect(result.missing).toBe(Math.max(0, Math.ceil((days.length * 80) / 100) - covered))
        // Every day is tried: the last one from which on cover of every day still does.
        const possible = days.filter(({ at }) => reached(days.filter((each) => each.at >= at || each.covered).length))
        expect(result.lastImpactable).toBe(reached(covered) ? undefined : start + possible.at(-1)!.at)
      }),
      {
        numRuns: budgeted(300),
        examples: [
          [
            {
              fills: [
                { at: 0, drug: '314231', supply: 94 },
                { at: 1, drug: '617311', supply: 1 },
                { at: 0, drug: '314231', supply: 94 }
              ],
              stays: [],
              last: 364
            },
            0
          ]
        ]
      }
    )
  })
})
