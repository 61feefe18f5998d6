import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** What the help of commands about servers and their exports says. */
export const cliDeclarationsServersMessages = catalog({
  runsOneBulkExportTo:
    'Runs one bulk export to its end. If it is killed and started again with the same --out, it continues where it was. After an incomplete export, the same command fetches only what is missing. While the server cannot be reached, the command waits.',
  fhirBaseOfTheServer: 'FHIR base of the server',
  patientSystemOrGroupA: 'patient, system or group; a group needs --group',
  idOfTheGroup: 'id of the group',
  aNewFolderOrThe:
    'a new folder, or the one of an earlier export. The data are sealed in it; populus load FOLDER and populus sql FOLDER open them',
  fetchWhatChangedSinceThe:
    'fetch what changed since the last export in FOLDER, and keep both together as a new snapshot',
  writeNDJSONInTheClear: 'write NDJSON in the clear, into FOLDER/fhir, for other tools',
  resourceTypesDefaultAllThat: 'resource types (default: all that the server permits)',
  onlyWhatChangedSinceThen: 'only what changed since then',
  onlyWhatChangedUntilThen: 'only what changed until then',
  withPlainEarlierExportTo: 'with --plain: earlier export to merge the changes into; the result is in --out',
  forExampleObservationCategoryLaboratory: 'for example "Observation?category=laboratory"',
  onlyTheseElements: 'only these elements',
  includeassociateddata: 'includeAssociatedData',
  organizeoutputbyPatient: 'organizeOutputBy=Patient',
  askTheServerToIgnore: 'ask the server to ignore what it does not know',
  vendorProfileDefaultByWhat: 'vendor profile (default: by what the server says of itself)',
  readByPagingInPlace: 'read by paging instead of a bulk export, for servers that have none',
  clientRegisteredWithTheServer: 'client registered with the server',
  privateKeyToSignIn: 'private key to sign in with, as JWKS, JWK or PEM',
  whichOfSeveralKeysOf: 'which of several keys of the file',
  howToSignInPrivate:
    'how to sign in: private_key_jwt (with --key), client_secret_basic, client_secret_post, bearer or none. The secret or token is read from the environment variable POPULUS_CLIENT_SECRET or POPULUS_ACCESS_TOKEN, or from --secret-file',
  fileThatOnlyThisAccount: 'file that only this account can read, with the secret or token in its first line',
  tokenServiceDefaultAsThe: 'token service (default: as the server says)',
  furtherOriginThatMayReceive:
    'further origin that may receive secrets and tokens, such as a sign-in service on another site',
  permissionsToAskForDefault: 'permissions to ask for (default: the fewest)',
  allowHttpToAServer: 'allow http:// to a server on this computer',
  exitCodes0EverythingArrived:
    'Exit codes: 0 everything arrived, 1 incomplete, empty, much smaller than before, or with rejected lines, 2 failed or wrong usage. An incomplete export is never refreshed or opened automatically.\n\nExample: populus export --base-url https://fhir.example.org/r4 --client-id app --key private.jwks.json\n           --level group --group all --type Patient,Condition --out population --json',
  writeTheTimeOfWithIts: (label: Text) => `Write the time of ${label} with its zone, as in 2026-10-31T00:00:00Z.`,
  takesNamesOfFHIRResource: (label: Text) => `${label} takes names of FHIR resource types, as in Patient,Condition.`,
  refreshesTheDataOfA:
    'Refreshes the data of a connection that was set up in Populus, without a window, as its schedule does: what changed since the last export is fetched and saved as a new snapshot. An export that was interrupted goes on. For Task Scheduler, launchd and cron; Populus itself must not run meanwhile. Data that the keychain of the desktop protects can be refreshed by the command of the installed package only, under the account that stored them.',
  nameOrIdOfThe:
    'name or id of the connection; put one whose name begins with a dash last, after "--". Or "all" for every one: those that cannot be refreshed yet, for example without a key to sign in, are listed as skipped, with the reason',
  fetchEverything: 'fetch everything',
  exitCodes0EverythingArrived1:
    'Exit codes: 0 everything arrived, 1 something is missing or was skipped, 2 an export failed or nothing was done.',
  keysThatConnectionsSignWith:
    'Shows, changes and revokes the keys that connections sign in with (SMART Backend Services), without a window. Populus itself must not run meanwhile.',
  nameOrIdOfTheConnection: 'name or id of the connection; put one whose name begins with a dash last, after "--"',
  reportsAboutTheServersOf: 'Reports about the servers of connections.',
  signsInAndReportsHowTheServer:
    'Signs in at the server of a connection, and reports requirement by requirement whether it conforms to SMART App Launch, Bulk Data Access and US Core, as far as the sign-in and past exports have shown. The report is saved with the connection.',
  theReportThatWasMadeLast: 'the report that was made last, without asking the server',
  formOfTheFileJSONCSV: 'form of the file of --out: json, csv, or postman for a collection of the requests of Populus',
  leaveOutTheNameOfTheConnection: 'leave out of the file the name of the connection and the addresses of the server',
  fileToWriteTheReportInto: 'file to write into; it contains no secret and nothing about a person',
  numbersAreThoseOfInferno:
    'Numbers of requirements and tests are those of Inferno, the test kits of ASTP/ONC. A requirement is met, not met, not observed or not applicable. What is not met does not change the exit code. Refused with --out where the policy AllowCsvExport allows no files.',
  printsTheKeysOfAConnection:
    'Prints the keys of a connection: which one signs, which one waits, and which are retired and when they are withdrawn.',
  printThePublicKeySetToHost: 'print the public key set, to host or to register',
  changesTheKeyThatAConnection:
    'Changes the key that a connection signs with, in two runs. The first one makes a key, which is added to the public key set next to the old one: host the set. The second run checks that the hosted set contains the new key, and starts signing with it. The old key stays in the set for the overlap, and is then withdrawn by whatever Populus runs next on the data folder.',
  algorithmOfANewKey: 'algorithm of a new key',
  daysThatTheOldKeyStays: 'days until the old key is withdrawn, 1 to 90',
  theServerKnowsTheKeyAlready:
    'the server knows the new key in another way than by a hosted key set: let it sign without looking',
  exitCodesOfARotation:
    'Exit codes: 0 the new key signs, 1 a key was made and waits until the server knows it, 2 nothing was changed.',
  destroysThePrivateHalfOfAKey:
    'Destroys the private half of a key at once and takes it out of the public key set, as when somebody else may have seen it. Another key signs, where there is one. "populus incident --revoke-keys" does so for all keys.',
  theKeyAsKeysShowNamesIt: 'the key, as "populus keys show" names it',
  revokeSaysThatThisIsMeant: 'REVOKE: says that this is meant',
  signsAPersonInAtTheServer:
    'Signs a person in at the server of a connection (SMART App Launch), without a window: prints the address of the page to sign in on, and waits up to ten minutes for the answer. The tokens are sealed with the data, as the window does it. Populus itself must not run meanwhile.',
  theAnswerOfTheServerArrives:
    'The answer of the server arrives at an address of this computer (127.0.0.1), so the browser has to run on it. Where the command runs on another computer, forward the port that redirect_uri in the address names, as with "ssh -L".\n\nExit codes: 0 signed in, 2 refused, not answered in time or not allowed, 130 canceled.',
  refreshesOnUnattendedMachines:
    'Refreshes all connections on an unattended machine, by systemd, launchd or the Task Scheduler.',
  takesATimeOfTheDay: (option: Text) => `${option} takes a time of the day, such as 02:15.`,
  forTheWholeMachine: 'for the whole machine (Linux, macOS), and not for this account',
  timeOfTheDayToRefresh: 'time of the day to refresh',
  accountThatItRunsAs: 'account that it runs as (with --system, or in Windows)',
  fileWithThePassphraseOfService:
    'file with the passphrase: with systemd and --system a credential that systemd-creds encrypted, else one that only the account can read',
  theInstalledCommand: 'the installed command; by default where packages put it',
  printsWhatInstallWouldWrite: 'Prints what "populus service install" would write, and changes nothing.',
  schedulerToShow: 'scheduler; by default the one of this system',
  makesTheSchedulerRefresh:
    'Writes the units, the property list or the task that run "populus refresh all" daily, and starts them.',
  whatInstallNeeds:
    'Needs the role admin, where there are roles. What was written is in the audit log of the data folder that this account uses, with its hashes, also where --data names the one to refresh; files of others are never replaced.\n\nExit codes: 0 installed, 2 refused or failed.',
  removesWhatInstallWrote: 'Ends the service and removes the files that "populus service install" wrote.',
  exitCodesOfServiceRemove:
    'A file that was changed since is left and named.\n\nExit codes: 0 removed, 1 a changed file was left, 2 nothing to remove, or failed.',
  saysWhenTheServiceRanLast:
    'Says whether the service is there, when it ran last and with which exit code, and how the last export of each connection ended.',
  exitCodesOfServiceStatus:
    'Exit codes: 0 it is there and its last run ended with 0, 1 it is not there, its files were changed or its last run ended otherwise, 2 failed.'
})
