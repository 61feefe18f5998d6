import { defined } from '#shared/language/defined.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { Day } from '../../base/figures/filter.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import { codedTable, conceptsOf } from '../gaps/latest-record.ts'
import type { InputMeasure } from '../rates/measure-input.ts'

/** Whether records came into a period that was moved, or fell out of it. */
export type EvidenceMove = 'in' | 'out'

/** The table of a type's records, each with a day. */
function datedTable(store: Store, type: string): Table | undefined {
  for (const table of store.tables.values()) {
    if (table.resourceType === type && table.patientOffsets !== undefined && table.day !== undefined) return table
  }
  return undefined
}

/** Calls `visit` with the days of a patient's records of one kind. */
function visitDays(
  store: Store,
  measure: Pick<InputMeasure, 'valueSets'>,
  requirement: DataRequirement,
  patient: number,
  visit: (day: Day) => void
): void {
  const coded = requirement.closed ? codedTable(store, requirement.type) : undefined
  const table = coded ?? datedTable(store, requirement.type)
  if (table?.day === undefined || (requirement.closed && coded === undefined)) return
  const marks = coded && conceptsOf(store, measure, requirement)
  const codings = coded && defined(store.codings.get(coded.name))
  for (let row = defined(table.patientOffsets)[patient]!; row < defined(table.patientOffsets)[patient + 1]!; row++) {
    const day = table.day[row]!
    if (day === NO_DAY) continue
    if (marks === undefined || codings === undefined) visit(day)
    else if (codings.ids.subarray(codings.offsets[row], codings.offsets[row + 1]).some((id) => marks[id] === 1))
      visit(day)
  }
}

/**
 * What a period that moved did to the records that a numerator reads of one person. Records between the two ends are in one
 * period alone, whatever the look-back; where there are none, what changed lies at the beginnings. Undefined for a person
 * without any record of the kinds.
 * @param reads what the numerator reads
 */
export function evidenceMove(
  store: Store,
  measure: Pick<InputMeasure, 'valueSets'>,
  reads: readonly DataRequirement[],
  patient: number,
  { before, after }: { readonly before: MeasurementPeriod; readonly after: MeasurementPeriod }
): EvidenceMove | undefined {
  const [wasEnd, isEnd] = [dayOfIso(before.end), dayOfIso(after.end)]
  const forward = isEnd > wasEnd || (isEnd === wasEnd && after.start > before.start)
  let any = false
  let between = false
  for (const requirement of reads) {
    if (requirement.type === 'Patient') continue
    visitDays(store, measure, requirement, patient, (day) => {
      if (day > Math.max(wasEnd, isEnd)) return
      any = true
      if (day > Math.min(wasEnd, isEnd)) between = true
    })
  }
  if (!any) return undefined
  return forward === between ? 'in' : 'out'
}
