import { emptyCodes } from '../../base/kernels/codes.ts'
import { conditionStates } from '../registries/condition-state.ts'
import type { Store } from '../../store/model/store.ts'
import { noOrYes, type Dimension } from './dimension.ts'
import { plainDisplay } from './plain-display.ts'

const prefix = 'diagnosis:'

/** The id of {@link diagnosisDimension}. */
export function diagnosisDimensionId(system: string, code: string): string {
  return `${prefix}${system}|${code}`
}

/** Whether a person has an active diagnosis of a code on the date; the first coding counts. @returns undefined for other ids */
export function diagnosisDimension(store: Store, id: string): Dimension | undefined {
  const bar = id.lastIndexOf('|')
  if (!id.startsWith(prefix) || bar < 0) return undefined
  const { concepts } = store
  const concept = concepts.find(id.slice(prefix.length, bar), id.slice(bar + 1))
  const table = store.tables.get('condition')
  if (concept < 0 || table?.patient === undefined) return undefined
  const ids = table.column('code', 'concept').ids
  const { start, end, counts } = conditionStates(table)
  return {
    id,
    label: plainDisplay(concepts.systems[concept]!, concepts.displays[concept]!) || concepts.codes[concept]!,
    group: 'People',
    hidden: true,
    fixed: false,
    values: noOrYes,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, 2).fill(0)
      for (let row = 0; row < table.rows; row++) {
        const patient = table.patient![row]!
        if (ids[row] !== concept || patient < 0 || counts[row] === 0) continue
        if (start[row]! <= asOf && asOf < end[row]!) codes[patient] = 1
      }
      return codes
    }
  }
}
