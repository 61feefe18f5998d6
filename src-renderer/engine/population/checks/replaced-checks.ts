import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { replacedRecords } from '../people/replaced-records.ts'
import type { DataCheck } from './data-check.ts'
import { rowVerdicts } from './verdicts.ts'

/** Checks for records of people in place of which another record is to be used. */
export const replacedChecks: readonly DataCheck[] = [
  {
    id: 'replaced/patient',
    kind: 'plausibility',
    aspect: 'uniqueness',
    title: m.noRecordIsReplaced,
    text: m.aRecordFailsThatIsReplaced,
    table: 'patient',
    column: 'replaced_by_id',
    limit: 0.002,
    verdicts(store) {
      const replaced = replacedRecords(store)
      return rowVerdicts(
        store.table('patient'),
        () => true,
        (row) => replaced.has(row)
      )
    }
  },
  {
    id: 'replaced/survivor',
    kind: 'conformance',
    aspect: 'relational',
    title: m.replacedRecordsLeadToAPerson,
    text: m.aReplacedRecordFailsThatLeads,
    table: 'patient',
    column: 'replaced_by_id',
    limit: 0,
    verdicts(store) {
      const replaced = replacedRecords(store)
      return rowVerdicts(
        store.table('patient'),
        (row) => replaced.has(row),
        (row) => replaced.get(row) !== 'counted-twice'
      )
    }
  }
]
