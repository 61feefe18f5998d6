import type { Codes } from '../../base/kernels/codes.ts'
import { namesInPopulation, placeNames } from './names-in-population.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'

/** The plans of a store's coverages. */
export interface CoveragePlans {
  /** Names of the population, in their order. */
  readonly names: readonly string[]
  /** Index into `names` per row of the coverage table, -1 when unknown. */
  readonly rows: Codes
}

const known = new DerivedValues<Store, CoveragePlans>()
const plansOfStore = new DerivedValues<Store, CoveragePlans>()

/** Plans as they are written: the text of the kind of coverage, else its display or code; looked for once per store. */
export function coveragePlans(store: Store): CoveragePlans {
  return known.get(store, () => {
    const names = namesInPopulation(store, 'plans', ownPlans)
    return { names: names.names, rows: placeNames(names, ownPlans(store).rows) }
  })
}

/** The same with the names of one store, in order of first sight. */
function ownPlans(store: Store): CoveragePlans {
  return plansOfStore.get(store, () => findPlans(store))
}

function findPlans(store: Store): CoveragePlans {
  const table = store.tables.get('coverage')
  if (table === undefined) return { names: [], rows: new Int32Array() }
  const text = table.column('type_text', 'dictionary')
  const type = table.column('type', 'concept')
  const { displays, codes } = store.concepts
  const codeOf = new Map<string, number>()
  const rows = Int32Array.from({ length: table.rows }, (_, row) => {
    const concept = type.ids[row]!
    const written = text.codes[row]! < 0 ? '' : text.values[text.codes[row]!]!
    const name = written || (concept < 0 ? '' : displays[concept]! || codes[concept]!)
    if (name === '') return -1
    const code = codeOf.get(name) ?? codeOf.size
    codeOf.set(name, code)
    return code
  })
  return { names: [...codeOf.keys()], rows }
}
