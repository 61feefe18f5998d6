import { engineModelsFeaturesMessages as m } from '#messages/engine/models/features.ts'
import { defined } from '#shared/language/defined.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { ColumnTest, Day } from '../../base/figures/filter.ts'
import { knownDay, paidClaims } from '../../population/claims/paid-claims.ts'
import { emergencyVisits } from '../../population/stays/emergency-visits.ts'
import { inpatientStays, type InpatientStays } from '../../population/stays/inpatient-stays.ts'
import { tookPlace } from '../../population/selection/visit-dimensions.ts'
import { countInPopulation, rowsInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { FeatureRows, ModelFeature } from './feature-definition.ts'
import { knownDays } from './known-conditions.ts'
import { lastBefore, personEvents, sumBefore, type PersonEvents } from './person-events.ts'

/** Visits, stays and claims of everybody, by person and day. */
export interface CareEvents {
  readonly stays: PersonEvents | undefined
  /** First and last day of each stay, in the order of `stays`. */
  readonly stayEnds: Int32Array
  readonly emergency: PersonEvents | undefined
  readonly visits: PersonEvents | undefined
  readonly paid: PersonEvents | undefined
  /** The table that stays are read from. */
  readonly table: string
  /** First day of any encounter, or of any claim in data without encounters. */
  readonly firstDay: Day
}

const cached = new DerivedValues<Store, CareEvents>()

/** The events of a store, read once. */
export function careEventsOf(store: Store): CareEvents {
  return cached.get(store, () => readEvents(store))
}

const patientOf = ({ table, rows }: InpatientStays, stay: number): number => defined(table.patient)[rows[stay]!]!

/** Numbers of the stays of a known person on a known day, by person and first day. */
function usableStays(stays: InpatientStays): number[] {
  return [...stays.rows.keys()]
    .filter((stay) => patientOf(stays, stay) >= 0 && stays.first[stay] !== NO_DAY)
    .sort((left, right) => patientOf(stays, left) - patientOf(stays, right) || stays.first[left]! - stays.first[right]!)
}

function readEvents(store: Store): CareEvents {
  const knownOf = knownDays(store)
  const { patients } = store
  const stays = inpatientStays(store)
  const usable = stays === undefined ? [] : usableStays(stays)
  const emergency = emergencyVisits(store)
  const encounters = store.tables.get('encounter')
  return {
    stays:
      stays &&
      personEvents(
        patients,
        usable.map((stay) => ({
          patient: patientOf(stays, stay),
          day: stays.first[stay]!,
          known: knownOf(stays.table, stays.rows[stay]!)
        }))
      ),
    stayEnds: Int32Array.from(usable, (stay) => defined(stays?.last[stay])),
    emergency:
      emergency &&
      personEvents(
        patients,
        Array.from(emergency.rows, (row) => ({
          patient: defined(emergency.table.patient)[row]!,
          day: defined(emergency.table.day)[row]!,
          known: knownOf(emergency.table, row)
        }))
      ),
    visits:
      encounters !== undefined && rowsInPopulation(store, 'encounter') > 0
        ? visitEvents(store, encounters)
        : claimEvents(store, false),
    paid: claimEvents(store, true),
    table: stays?.table.name ?? 'encounter',
    firstDay: store.inPopulation('first day of care', firstDayIn, (left, right) => Math.min(left, right))
  }
}

function firstDayIn(store: Store): Day {
  let first = Number.POSITIVE_INFINITY
  for (const day of inpatientStays(store)?.table.day ?? []) if (day !== NO_DAY && day < first) first = day
  return first
}

/** Stays or emergency visits in the population of a store, as models see them. */
export function countCare(store: Store, kind: 'stays' | 'emergency'): number {
  return countInPopulation(store, `${kind} for models`, (each) => careEventsOf(each)[kind]?.days.length ?? 0)
}

function visitEvents(store: Store, table: Table): PersonEvents {
  const happened = tookPlace(table)
  const rows = Array.from(happened.keys()).filter((row) => happened[row] === 1)
  return personEvents(
    store.patients,
    rows.map((row) => ({ patient: defined(table.patient)[row]!, day: defined(table.day)[row]! }))
  )
}

/** Claims in final action: how much was paid, or how many days they name. */
function claimEvents(store: Store, amounts: boolean): PersonEvents | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const { days, patient, counts } = claims
  const known = knownDay(claims)
  const paid = claims.amounts('paid')
  const rows = Array.from(days.keys()).filter((row) => counts[row] === 1)
  const events = rows.map((row) => ({
    patient: patient[row]!,
    day: days[row]!,
    known: known(row),
    value: amounts ? paid[row]! : 1
  }))
  return personEvents(store.patients, events)
}

const noVisits = m.theDataHoldNeitherEncountersNor
const noEmergency = m.theDataContainNoEmergencyVisits
const noClaims = m.theDataContainNoClaims

/** First day of the months up to before an index date, as for {@link windowStart} of the day before. */
export function monthsBefore(index: Day, months: number): Day {
  return addMonths(index, -months)
}

/** Use of care and its cost in the months and days before the index date. */
export function useFeatures(store: Store): readonly ModelFeature[] {
  const events = careEventsOf(store)
  return [...careFeatures(events, countCare(store, 'emergency') > 0), ...costFeatures(events)]
}

/** How much is in the months before the index date, of events that there may be none of. */
function amountIn(events: PersonEvents | undefined, months: number): ModelFeature['read'] {
  if (events === undefined) return () => Number.NaN
  return (patient, index) => sumBefore(events, patient, monthsBefore(index, months), index)
}

