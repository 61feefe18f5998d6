import { commonMessages as common } from '#messages/common.ts'
import { screensMeasuresCapacityMessages as m } from '#messages/screens/measures/capacity.ts'
import type { CapacityPlan, Estimate } from '#engine/forecast/capacity.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import type { Format } from '../../../ui/format/format.ts'

/** A line of a plan. */
export interface CapacityFact {
  readonly term: string
  readonly text: string
}

/** A plan as it is shown. */
export interface ShownPlan {
  /** What is to be reached by when; undefined where it would tell the rate. */
  readonly subtitle: string | undefined
  readonly facts: readonly CapacityFact[]
  /** Everything is computed from a rate that is withheld, and so is withheld, too. */
  readonly isWithheld: boolean
}

/** A count of work, with a decimal where it is small. */
export function workText(value: number, format: Pick<Format, 'count'>): string {
  return value < 100 ? value.toFixed(1) : format.count(Math.round(value))
}

/**
 * A plan in lines. Each of them, and a target that was suggested from the rate, would tell a rate that is withheld.
 * @param needed people whose gap has to be closed
 * @param target in whole percent
 * @param until the date in words
 */
export function shownPlan(
  row: Pick<ScorecardRow, 'title' | 'rate' | 'eligible' | 'closable'>,
  plan: CapacityPlan,
  { needed, target, until }: { readonly needed: number; readonly target: number; readonly until: string },
  format: Format
): ShownPlan {
  const rate = format.figure(row.rate)
  if (rate.hidden)
    return { subtitle: undefined, facts: [{ term: m.rateNow, text: common.suppressed }], isWithheld: true }
  const count = (value: number): string => format.count(Math.round(value))
  const short = (value: number): string => workText(value, format)
  const range = ({ low, value, high }: Estimate, text: (value: number) => string): string =>
    text(low) === text(high) ? text(value) : m.to(text(value), text(low), text(high))
  return {
    subtitle: m.by(row.title, target, until),
    isWithheld: false,
    facts: [
      { term: m.rateNow, text: m.valueValueEligible(rate.text, format.figure(row.eligible).text) },
      {
        term: m.peopleToCloseFor(target),
        text: m.ofWhoStillCanBeClosed(format.people(needed), format.people(row.closable ?? 0))
      },
      { term: m.contacts, text: range(plan.contacts, count) },
      { term: m.contactSlotsAWeek, text: range(plan.slots, short) },
      { term: m.hoursAWeekForContacts, text: range(plan.contactHours, short) },
      ...(plan.visitHours === undefined
        ? []
        : [{ term: m.hoursAWeekForTheVisits, text: range(plan.visitHours, short) }]),
      {
        term: plan.visitHours === undefined ? m.staffForContacts : m.staffForBoth,
        text: range(plan.staff, short)
      }
    ]
  }
}
