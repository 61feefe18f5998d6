import type { Handlers } from '#shared/contract/contract.ts'
import type { DecisionJournal } from '../services/matching/decision-journal.ts'

type MatchingMethod = Extract<keyof Handlers, `matching.${string}`>

/** The handlers for which records are of one person. */
export function createMatchingHandlers(journal: DecisionJournal): Pick<Handlers, MatchingMethod> {
  return {
    'matching.journal': () => journal.read(),
    'matching.decide': (choice) => journal.add(choice)
  }
}