/** Gives the rows of a feature. */
type FeatureRowsOf = (patient: number, index: Day) => FeatureRows

/** The days of some months before the index date, as a test of rows. */
function daysBefore(index: Day, months: number): ColumnTest {
  return { column: '@day', from: monthsBefore(index, months), to: index - 1 }
}

/** @param hasEmergency whether any visit is known to be one of an emergency department */
function careFeatures(
  { stays, stayEnds, emergency, visits, table }: CareEvents,
  hasEmergency: boolean
): readonly ModelFeature[] {
  const stayTest: ColumnTest = { column: '@stay', in: ['yes'] }
  const emergencyTest: ColumnTest = { column: '@emergency', in: ['released', 'admitted'] }
  const rowsIn =
    (months: number, ...tests: readonly ColumnTest[]): FeatureRowsOf =>
    (_, index) => ({ table, where: [daysBefore(index, months), ...tests] })
  const emergencyIn = (months: number): Pick<ModelFeature, 'missing' | 'read' | 'rows'> => ({
    missing: hasEmergency ? undefined : noEmergency,
    read: amountIn(hasEmergency ? emergency : undefined, months),
    rows: rowsIn(months, emergencyTest)
  })
  const noStays = stays === undefined ? noVisits : undefined
  return [
    {
      id: 'inpatient_stays_12m',
      title: m.inpatientStaysIn12Months,
      group: 'use',
      kind: 'number',
      unit: '',
      text: m.inpatientStaysThatBeganInThe,
      missing: noStays,
      read: amountIn(stays, 12),
      rows: rowsIn(12, stayTest)
    },
    {
      id: 'emergency_visits_12m',
      title: m.emergencyVisitsIn12Months,
      group: 'use',
      kind: 'number',
      unit: '',
      text: m.emergencyVisitsOfThe12Months,
      ...emergencyIn(12)
    },
    {
      id: 'inpatient_days_12m',
      title: m.daysInHospitalIn12Months,
      group: 'use',
      kind: 'log',
      unit: 'days',
      text: m.daysOfInpatientStaysThatBegan,
      missing: noStays,
      read: (patient, index) =>
        stays === undefined ? Number.NaN : stayDays(stays, stayEnds, patient, monthsBefore(index, 12), index),
      rows: rowsIn(12, stayTest)
    },
    {
      id: 'emergency_visits_3m',
      title: m.emergencyVisitsIn3Months,
      group: 'use',
      kind: 'number',
      unit: '',
      text: m.emergencyVisitsOfThe3Months,
      ...emergencyIn(3)
    },
    {
      id: 'days_since_stay',
      title: m.daysSinceTheLastStayBegan,
      group: 'use',
      kind: 'log',
      unit: 'days',
      text: m.daysSinceTheLastInpatientStay,
      missing: noStays,
      read(patient, index) {
        const last = stays === undefined ? undefined : lastBefore(stays, patient, index)
        return last === undefined ? Number.NaN : index - last
      },
      rows: () => ({ table, where: [stayTest] })
    },
    {
      id: 'visits_12m',
      title: m.visitsIn12Months,
      group: 'use',
      kind: 'log',
      unit: '',
      text: m.encountersThatTookPlaceInThe,
      missing: visits === undefined ? noVisits : undefined,
      read: amountIn(visits, 12),
      rows: rowsIn(12)
    }
  ]
}

function costFeatures({ paid }: CareEvents): readonly ModelFeature[] {
  const missing = paid === undefined ? noClaims : undefined
  const rowsIn =
    (months: number): FeatureRowsOf =>
    (_, index) => ({
      table: 'explanation_of_benefit',
      where: [daysBefore(index, months), { column: '@action', in: ['final'] }]
    })
  return [
    {
      id: 'paid_12m',
      title: m.paidIn12Months,
      group: 'cost',
      kind: 'log',
      unit: 'USD',
      text: m.paidForClaimsInFinalAction,
      missing,
      read: amountIn(paid, 12),
      rows: rowsIn(12)
    },
    {
      id: 'paid_3m',
      title: m.paidIn3Months,
      group: 'cost',
      kind: 'log',
      unit: 'USD',
      text: m.theSameOfThe3Months,
      missing,
      read: amountIn(paid, 3),
      rows: rowsIn(3)
    },
    {
      id: 'paid_trend',
      title: m.changeOfWhatWasPaid,
      group: 'cost',
      kind: 'log',
      unit: 'USD',
      text: m.paidInThe6MonthsBefore,
      missing,
      read(patient, index) {
        if (paid === undefined) return Number.NaN
        const [middle, start] = [monthsBefore(index, 6), monthsBefore(index, 12)]
        const paidIn = (from: Day, to: Day): number =>
          sumBefore(paid, patient, from, index) - sumBefore(paid, patient, to, index)
        return paidIn(middle, index) - paidIn(start, middle)
      },
      rows: rowsIn(12)
    }
  ]
}

/** Days of stays that began from a day on; 1 of one that is not over by the index date. */
function stayDays(
  { offsets, days, known }: PersonEvents,
  ends: Int32Array,
  patient: number,
  from: Day,
  index: Day
): number {
  let sum = 0
  for (let place = offsets[patient]!; place < offsets[patient + 1]!; place++) {
    if (days[place]! < from || days[place]! >= index || known[place]! >= index) continue
    const isOver = ends[place] !== NO_DAY && ends[place]! < index
    sum += isOver ? Math.max(1, ends[place]! - days[place]!) : 1
  }
  return sum
}
