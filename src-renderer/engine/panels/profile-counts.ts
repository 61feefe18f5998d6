import type { Store } from '../store/store.ts'
import type { Summary } from './summary-result.ts'

const counted = new WeakMap<Store, Summary['profiles']>()

/** Resources by the first profile they name in `meta.profile`, most frequent first. Counted once for each population. */
export function profileCounts(store: Store): Summary['profiles'] {
  const known = counted.get(store)
  if (known !== undefined) return known
  const counts = new Float64Array(store.profiles.length)
  for (const { profile } of store.resources.values()) {
    for (const code of profile) if (code >= 0) counts[code]! += 1
  }
  const profiles = store.profiles
    .map((profile, code) => ({ profile, resources: counts[code]! }))
    .filter(({ resources }) => resources > 0)
    .sort((a, b) => b.resources - a.resources)
  counted.set(store, profiles)
  return profiles
}
