import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of ui/primitives. */
export const uiPrimitivesMessages = catalog({
  keepIt: 'Keep it',
  careOfThesePeople: 'Care of these people',
  outreach: 'Outreach',
  checkingData: 'Checking data',
  audit: 'Audit',
  anotherReason: 'Another reason',
  showTheNameOfOnePerson: 'Show the name of one person?',
  showTheNamesOfPeople: (people: Text) => `Show the names of ${people} people?`,
  yourReasonAndTheTimeGo:
    'Your reason and the time go to the audit log first. Names and record numbers are masked again after 10 minutes.',
  careOfThisPerson: 'Care of this person',
  showFor10Minutes: 'Show for 10 minutes',
  keepMasked: 'Keep masked'
})
