import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of screens/content about the registry of definitions. */
export const screensContentDefinitionsMessages = catalog({
  approve: 'Approve',
  putIntoReview: 'Put into review',
  retire: 'Retire',
  backToDraft: 'Back to draft',
  giveAReasonFirst: 'Give a reason first.',
  itIsBeingRecorded: 'It is being recorded.',
  newVersionVersionOrigin: (version: Text, origin: Text) => `new version${version}, ${origin}`,
  owner: 'Owner',
  apache20AsPopulus: 'Apache-2.0, as Populus',
  notStated: 'not stated',
  changeLog: 'Change log',
  itCameWithAndCountsAs: (origin: Text) =>
    `It came with ${origin} and counts as approved with it. No decision about it was made here.`,
  nothingIsRecordedYetSaveData:
    'Nothing is recorded yet: save data or unlock, so that there is a key to seal the journal with.',
  decideAboutThisVersion: 'Decide about this version',
  checkedAgainstThePublishedRule: 'Checked against the published rule',
  all: 'all',
  nameIdOrOwner: 'name, id or owner',
  ofToDecide: (rows: Text, definitions: Text, open: Text) => `${rows} of ${definitions}, ${open} to decide`,
  thereIsNothingToExport: 'There is nothing to export.',
  exportThisList: 'Export this list',
  theJournalOfDefinitionsWasChanged: 'The journal of definitions was changed outside Populus.',
  whatWasDecidedIsNotKnown:
    'What was decided is not known, and nothing can be decided. Put definitions.sealed back from a backup.',
  whatWasDecidedAboutDefinitionsIs: 'What was decided about definitions is locked.',
  unlockWithThePassphraseToSee: 'Unlock with the passphrase to see it.',
  setByYourOrganization: 'Set by your organization:',
  onlyWhatRestsOnApprovedDefinitions: (twoPersons: boolean) =>
    `only what rests on approved definitions leaves Populus${twoPersons ? ', and somebody other than the author approves.' : '.'}`,
  somebodyElseThanTheAuthorApproves: 'somebody other than the author approves a definition.',
  theDefinitionsCannotBeRead: 'The definitions cannot be read',
  readingTheDefinitions: 'Reading the definitions…',
  noDefinitionFits: 'No definition fits',
  chooseAnotherKindOrStateOr: 'Choose another kind or state, or search for something else.',
  definitionsInUseThoseThatWait: 'Definitions in use; those that wait for a decision first',
  decided: 'Decided',
  atByBy: (time: Text, person: Text) => `${time} by ${person}`,
  withOrigin: (origin: Text) => `with ${origin}`,
  fromTo: (version: Text, packTitle: Text, version2: Text, packTitle2: Text) =>
    `From ${version} (${packTitle}) to ${version2} (${packTitle2})`,
  noVersion: 'no version',
  comparing: 'Comparing…',
  nothingThatTheLogicReachesDiffers: 'Nothing that the logic reaches differs.',
  notThere: 'not there',
  logic: 'Logic',
  andMore: (libraries: Text) => `, and ${libraries} more`,
  importTheMeasureWithAllLibraries: (replace: Text, more: Text) =>
    `${replace}${more}. Import the measure with all libraries that it includes.`,
  n1ValueSetHasNoCodes: '1 value set has no codes',
  valueSetsHaveNoCodes: (without: Text) => `${without} value sets have no codes`,
  importFromVSACForInstance: (counted: Text, without: Text, them: Text) =>
    `${counted}: ${without}. Import ${them}, from VSAC for instance.`,
  askItsPublisherForAVersion: (unsupported: Text) => `${unsupported} Ask its publisher for a version that does without.`
})
