import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { DecisionJournal } from '../services/matching/decision-journal.ts'

/** The handlers for which records are of one person. */
export function createMatchingHandlers(journal: DecisionJournal): ServiceHandlers['matching'] {
  return { journal: () => journal.read(), decide: (choice) => journal.add(choice) }
}
