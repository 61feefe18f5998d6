import { describe, expect, it, vi } from 'vitest'
import type { Day } from '#engine/base/figures/filter.ts'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { agreementOf } from '#engine/cohorts/compare/agreement.ts'
import { COHORT_FORMAT, type CohortDefinition, type CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import type { EventQuery } from '#engine/cohorts/definition/criteria.ts'
import { decide } from '#engine/cohorts/evaluate/decisions.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { cohortOptions, findCodes } from '#engine/cohorts/members/cohort-options.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import { createExplorer, EVERYONE } from '#engine/explore/explorer.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { plainPopulation, withinPeople } from '../selection/plain-population.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

const asOf = fc.integer({ min: day('2017-01-01'), max: day('2020-12-31') })
const result: EventQuery = {
  domain: 'result',
  codes: { codes: [{ system: 'http://loinc.org', code: '4548-4' }] },
  value: { comparison: '>', value: 20, unit: 'mmol/mol' }
}
const queries: readonly EventQuery[] = [
  result,
  { domain: 'result' },
  ...(['condition', 'procedure', 'drug', 'immunization', 'encounter', 'claim'] as const).map((domain) => ({ domain }))
]
const query = fc.constantFrom(...queries)
const leaf: fc.Arbitrary<CohortNode> = fc.oneof(
  query.map((event): CohortNode => ({ type: 'event', event })),
  fc.tuple(query, query).map(([first, then]): CohortNode => ({ type: 'sequence', first, then })),
  fc.constantFrom<CohortNode>(
    { type: 'age', at: 'as-of', from: 40 },
    { type: 'age', at: 'index', to: 70 },
    { type: 'filter', dimension: 'practice', values: ['a'] },
    { type: 'filter', dimension: 'payer', values: ['Blue'], exclude: true },
    { type: 'filter', dimension: 'nothing', values: ['x'] },
    { type: 'number', number: 'encounters_12m', from: 1 },
    { type: 'number', number: 'latest_hemoglobin_a1c', missing: true },
    { type: 'enrollment', months: 6, at: 'as-of' },
    { type: 'registry', registry: 'diabetes' },
    { type: 'cost', atLeast: 100, months: 12 },
    { type: 'people', ids: ['p00', 'p03', 'gone'] },
    { type: 'measure', measure: 'm', population: 'gap' },
    { type: 'measure', measure: 'unknown', population: 'gap' },
    { type: 'cohort', cohort: 'other', exclude: true }
  )
)
const node = fc.oneof(
  leaf,
  fc.record({
    type: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
    criteria: fc.array(leaf, { maxLength: 3 })
  })
)
const definition: fc.Arbitrary<CohortDefinition> = fc
  .record({
    steps: fc.array(node, { maxLength: 3 }),
    index: fc.option(
      query.map((event) => ({ pick: 'first' as const, event })),
      { nil: undefined }
    )
  })
  .map(({ steps, index }) => ({
    format: COHORT_FORMAT,
    title: 'Tried',
    people: 'all',
    index: index ?? { pick: 'last', event: { domain: 'encounter' } },
    steps
  }))

/** What cohorts and charts of a population answer. */
function answers(shards: readonly PopulationShard[], tried: CohortDefinition, date: Day): unknown {
  const population = allPeople(shardedPopulation(shards, shippedRegistries)[0]!)
  const explorer = createExplorer(
    population,
    () => 'made',
    () => ({
      unitFactor: resultFactor,
      measure: ({ measure }) => {
        const members = emptyBitset(population.count)
        for (let person = 0; person < population.count; person += 2) setBit(members, person)
        return measure === 'm' ? members : 'the measure was not run'
      }
    })
  )
  const { cohorts } = explorer
  cohorts.put({
    id: 'other',
    definition: { format: COHORT_FORMAT, title: 'Other', steps: [{ type: 'event', event: result }] }
  })
  cohorts.put({ id: 'tried', definition: tried })
  const evaluated = cohorts.evaluate('tried', date)
  const context = { asOf: date, filters: [{ dimension: 'sex', values: ['female'], exclude: true }] }
  const frame = explorer.open({
    context,
    dimensions: [
      'age5',
      'practice',
      'payer',
      'cohort:tried',
      'measure:encounters_12m',
      'measure:latest_systolic_pressure'
    ]
  })
  const brushes = { practice: [0], 'measure:encounters_12m': [0, 1] }
  const { selections } = cohorts
  const other = cohorts.definition('other')
  return {
    evaluated,
    funnels: [funnelOf(evaluated), funnelOf(evaluated, population.select(date, context.filters))],
    decided: Array.from({ length: population.count }, (_, person) => decide(cohorts.evaluator, tried, date, person)),
    agreement: agreementOf(population.select(date, []), evaluated, cohorts.evaluate('other', date)),
    compared: [explorer.compare('tried', EVERYONE, context), explorer.compare(other, tried, context)],
    listed: cohorts.list(date),
    selected: [
      selections.part(tried, 'people'),
      selections.part(tried, 'unknown'),
      selections.part(tried, 'left-0'),
      selections.cell(tried, other, 'both')
    ].map((dimension) => population.select(date, [{ dimension, values: ['yes'] }])),
    frame,
    asked: [
      explorer.ask({}, { rows: 'age5', columns: 'payer', measure: 'encounters_12m' }),
      explorer.ask(brushes, { rows: 'practice', columns: 'cohort:tried', measure: undefined })
    ],
    saved: explorer.save('Brushed', brushes),
    options: cohortOptions(population, []),
    codes: ['4', 'dia', 'loinc 4548'].map((search) => findCodes(population, search))
  }
}

describe('cohorts and charts', () => {
  it('do not depend on the number of shards', () => {
    fc.assert(
      fc.property(
        plainPopulation.map(withinPeople),
        asOf,
        definition,
        fc.constantFrom(2, 7, 64),
        (tables, date, tried, count) => {
          expect(answers(divideStore(plainStore(tables), count), tried, date)).toEqual(
            answers(divideStore(plainStore(tables), 1), tried, date)
          )
        }
      ),
      { numRuns: budgeted(15) }
    )
  })
})
