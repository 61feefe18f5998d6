import { servicesReviewMessages as m } from '#messages/services/review.ts'
import type { AuditRow } from '#shared/audit-record.ts'

/** Which records a rule counts. */
export type RuleSubject = 'person-level' | 'reveals' | 'exports' | 'refusals' | 'watched'

/** When a count of one account stands out. */
export type RuleTest =
  /** More in one day than this. */
  | { readonly test: 'more-in-a-day'; readonly than: number }
  /** More in one hour than this. */
  | { readonly test: 'more-in-an-hour'; readonly than: number }
  /**
   * More in one day than the account's own days before: the median of its days with any, plus so many times the median
   * distance from it (both over the days before, which have to be so many), and at all times more than the floor.
   */
  | {
      readonly test: 'more-than-own-history'
      readonly distances: number
      readonly days: number
      readonly floor: number
    }
  /**
   * At hours that are not the account's: between `from` and `until` o'clock or on a weekend, where less than this share of
   * what it did on the days before was at such hours; only with so many days before.
   */
  | {
      readonly test: 'off-hours'
      readonly from: number
      readonly until: number
      readonly share: number
      readonly days: number
      readonly floor: number
    }

/** A rule that looks for what stands out, as data. */
export interface AnomalyRuleDefinition {
  readonly id: string
  readonly title: string
  /** The whole rule in a sentence; the numbers are those of `test`. */
  readonly definition: string
  readonly subject: RuleSubject
  readonly test: RuleTest
}

/**
 * The rules. Their limits are tuned to be quiet: a test holds them to fewer than one alarm in a hundred days of ordinary work.
 */
export const anomalyRules: readonly AnomalyRuleDefinition[] = [
  {
    id: 'volume',
    title: m.muchMoreDataReadThanUsual,
    definition: m.anAccountReadDataOfPeople,
    subject: 'person-level',
    test: { test: 'more-than-own-history', distances: 8, days: 10, floor: 30 }
  },
  {
    id: 'off-hours',
    title: m.dataReadAtUnusualHours,
    definition: m.anAccountReadDataOfPeopleMore,
    subject: 'person-level',
    test: { test: 'off-hours', from: 21, until: 6, share: 0.05, days: 10, floor: 3 }
  },
  {
    id: 'reveals',
    title: m.manyNamesRevealed,
    definition: m.anAccountRevealedNamesMoreThan,
    subject: 'reveals',
    test: { test: 'more-in-a-day', than: 20 }
  },
  {
    id: 'exports',
    title: m.manyExports,
    definition: m.dataWereExportedByOneAccount,
    subject: 'exports',
    test: { test: 'more-in-a-day', than: 25 }
  },
  {
    id: 'refusals',
    title: m.repeatedRefusals,
    definition: m.anAccountWasRefusedSomethingMore,
    subject: 'refusals',
    test: { test: 'more-in-an-hour', than: 5 }
  },
  {
    id: 'watched',
    title: m.aWatchedPersonWasOpened,
    definition: m.dataOfAPersonOnThe,
    subject: 'watched',
    test: { test: 'more-in-a-day', than: 0 }
  }
]

const personLevel: ReadonlySet<string> = new Set([
  'data.read',
  'identity.revealed',
  'worklist.opened',
  'snapshot.opened',
  'data.exported',
  'subject.reported'
])
const exports: ReadonlySet<string> = new Set(['data.exported', 'subject.reported'])

/** @returns whether a rule about a subject counts a record @param watched pseudonyms of people on the watch list */
export function countsFor(subject: RuleSubject, row: AuditRow, watched: ReadonlySet<string>): boolean {
  const { action, outcome, facts } = row
  // A refusal by the role names what is missing; one by a policy, or by what was asked about, has the code of the error.
  if (subject === 'refusals')
    return action === 'access.refused' || (outcome === 'failure' && facts['code'] === 'not-allowed')
  if (outcome !== 'success') return false
  if (subject === 'reveals') return action === 'identity.revealed'
  if (subject === 'exports') return exports.has(action)
  if (subject === 'watched') return personLevel.has(action) && watched.has(String(facts['person']))
  return personLevel.has(action)
}
