import { engineTablesRiskMessages as m } from '#messages/engine/tables/risk.ts'
import type { Discharge } from '../../risk/discharge/discharge-scores.ts'
import type { RiskView } from '../../risk/view/risk-view.ts'
import { idAt } from '../../store/model/id-column.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import { patientKeys } from '../model/patient-keys.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'
import { lazyTable, type TableAbout } from './lazy-table.ts'

/** What `discharge_score` is. */
export const dischargeScoreTable: TableAbout = {
  name: 'discharge_score',
  description: m.laceAndHOSPITALAtEachDischarge,
  columns: [
    {
      name: 'stay_id',
      kind: 'dictionary',
      description: m.idOfTheEncounterInData
    },
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'discharged', kind: 'date', description: m.dayOfDischarge },
    { name: 'lace', kind: 'integer', description: m.lace0To19 },
    { name: 'lace_missing', kind: 'dictionary', description: m.whatLACELacks },
    { name: 'hospital', kind: 'integer', description: m.hospital0To13 },
    { name: 'hospital_missing', kind: 'dictionary', description: m.whatHOSPITALLacks },
    {
      name: 'outcome',
      kind: 'dictionary',
      description: m.readmittedPlannedReturnOrNotReadmitted
    }
  ]
}

/** The table `discharge_score`, by patient and day. */
export function dischargeScoreRows(risk: RiskView): TableSource {
  return lazyTable(
    dischargeScoreTable,
    () => risk.discharges(),
    (column, rows) => readDischarges(column, rows, risk),
    (patient) => risk.population.shard.personNumber(patient)
  )
}

function readDischarges(column: string, rows: readonly Discharge[], { population: { store } }: RiskView): Column {
  const points = (pick: (row: Discharge) => number | undefined): Column => ({
    kind: 'integer',
    values: Int32Array.from(rows, (row) => pick(row) ?? NO_INTEGER)
  })
  switch (column) {
    case 'stay_id': {
      return dictionaryOf(rows.map(({ table, row }) => idAt(table.column('id', 'id'), row)))
    }
    case 'patient_id':
      return patientKeys(
        store,
        Int32Array.from(rows, ({ patient }) => patient)
      )
    case 'discharged':
      return {
        kind: 'date',
        days: Int32Array.from(rows, ({ discharged }) => discharged),
        precision: new Uint8Array(rows.length).fill(3)
      }
    case 'lace':
      return points(({ lace }) => lace.points)
    case 'hospital':
      return points(({ hospital }) => hospital.points)
    case 'lace_missing':
      return dictionaryOf(rows.map(({ lace }) => lace.missing))
    case 'hospital_missing':
      return dictionaryOf(rows.map(({ hospital }) => hospital.missing))
    default:
      return dictionaryOf(rows.map(({ outcome }) => outcome))
  }
}
