import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { ordinalsOf } from '../../base/kernels/bitset.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { peopleWithin, type RowMarks } from '../../base/kernels/person-rows.ts'
import { windowStart } from '../registries/control-band.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { noOrYes, type Dimension } from './dimension.ts'

/** Statuses of encounters that did not take place (yet). */
export const notVisits = ['planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued'] as const

/** Marks encounters that took place or are under way, or whose status is not written. */
function visitMarks(encounters: Table): RowMarks {
  const { codes, values } = encounters.column('status', 'dictionary')
  const wanted = new Uint8Array(values.length + 1).fill(1)
  values.forEach((value, code) => {
    if ((notVisits as readonly string[]).includes(value)) wanted[code] = 0
  })
  return { codes, wanted }
}

const known = new DerivedValues<Table, Uint8Array>()

/** 1 for encounters that took place or are under way; looked at once. */
export function tookPlace(encounters: Table): Uint8Array {
  return known.get(encounters, () => {
    const { codes, wanted } = visitMarks(encounters)
    return new Uint8Array(codes.length).map((_, row) => wanted[codes[row]! < 0 ? wanted.length - 1 : codes[row]!]!)
  })
}

/** Whether a person had an encounter in the last months up to the date. */
export function visitDimension(store: Store, id: string, months: number): Dimension {
  const table = store.tables.get('encounter')
  return {
    id,
    label: m.visitInMonths(months),
    group: 'people',
    hidden: false,
    fixed: false,
    values: noOrYes,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, 2).fill(0)
      if (table?.day === undefined || table.patientOffsets === undefined) return codes
      const rows = { offsets: table.patientOffsets, days: table.day, marks: visitMarks(table) }
      for (const patient of ordinalsOf(peopleWithin(rows, windowStart(asOf, months), asOf))) codes[patient] = 1
      return codes
    }
  }
}
