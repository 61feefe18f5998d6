import { emptyCodes } from '../kernels/codes.ts'
import { windowStart } from '../registries/control-band.ts'
import type { Store, Table } from '../store/store.ts'
import type { Dimension } from './dimension.ts'

/** Statuses of encounters that did not take place (yet). */
export const notVisits = ['planned', 'cancelled', 'entered-in-error', 'discontinued'] as const

/** 1 for encounters that took place or are under way. */
export function tookPlace(encounters: Table): Uint8Array {
  const status = encounters.column('status', 'dictionary')
  const good = Uint8Array.from(status.values, (value) => ((notVisits as readonly string[]).includes(value) ? 0 : 1))
  return Uint8Array.from(status.codes, (code) => (code < 0 ? 1 : good[code]!))
}

/** Whether a person had an encounter in the last months up to the date. */
export function visitDimension(store: Store, id: string, months: number): Dimension {
  const table = store.tables.get('encounter')
  const happened = table && tookPlace(table)
  return {
    id,
    label: `Visit in ${months} months`,
    group: 'People',
    hidden: false,
    fixed: false,
    values: [
      { value: 'no', label: 'No' },
      { value: 'yes', label: 'Yes' }
    ],
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, 2).fill(0)
      const from = windowStart(asOf, months)
      if (table?.day === undefined || table.patientOffsets === undefined) return codes
      for (let patient = 0; patient < codes.length; patient++) {
        for (let row = table.patientOffsets[patient + 1]! - 1; row >= table.patientOffsets[patient]!; row--) {
          const day = table.day[row]!
          if (day < from) break
          if (day > asOf || happened![row] === 0) continue
          codes[patient] = 1
          break
        }
      }
      return codes
    }
  }
}
