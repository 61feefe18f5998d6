import type { ArrangedResources } from './arrange-resources.ts'
import type { ConceptSources } from './concept-intern.ts'
import type { Dictionaries } from './dictionaries.ts'
import type { KeyTable } from './key-table.ts'
import type { ResolvedKeys } from './resolve-keys.ts'

/** What columns are finished with. */
export interface FinishSources {
  readonly keys: KeyTable
  readonly concepts: ConceptSources
  readonly dictionaries: Dictionaries
  readonly arranged: ArrangedResources
  readonly resolved: ResolvedKeys
}
