import { commonMessages as common } from '#messages/common.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { daysNotBefore, type DaysChosen } from '../../base/kernels/day-bits.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { coverageKinds } from '../claims/coverage-kinds.ts'
import { coverageTerms } from '../claims/coverage-terms.ts'
import type { Day } from '../../base/figures/filter.ts'
import { notRecorded, readOnce, type Dimension } from './dimension.ts'
import { payerLabel, payerRows, rowsInForce } from '../claims/payer-rows.ts'

/**
 * Who pays for a person on the date: the payer of the Coverage that is in force (when there are several the one that began
 * last of those that pay for medical care, else of all; a Coverage without a period is always in force), else the insurer of
 * the latest claim up to the date. Names are taken as they are written, `NO_INSURANCE` too.
 */
export function payerDimension(store: Store): Dimension {
  const values = readOnce(() => [
    ...payerRows(store).names.map((name) => ({ value: name, label: payerLabel(name) })),
    notRecorded
  ])
  return {
    id: 'payer',
    label: common.payer,
    group: 'place-and-payer',
    hidden: false,
    fixed: false,
    get values() {
      return values()
    },
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values().length)
      const { offsets, starts, payers } = payerRuns(store)
      for (let patient = 0; patient < codes.length; patient++) {
        let index = offsets[patient + 1]! - 1
        while (starts[index]! > asOf) index--
        codes[patient] = payers[index]!
      }
      return codes
    },
    daysChosen: (days, wanted) => chosenByRuns(payerRuns(store), days, wanted)
  }
}

/** On which days the payer of each person is wanted. @param days ascending, fewer than 32 */
function chosenByRuns(
  { offsets, starts, payers, only }: PayerRuns,
  days: readonly Day[],
  wanted: Uint8Array
): DaysChosen {
  const [first, last] = [days[0]!, days[days.length - 1]!]
  const since = daysNotBefore(days, first)
  const all = (1 << days.length) - 1
  const daysOf = (patient: number): number => {
    const begin = offsets[patient]!
    let index = offsets[patient + 1]! - 1
    while (index > begin && starts[index]! > last) index--
    let mask = 0
    for (let left = all; left !== 0; index--) {
      // The payer of a run pays on the days from its start on that no later run has.
      const paid = index === begin || starts[index]! <= first ? left : left & since[starts[index]! - first]!
      if (wanted[payers[index]!] === 1) mask |= paid
      left &= ~paid
    }
    return mask
  }
  return { daysOf, steady: { codes: only, wanted } }
}

/** Who pays for each person from which day on: person p has those of `[offsets[p], offsets[p + 1])`, the first of which holds from the beginning. */
interface PayerRuns {
  readonly offsets: Int32Array
  readonly starts: Int32Array
  /** Index into the names of payers; their number for none. */
  readonly payers: Int32Array
  /** Of each person the payer, if it is the same from the beginning to the end, as for most people; else -1. */
  readonly only: Codes
}

const known = new DerivedValues<Store, PayerRuns>()

/** The payers of a store's people over time; put together once. */
function payerRuns(store: Store): PayerRuns {
  return known.get(store, () => readRuns(store))
}

/** Somebody who pays for a person on the days `[first, last]`. */
interface PaidStretch {
  readonly first: Day
  readonly last: Day
  readonly payer: number
  /** Not for drugs, teeth or eyes alone. */
  readonly medical: boolean
}

/** The first and the last of all days. */
const [FIRST, LAST] = [-2147483648, 2147483647]

function readRuns(store: Store): PayerRuns {
  const covered = coverageStretches(store)
  const billed = billedStretches(store)
  const none = payerRows(store).names.length
  const offsets = new Int32Array(store.patients + 1)
  const only = emptyCodes(store.patients, none + 1)
  const starts: number[] = []
  const payers: number[] = []
  for (let patient = 0; patient < store.patients; patient++) {
    const coverages = covered(patient)
    // Where a coverage never ends nor begins, no claim decides.
    const claims = coverages.some(({ first, last }) => first === FIRST && last === LAST) ? [] : billed(patient)
    const days = [FIRST]
    for (const { first, last } of coverages) {
      if (first > FIRST) days.push(first)
      if (last < LAST) days.push(last + 1)
    }
    for (const { first } of claims) if (first > FIRST) days.push(first)
    if (days.length > 1) days.sort((left, right) => left - right)
    let before = -1
    for (const day of days) {
      const payer = payerOn(coverages, day) ?? payerOn(claims, day) ?? none
      if (payer === before) continue
      before = payer
      starts.push(day)
      payers.push(payer)
    }
    offsets[patient + 1] = starts.length
    if (starts.length === offsets[patient]! + 1) only[patient] = payers[offsets[patient]!]!
  }
  return { offsets, starts: Int32Array.from(starts), payers: Int32Array.from(payers), only }
}

/**
 * The payer of the stretch that began last of those that include a day, medical ones before others.
 * @param stretches ascending by their first day
 */
function payerOn(stretches: readonly PaidStretch[], day: Day): number | undefined {
  let other: number | undefined
  for (let index = stretches.length - 1; index >= 0; index--) {
    const { first, last, payer, medical } = stretches[index]!
    if (first > day || last < day) continue
    if (medical) return payer
    other ??= payer
  }
  return other
}

/** Tells the coverages of a person that count and name a payer, by the day they began. */
function coverageStretches(store: Store): (patient: number) => readonly PaidStretch[] {
  const { coverages } = payerRows(store)
  const terms = coverageTerms(store)
  if (coverages === undefined || terms === undefined) return () => []
  const kinds = coverageKinds(store)
  return (patient) => {
    const spans: PaidStretch[] = []
    for (let row = terms.offsets[patient]!; row < terms.offsets[patient + 1]!; row++)
      if (terms.counts[row] === 1 && coverages[row]! >= 0)
        spans.push({
          first: terms.first[row]!,
          last: terms.last[row]!,
          payer: coverages[row]!,
          medical: kinds[row]!.medical
        })
    return spans.length < 2 ? spans : spans.sort((left, right) => left.first - right.first)
  }
}

/** Tells from when on the last claim of a person is one of which payer. */
function billedStretches(store: Store): (patient: number) => readonly PaidStretch[] {
  const claims = store.tables.get('explanation_of_benefit')
  const { claims: payers } = payerRows(store)
  const [offsets, days] = [claims?.patientOffsets, claims?.day]
  if (claims === undefined || payers === undefined || offsets === undefined || days === undefined) return () => []
  const usable = rowsInForce(claims)
  return (patient) => {
    const spans: PaidStretch[] = []
    let before = -1
    for (let row = offsets[patient]!; row < offsets[patient + 1]!; row++) {
      const payer = payers[row]!
      if (usable[row] === 0 || payer < 0 || payer === before) continue
      before = payer
      spans.push({ first: days[row]!, last: LAST, payer, medical: true })
    }
    return spans
  }
}
