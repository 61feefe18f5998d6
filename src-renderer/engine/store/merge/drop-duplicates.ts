import { storeOf } from '../build/create-store.ts'
import { moveAll, rearrangeStore } from '../limit/rearrange-store.ts'
import { NONE } from '../model/column.ts'
import type { Store } from '../model/store.ts'
import { codesByLeader } from './moved-codes.ts'

/**
 * The store without resources that say again what another one says; references to them lead to that one.
 * @param leaders by resource type: the resource that stays for each, which is itself for most
 */
export function dropDuplicates(store: Store, leaders: ReadonlyMap<string, Int32Array>): Store {
  if (leaders.size === 0) return store
  const resources = new Map(
    Array.from(store.resources, ([type, { count }]) => {
      const leader = leaders.get(type)
      return [type, moveAll(count, (index) => leader === undefined || leader[index] === index)]
    })
  )
  const tables = new Map(
    Array.from(store.tables, ([name, { rows, resource, resourceType }]) => {
      const places = resources.get(resourceType)?.places
      return [
        name,
        moveAll(rows, (row) => places === undefined || resource[row]! < 0 || places[resource[row]!]! !== NONE)
      ]
    })
  )
  const left = rearrangeStore(store, {
    people: moveAll(store.patients, () => true),
    resources,
    tables,
    codesOf: (column) => codesByLeader(column, leaders)
  })
  return storeOf({ ...left, ...(store.merged === undefined ? {} : { merged: store.merged }) })
}
