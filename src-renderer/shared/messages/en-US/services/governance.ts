import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of services/governance. */
export const servicesGovernanceMessages = catalog({
  theDataUseAgreementEndedOn: (title: Text, expires: Text) =>
    `The data-use agreement "${title}" ended on ${expires}. Nothing left. Renew the agreement, or end it under Audit log, Agreements.`,
  theDataUseAgreementAsksThat: (title: Text, minCellSize: Text, smallCellLimit: Text, minCellSize2: Text) =>
    `The data-use agreement "${title}" asks that counts below ${minCellSize} are suppressed, and counts up to ${smallCellLimit} are now. Nothing left. Suppress counts up to ${minCellSize2} or more, and try again.`,
  onHoldSoNothingWasErased: (onHold: Text) =>
    `${onHold} on hold, so nothing was erased. Release the hold first, or record why the data must be retained.`,
  aSnapshotIs: 'A snapshot is',
  heldSnapshotsAre: (onHold: Text) => `${onHold} snapshots are`,
  signedResultsAreSealedUnlockWith: 'Signed results are sealed. Unlock with the passphrase first.',
  noNumbersWereFrozenWithThis: 'No numbers were frozen with this sign-off. Sign the results off again.',
  theSignedResultsWereChangedOutside:
    'The signed results were changed outside Populus and are not shown. Put the data folder back from a backup.',
  theStoredResultsAreOfAnother: 'The stored results are of another version of Populus. Run the measures again.',
  theFileWithTheDataUse:
    'The file with the data-use agreements (governance.json) is damaged, so it is not known what may leave. Nothing left. Put it back from a backup.',
  thisAgreementIsNotInForce: 'This agreement is not in force. List them again.',
  noResultsOfMeasuresAreStored: 'No results of measures are stored with these data. Run the measures first.',
  thisSignOffIsNotThere: 'This sign-off is not there any more. List them again.',
  aFileOfThisSnapshotIs:
    'A file of this snapshot is neither one JSON resource per line nor one JSON document, so it is not known whether it mentions the person. Nothing was changed. Delete the whole snapshot instead.',
  whatPopulusHoldsAboutOnePerson: 'What Populus holds about one person',
  writtenTheRecordsThemselvesAreIn: (time: Text) =>
    `Written ${time}. The records themselves are in bundle.json, as FHIR.`,
  recordsByType: 'Records by type:',
  whereTheyAreFromSnapshotsOf: 'Where they are from (snapshots of this computer):',
  utcRecords: (keptAt: Text, source: Text, count: number, mentions: Text) =>
    `  ${keptAt} UTC, ${source}: ${counted(count, 'record', 'records')}${mentions}`,
  otherRecordsThatMentionThePerson: (mentions: number) =>
    `, ${counted(mentions, 'other record that mentions', 'other records that mention')} the person`,
  elsewhereOnThisComputer: 'Elsewhere on this computer:',
  whoSawExportedOrChangedSomething: 'Who saw, exported or changed something about this person (audit log):',
  noRecord: '  no record'
})
