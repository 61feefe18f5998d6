import { AppError } from '#shared/app-error.ts'
import { countBits, emptyBitset, hasBit, setBit, type Bitset } from '../kernels/bitset.ts'
import { emptyCodes } from '../kernels/codes.ts'
import { ofTheLiving } from '../panels/view.ts'
import type { Context } from '../selection/filter.ts'
import type { Population } from '../selection/population.ts'
import { compareCohorts, type ComparedRow } from './compare-cohorts.ts'
import { askCube, buildCube, type Cube } from './cube.ts'
import { exploreCodes, exploreDimensions, type ExploreCodes, type ExploreDimension } from './explore-dimensions.ts'
import { personMeasures, type MeasureInfo } from './person-measures.ts'

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

/** A fixed set of people with a name. */
export interface Cohort {
  /** The dimension of the population filter is `cohort:<id>`. */
  readonly id: string
  readonly title: string
  readonly people: number
}

/** How two cohorts make a third: in both, in either, in the first and not in the second. */
export const cohortOperations = ['and', 'or', 'not'] as const
export type CohortOperation = (typeof cohortOperations)[number]

/** Cross-filtering and cohorts over one population. */
export interface Explorer {
  open(request: ExploreRequest): ExploreFrame
  ask(brushes: Brushes, pivot: PivotRequest | undefined): ExploreAnswer
  cohorts(): readonly Cohort[]
  /** Keeps the people whom the brushes select. */
  keep(title: string, brushes: Brushes): Cohort
  combine(title: string, operation: CohortOperation, left: string, right: string): Cohort
  compare(left: string, right: string, context: Context): readonly ComparedRow[]
}

interface Opened {
  readonly dimensions: readonly ExploreCodes[]
  readonly people: Bitset
  readonly cube: Cube
}

/** @param newId gives a fresh id; a cohort's id is never used twice */
export function createExplorer(population: Population, newId: () => string): Explorer {
  const { patients } = population.store
  const measures = personMeasures(population)
  const kept = new Map<string, { readonly cohort: Cohort; readonly people: Bitset }>()
  let opened: Opened | undefined

  const present = (): Opened => {
    if (opened === undefined) throw new AppError('not-found', 'Open the charts first.')
    return opened
  }
  const cohort = (id: string): Bitset => {
    const found = kept.get(id)
    if (found === undefined) throw new AppError('not-found', 'This cohort is gone. Choose another one.')
    return found.people
  }
  const masks = ({ dimensions, cube }: Opened, brushes: Brushes): (Uint8Array | undefined)[] =>
    dimensions.map(({ id }, at) => {
      const chosen = brushes[id]
      if (chosen === undefined || chosen.length === 0) return undefined
      const mask = new Uint8Array(cube.sizes[at]!)
      for (const code of chosen) mask[code] = 1
      return mask
    })

  function add(title: string, people: Bitset): Cohort {
    const id = newId()
    const made = { id, title, people: countBits(people) }
    kept.set(id, { cohort: made, people })
    population.add({
      id: `cohort:${id}`,
      label: `Cohort ${title}`,
      group: 'People',
      hidden: false,
      fixed: true,
      values: [
        { value: 'no', label: 'Outside' },
        { value: 'yes', label: 'Inside' }
      ],
      codes: () => {
        const codes = emptyCodes(patients, 2)
        for (let patient = 0; patient < patients; patient++) codes[patient] = hasBit(people, patient) ? 1 : 0
        return codes
      }
    })
    return made
  }

  return {
    open({ context, dimensions: ids }) {
      const { asOf } = context
      const people = population.select(asOf, ofTheLiving(context.filters))
      const dimensions = ids.map((id) => exploreCodes(population, id, asOf))
      const source = {
        dimensions: dimensions.map(({ codes, values }) => ({ codes, values: values.length })),
        measures: measures.map((measure) => measure.values(asOf))
      }
      const cube = buildCube(source, people, patients)
      opened = { dimensions, people, cube }
      const all = askCube(
        cube,
        dimensions.map(() => undefined),
        undefined
      )
      return {
        available: exploreDimensions(population),
        measures: measures.map(({ id, label, kind, unit, description }) => ({ id, label, kind, unit, description })),
        dimensions: dimensions.map(({ id, label, group, ordered, values }, at) => ({
          id,
          label,
          group,
          ordered,
          values: all.counts[at]![values.length]! > 0 ? [...values, { value: '', label: 'Does not apply' }] : values,
          people: all.counts[at]!
        })),
        people: all.people
      }
    },
    ask(brushes, pivot) {
      const now = present()
      const at = (id: string): number => now.dimensions.findIndex((each) => each.id === id)
      const places =
        pivot === undefined || at(pivot.rows) < 0 || at(pivot.columns) < 0
          ? undefined
          : {
              rows: at(pivot.rows),
              columns: at(pivot.columns),
              measure: measures.findIndex(({ id }) => id === pivot.measure)
            }
      return askCube(now.cube, masks(now, brushes), places)
    },
    cohorts: () => Array.from(kept.values(), ({ cohort: each }) => each),
    keep(title, brushes) {
      const now = present()
      const chosen = masks(now, brushes)
      const people = emptyBitset(patients)
      for (let patient = 0; patient < patients; patient++) {
        if (!hasBit(now.people, patient)) continue
        const passes = chosen.every((mask, place) => {
          if (mask === undefined) return true
          const { codes, values } = now.dimensions[place]!
          const code = codes[patient]!
          return mask[code < 0 ? values.length : code] === 1
        })
        if (passes) setBit(people, patient)
      }
      return add(title, people)
    },
    combine(title, operation, left, right) {
      const [a, b] = [cohort(left), cohort(right)]
      const words = a.map((word, at) => {
        const other = b[at]!
        return operation === 'and' ? word & other : operation === 'or' ? word | other : word & ~other
      })
      return add(title, words)
    },
    compare: (left, right, { asOf }) => compareCohorts(population, asOf, cohort(left), cohort(right))
  }
}
