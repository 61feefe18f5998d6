import { monthStart } from '../../base/fhir/calendar.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'
import { coveragePlans } from '../claims/coverage-plans.ts'
import { coverageTerms, coverageWithin, type CoverageTerms } from '../claims/coverage-terms.ts'
import { notRecorded, type Dimension, type DimensionValue } from './dimension.ts'
import type { Day } from '../../base/figures/filter.ts'
import { payerRows } from '../claims/payer-rows.ts'

/** What makes somebody a member: periods of coverage, or where the data hold none, being alive. */
export type EnrolmentBasis = 'coverage' | 'living'

/** Enrolment in a calendar month, with the payer and plan of each value. */
export interface Enrolment {
  readonly basis: EnrolmentBasis
  readonly dimension: Dimension
  /** Payer and plan of each value of the dimension, '' when unknown. */
  readonly members: readonly { readonly payer: string; readonly plan: string }[]
}

/**
 * Who was enrolled on any day of the calendar month of a date, up to the date (the any-day rule for member months), and
 * with which payer and plan: those of the Coverage in force, of several the one that began last. Where no Coverage has a
 * period, everybody is a member from the month of birth to that of death, of the payer at its end.
 * @param payers codes of the dimension `payer`
 */
export function enrolment(store: Store, payers: (asOf: Day) => Codes): Enrolment {
  const terms = coverageTerms(store)
  const dated = terms?.first.some((day, row) => terms.counts[row] === 1 && day !== NO_DAY) === true
  const rule = dated ? byCoverage(store, terms) : byLife(store, payers)
  const values = rule.members.map(({ payer, plan }): DimensionValue => ({
    value: `${payer}|${plan}`,
    label: [payer || notRecorded.label, plan].filter((each) => each !== '').join(', ')
  }))
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const death = store.tables.get('patient')?.column('deceased_at', 'dateTime').days
  const dead = store.tables.get('patient')?.column('deceased', 'boolean').values
  const isAlive = (patient: number, from: Day, to: Day): boolean => {
    const died = death![patient]!
    return birth![patient]! <= to && (died === NO_DAY ? dead![patient] !== 1 : died >= from)
  }
  return {
    basis: dated ? 'coverage' : 'living',
    members: rule.members,
    dimension: {
      id: 'enrolment',
      label: 'Enrolled in the month',
      group: 'Place and payer',
      hidden: true,
      fixed: false,
      values,
      codes: (asOf) => {
        const codes = emptyCodes(store.patients, values.length)
        if (birth === undefined) return codes
        const from = monthStart(asOf)
        const memberOf = rule.memberOf(from, asOf)
        for (let patient = 0; patient < codes.length; patient++)
          if (isAlive(patient, from, asOf)) codes[patient] = memberOf(patient)
        return codes
      }
    }
  }
}

interface Rule {
  readonly members: Enrolment['members']
  /** Prepares a month; the index into `members` per patient, -1 for nobody's member. */
  memberOf(from: Day, to: Day): (patient: number) => number
}

function byCoverage(store: Store, terms: CoverageTerms): Rule {
  const { names: payerNames, coverages } = payerRows(store)
  const plans = coveragePlans(store)
  const place = new Map<string, number>()
  const members: { payer: string; plan: string }[] = []
  const memberOfRow = coverages!.map((payer, row) => {
    const plan = plans.rows[row]!
    const key = `${payer}|${plan}`
    let member = place.get(key)
    if (member === undefined) {
      member = members.length
      place.set(key, member)
      members.push({ payer: payerNames[payer] ?? '', plan: plans.names[plan] ?? '' })
    }
    return member
  })
  return {
    members,
    memberOf: (from, to) => (patient) => {
      const row = coverageWithin(terms, patient, { from, to })
      return row < 0 ? -1 : memberOfRow[row]!
    }
  }
}

function byLife(store: Store, payers: (asOf: Day) => Codes): Rule {
  const members = [...payerRows(store).names, ''].map((payer) => ({ payer, plan: '' }))
  return {
    members,
    memberOf: (_, to) => {
      const codes = payers(to)
      return (patient) => codes[patient]!
    }
  }
}
