import { defined } from '#shared/language/defined.ts'
import { lastWrittenDay } from '../../base/fhir/last-day.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { confirmedConditions } from '../claims/condition-concepts.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Table } from '../../store/model/store.ts'

/** Later than any date: nothing has happened, or nothing has ended. */
export const NEVER = 2147483647

/** When the diagnosis of each row of `condition` holds: on days of `[start, end)`, if it counts at all. */
export interface ConditionStates {
  /** Onset, else the recorded date; `NO_DAY` when neither is known, which is before any date. */
  readonly start: Int32Array
  /** Abatement, a month or a year of it by its last day. Without one: never for a diagnosis in force, `NO_DAY` (no day at all) for one recorded as over. */
  readonly end: Int32Array
  /** 0 for diagnoses that are not confirmed: refuted, entered in error, differential, provisional, unconfirmed. */
  readonly counts: Uint8Array
}

/** Clinical status codes of FHIR's condition-clinical that say a diagnosis is over. */
const over = new Set(['inactive', 'remission', 'resolved'])

const known = new DerivedValues<Table, ConditionStates>()

/** Confirmed diagnoses count, and those whose verification is not recorded, as is usual in claims. Worked out once per table. */
export function conditionStates(table: Table): ConditionStates {
  return known.get(table, () => readStates(table))
}

function readStates(table: Table): ConditionStates {
  const clinical = table.column('clinical_status', 'dictionary')
  const abatement = table.column('abatement', 'dateTime')
  const ended = Uint8Array.from(clinical.values, (value) => (over.has(value) ? 1 : 0))
  const end = new Int32Array(table.rows)
  for (let row = 0; row < table.rows; row++) {
    const status = clinical.codes[row]!
    const abated = lastWrittenDay(abatement, row)
    if (abated !== NO_DAY) end[row] = abated
    else end[row] = status >= 0 && ended[status] === 1 ? NO_DAY : NEVER
  }
  const undated = table.hasDays ? undefined : new Int32Array(table.rows).fill(NO_DAY)
  return {
    // A column is not held a second time.
    get start() {
      return undated ?? defined(table.day)
    },
    end,
    counts: confirmedConditions(table)
  }
}
