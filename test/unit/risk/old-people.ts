import type { Store } from '#engine/store/model/store.ts'
import { day, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { coverage, storeOf, visitClaim } from './hcc-people.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
/** A day on which they are looked at. */
export const asOf = day('2026-10-31')
/** Their ids. */
export const names = Array.from({ length: 24 }, (_, index) => `p${String(index).padStart(2, '0')}`)

const visit = (patient: string, kind: string, period_start: string, period_end = period_start): PlainRow => ({
  id: `${patient}-${kind}-${period_start}`,
  patient_id: patient,
  status: 'finished',
  class: `${act}|${kind}`,
  period_start,
  period_end
})

/** An old population in Medicare: the first half with heart failure and diabetes last year, of which every third this year. */
const parts: readonly PlainTables[] = [
  {
    patient: names.map((id, index) => ({ id, birth_date: `19${40 + index}-05-01`, gender: 'female' })),
    coverage: names.map((id) => coverage(id, '1', '2010-01-01')),
    encounter: names.flatMap((id, index) => [
      visit(id, 'AMB', '2019-01-01'),
      ...(index % 4 === 0 ? [visit(id, 'EMER', '2026-08-30'), visit(id, 'IMP', '2026-08-30', '2026-09-08')] : [])
    ])
  },
  ...names.slice(0, 12).map((id) => visitClaim(id, '2025-03-01', ['I50.22', 'E11.22'])),
  ...names.slice(0, 12).map((id) => visitClaim(id, '2025-06-01', ['I50.22', 'E11.22'])),
  ...names.filter((_, index) => index % 3 === 0).map((id) => visitClaim(id, '2026-03-01', ['I50.22']))
]

/** A store of these people, rebuilt. */
export function oldPeople(): Store {
  return storeOf(...parts)
}
