import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** What the help of commands about the installation, its protection and its records says. */
export const cliDeclarationsSecurityMessages = catalog({
  listsTheAuditLogOldest:
    'Lists the audit log, oldest first: who did what and when, with counts and never with names. The policy AllowCsvExport does not limit it, as its records name nobody whom the data are about.',
  checkEveryRecordTheEnd:
    'check every record, the end of the log and its anchor, and say where it was changed or cut. The codes that only this installation can make are checked with the passphrase; without it they cannot be',
  printTheNumberOfRecords: 'print the number of records and the code of the last one, to be stored elsewhere',
  checkThatTheLogStill:
    'check that the log still holds what it held when that anchor was printed. A file may be named instead, with an anchor in each line or the lines that a log collector has from this computer',
  recordThatADamagedLog:
    'record that a damaged log that was set aside was looked at; --verify names them. It is then known, and no failure of --verify any more',
  numberOfATicketOr: 'number of a ticket or report, without blanks',
  looksForNewVersionsThat:
    'Checks for new versions that the organization offers through the policies UpdateFeed and UpdateKeys, and downloads them. Nothing is ever installed.',
  saysWhetherTheFeedOffers: 'Says whether the feed offers a newer version.',
  exitCodesOfUpdateCheck:
    'Exit codes: 0 the newest version runs; 1 a newer one is offered; 2 the feed is not trusted, has expired, or is older than one seen before; 5 it cannot be reached.',
  downloadsAPackageOfTheFeed:
    'Checks the feed, downloads a package for this computer into the data folder, and verifies every byte against the feed.',
  whichPackageOfSeveral: 'which package, where several fit this computer',
  comparesAPackageWithTheFeed:
    'Verifies a package against the feed that was checked last, before it is installed. The feed must not have expired.',
  thePackageToVerify: 'the package, under the name that it has in the feed',
  sayWhatWentOutTo:
    'say what went out to other computers, by host and purpose, what policies refused, and when the policy Offline was in force; checks the log as --verify does',
  onlyFromThisDayOn: 'only what is recorded from this day on (UTC)',
  sayHowFarTheLog: 'say how far the log collector in the settings has received the log, and why not further',
  deliverWhatWaitsToThe: 'deliver what waits to the log collector now',
  theLastNRecordsOnly: 'the last N records only',
  onlyRecordsAboutThePerson: 'only records about the person with this Patient id; needs the passphrase',
  onlyWhatLeftPopulusExports:
    'only what left Populus: exports, copies, prints, reports, packs, de-identified sets, backups; of each the outcome, or that it was begun where none was recorded. Files that were written have their SHA-256',
  onlyTheRecordOfThis:
    'only the record of exactly this file, by its SHA-256, whatever its name is now; exit code 1 if there is none. Copies have no hash, nor do PDFs, pictures of charts, measure reports of each person and files of more than 256 MB that the window saved',
  oneRecordALineFor:
    'one record per line for a log collector: ecs (Elastic Common Schema), cef (Common Event Format) or syslog (RFC 5424); fhir-r4 and fhir-r5 write FHIR AuditEvents as NDJSON',
  exitCodes0Intact1:
    'Exit codes: 0 intact; 1 no damage found, but not everything could be checked or an earlier log was damaged; 2 changed, cut or replaced, or wrong usage; --network has the same codes; with --sink-state and --send 1 while records wait, and 5 when the collector cannot be reached. Damaged logs that were acknowledged are named and do not change the code.',
  whyItIsNoConcern: (reasons: Text) => `why it is no concern: ${reasons}`,
  dataFolderDefaultTheOne: 'data folder (default: the one that Populus uses). Quit Populus first',
  writesEverythingOfAData:
    'Writes everything of a data folder into one encrypted file: keys, connections, worklist, drafts, settings, roles, measure content, the audit log, and saved data. "populus restore" puts it into the data folder of any computer. The passphrase is the one that protects the data, or a new one for the backup where a keychain protects them.',
  theBackupItMustNot: 'the backup; it must not exist',
  leaveTheSavedDataOut: 'leave the saved data out, which can be exported again; the keys of the others are in it',
  putsABackupOfPopulus:
    'Puts a backup of "populus backup" into a data folder without saved data, on this computer or another one. The whole backup is checked before anything is replaced; the passphrase of the backup protects the restored data.',
  erasesStoredDataAndWrites:
    'Erases stored data and writes a certificate. A snapshot is erased by destroying its key, then its files. A person is erased by rewriting every snapshot without them and destroying the old one. Close Populus first.',
  onePersonByTheId: 'one person, by the id of the Patient',
  oneSnapshot: 'one snapshot',
  everySnapshot: 'every snapshot',
  theSameIdAgainOr: 'the same id again, or EVERYTHING',
  numberOrKindOfThe: 'number or kind of the request; goes to the audit log and the certificate. Do not name anybody',
  fileForTheCertificateJSON: 'file for the certificate, JSON',
  aPersonGoesFromThe:
    'A person is also removed from the worklist (notes, assignments, outreach, evidence), the decisions about matching, unfinished work, saved cohorts, boards, statements and views. Not erased: exports that were saved elsewhere, packs and lists that were handed over, backups, the audit log (which has pseudonyms only), and the list of people who opted out, which keeps the person out of later data. The certificate says what was removed where, and what could not be. It holds no health data and is written also where the policy AllowCsvExport allows no files.',
  printsWhatSupportNeedsToKnow:
    'Prints what support needs to know about an installation, as one JSON object: versions, platform, which policies are in force, the checks of "populus health", sizes, schedules, and the kinds of the last warnings and errors.',
  fileForTheDiagnostics: 'write to this file instead of standard output',
  whatDiagnosticsHold:
    'It holds numbers and words that come from Populus. It names no person, account, server, connection, file or value of a policy, and nothing in the data folder is changed. Read it before you send it.\n\nExit codes: 0 done, 2 not done.\n\nExample: populus diagnostics --out diagnostics.json',
  checksAnInstallationForA:
    'Checks an installation for a monitor: data folder, disk space, policies, keyring, audit log, and the last export of each connection. A connection without a finished export, or that cannot sign in, is a warning. It changes nothing, needs no passphrase, and may run while Populus is open.',
  printOneJSONObjectState:
    'print one JSON object: { "state", "version", "checks": [ { "name", "state", "text", "facts" } ] }; a state is ok, warning or failed',
  freeSpaceBelowWhichThere: 'free space below which there is a warning, and a failure below a tenth of it',
  ageOfTheLastComplete: 'age of the last complete export above which a connection with a schedule is a warning',
  exitCodes0EverythingIs: 'Exit codes: 0 everything is well, 1 something needs attention, 2 something failed.',
  forTheHoursAfterSomething:
    'For the hours after something went wrong: a lost computer that came back, an account that somebody else used, a leak.',
  copyTheAuditLogWith:
    'copy the audit log with its end and its anchor, the technical log, settings and facts of connections, and write manifest.json with the SHA-256 of each file. No population data and no keys are in it. Do this first. Refused where the policy AllowCsvExport allows no files',
  destroyThePrivateKeysThat:
    'destroy the private keys that connections sign with, at once, and take them out of their public key sets. Stored data are kept. Prints the IDs of the keys (kid), to be taken out of the registration at each server',
  nameOrIdOfA: 'name or id of a connection (default: all)',
  oneKeyDefaultAll: 'one key (default: all)',
  destroyTheKeyOfAll:
    'destroy the key of all stored data, and the keys and secrets of all connections. After that nobody can read what was stored, with any passphrase or recovery key. The audit log is kept',
  wipeOrREVOKESaysThat: 'WIPE or REVOKE, to confirm',
  aRevokedKeyAlsoHas:
    'A revoked key also has to leave its server: host the new public key set, or remove the key from the registration of the client there. Tokens that the server issued before remain valid until they expire, usually within an hour.',
  aPackOneThatWas: 'a pack; one in which any byte was changed is refused',
  theSealThatTheSender: 'the seal from the sender; a pack with another seal is refused',
  sharesFiguresWithoutPeopleA:
    'Shares figures without people. A pack holds the definitions of the registries with their code lists, counts of people in all and by age, sex, race and ethnicity, hashes and the version of the program. No row of a person is in it, and no name of a site, payer or practice. Another site counts the same over its own data, by the definitions in the pack, and sees both side by side.',
  countsAndWritesThePack:
    'Counts, and writes the pack; prints its seal, which the recipient should get by another channel, such as by telephone.',
  packsOfOneSeriesAre: 'packs of one series are sent to the same recipients',
  writeThePackToThis: 'write the pack to this file',
  aPackOfTheSeries:
    'a pack of the series that was sent before. What it shows or withholds is taken into account, and a pack that would reveal a small group together with it is refused',
  aCohortThatGoesIntoThe: 'the definition of a cohort (JSON) that goes into the pack and is counted; once for each',
  examplePopulusPackMakeExports:
    'Example: populus pack make exports/2026-10 --series network-diabetes --out 2026-10.pack.json',
  countsThePackSQuestions:
    'Counts the pack’s questions in these data; prints each aggregate with the difference of the shares and its interval (Newcombe). Counts of these data stay on this computer.',
  writeAllAggregatesToThis: 'write all aggregates to this CSV file',
  printsWhatAPackHolds: 'Prints what a pack holds.',
  showsTheManagedPoliciesThat:
    'Shows the managed policies that hold on this computer, where each is set, and what is wrong with them: what cannot be read, and what cannot work on this computer or together.',
  alsoThoseThatNobodySet: 'also those that nobody set, with their built-in values',
  printOneJSONObjectPolicies:
    'print one JSON object: { "policies": { NAME: { "value", "state", "place" } }, "problems": […] }. The state is enforced, recommended, default, or strictest: what was set cannot be read, so the strictest value applies',
  exitCodes0EveryPolicy: 'Exit codes: 0 every policy that is set can be read and can work, 1 something cannot.',
  printsTheRolesOfThis:
    'Prints the roles of this account, and what they include. Without assigned roles the one user has every right. Roles that an admin assigned here are sealed: they are read with the passphrase.',
  printInPlaceOfThat: 'print instead what each role reaches: screens, commands, FHIR scopes, types and tables',
  writesWhatIsHeldAbout:
    'Writes what is held about one person: report.txt to read, and bundle.json, a FHIR Bundle with every record of every stored snapshot that is about them. The answer to a request for access (GDPR Article 15, HIPAA 45 CFR 164.524).',
  idOfThePatientIn: 'id of the Patient in the data',
  folderForTheTwoFiles: 'folder for the two files; made when it is missing. They are not encrypted',
  numberOrKindOfTheRequest: 'number or kind of the request; goes to the audit log. Do not name anybody',
  refusedWhereThePolicyAllowCsvExport:
    'Refused where the policy AllowCsvExport allows no files. The report counts what the worklist, matching, saved work and settings have about the person as well: the places that populus erase removes them from.',
  listsTheRegisterOfPublished:
    'Lists the register of published counts: everything that left with counts of people, when, by whom, how many counts and how many of them withheld. What leaves next is compared with it, so that no small group can be derived from the two together.',
  compareNothingWithThisEntry:
    'compare nothing with this entry any more, because nobody has the file; the entry stays in the list',
  whyGoesToTheRegister: 'why; goes to the register and to the audit log',
  goOnWithTheRegisterAsItIs:
    'go on with a register that was removed, cut off or replaced outside Populus, as the audit log shows',
  forgettingNeedsTheRoleAdmin:
    'Forgetting and acknowledging need the role admin, where there are roles. With an acknowledgement what left before and is not in the register any more is compared with nothing.\n\nExit codes: 0 done, 2 the register is damaged or not what the audit log has.',
  makesTheKeyOfAPublisher:
    'Makes an Ed25519 key pair, with which packs are signed. The private key is written; the public one is printed, for those who trust it.',
  fileForThePrivateKey: 'file for the private key, which only this account can read',
  signsAFileForOthers:
    'Writes the signature of a file beside it: a JWS (EdDSA) over its SHA-256, its length and the time. Sign sealed packs, content packs, boards, and files of measure content.',
  theFileToSign: 'the file to sign',
  thePrivateKeyOfPackKey: 'private key that "populus pack key" wrote; only this account may be able to read it',
  fileForTheSignature: 'file for the signature (default: FILE.sig)',
  saysWhoSignedAFile:
    'Says whose signature is next to a file. Publishers are those of the policy TrustedPublishers, or of the list in Settings where it is not set, and of --trusted.',
  theFileToVerify: 'the file whose signature is FILE.sig',
  publicKeyThatIsTrusted: 'public key that is trusted, as "populus pack key" printed it',
  exitCodesOfVerify:
    'Exit codes: 0 signed by somebody who is trusted, 1 by an unknown key, 2 not signed, changed after it was signed, or wrong usage.',
  isNoPublicKey: (label: Text) => `${label} needs a public key: 43 characters, as "populus pack key" prints them.`
})
