import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of state/boards. */
export const stateBoardsMessages = catalog({
  noMeasureHasAResultFor:
    'No measure has a result for these data and the period in view. Run the measures on the screen Measures.',
  theMeasuresAreRunning: 'The measures are running. Their results appear here when they are done.',
  theStatementDoesNotRunOn: (message: Text) => `The statement does not run on these data: ${message}`,
  resultOfAStatement: 'Result of a statement',
  theCohortOfThisFigureIs: 'The cohort of this figure is not among the saved cohorts. Import its definition.',
  titleNumber: (title: Text, number: Text) => `${title} ${number}`,
  titleCopy: (title: Text) => `${title}, copy`,
  aSavedBoardCannotBeUsed: (message: Text) => `A saved board cannot be used. ${message}`,
  openingLabel: (label: Text) => `Opening ${label}`,
  theSnapshotHasNoDatedRecord: 'The snapshot has no dated record to compare with.',
  openedToCompare: (label: Text) => `Opened ${label} to compare`,
  labelWasNotOpened: (label: Text, isCancelled: boolean) =>
    `${label} ${isCancelled ? 'was not opened' : 'could not be opened'}`,
  theWorkerOfTheSnapshotEnded:
    'The worker with the earlier snapshot stopped, perhaps for lack of memory. Choose the snapshot again.',
  theSnapshotWasClosed: 'The snapshot was closed.',
  ratesOfMeasuresAreComparedOn: 'Rates of measures are compared on the tab Changes of the measures.',
  theCohortOfThisFigureIsNot: 'The cohort of this figure is not among the saved cohorts.',
  statementsAndListsCannotBeAsked: 'Statements and lists cannot be asked of an earlier snapshot here.',
  noEarlierSnapshotIsOpen: 'No earlier snapshot is open.',
  thePeopleOfTheSnapshotHave: 'The people of the snapshot have no ids to compare by.'
})
