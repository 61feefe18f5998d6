import { NO_DAY, precisions } from '../../base/fhir/missing.ts'
import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** When each diagnosis of `condition` came on record, which is not when the disease began. */
export interface RecordedDays {
  /**
   * The earliest of the day of assertion, the recorded date and the day of the encounter that it belongs to. Dates
   * without a day count only where there is no better one; the onset only where there is none of these. `NO_DAY` for none.
   */
  readonly days: Int32Array
  /** The latest of them: the diagnosis cannot have been exported before. `NO_DAY` unless there are two. */
  readonly latest: Int32Array
  /** 1 where nothing but the onset is known. */
  readonly byOnset: Uint8Array
  /** 1 where nothing but a year is known: the day is the first one of it. */
  readonly yearOnly: Uint8Array
}

const known = new DerivedValues<Store, RecordedDays>()
const DAY_PRECISION = precisions.indexOf('day')
const YEAR_PRECISION = precisions.indexOf('year')

/** The recorded days of a store's conditions; undefined when it has none. Worked out once per store. */
export function recordedDays(store: Store): RecordedDays | undefined {
  const table = store.tables.get('condition')
  if (table === undefined) return undefined
  return known.get(store, () => readDays(store, table))
}

function readDays(store: Store, table: Table): RecordedDays {
  const dates = ['recorded_date', 'asserted_date'].flatMap((name) => {
    const column = table.columns.get(name)
    return column?.kind === 'dateTime' ? [column] : []
  })
  const encounterDay = encounterDays(store, table)
  const onset = table.column('onset', 'dateTime')
  const days = new Int32Array(table.rows).fill(NO_DAY)
  const latest = new Int32Array(table.rows).fill(NO_DAY)
  const byOnset = new Uint8Array(table.rows)
  const yearOnly = new Uint8Array(table.rows)
  for (let row = 0; row < table.rows; row++) {
    let vague = NO_DAY
    let isYear = false
    const add = (day: number): void => {
      if (day === NO_DAY) return
      if (days[row] === NO_DAY) days[row] = day
      else {
        latest[row] = Math.max(day, days[row]!, latest[row]!)
        days[row] = Math.min(day, days[row]!)
      }
    }
    for (const { days: on, precision } of dates) {
      if (precision[row]! >= DAY_PRECISION) add(on[row]!)
      else if (on[row] !== NO_DAY && (vague === NO_DAY || on[row]! < vague)) {
        vague = on[row]!
        isYear = precision[row] === YEAR_PRECISION
      }
    }
    add(encounterDay(row))
    if (days[row] !== NO_DAY) continue
    if (vague === NO_DAY && onset.days[row] !== NO_DAY) {
      byOnset[row] = 1
      vague = onset.days[row]!
      isYear = onset.precision[row] === YEAR_PRECISION
    }
    days[row] = vague
    if (isYear) yearOnly[row] = 1
  }
  return { days, latest, byOnset, yearOnly }
}

/** The day on which the encounter of a row began, `NO_DAY` where that is not known. */
function encounterDays({ tables }: Store, table: Table): (row: number) => number {
  const days = tables.get('encounter')?.day
  const reference = table.columns.get('encounter_id')
  if (days === undefined || reference?.kind !== 'reference') return () => NO_DAY
  return (row) => {
    const target = targetOf(reference, row)
    return target < 0 ? NO_DAY : days[target]!
  }
}
