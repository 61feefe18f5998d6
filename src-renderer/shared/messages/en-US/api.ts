import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of api. */
export const apiMessages = catalog({
  theWatchListHasKeyedNames: 'The watch list has keyed names only. Unlock with the passphrase first.',
  theSettingsAskForAReason: 'The settings require a reason for each export. Nothing left; give a reason.',
  filesWithData: 'files with data',
  chooseTheFileOfTheBackup: 'Choose the file of the backup first.',
  thereIsNoFileDialogHere: 'There is no file dialog here. Choose the file in the page.',
  notAnAddress: 'not an address',
  thisVersionOfPopulusHasNo: 'This version of Populus has no such call.',
  thereIsNoFileDialogHereChoose: 'There is no file dialog here. Choose the files in the page.',
  printFromTheBrowserHere: 'Print from the browser here.',
  namesAndRecordNumbersToBe: 'names and record numbers to be shown',
  countsOfFewerThanPeopleLeave: (defaultSmallCells: Text) =>
    `Counts of fewer than ${defaultSmallCells} people leave only for a reason. Say why, and save again.`,
  populusDidNotUnderstandTheCall: (call: Text) => `Populus did not understand the call "${call}".`,
  nothingWasChangedCorrectItAnd: (field: Text, issue: Text) =>
    `${field} ${issue}. Nothing was changed. Correct it and try again.`,
  entry: (name: Text, format: Text) => `${name}, entry ${format},`,
  list: 'List',
  anEntry: 'An entry',
  isEmpty: 'is empty',
  itHas: (length: Text, unit: Text) => `: it has ${length} ${unit}`,
  isTooLongAndAtMost: (now: Text, limit: Text) => `is too long${now}, and at most ${limit} are allowed`,
  isTooShortAndAtLeast: (now: Text, limit: Text) => `is too short${now}, and at least ${limit} are needed`,
  isTooSmallAtLeastIs: (limit: Text) => `is too small: at least ${limit} is needed`,
  isTooLargeAtMostIs: (limit: Text) => `is too large: at most ${limit} is allowed`,
  hasToBeAWholeNumber: 'has to be a whole number',
  isNotOneOfTheChoices: 'is not one of the choices',
  isNotWrittenInTheForm: 'is not written in the form that is expected',
  isMissing: 'is missing',
  isOfTheWrongKind: 'is of the wrong kind',
  isNotValid: 'is not valid',
  openAnotherWindowWithTheMenu: 'Open another window with the menu of Populus here.',
  moreWasSentThanWasAnnounced: 'More was sent than was announced.',
  filesArriveHereOnly: 'Files arrive at this address, and nothing can be read there.',
  thereIsNothingHere: 'There is nothing here.\n',
  cancelledNothingLeft: 'Canceled. Nothing left.',
  measureContentFromFiles:
    'measure content from files without the signature of a trusted publisher. Choose each file together with its .sig file',
  thePackOfAnotherSite: 'the pack of another site',
  theCutPoints: (name: Text) => `the cut points “${name}”`,
  theTableOfCutPoints: 'the table of cut points',
  theTableOfBenchmarks: 'the table of benchmarks',
  theTableOfRisk: 'the table of risk',
  theTableOfConstants: 'the table of constants'
})
