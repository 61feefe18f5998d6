import { commonMessages as common } from '#messages/common.ts'
import type { Day, Filter } from '#engine/base/figures/filter.ts'
import { hiddenParts, isSmallCell } from '#engine/base/privacy/small-cells.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { ComparedRow } from '#engine/cohorts/compare/compare-cohorts.ts'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import { EVERYONE } from '#engine/explore/explorer.ts'
import { conditionsOf } from '#engine/sharing/published/count-conditions.ts'
import { shortDigest } from '#engine/sharing/published/figure-counts.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'

/** Two sets of people side by side. */
export interface Compared {
  readonly rows: readonly ComparedRow[]
  readonly left: ComparedSide
  readonly right: ComparedSide
  /** Whose people are all in the other set. */
  readonly within: 'left' | 'right' | undefined
}

/** One of two sets of people. */
export interface ComparedSide {
  readonly title: string
  readonly people: number
  /** Who is in it, as filters name them. */
  readonly filters: readonly Filter[]
}

/** What is withheld of one of two sets. */
export interface HiddenSide {
  /** How many people are in it. */
  readonly size: boolean
  readonly rows: ReadonlySet<ComparedRow>
}

/** Who is in a set, as filters name them. @param id of a saved cohort, or everybody who is living */
export function filtersOfSide(id: string): readonly Filter[] {
  return id === EVERYONE
    ? [{ dimension: 'living', values: ['living'] }]
    : [{ dimension: `cohort:${id}`, values: ['yes'] }]
}

/** The same of a definition that is not saved as it is. */
export function filtersOfDefinition(definition: CohortDefinition): readonly Filter[] {
  return [{ dimension: 'cohort-definition', values: [shortDigest(JSON.stringify(definition))] }]
}

/**
 * What is withheld of both sets: shares and means of few people, and those whose counts must not leave with the others and with what
 * left before. Where all people of a set are in the other one, the difference of two counts is a count of people, too.
 * @param limit groups of 1 to so many people are withheld
 * @param release is asked about every count
 */
export function hiddenOf(
  compared: Compared,
  asOf: Day,
  limit: number,
  release: FigureRelease | undefined
): { readonly left: HiddenSide; readonly right: HiddenSide } {
  const sideOf = (side: 'left' | 'right'): HiddenSide => {
    const { title, people, filters } = compared[side]
    const others = compared.within === side ? compared[side === 'left' ? 'right' : 'left'].filters : []
    const known = side === 'left' ? 'leftKnown' : 'rightKnown'
    const hides = (count: number, of: string, label: string, filter?: Filter): boolean =>
      release?.hidesCount({
        of,
        where: conditionsOf([...filters, ...others, ...(filter === undefined ? [] : [filter])]),
        asOf,
        current: true,
        data: release.dataOf(''),
        count,
        label: `${title}, ${label}`.slice(0, 300)
      }) === true
    const shares = hiddenShares(compared.rows, side, limit)
    const size = hides(people, 'people', common.people)
    // Each is asked about, whatever is withheld already.
    const told = compared.rows.filter((row) => {
      if (row.where === undefined) return hides(row[known], `known/${row.id}`, row.label)
      const { dimension, value } = row.where
      return hides(countOf(row, side), 'people', row.label, { dimension, values: [value] })
    })
    const few = compared.rows.filter((row) => row.kind === 'mean' && isSmallCount(row[known], limit))
    return {
      size: size || isSmallCount(people, limit),
      rows: new Set(size ? compared.rows : [...shares, ...told, ...few])
    }
  }
  return { left: sideOf('left'), right: sideOf('right') }
}

/** People of one set whom a share is of. */
export function countOf(row: ComparedRow, side: 'left' | 'right'): number {
  return Math.round((row[side] ?? 0) * row[side === 'left' ? 'leftKnown' : 'rightKnown'])
}

/**
 * Rows whose share of one set of people is withheld: of few people, of all but few, or one of which the others of its group, which everybody
 * is in one of, would tell few.
 * @param limit groups of 1 to so many people are withheld
 */
export function hiddenShares(
  rows: readonly ComparedRow[],
  side: 'left' | 'right',
  limit: number
): ReadonlySet<ComparedRow> {
  const hidden = new Set<ComparedRow>()
  const known = side === 'left' ? 'leftKnown' : 'rightKnown'
  const byGroup = Map.groupBy(
    rows.filter(({ kind }) => kind === 'share'),
    ({ group }) => group
  )
  for (const group of byGroup.values()) {
    const counts = group.map((row) => countOf(row, side))
    const everybody = group[0]![known]
    const isDivided = counts.length > 1 && counts.reduce((sum, count) => sum + count, 0) === everybody
    const parts = isDivided ? hiddenParts(counts, limit) : new Set<number>()
    group.forEach((row, index) => {
      if (parts.has(index) || isSmallCell({ numerator: counts[index]!, denominator: row[known] }, limit))
        hidden.add(row)
    })
  }
  return hidden
}
