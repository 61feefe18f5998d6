import { engineRiskDischargeMessages as m } from '#messages/engine/risk/discharge.ts'
import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { emergencyVisits } from '../../population/stays/emergency-visits.ts'
import { inpatientStays, MAXIMUM_DAYS_WITH_PARTS } from '../../population/stays/inpatient-stays.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { measurementSeries } from '../../population/registries/measurement-series.ts'
import type { Measurement } from '../../population/registries/registry-definition.ts'
import { targetOf } from '../../store/model/column.ts'
import { countInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** What scores at discharge ask of the records around a stay. */
export interface StayFacts {
  /** Whether the data hold emergency visits at all. */
  readonly hasEmergency: boolean
  /** Whether the data say what was done. */
  readonly hasProcedures: boolean
  /** First day of any encounter, or of any claim in data without encounters. */
  readonly firstDay: Day
  /** What the functions use. */
  readonly holds: readonly unknown[]
  /** First and last days of a person's emergency visits, and whether each ended in a stay. */
  emergency(patient: number): readonly { readonly day: Day; readonly last: Day; readonly admitted: boolean }[]
  /** Days on which a person's stays began; one that begins no later than the day after another goes on from it. */
  admissions(patient: number): readonly Day[]
  /** Whether something was done on a day of a stretch. */
  procedure(patient: number, from: Day, to: Day): boolean
  /** The last hemoglobin (g/dL) and sodium (mmol/L) of a stretch. */
  latest(test: 'hemoglobin' | 'sodium', patient: number, from: Day, to: Day): number | undefined
}

const loinc = 'http://loinc.org'
const measurements: Readonly<Record<'hemoglobin' | 'sodium', Measurement>> = {
  hemoglobin: {
    title: m.hemoglobin,
    unit: 'g/dL',
    sameDay: 'last',
    parts: [
      {
        title: m.hemoglobin,
        codes: { [loinc]: [{ code: '718-7', display: m.hemoglobinMassVolumeInBlood }] },
        units: [{ unit: 'g/dL' }, { unit: 'g/L', factor: 0.1 }],
        plausible: [2, 25]
      }
    ]
  },
  sodium: {
    title: m.sodium,
    unit: 'mmol/L',
    sameDay: 'last',
    parts: [
      {
        title: m.sodium,
        codes: {
          [loinc]: [
            { code: '2951-2', display: m.sodiumMolesVolumeInSerumOr },
            { code: '2947-0', display: m.sodiumMolesVolumeInBlood }
          ]
        },
        units: [{ unit: 'mmol/L' }, { unit: 'meq/L' }],
        plausible: [90, 200]
      }
    ]
  }
}

const known = new DerivedValues<Store, StayFacts>()

/** The facts of a store, read once. */
export function stayFacts(store: Store): StayFacts {
  return known.get(store, () => readFacts(store))
}

function readFacts(store: Store): StayFacts {
  const visits = emergencyVisits(store)
  const stays = inpatientStays(store)
  const emergency = new Map<number, { day: Day; last: Day; admitted: boolean }[]>()
  visits?.rows.forEach((row, index) => {
    push(emergency, defined(visits.table.patient)[row]!, {
      day: defined(visits.table.day)[row]!,
      last: visits.last[index]!,
      admitted: visits.outcome[index] === 1
    })
  })
  const admissions = new Map<number, Day[]>()
  const until = new Map<number, Day>()
  stays?.rows.forEach((row, index) => {
    const [patient, first, last] = [defined(stays.table.patient)[row]!, stays.first[index]!, stays.last[index]!]
    const before = until.get(patient) ?? NO_DAY
    if (first > before + 1) push(admissions, patient, first)
    // Nothing goes on from a stay that nobody closed in time.
    if (last - first <= MAXIMUM_DAYS_WITH_PARTS) until.set(patient, Math.max(before, first, last))
  })
  const procedures = procedureDays(store)
  const series = measurementSeries(store, [measurements.hemoglobin, measurements.sodium])
  return {
    hasEmergency: countInPopulation(store, 'emergency visits', emergencyIn) > 0,
    hasProcedures: countInPopulation(store, 'people with procedures', (each) => procedureDays(each).size) > 0,
    firstDay: store.inPopulation('first day of stays', firstDayIn, (left, right) => Math.min(left, right)),
    holds: [emergency, admissions, procedures, series],
    emergency: (patient) => emergency.get(patient) ?? [],
    admissions: (patient) => admissions.get(patient) ?? [],
    procedure: (patient, from, to) => procedures.get(patient)?.some((day) => day >= from && day <= to) ?? false,
    latest(test, patient, from, to) {
      const { offsets, days, values } = series[test === 'hemoglobin' ? 0 : 1]!
      for (let index = offsets[patient + 1]! - 1; index >= offsets[patient]!; index--)
        if (days[index]! <= to) return days[index]! >= from ? values[0]![index]! : undefined
      return undefined
    }
  }
}

function emergencyIn(store: Store): number {
  return emergencyVisits(store)?.rows.length ?? 0
}

function firstDayIn(store: Store): Day {
  let first = Number.POSITIVE_INFINITY
  for (const day of inpatientStays(store)?.table.day ?? []) if (day !== NO_DAY && day < first) first = day
  return first
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Days of procedures that were done, of each person: those of the chart, and ICD-10-PCS codes of inpatient claims. */
function procedureDays(store: Store): ReadonlyMap<number, readonly Day[]> {
  const days = new Map<number, Day[]>()
  const table = store.tables.get('procedure')
  if (table?.day !== undefined && table.patient !== undefined) {
    const status = table.column('status', 'dictionary')
    for (let row = 0; row < table.rows; row++) {
      const written = status.values[status.codes[row]!] ?? ''
      if (written !== '' && written !== 'completed' && written !== 'in-progress') continue
      if (table.patient[row]! >= 0 && table.day[row] !== NO_DAY) push(days, table.patient[row]!, table.day[row]!)
    }
  }
  const claims = paidClaims(store)
  const parts: Table | undefined = store.tables.get('explanation_of_benefit_procedure')
  if (claims !== undefined && parts !== undefined) {
    const claim = parts.column('explanation_of_benefit_id', 'reference')
    const { counts, days: claimDays, patient } = claims
    for (let row = 0; row < parts.rows; row++) {
      const target = targetOf(claim, row)
      if (target >= 0 && counts[target] === 1 && patient[target]! >= 0) push(days, patient[target]!, claimDays[target]!)
    }
  }
  return days
}
