import { activeLocale } from '../locale.ts'
import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'
import { plural } from '../plural.ts'

/** Texts of shared, but for those that folders and subjects of it have. */
export const sharedMessages = catalog({
  aPartOfTheClusterIsMissing: (part: number, parts: number) =>
    `Part ${part} of ${parts} of the cluster’s output is missing, so nothing was opened. Copy the whole folder, or run the job again.`,
  theStateOfTheRunCannotBeRead:
    'The file status.json in the output of the cluster cannot be read. Copy the folder again, or run the job again.',
  theRunHasNotEnded:
    'The run that writes this folder has not ended well. See "populus cluster status", and open the folder when it is done.',
  somethingInsidePopulusFailedYourData:
    'Something inside Populus failed. Your data are unchanged. Try again, and look in the log if it repeats.',
  reasonToForget: 'Reason',
  reasonToAcknowledge: 'Reason',
  dataThatTheServerDoesNot: 'data that the server does not name',
  theListOfRemovedResources: 'the list of removed resources',
  typeNotPermitted: (type: Text) => `${type} (not permitted)`,
  typeAll: (type: Text) => `${type} (all)`,
  ofFiles: (type: Text, files: Text, listed: number) =>
    `${type} (${files} of ${listed} ${plural(listed, 'file', 'files')})`,
  typeReported: (type: Text) => `${type} (in part, the server reports errors)`,
  typeInPart: (type: Text) => `${type} (in part)`,
  incompleteData: 'Incomplete data',
  nothingArrived: 'Nothing arrived',
  muchSmallerThanBefore: 'Much smaller than before',
  nothingArrivedTheServerListedNo:
    'Nothing arrived: the server listed no resources. The group may not exist or be empty, or the filters fit nothing.',
  nothingArrivedThatCanBeUsed: (rejected: number) =>
    `Nothing arrived that can be used: ${rejected === 1 ? 'the only line was' : `all ${rejected.toLocaleString(activeLocale)} lines were`} rejected.`,
  incompleteDataMissing: (completeness: Text) => `Incomplete data. Missing: ${completeness}.`,
  typeBeforeToNow: (type: Text, before: Text, now: Text) => `${type} ${before} to ${now}`,
  muchSmallerThanBeforeResourcesAfter: (count: Text, count2: Text, named: Text) =>
    `Much smaller than before: ${count} resources after ${count2}${named}. Export again to confirm it.`,
  maximumTimeBetweenStatusChecksIn: 'Maximum time between status checks, in seconds,',
  numberOfParallelDownloads: 'Number of parallel downloads',
  numberOfRequestsForOneFile: 'Number of requests for one file',
  signInMethod: 'Sign-in method',
  clientID: 'Client ID',
  addressOfTheTokenService: 'Address of the token service',
  addressOfTheKeySet: 'Address of the key set',
  listOfPermissions: 'List of permissions',
  groupID: 'Group ID',
  listOfResourceTypes: 'List of resource types',
  associatedData: 'Associated data',
  listOfTrustedAddresses: 'List of trusted addresses',
  signInToTheServer: 'Sign in to the server.',
  keyIDKid: 'Key ID (kid)',
  privateKey: 'Private key',
  peopleWhoOptedOutAreOn:
    'People who opted out are on a sealed list, without which no data are opened. Unlock with the passphrase first.',
  theListOfPeopleWhoOpted:
    'The list of people who opted out was changed, replaced or removed outside Populus, and no data are opened without it. Import the list again under Settings.',
  rulesAboutRestrictedRecordsAreSealed:
    'Rules about restricted records are sealed, and no data are opened without them. Unlock with the passphrase first.',
  theRulesAboutRestrictedRecordsWere:
    'The rules about restricted records were changed, replaced or removed outside Populus, and no data are opened without them. Set them again under Settings.',
  isNotASearchOfOne: (filter: Text) =>
    `“${filter}” is not a search of one type, such as Observation?category=laboratory, without spaces.`,
  isNotAnElementOfThe: (element: Text) =>
    `“${element}” is not an element of the top level, such as birthDate or Patient.birthDate.`,
  isAboutWhichIsNotOne: (item: Text, type: Text) =>
    `“${item}” is about ${type}, which is not one of the requested resource types.`,
  writeADaySuchAs2026: 'Write a day such as 2026-01-31, or a time with its zone such as 2026-01-31T06:00:00Z.',
  theEndIsNotAfterThe: 'The end is not after the start.',
  theVendorProfileDoesNotList: (name: Text) =>
    `The vendor profile does not list ${name}. If this server takes it, add it to the parameters that the server takes; otherwise leave this empty.`,
  thereIsNoExportToBuild: 'there is no export to build on yet',
  thereIsNoCompleteExportTo: 'there is no complete export to build on',
  theSnapshotOfTheLastComplete: 'the snapshot of the last complete export was deleted',
  theServerDidNotSayOf: 'the server did not say of which moment the last data are',
  itIsNotKnownWhatThe: 'it is not known what the last export asked for',
  theAddressOfTheServerChanged: 'the address of the server changed',
  theLevelOfTheExportChanged: 'the level of the export changed',
  theGroupChanged: 'the group changed',
  theResourceTypesChanged: 'the resource types changed',
  theFiltersChanged: 'the filters changed',
  theAssociatedDataChanged: 'the associated data changed',
  theLastExportWasLimitedBy: 'the last export was limited by time in another way',
  theExportEndsAtAMoment: 'the export ends at a moment that the last one had reached',
  theMembersOfTheGroupChanged: 'the members of the group changed',
  everythingIsFetchedAndNotOnly: (because: Text) => `Everything is fetched and not only changes, because ${because}.`,
  and: ', and ',
  addedCodes: 'added codes',
  viewDefinition: 'view definition',
  starCutPoints: 'Star cut points',
  riskTables: 'risk tables',
  inReview: 'in review',
  resourceType: 'resource type',
  resourceTypes: 'resource types',
  thisServerDoesNotHaveThe: (noun: Text, absent: Text) => `This server does not have the ${noun} ${absent}`,
  atLeastCharactersSeveralUnrelatedWords: (minPassphraseLength: Text) =>
    `At least ${minPassphraseLength} characters; several unrelated words are easy to remember and hard to guess.`,
  thePassphraseNeedsAtLeastCharacters: (minPassphraseLength: Text) =>
    `The passphrase needs at least ${minPassphraseLength} characters.`,
  thisPassphraseRepeatsTheSameCharacters:
    'This passphrase repeats the same characters and is easy to guess. Use several unrelated words.',
  thisPassphraseIsARowOf:
    'This passphrase is a row of neighboring characters and is easy to guess. Use several unrelated words.',
  thisPassphraseIsOneOfThe:
    'This passphrase is one of the first that anybody would guess. Use several unrelated words.',
  payerAnalyst: 'payer analyst',
  careManager: 'care manager',
  qualityAnalyst: 'quality analyst',
  samplePopulation: 'Sample population',
  payerSample: 'Payer sample',
  aSizeOf256OrMore: 'A size of 256 or more',
  anAddressSuchAsSyslogTls: 'An address such as syslog+tls://logs.example.org:6514',
  smallCountsAreShown: 'Small counts are shown',
  countsOf1ToAreSuppressed: (limit: Text) => `Counts of 1 to ${limit} are suppressed`,
  smallCountsAreNotSuppressedFor: 'Small counts are not suppressed, for a reason given in the audit log',
  countsOf1ToPeopleAre: (limit: Text, limit2: Text) =>
    `Counts of 1 to ${limit} people are shown as <${limit2}, and other values are suppressed where they would reveal them`,
  hiddenOrSystemFile: 'Hidden or system file.',
  aTableIsNoFHIRData: 'A table, going by the ending of the name. FHIR data are read, as NDJSON or JSON.',
  notNDJSONJSONGzipOrZip: 'Not NDJSON, JSON, gzip or zip, going by the ending of the name.',
  aCompressedFileUnpacksToFar:
    'A compressed file unpacks to far more than health data do, as files do that are made to fill a computer. It was not read further. Ask its source for another copy, or leave the file out.',
  measure: 'measure',
  crosswalk: 'crosswalk',
  registry: 'registry',
  model: 'model',
  cohort: 'cohort',
  board: 'board',
  draft: 'draft',
  approved: 'approved',
  retired: 'retired',
  auditor: 'auditor',
  viewer: 'viewer',
  admin: 'admin',
  someCountsAreWithheldUnsolved: (counts: number) =>
    `${counts === 1 ? '1 count of more people is' : `${counts.toLocaleString(activeLocale)} counts of more people are`} withheld in addition to the small ones, because it cannot be determined, or would take too long to determine, which of them may be shown. To see more of them, let fewer groups leave at once, such as one table or one breakdown.`,
  title: 'Title',
  purpose: 'Purpose',
  recipient: 'Recipient',
  account: 'Account',
  expectedAPublicKey: 'expected the public half of an Ed25519 key, 43 characters as "populus pack key" prints it',
  theFileHoldsAPrivateKey:
    'The file holds a private key, with which anybody could sign in the name of the publisher. Ask the publisher for the public key alone, and have them make a new pair.',
  theFileHoldsNoPublicKey:
    'The file holds no public key of a publisher: 43 characters as "populus pack key" prints them, a JWK with the curve Ed25519, or JSON with "name" and "key".',
  installOnWindows:
    'To install it, quit Populus and open the file, or hand the path to your IT department: msiexec /i FILE /qn installs an MSI for everybody.',
  installOnMac:
    'To install it, quit Populus and open the file, or hand the path to your IT department: sudo installer -pkg FILE -target / installs it.',
  installOnLinux:
    'To install it, quit Populus and run sudo apt-get install FILE or sudo dnf install FILE, or hand the path to your IT department.',
  installElsewhere: 'Hand the path to your IT department.',
  noPublisherSignedIt: 'No publisher signed it.',
  ofFilesHaveNoSignature: (unsigned: number, all: Text) =>
    `${unsigned} of ${all} files ${plural(unsigned, 'has', 'have')} no signature.`,
  fingerprintOfTheKey: (digits: Text) => `Fingerprint ${digits}.`,
  signedBy: (publisher: Text, day: Text) => `Signed by ${publisher} on ${day}.`,
  signedByAnUnknownKey: (key: Text, day: Text) =>
    `Signed on ${day} by a key that is not among the trusted publishers: ${key}.`
})
