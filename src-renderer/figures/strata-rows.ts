import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import type { DotRow } from '../charts/kinds/dot-interval.ts'

/** People are told apart by what they are, or by where they are cared for and who pays. */
export type StrataKind = 'group' | 'site'

const sites = new Set(['payer', 'practice'])

/** The rows of a dot chart: each dimension as a heading with its groups. Groups of sites are sorted by value. */
export function strataRows(strata: RegistryPanel['strata'][number], kind: StrataKind): DotRow[] {
  return strata.groups
    .filter(({ dimension, rows }) => (kind === 'site') === sites.has(dimension) && rows.length > 0)
    .flatMap(({ dimension, label, rows }): DotRow[] => [
      { heading: label },
      ...(kind === 'site' ? rows.toSorted((a, b) => (b.figure.value ?? -1) - (a.figure.value ?? -1)) : rows).map(
        (row) => ({
          key: `${dimension}|${row.group}`,
          label: row.label,
          figure: row.figure,
          before: row.adjusted,
          people: row.people,
          filters: [row.filter]
        })
      )
    ])
}
