import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of shared/policy. */
export const sharedPolicyMessages = catalog({
  keysOnlyInTheKeychainOf: 'Keys only in the keychain of the system',
  storedDataAreProtectedByThe:
    'Stored data are protected only by the keychain of the operating system. Without a keychain, nothing can be stored.',
  passphrases: 'Passphrases',
  usersMayProtectStoredDataBy: 'Users may protect stored data with a passphrase of their own.',
  daysThatSnapshotsAreStoredAt: 'Days that snapshots are stored at most',
  snapshotsAreDeletedAfterAtMost:
    'Snapshots are deleted after at most this many days. A user may choose fewer days, never more. Snapshots on hold stay. A malformed value deletes nothing: it is reported and ignored.',
  minutesUntilPopulusLocks: 'Minutes until Populus locks',
  populusLocksAfterAtMostThis:
    'Populus locks after at most this many minutes without use. A user may choose fewer minutes, never more.',
  lockOnSleep: 'Lock on sleep',
  populusLocksWhenTheComputerSleeps:
    'Populus locks when the computer sleeps, its screen is locked or the user is switched.',
  appLock: 'App lock',
  theWindowOpensStoredDataOnly:
    'The window opens stored data only after Touch ID on a Mac that has it, and after a passphrase everywhere else: Windows Hello is not available to Populus. Where the keychain alone protects data and there is no Touch ID, a passphrase has to be chosen once. Commands open the keychain without asking, so that a scheduler can run them.',
  linksIntoPopulus: 'Links into Populus',
  linksSuchAsPopulusScreenMeasures:
    'Links such as populus://screen/measures and populus://patient/ID open a place in Populus, after a question. They also bring back the answer to a sign-in by a person, where the server takes no address of the computer.',
  keepTheWindowOutOfScreenshots: 'Keep the window out of screenshots',
  screenshotsRecordingsAndSharedScreensLeave:
    'Screenshots, recordings and shared screens do not show the window, on Windows 10 version 2004 or later. On macOS, newer programs can record it all the same; on Linux there is no such protection.',
  dataFolder: 'Data folder',
  absolutePathOfTheDataFolder:
    'Absolute path of the data folder, in place of the default one and of POPULUS_DATA. It may begin with ~ or with ${LOCALAPPDATA}, ${USERNAME} stands for the account anywhere in it. Use a local disk.',
  tablesListsResultsReportsAndRecords:
    'Tables, lists, results, reports and records may be saved as files of any format, in the window and by commands. Encrypted backups, certificates of erasure and listings of the audit log are always possible: they hold no health data that anybody could read.',
  printing: 'Printing',
  pagesMayBePrintedAndSaved:
    'Pages may be printed and saved as PDF. The print function of a browser is outside the reach of Populus.',
  copyButtons: 'Copy buttons',
  tablesPicturesAndStatementsMayBe:
    'Tables, pictures and statements may be copied by the buttons of Populus. Text that a user selects can be copied by the system, whatever this policy says.',
  memoryForOnePopulation: 'Memory for one population, in megabytes',
  aPopulationMayUseAtMost:
    'A population may use at most this much memory, in the window and with --memory. A larger one is divided into parts, which are encrypted on the disk while it is open. Without this policy, the limit is half of the memory of the computer, or what a user sets.',
  smallestGroupWhoseCountMayLeave: 'Smallest group whose count may leave',
  countsOfFewerPeopleAreSuppressed: (defaultSmallCells: number) =>
    `Counts of fewer people are suppressed in everything that leaves Populus: ${defaultSmallCells + 1} is what CMS asks for, which suppresses counts of 1 to ${defaultSmallCells}. A user may raise the number, never lower it, whatever the reason.`,
  onlyWhatRestsOnApprovedDefinitions: 'Only what rests on approved definitions leaves',
  filesPrintsCopiesAndResultsOf:
    'Files, prints, copies and results of commands leave only when every measure, list, registry, view, model, cohort and board that they rest on is approved in this version. What comes with Populus counts as approved unless it was retired. Results of SQL statements, which nobody approves, do not leave.',
  whoApprovesDefinitions: 'Who approves definitions',
  whetherWhoeverMadeAVersionOf:
    'Whether the author of a version of a definition, or the person who put it into review, may approve it, or somebody else has to.',
  anybodyWhoseRoleIncludesIt: 'Anybody whose role includes it',
  somebodyElseThanTheAuthor: 'Somebody other than the author',
  roles: 'Roles',
  whoHasWhichRoleByAccount:
    'Who has which role, by account of the operating system (DOMAIN\\name for that domain alone, or name), by group (group:name), or * for everybody who is not named. Entries that name the account itself count together; groups and * count for accounts that no entry names. An account without an entry has no role and opens no data.',
  exampleHealthPlan: 'Example Health Plan',
  restrictedRecords: 'Restricted records',
  howRecordsWithSecurityLabelsMeta:
    'How records with security labels (meta.security) are treated, by rules that each name codes of labels and one action: exclude, figures-only or mask; and whether Consent resources are followed (what they deny is left out) or required (people without a Consent that permits are left out as well). A label is a code, or system|code, or * for every label. Where the policy is there, it alone decides. A malformed value leaves out everything that has a label and everybody without a Consent that permits.',
  namesAndRecordNumbers: 'Names and record numbers',
  whetherIdentifiersWhichAreMaskedCan:
    'Whether identifiers, which are masked, can be shown for a person after a reason was given.',
  shownForAReasonWhichIs: 'Shown for a reason, which is recorded',
  neverShown: 'Never shown',
  serverForAuditRecords: 'Server for audit records',
  auditRecordsAreAlsoSentTo:
    'Audit records are also sent to this syslog server over TLS. Records wait on the disk while it cannot be reached. A malformed value is reported; records stay in the audit log.',
  daysThatAuditRecordsAreStored: 'Days that audit records are stored at least',
  auditFilesWhoseNewestRecordIs:
    'Audit files whose newest record is older are deleted, once the log collector has them where one is set. Without the policy none is. A malformed value deletes nothing.',
  isNotValidExpected: (path: Text, issue: Text) => `${path} is not valid: expected ${issue}`,
  theValue: 'The value',
  theValueAt: (path: Text) => `The value at "${path}"`,
  anotherForm: 'another form',
  anotherValue: 'another value',
  expectedTrueOrFalseInThe: 'Expected true or false (in the registry the number 1 or 0)',
  expectedANumber: 'Expected a number',
  expectedAText: 'Expected a text',
  expectedAListOfTexts: 'Expected a list of texts',
  theTextIsNotValidJSON: 'The text is not valid JSON',
  theStrictestValueOfThePolicy: 'The strictest value of the policy applies.',
  theValueIsIgnored: 'The value is ignored.',
  itMayHoldAnyPolicySo:
    'It may hold any policy, so each security policy that is not set before it has its strictest value.',
  theRecommendedValuesInItAre: 'The recommended values in it are ignored.',
  thisVersionOfPopulusHasNo:
    'This version of Populus has no policy of this name. It is ignored; check how it is written.',
  noNetworkAtAll: 'No network at all',
  populusOpensNoConnectionToAny:
    'Populus opens no connection to any other computer. Data, measure content, cut points and code lists come from files. Connections, sign-in and exports from servers are refused.',
  hostsThatPopulusMayConnectTo: 'Hosts that Populus may connect to',
  onlyTheseHostsAreAskedFHIR:
    'Populus connects only to these hosts: FHIR servers, their sign-in services, hosts of key sets, and hosts of export files. A name allows that host only, *.example.org every host below example.org, and a name with a port after a colon that port only. An empty list allows no host. Without the policy, every host that a user sets up is allowed.',
  serversOnThisComputerThatMay: 'Servers on this computer that may be used without TLS',
  plainHttpIsPossibleToServers:
    'Plain http is possible only to servers on this computer, and only where the settings of a connection allow it. With the policy, only to servers that are listed, such as 127.0.0.1:8080; an empty list allows none. Health data never go to another computer without TLS.',
  proxy: 'Proxy',
  howPopulusReachesOtherComputers:
    'How Populus reaches other computers. The browser host and commands from a checkout have no PAC interpreter and send nothing where this policy asks for one.',
  asTheSystemSays: 'As the system says',
  noProxy: 'No proxy',
  byThePACFileOfProxyPacUrl: 'By the PAC file of ProxyPacUrl',
  byTheServerOfProxyServer: 'By the server of ProxyServer',
  addressOfThePACFile: 'Address of the PAC file',
  usedWhereProxyModeIsPac: 'Used where ProxyMode is pac.',
  proxyServer: 'Proxy server',
  hostAndPortOfTheProxy: 'Host and port of the proxy, such as proxy.example.org:3128. Used where ProxyMode is server.',
  updates: 'Updates',
  whetherPopulusLooksForNewVersions:
    'Whether Populus checks the feed of UpdateFeed once a day by itself and says when there is a new version. It never installs one, and downloads one only when somebody asks for it in Settings or by a command. Without UpdateFeed and UpdateKeys nothing is checked in either case.',
  onlyWhenSomebodyAsks: 'Only when somebody asks',
  oncePerDay: 'Once per day',
  feedOfUpdates: 'Update feed',
  whereTheFeedOfUpdatesIs:
    'Where the feed of new versions is, with its signature and the packages next to it: an https address, or the absolute path of a file, such as on a share. An address has to be in AllowedFhirHosts where that is set, and is not contacted under Offline.',
  keysOfUpdates: 'Update keys',
  whoseSignatureOfTheFeedCounts:
    'Whose signature of the feed counts: a name, and the public key that "populus pack key" printed. Populus has no key of its own. A malformed value trusts nobody.',
  noTelemetry: 'No telemetry',
  populusHasNoTelemetryCrashUpload:
    'Populus has no telemetry, crash upload or usage statistics. The policy states this for inventories; its value changes nothing.',
  protectionOfStoredData: 'Protection of stored data',
  leavingPopulus: 'Leaving Populus',
  yourOrganizationsPolicyDoesNotAllow: (policy: Text, what: Text) =>
    `Your organization's policy ${policy} does not allow ${what}. Nothing was done. Ask whoever manages this computer.`,
  notSet: 'Not set',
  expectedAnHttpsAddress: 'expected an https address',
  expectedAHostName: 'expected a host name',
  expectedHostPort: 'expected host:port',
  connectionsThatEveryUserHasAnd:
    'Connections that every user has and no user can change or delete. Keys and secrets are not part of them: they are made on each computer and stored in its keyring.',
  mainEHR: 'Main EHR',
  contentPacks: 'Content packs',
  packsOfMeasureContentThatEvery:
    'Packs of measure content that every user has and no user can remove: the absolute path of each file and its SHA-256. A file with another hash is not used, and the list of policies says so.',
  boards: 'Boards',
  boardsThatEveryUserHasAnd:
    'Boards that every user has and can copy, and no user can change or delete: the absolute path of each file, as Boards saves it, and its SHA-256. A file with another hash, or one that needs cohorts, is not used, and the list of policies says so.',
  expectedAnAbsolutePath: 'an absolute path',
  expectedASHA256: 'a SHA-256 of 64 hexadecimal digits',
  vendorProfiles: 'Vendor profiles',
  changesToTheBuiltInVendor: 'Changes to the built-in vendor profiles, by their ids, before those of the user.',
  fewerThanMinimum: (minimum: Text) => `fewer than ${minimum}`,
  otherValuesThanTo: (minimum: Text, maximum: Text) => `other values than ${minimum} to ${maximum}`,
  forThisSetting: (limit: Text) => `${limit} for this setting`,
  network: 'Network',
  access: 'Access',
  presets: 'Presets',
  on: 'On',
  off: 'Off',
  none: 'None',
  onlyPacksOfTrustedPublishers: 'Only packs of trusted publishers',
  packsBoardsAndMeasureContentAre:
    'Content packs and boards of the organization, packs of other sites, tables of cut points, benchmarks, risk and constants, and measure content and code lists from files are used only with the signature of a trusted publisher next to them. Packs that were imported without one are not used. What users write in Populus needs no signature; ApprovedDefinitionsOnly decides what may leave of it.',
  trustedPublishers: 'Trusted publishers',
  whoseSignaturesCountThePublic:
    'Whose signatures of packs count: a name, and the public key that "populus pack key" printed.'
})
