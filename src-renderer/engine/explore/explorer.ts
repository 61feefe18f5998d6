import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { countBits, countCommon, type Bitset } from '../base/kernels/bitset.ts'
import { MAX_DIMENSIONS } from '../base/kernels/cross-filter.ts'
import { ofTheLiving } from '../population/panels/base/view.ts'
import type { Context, Day } from '../base/figures/filter.ts'
import type { AllPeople } from '../population/people/all-people.ts'
import { compareCohorts, type ComparedRow } from '../cohorts/compare/compare-cohorts.ts'
import { COHORT_FORMAT, type CohortDefinition, type CohortNode } from '../cohorts/definition/cohort-definition.ts'
import {
  createCohorts,
  type Cohort,
  type CohortOperation,
  type Cohorts,
  type CohortSettings
} from '../cohorts/members/cohorts.ts'
import { brushCriteria, filterCriteria } from './brush-criteria.ts'
import { createCrossTab, type CrossTab } from './cross-tab.ts'
import { exploreCodes, exploreDimensions, type ExploreCodes, type ExploreDimension } from './explore-dimensions.ts'
import { peopleMeasures } from '../population/panels/person/people-measures.ts'
import type { MeasureInfo } from '../population/panels/person/person-measures.ts'

/** The charts that are wanted, over the people in view. */
export interface ExploreRequest {
  readonly context: Context
  readonly dimensions: readonly string[]
}

/** What the charts are about. */
export interface ExploreFrame {
  readonly available: readonly ExploreDimension[]
  readonly measures: readonly MeasureInfo[]
  /** In the order of the request; values include the place of people without one, where there are any. */
  readonly dimensions: readonly (ExploreDimension & {
    readonly values: readonly { readonly value: string; readonly label: string }[]
    /** People in view per value, without any choice. */
    readonly people: Int32Array
  })[]
  readonly people: number
}

/** Codes that are chosen, by dimension. */
export type Brushes = Readonly<Record<string, readonly number[]>>

/** Two of the dimensions to cross, and a measure by its id; undefined counts people. */
export interface PivotRequest {
  readonly rows: string
  readonly columns: string
  readonly measure: string | undefined
}

/** The answer to a brush. */
export interface ExploreAnswer {
  readonly people: number
  /** Per dimension of the request and value. */
  readonly counts: readonly Int32Array[]
  /** In the order of the measures. */
  readonly totals: readonly { readonly sum: number; readonly known: number }[]
  readonly pivot: { readonly people: Int32Array; readonly sums: Float64Array; readonly known: Int32Array } | undefined
}

/** Stands for everyone who lives on the date, in place of a cohort's id. */
export const EVERYONE = 'everyone'

/** Two sets of people side by side. */
export interface CohortComparison {
  readonly rows: readonly ComparedRow[]
  /** People in each. */
  readonly left: number
  readonly right: number
  /** Whose people are all in the other set. */
  readonly within: 'left' | 'right' | undefined
}

/** A saved cohort by its id or {@link EVERYONE}, or a definition. */
export type ComparedCohort = string | CohortDefinition

/** Cross-filtering and cohorts over one population. */
export interface Explorer {
  open(request: ExploreRequest): ExploreFrame
  ask(brushes: Brushes, pivot: PivotRequest | undefined): ExploreAnswer
  readonly population: AllPeople
  readonly cohorts: Cohorts
  /** Saves what the filters and brushes choose as the definition of a cohort. */
  save(title: string, brushes: Brushes): Cohort
  /** Makes a cohort of people by the ids of their Patient resources; ids that are not here are counted. */
  saveIds(title: string, ids: readonly string[], asOf: Day): { readonly cohort: Cohort; readonly unknown: number }
  /** Makes a cohort of two, by their ids or {@link EVERYONE}. @throws AppError `not-found` */
  combine(title: string, operation: CohortOperation, left: string, right: string, context: Context): Cohort
  /** @throws AppError `not-found` */
  compare(left: ComparedCohort, right: ComparedCohort, context: Context): CohortComparison
}

interface Opened {
  readonly context: Context
  readonly dimensions: readonly ExploreCodes[]
  readonly crossing: CrossTab
}

