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
    title: 'Much more data read than usual',
    definition:
      'An account read data of people on one day more often than 30 times, and more often than the median of its earlier days plus 8 times their median distance from it. Needs 10 earlier days.',
    subject: 'person-level',
    test: { test: 'more-than-own-history', distances: 8, days: 10, floor: 30 }
  },
  {
    id: 'off-hours',
    title: 'Data read at unusual hours',
    definition:
      'An account read data of people more than 3 times on one day between 21:00 and 06:00 or on a weekend, while less than 5% of what it read on earlier days was at such hours. Needs 10 earlier days.',
    subject: 'person-level',
    test: { test: 'off-hours', from: 21, until: 6, share: 0.05, days: 10, floor: 3 }
  },
  {
    id: 'reveals',
    title: 'Many names revealed',
    definition: 'An account revealed names more than 20 times on one day.',
    subject: 'reveals',
    test: { test: 'more-in-a-day', than: 20 }
  },
  {
    id: 'exports',
    title: 'Many exports',
    definition: 'Data were exported by one account more than 25 times on one day.',
    subject: 'exports',
    test: { test: 'more-in-a-day', than: 25 }
  },
  {
    id: 'refusals',
    title: 'Repeated refusals',
    definition: 'An account was refused something more than 5 times within one hour.',
    subject: 'refusals',
    test: { test: 'more-in-an-hour', than: 5 }
  },
  {
    id: 'watched',
    title: 'A watched person was opened',
    definition: 'Data of a person on the watch list were read or revealed, even once.',
    subject: 'watched',
    test: { test: 'more-in-a-day', than: 0 }
  }
]

const personLevel: ReadonlySet<string> = new Set([
  'data.read',
  'identity.revealed',
  'worklist.opened',
  'snapshot.opened',
  'data.exported'
])

/** @returns whether a rule about a subject counts a record @param watched pseudonyms of people on the watch list */
export function countsFor(subject: RuleSubject, row: AuditRow, watched: ReadonlySet<string>): boolean {
  const { action, outcome, facts } = row
  if (subject === 'refusals') return outcome === 'failure' && facts['code'] === 'not-allowed'
  if (outcome !== 'success') return false
  if (subject === 'reveals') return action === 'identity.revealed'
  if (subject === 'exports') return action === 'data.exported'
  if (subject === 'watched') return personLevel.has(action) && watched.has(String(facts['person']))
  return personLevel.has(action)
}
