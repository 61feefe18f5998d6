import { engineCohortsEvaluateMessages as m } from '#messages/engine/cohorts/evaluate.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { emptyBitset, fullBitset, hasBit, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { monthNumber } from '../../population/claims/month-number.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import { NEVER } from '../../population/registries/condition-state.ts'
import { paidByPerson } from '../../population/selection/paid-dimension.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { findPatient } from '../../store/model/id-column.ts'
import type { Store } from '../../store/model/store.ts'
import type { CriterionOf } from '../definition/criteria.ts'
import { hasCoverage, uncoveredMonths } from './uncovered-months.ts'
import { rangeFor, type Dates } from './event-truths.ts'
import { known, undecidable, type Truth } from './truth.ts'
import { entryByPatient } from '../../population/registries/membership-days.ts'

/** Sets of people by a test that answers undefined where it cannot be told. */
function byPerson(patients: number, test: (patient: number) => boolean | undefined, reason: string): Truth {
  const yes = emptyBitset(patients)
  const unknown = emptyBitset(patients)
  let some = false
  for (let patient = 0; patient < patients; patient++) {
    const answer = test(patient)
    if (answer === true) setBit(yes, patient)
    else if (answer === undefined) {
      setBit(unknown, patient)
      some = true
    }
  }
  return { yes, unknown, reason: some ? reason : undefined }
}

/** The day that an anchor means for a person; undefined without an index date. */
function anchorOf(anchor: 'as-of' | 'index', { asOf, index }: Dates): (patient: number) => number | undefined {
  if (anchor === 'as-of' || index === undefined) return () => asOf
  return (patient) => (index[patient] === NO_DAY ? undefined : index[patient])
}

/** Who is of an age, in completed years. */
export function ageTruth({ at, from = 0, to = 1000 }: CriterionOf<'age'>, store: Store, dates: Dates): Truth {
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const anchor = anchorOf(at, dates)
  return byPerson(
    store.patients,
    (patient) => {
      const born = birth?.[patient] ?? NO_DAY
      const day = anchor(patient)
      if (born === NO_DAY) return undefined
      if (day === undefined) return false
      const age = ageAt(born, day)
      return age >= from && age <= to
    },
    m.theBirthDateIsNotRecorded
  )
}

/** Values by which dimensions say that nothing is recorded. */
const notRecordedValues: ReadonlySet<string> = new Set(['unknown', ''])

/** Who has one of some values of a filter. Those of whom the value is not recorded cannot be told, unless it is asked for. */
export function filterTruth(
  { values: chosen, exclude: left }: CriterionOf<'filter'>,
  { values, codes }: { readonly values: readonly { readonly value: string }[]; readonly codes: ArrayLike<number> }
): Truth {
  const exclude = left === true
  const answer = values.map(({ value }): boolean | undefined =>
    exclude ? !chosen.includes(value) : chosen.includes(value) || (notRecordedValues.has(value) ? undefined : false)
  )
  const none = chosen.includes('') !== exclude
  return byPerson(codes.length, (patient) => (codes[patient]! < 0 ? none : answer[codes[patient]!]), m.itIsNotRecorded)
}

/** Who was covered in a row of months. */
export function enrollmentTruth(criterion: CriterionOf<'enrollment'>, store: Store, dates: Dates): Truth {
  if (!hasCoverage(store)) return undecidable(store.patients, m.theseDataContainNoPeriodsOf)
  const { months, at, gapMonths = 0, benefit } = criterion
  const anchor = anchorOf(at, dates)
  const without = uncoveredMonths(store, months, benefit)
  // Most people share their anchor with others.
  let [day, month] = [dates.asOf, monthNumber(dates.asOf)]
  return byPerson(
    store.patients,
    (patient) => {
      const next = anchor(patient)
      if (next === undefined) return false
      if (next !== day) [day, month] = [next, monthNumber(next)]
      return without(patient, month) <= gapMonths
    },
    ''
  )
}

/** Who is in a registry on the as-of date, and first recorded in a window. */
export function registryTruth(
  { registry: id, firstRecorded }: CriterionOf<'registry'>,
  { index, store }: PopulationView,
  dates: Dates
): Truth {
  const registry = index.registries.find((each) => each.id === id)
  if (registry === undefined) return undecidable(store.patients, m.thereIsNoRegistry(id))
  const reason = index.cannotTell(registry)
  if (reason !== undefined) return undecidable(store.patients, reason)
  const members = index.members(registry, dates.asOf)
  const entry = entryByPatient(index.membership(registry))
  const rangeOf = rangeFor(firstRecorded, dates)
  return byPerson(
    store.patients,
    (patient) => {
      if (members[patient] !== 1) return false
      if (firstRecorded === undefined) return true
      const { from, to } = rangeOf(patient)
      const day = entry[patient]!
      return day !== NEVER && day !== NO_DAY && day >= from && day <= to
    },
    ''
  )
}

/** For whom at least an amount was paid. */
export function costTruth({ atLeast, months }: CriterionOf<'cost'>, store: Store, { asOf }: Dates): Truth {
  if (paidClaims(store) === undefined) return undecidable(store.patients, m.theseDataContainNoClaimsWith)
  const paid = paidByPerson(store, windowStart(asOf, months), asOf)
  return byPerson(store.patients, (patient) => paid[patient]! >= atLeast, '')
}

const listed = new WeakMap<Store, WeakMap<readonly string[], Bitset>>()

/** The people of some ids, which may be of any of their records; ids that are not in the data are left out. */
export function peopleOfIds(store: Store, ids: readonly string[]): Bitset {
  const ofStore = listed.get(store) ?? new WeakMap<readonly string[], Bitset>()
  listed.set(store, ofStore)
  const found = ofStore.get(ids)
  if (found !== undefined) return found
  const people = emptyBitset(store.patients)
  for (const id of ids) {
    const patient = findPatient(store, id)
    if (patient !== undefined) setBit(people, patient)
  }
  ofStore.set(ids, people)
  return people
}

/** Who is in a list of ids. */
export function peopleTruth({ ids }: CriterionOf<'people'>, store: Store): Truth {
  return known(peopleOfIds(store, ids))
}

/** Everybody who is not in a set. */
export function outside(people: Bitset, patients: number): Bitset {
  return fullBitset(patients).map((word, index) => word & ~people[index]!)
}

/** Whether a truth says yes, no or nothing of a person. */
export function answerOf({ yes, unknown }: Truth, patient: number): boolean | undefined {
  return hasBit(yes, patient) ? true : hasBit(unknown, patient) ? undefined : false
}
