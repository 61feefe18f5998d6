import { describe, expect, it } from 'vitest'
import { forecastSubjects } from '#engine/population/panels/results/forecast-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { figuresIn, listedCount, openedNumber, promisedCount } from '../../unit/panels/opened-rows.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { plainPopulation } from './plain-population.ts'

const asOf = fc.integer({ min: day('2017-01-01'), max: day('2020-12-31') })
const picks = fc.array(fc.record({ dimension: fc.nat(), value: fc.nat(), exclude: fc.boolean() }), { maxLength: 2 })

function filtersFrom(
  population: PopulationView,
  list: readonly { dimension: number; value: number; exclude: boolean }[]
): Filter[] {
  const offered = population.dimensions.filter((each) => !each.hidden)
  return list.map(({ dimension, value, exclude }) => {
    const chosen = offered[dimension % offered.length]!
    const values = [chosen.values[value % chosen.values.length]!.value]
    return exclude ? { dimension: chosen.id, values, exclude } : { dimension: chosen.id, values }
  })
}

describe('every figure of every panel', () => {
  it('is what its rows amount to, under any filters and on any date', () => {
    fc.assert(
      fc.property(
        plainPopulation,
        asOf,
        picks,
        fc.constantFrom(...shippedRegistries),
        (tables, date, picked, registry) => {
          const store = plainStore(tables)
          const population = populationOf(store, shippedRegistries)
          const context: Context = { asOf: date, filters: filtersFrom(population, picked) }
          const panels = {
            overview: runPanel(store, shippedRegistries, 'overview', context, {}),
            registry: runPanel(store, shippedRegistries, 'registry', context, { id: registry.id }),
            signals: runPanel(store, shippedRegistries, 'signals', context, {}),
            charts: registry.controls.map((control) =>
              runPanel(store, shippedRegistries, 'controlChart', context, { id: registry.id, control: control.id })
            ),
            cost: runPanel(store, shippedRegistries, 'cost', context, {}),
            use: runPanel(store, shippedRegistries, 'use', context, {})
          }
          const figures = figuresIn(panels)
          expect(figures.length).toBeGreaterThan(100)
          for (const { path, figure } of figures) {
            // A figure that cannot be computed says why instead.
            if (figure.rows === undefined && figure.value === undefined) {
              expect(figure.missing, path).toMatch(/\S/)
              continue
            }
            if (figure.rows === undefined) {
              // What will be paid is in no row yet.
              expect(path).toMatch(/\/expected\//)
              continue
            }
            expect(openedNumber(population, figure), path).toBeCloseTo(figure.numerator!, 6)
            if (figure.unit === 'proportion' && !/standardized|\/adjusted$/.test(path)) {
              const share = figure.denominator === 0 ? undefined : figure.numerator! / figure.denominator!
              expect(figure.value, path).toBe(share)
            }
            if (figure.value !== undefined && figure.interval !== undefined) {
              expect(figure.interval.low, path).toBeLessThanOrEqual(figure.value + 1e-12)
              expect(figure.interval.high, path).toBeGreaterThanOrEqual(figure.value - 1e-12)
            }
          }
        }
      ),
      { numRuns: budgeted(40) }
    )
  })

  it('opens as many rows or people as it says', () => {
    fc.assert(
      fc.property(plainPopulation, asOf, picks, (tables, date, picked) => {
        const store = plainStore(tables)
        const population = populationOf(store, shippedRegistries)
        const context: Context = { asOf: date, filters: filtersFrom(population, picked) }
        const names = ['overview', 'cost', 'use'] as const
        const panels = [
          ...names.map((name) => runPanel(store, shippedRegistries, name, context, {})),
          runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' }),
          ...forecastSubjects.map((subject) => runPanel(store, shippedRegistries, 'forecast', context, { subject }))
        ]
        for (const { path, figure } of figuresIn(panels))
          if (figure.rows !== undefined)
            expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
      }),
      { numRuns: budgeted(40) }
    )
  })

  it('opens what is amiss with the data, and what there is, whatever the filters', () => {
    fc.assert(
      fc.property(plainPopulation, asOf, picks, (tables, date, picked) => {
        const store = plainStore(tables)
        const population = populationOf(store, shippedRegistries)
        const context: Context = { asOf: date, filters: filtersFrom(population, picked) }
        const { inputs, types, profiles } = runPanel(store, shippedRegistries, 'quality', context, {})
        for (const { path, figure } of figuresIn({ inputs, types, profiles })) {
          if (figure.rows === undefined)
            expect(figure.route ?? path, path).toMatch(/^\/data\/quality\/findings\/|^\/types\//)
          else {
            expect(openedNumber(population, figure), path).toBe(promisedCount(figure))
            expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
          }
        }
        for (const { id, good, all, faults } of inputs.filter((input) => input.id !== 'months'))
          expect(
            faults.reduce((sum, { figure }) => sum + figure.value!, 0),
            id
          ).toBe(all - good)
        expect(types.reduce((sum, { figure }) => sum + figure.value!, 0)).toBe(
          [...store.resources.values()].reduce((sum, { count }) => sum + count, 0)
        )
      }),
      { numRuns: budgeted(40) }
    )
  })

  it('adds up: breakdowns, pyramid and bands to the people they divide', () => {
    fc.assert(
      fc.property(plainPopulation, asOf, picks, (tables, date, picked) => {
        const store = plainStore(tables)
        const population = populationOf(store, shippedRegistries)
        const context: Context = { asOf: date, filters: filtersFrom(population, picked) }
        const overview = runPanel(store, shippedRegistries, 'overview', context, {})
        const people = overview.keyFigures[0]!.figure.value!
        const sum = (values: readonly (number | undefined)[]): number =>
          values.reduce<number>((all, each) => all + each!, 0)
        for (const { dimension, rows } of overview.breakdowns) {
          expect(sum(rows.map((row) => row.count.value)), dimension).toBe(people)
        }
        if (!context.filters.some((filter) => filter.dimension === 'living')) {
          expect(
            sum(overview.pyramid.bands.flatMap((band) => [band.female.value, band.male.value, band.other.value]))
          ).toBe(people)
        }
        const summary = runPanel(store, shippedRegistries, 'summary', context, {})
        expect(summary.people.inView).toBe(people)
        const diabetes = runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' })
        for (const control of diabetes.controls) {
          for (const { figures } of control.periods) {
            // Where no result is of those months, the bands are withheld together.
            const withheld = figures.filter(({ missing }) => missing !== undefined)
            if (withheld.length > 0) expect(withheld).toHaveLength(figures.length)
            else expect(sum(figures.map((figure) => figure.numerator))).toBe(figures[0]!.denominator)
          }
        }
      }),
      { numRuns: budgeted(40) }
    )
  })
})