/** @param newId gives a fresh id; a cohort's id is never used twice */
export function createExplorer(population: AllPeople, newId: () => string, settings?: () => CohortSettings): Explorer {
  const measures = peopleMeasures(population)
  const cohorts = createCohorts(population, settings)
  let opened: Opened | undefined

  const present = (): Opened => {
    if (opened === undefined) throw new AppError('not-found', m.openTheChartsFirst)
    return opened
  }
  const masks = ({ dimensions, crossing }: Opened, brushes: Brushes): (Uint8Array | undefined)[] =>
    dimensions.map(({ id }, index) => {
      const chosen = brushes[id]
      if (chosen === undefined || chosen.length === 0) return undefined
      const mask = new Uint8Array(crossing.sizes[index]!)
      for (const code of chosen) mask[code] = 1
      return mask
    })

  /** Everyone means what it means on the screens: the living. */
  const peopleOf = (cohort: ComparedCohort, asOf: Day): Bitset => {
    if (typeof cohort !== 'string') return cohorts.evaluator.evaluate(cohort, asOf).people
    return cohort === EVERYONE ? population.select(asOf, ofTheLiving([])) : cohorts.people(cohort, asOf)
  }

  const add = (definition: CohortDefinition, asOf: Day): Cohort => {
    const id = newId()
    cohorts.put({ id, definition })
    return cohorts.cohort(id, asOf)
  }

  return {
    population,
    open({ context, dimensions: ids }) {
      if (ids.length > MAX_DIMENSIONS) throw new AppError('invalid-input', m.chooseChartsOrFewer(MAX_DIMENSIONS))
      const { asOf } = context
      const people = population.select(asOf, ofTheLiving(context.filters))
      const dimensions = ids.map((id) => exploreCodes(population, id, asOf))
      const source = {
        dimensions: dimensions.map(({ codes, values }) => ({ codes, values: values.length })),
        measures: measures.map((measure) => measure.values(asOf))
      }
      const crossing = createCrossTab(source, people)
      opened = { context, dimensions, crossing }
      const all = crossing.ask(
        dimensions.map(() => undefined),
        undefined
      )
      return {
        available: exploreDimensions(population),
        measures: measures.map(({ id, label, name, kind, unit, description }) => ({
          id,
          label,
          name,
          kind,
          unit,
          description
        })),
        dimensions: dimensions.map(({ id, label, group, ordered, values }, index) => ({
          id,
          label,
          group,
          ordered,
          values: all.counts[index]![values.length]! > 0 ? [...values, { value: '', label: m.doesNotApply }] : values,
          people: all.counts[index]!
        })),
        people: all.people
      }
    },
    ask(brushes, pivot) {
      const now = present()
      const indexOf = (id: string): number => now.dimensions.findIndex((each) => each.id === id)
      const places =
        pivot === undefined || indexOf(pivot.rows) < 0 || indexOf(pivot.columns) < 0
          ? undefined
          : {
              rows: indexOf(pivot.rows),
              columns: indexOf(pivot.columns),
              measure: measures.findIndex(({ id }) => id === pivot.measure)
            }
      return now.crossing.ask(masks(now, brushes), places)
    },
    cohorts,
    save(title, brushes) {
      const { context, dimensions } = present()
      const { asOf, filters } = context
      const chosen = dimensions.flatMap((dimension) => {
        const codes = brushes[dimension.id] ?? []
        return codes.length === 0 ? [] : [brushCriteria(dimension, codes)]
      })
      const isAboutLife = filters.some(({ dimension }) => dimension === 'living')
      return add(
        {
          format: COHORT_FORMAT,
          title,
          ...(isAboutLife ? { people: 'all' } : {}),
          steps: [...filterCriteria(filters), ...chosen]
        },
        asOf
      )
    },
    saveIds(title, ids, asOf) {
      const all = [...new Set(ids)]
      const cohort = add({ format: COHORT_FORMAT, title, people: 'all', steps: [{ type: 'people', ids: all }] }, asOf)
      return { cohort, unknown: cohort.missing }
    },
    combine(title, operation, left, right, { asOf }) {
      const sideOf = (id: string): CohortNode => {
        if (id === EVERYONE) return { type: 'filter', dimension: 'living', values: ['living'] }
        cohorts.definition(id)
        return { type: 'cohort', cohort: id }
      }
      const steps = combined(operation, sideOf(left), sideOf(right))
      return add({ format: COHORT_FORMAT, title, people: 'all', steps }, asOf)
    },
    compare(left, right, { asOf }) {
      const [a, b] = [peopleOf(left, asOf), peopleOf(right, asOf)]
      const [inLeft, inRight, inBoth] = [countBits(a), countBits(b), countCommon(a, b)]
      return {
        rows: compareCohorts(population, asOf, a, b),
        left: inLeft,
        right: inRight,
        within: inBoth === inLeft ? 'left' : inBoth === inRight ? 'right' : undefined
      }
    }
  }
}

function combined(operation: CohortOperation, left: CohortNode, right: CohortNode): CohortNode[] {
  if (operation === 'and') return [left, right]
  return operation === 'or' ? [{ type: 'any', criteria: [left, right] }] : [left, { type: 'none', criteria: [right] }]
}
