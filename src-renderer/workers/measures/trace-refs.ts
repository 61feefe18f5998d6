import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { ResourceRef } from '#engine/population/panels/results/shapes.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { findResource } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'

/** Records by name, `Type/id`. */
type NamedRefs = Readonly<Record<string, ResourceRef>>

/** Where the rows are that a trace names, as far as they are stored. */
export function refsOf({ defines }: PatientTrace, store: Store): NamedRefs {
  const rows = new Set(
    defines.flatMap(({ rows: defineRows, clauses }) => [...defineRows, ...clauses.flatMap((item) => item.rows)])
  )
  const refs: Record<string, ResourceRef> = {}
  for (const row of rows) {
    const cut = row.indexOf('/')
    const resourceType = row.slice(0, cut)
    const index = findResource(store, resourceType, row.slice(cut + 1))
    if (index !== undefined) refs[row] = { resourceType, index }
  }
  return refs
}

/** Records of a shard by their places in the population. */
export function refsInPopulation(refs: NamedRefs, shard: PopulationShard): NamedRefs {
  return Object.fromEntries(
    Object.entries(refs).map(([name, { resourceType, index }]) => [
      name,
      { resourceType, index: shard.resourceNumber(resourceType, index) }
    ])
  )
}
