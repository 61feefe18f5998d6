import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/governance. */
export const cliGovernanceMessages = catalog({
  usagePopulusDefinitionsKindKINDState: (definitionKinds: Text, definitionKinds2: Text, definitionStates: Text) =>
    `Usage: populus definitions [--kind KIND] [--state STATE] [--out FILE] [--json]\n       populus definitions --set STATE --kind KIND --id ID --reason TEXT [--hash HASH] [--json]\n\nLists every definition that figures rest on: measures, value sets, added codes, crosswalks, registries, views, cut points, risk\ntables, models, cohorts and boards, with version, content hash, source, owner, approval and change log. What comes with\nPopulus is approved with it. Everything else is a draft until somebody approves it, and again after each change.\n\n  --kind KIND        ${definitionKinds},\n                     ${definitionKinds2}\n  --state STATE      ${definitionStates}\n  --out FILE         write the list with all change logs to this file, JSON; --force replaces a file that is there\n  --set STATE        decide about one definition: in-review, approved, retired, or draft again\n  --id ID            its id, as the list has it\n  --hash HASH        the beginning of its content hash, where several versions are in use\n  --reason TEXT      why; goes to the journal of definitions and to the audit log\n  --data FOLDER      data folder (default: the one that Populus uses). Close Populus before\n  --passphrase-file FILE, --passphrase-fd N\n                     where the passphrase is read from; by default POPULUS_PASSPHRASE\n  --json             print one JSON object in place of text\n\nApproving and retiring need the role admin or quality-analyst, where there are roles. Under the policy DefinitionApproval\nwhoever made a version, or put it into review, does not approve it.\n`,
  takesOneOf: (option: Text, words: Text) => `${option} takes one of ${words}.`,
  nothingWasDecidedNameOneWith: (fitting: Text) =>
    `${fitting}. Nothing was decided. Name one with --kind, --id and, where several versions are in use, --hash.`,
  noDefinitionFits: 'No definition fits',
  fittingDefinitionsFit: (fitting: Text) => `${fitting} definitions fit`,
  nothingWasDecidedGiveTheReason: 'Nothing was decided. Give the reason with --reason.',
  commandDefinitions: 'command definitions',
  theJournalOfDefinitionsWasChanged:
    'The journal of definitions was changed or replaced outside Populus: what was decided is not known.\n',
  definitionsDefinitionsWritten: (definitions: Text) => `${definitions} definitions written\n`,
  usagePopulusIncidentEvidenceFOLDERData:
    'Usage: populus incident --evidence FOLDER [--data FOLDER]\n       populus incident --revoke-keys [--connection NAME] [--key KID] --confirm REVOKE [--data FOLDER] [--passphrase-file FILE]\n       populus incident --wipe --confirm WIPE [--data FOLDER]\n\nFor the hours after something went wrong: a lost computer that came back, an account that somebody else used, a leak.\n\n  --evidence FOLDER  copy the audit log with its end and its anchor, the technical log, settings and facts of connections, and\n                     write manifest.json with the SHA-256 of each file. No population data and no keys are in it. Do this first. Refused\n                     where the policy AllowCsvExport allows no files\n  --revoke-keys      destroy the private keys that connections sign with, at once, and take them out of their public key sets.\n                     Stored data stay. Prints the IDs of the keys (kid), to be taken out of the registration at each server\n  --connection NAME  name or id of a connection (default: all)\n  --key KID          one key (default: all)\n  --wipe             destroy the key of all stored data, and the keys and secrets of all connections. What was stored cannot be\n                     read by anybody after that, with no passphrase and no recovery key. The audit log stays\n  --confirm WORD     WIPE or REVOKE: says that this is meant\n  --data FOLDER      data folder (default: the one that Populus uses)\n  --passphrase-file FILE, --passphrase-fd N\n                     where the passphrase is read for --revoke-keys (default: the environment variable POPULUS_PASSPHRASE)\n\nA revoked key also has to leave its server: host the new public key set, or remove the key from the registration of the client\nthere. Tokens that the server gave out before stay valid until they expire, mostly within an hour.\n',
  populusIncidentNeedsOneOfEvidence:
    'populus incident needs one of --evidence FOLDER, --revoke-keys --confirm REVOKE, and --wipe --confirm WIPE.',
  nothingWasRevokedToConfirmAdd: 'Nothing was revoked. To confirm, add --confirm REVOKE.',
  keysAreRevokedTakeThemOut: (keys: Text) =>
    `${keys} keys are revoked. Take them out of the registration at each server, and make new ones:\n`,
  nothingWasWipedToConfirmAdd: 'Nothing was wiped. To confirm, add --confirm WIPE.',
  filesWithEvidence: 'files with evidence',
  filesAndManifestJsonAreSaved: (count: Text, verdict: Text) =>
    `${count} files and manifest.json are saved. ${verdict}\n`,
  allKeysAreDestroyedFilesWhat: (destroyed: Text) =>
    `All keys are destroyed (${destroyed} files). What was stored cannot be read any more. Revoke the keys of the connections at their servers as well.\n`,
  thereIsNoSuchKeyIn: 'There is no such key in this data folder. Nothing was revoked.'
})
