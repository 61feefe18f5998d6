import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of cli/governance. */
export const cliGovernanceMessages = catalog({
  noDefinitions: 'No definitions.\n',
  noPublishedCounts: 'No published counts.\n',
  nothingWasDecidedNameOneWith: (fitting: Text) =>
    `${fitting}. Nothing was decided. Name one with --kind, --id and, where several versions are in use, --hash.`,
  noDefinitionFits: 'No definition fits',
  fittingDefinitionsFit: (fitting: number) => counted(fitting, 'definition fits', 'definitions fit'),
  nothingWasDecidedGiveTheReason: 'Nothing was decided. Give the reason with --reason.',
  theJournalOfDefinitionsWasChanged:
    'The journal of definitions was changed or replaced outside Populus: what was decided is not known.\n',
  definitionsDefinitionsWritten: (definitions: number) =>
    `${counted(definitions, 'definition', 'definitions')} written\n`,
  populusIncidentNeedsOneOfEvidence:
    'populus incident needs one of --evidence FOLDER, --revoke-keys --confirm REVOKE, and --wipe --confirm WIPE.',
  nothingWasRevokedToConfirmAdd: 'Nothing was revoked. To confirm, add --confirm REVOKE.',
  keysAreRevokedTakeThemOut: (keys: number) =>
    `${counted(keys, 'key is revoked. Take it out of the registration at the server, and make a new one', 'keys are revoked. Take them out of the registration at each server, and make new ones')}:\n`,
  nothingWasWipedToConfirmAdd: 'Nothing was wiped. To confirm, add --confirm WIPE.',
  evidenceCanceled: 'Canceled. No evidence was saved. Run the same command again to save it.',
  wipeCanceled:
    'Canceled. No key was destroyed, and everything can be read as before. Run the same command again to destroy the keys.',
  filesWithEvidence: 'files with evidence',
  filesAndManifestJsonAreSaved: (count: number, verdict: Text) =>
    `${counted(count, 'file', 'files')} and manifest.json are saved. ${verdict}\n`,
  allKeysAreDestroyedFilesWhat: (destroyed: number) =>
    `All keys are destroyed (${counted(destroyed, 'file', 'files')}). What was stored cannot be read any more. Revoke the keys of the connections at their servers as well.\n`,
  forgetTakesTheNumberOf: '--forget takes the number of an entry, as the list has it.',
  nothingWasForgottenGive: 'Nothing was forgotten. Give the reason with --reason.',
  theRegisterOfPublishedCountsWas:
    'The register of published counts was changed outside Populus, or a part of it is missing.\n',
  theRegisterWasRemoved:
    'The register of published counts was removed outside Populus: the audit log knows of entries. Until it is acknowledged (--acknowledge), nothing leaves while small cells are withheld.\n',
  theRegisterIsShorter:
    'The register of published counts lacks its last entries: it was cut off, or an older copy was put back. Until it is acknowledged (--acknowledge), nothing leaves while small cells are withheld.\n',
  theRegisterIsAnotherOne:
    'The register of published counts was replaced outside Populus by another one. Until it is acknowledged (--acknowledge), nothing leaves while small cells are withheld.\n',
  nothingWasAcknowledgedGive: 'Nothing was acknowledged. Give the reason with --reason.',
  theRegisterIsAcknowledged: (records: Text, expected: Text) =>
    `The register is acknowledged as it is, with ${records} of ${expected} records. What leaves next is compared with these alone.\n`,
  entryIsForgotten: (entry: Text) => `Entry ${entry} is forgotten: nothing is compared with it any more.\n`,
  publishedLine: (entry: Text, time: Text, by: Text, counts: number, withheld: Text, title: Text, state: Text) =>
    `${entry}  ${time}  ${by}  ${counted(counts, 'count', 'counts')}, ${withheld} withheld  ${title}${state}\n`,
  forgottenBy: (by: Text, reason: Text) => `  (forgotten by ${by}: ${reason})`
})
