import { defined } from '#shared/language/defined.ts'
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

/** The concept that the id of such a dimension names, and its label; undefined for other ids and codes that the data lack. */
export function conceptOfId(
  { concepts }: Store,
  id: string,
  start: string
): { readonly concept: number; readonly label: string } | undefined {
  const bar = id.lastIndexOf('|')
  if (!id.startsWith(start) || bar < 0) return undefined
  const concept = concepts.find(id.slice(start.length, bar), id.slice(bar + 1))
  if (concept < 0) return undefined
  const label = plainDisplay(concepts.systems[concept]!, concepts.displays[concept]!) || concepts.codes[concept]!
  return { concept, label }
}

/** Whether a person has an active diagnosis of a code on the date; the first coding counts. @returns undefined for other ids */
export function diagnosisDimension(store: Store, id: string): Dimension | undefined {
  const named = conceptOfId(store, id, prefix)
  const table = store.tables.get('condition')
  if (named === undefined || table?.patient === undefined) return undefined
  const { concept, label } = named
  const ids = table.column('code', 'concept').ids
  const { start, end, counts } = conditionStates(table)
  return {
    id,
    label,
    group: 'people',
    hidden: true,
    fixed: false,
    values: noOrYes,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, 2).fill(0)
      for (let row = 0; row < table.rows; row++) {
        const patient = defined(table.patient)[row]!
        if (ids[row] !== concept || patient < 0 || counts[row] === 0) continue
        if (start[row]! <= asOf && asOf < end[row]!) codes[patient] = 1
      }
      return codes
    }
  }
}
