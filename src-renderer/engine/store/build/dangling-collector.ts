import { STORED, type ArrangedResources } from './arrange-resources.ts'
import { growableUint32 } from '../model/growable.ts'
import type { PlannedTable } from '../model/plan.ts'
import { sortPairs } from '../model/radix-sort.ts'
import type { ResolvedKeys } from './resolve-keys.ts'

/** References that name a resource which is not here: the resource that has it, and the element. In source order. */
export interface Dangling {
  readonly resources: Uint32Array
  /** Codes into `paths`; what lies behind them is the patient of a resource without a table. */
  readonly path: Uint32Array
  readonly paths: readonly string[]
}

/** Collects references that dangle. Each target counts once per resource. */
export interface DanglingCollector {
  /** @returns what takes a key that is not stored, and the resource that names it */
  column(table: PlannedTable, column: number): (key: number, resource: number) => void
  finish(): Dangling
}

/** Makes a collector; see {@link DanglingCollector}. */
export function createDanglingCollector(
  plan: readonly PlannedTable[],
  { patientKey, state }: ArrangedResources,
  { target, dangling }: ResolvedKeys
): DanglingCollector {
  const resources = growableUint32()
  const named = growableUint32()
  const places = growableUint32()
  // Of several elements that name one thing, the first in the order of the plan is reported.
  const ordered = plan.flatMap((table) =>
    table.columns.flatMap((column, index) => (column.kind === 'reference' ? [{ table, at: index, column }] : []))
  )

  return {
    column(table, column) {
      const place = ordered.findIndex((item) => item.table === table && item.at === column)
      return (key, resource) => {
        if (dangling === undefined || dangling[key] === 0) return
        resources.push(resource)
        named.push(key)
        places.push(place)
      }
    },

    finish() {
      if (dangling !== undefined) {
        for (let resource = 0; resource < patientKey.length; resource++) {
          const key = patientKey[resource]!
          if (key < 0 || target[key]! >= 0 || dangling[key] === 0 || state[resource] !== STORED) continue
          resources.push(resource)
          named.push(key)
          places.push(ordered.length)
        }
      }
      const paths = ordered.map(({ column }) => column.path)
      return distinct(resources.take(), named.take(), places.take(), paths)
    }
  }
}

/** Keeps one finding per resource and target, in source order. */
function distinct(resources: Uint32Array, named: Uint32Array, places: Uint32Array, paths: readonly string[]): Dangling {
  const order = new Uint32Array(resources.length)
  for (let index = 0; index < order.length; index++) order[index] = index
  for (const keys of [places, named, resources])
    sortPairs(
      order.map((index) => keys[index]!),
      order
    )
  const distinct = order.filter((index, i) => {
    const before = order[i - 1]
    return before === undefined || resources[before] !== resources[index] || named[before] !== named[index]
  })
  return { resources: distinct.map((index) => resources[index]!), path: distinct.map((index) => places[index]!), paths }
}
