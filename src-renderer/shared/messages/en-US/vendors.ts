import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'
import { counted } from '../plural.ts'

/** Texts of vendors. */
export const vendorsMessages = catalog({
  noFhirServerAnswersHere:
    'No FHIR server describes itself at this address: neither its CapabilityStatement (metadata) nor its SMART configuration is there. Check the path of the address; it is the part before /metadata.',
  theServerDoesNotDescribeItself: 'The server does not describe itself.',
  fhir: (software: Text, fhirVersion: Text) => `${software}, FHIR ${fhirVersion}.`,
  aFHIRServer: 'A FHIR server',
  ofUnknownVersion: 'of unknown version',
  theServerSaysWhereToSign: 'The server says where to sign in.',
  noSignInServiceIsNeeded: 'No sign-in service is needed.',
  theServerDoesNotSayWhere: 'The server does not say where to sign in. Enter the address of its token service.',
  theServerAnnouncesExports: (levels: Text) => `The server announces exports: ${levels}.`,
  theServerAnnouncesNoExportServers: (levels: Text) =>
    `The server announces no export. Servers of this kind usually offer: ${levels}.`,
  notPermittedSoTheseWillBe: (missing: Text) => `Not permitted, so these will be missing: ${missing}.`,
  theServerDidNotSayWhat: 'The server did not say what it permits.',
  everythingThatIsAskedForIs: 'Everything that is asked for is permitted.',
  theServerDoesNotTellIts: 'The server does not report its time.',
  theClocksDifferBySecondsA: (skew: number) =>
    `The clocks differ by ${counted(skew, 'second', 'seconds')}. A sign-in may fail for that.`,
  theClocksAgree: 'The clocks agree.',
  filesGoToAStorageOf: 'Files go to a storage of your own, which Populus cannot sign in to.',
  thePublicKeySetHasTo:
    'The public key set has to be hosted at a web address; keys for test and production are separate.',
  theSiteMapsTheClientId: 'The site maps the client id to a user and hands out the id of the group.',
  oneExportForEachClientAnd: 'One export for each client and group at a time; an export may take days.',
  fhirEpicComFHIRBulkData: 'fhir.epic.com, FHIR Bulk Data',
  oracleHealthMillennium: 'Oracle Health Millennium',
  listsAreWrittenWithCommasRepeated:
    'Lists are written with commas; repeated parameters are not taken. _typeFilter needs _type, one filter for each type.',
  filesAreRedirectsToShortLived:
    'Files are redirects to short-lived storage links, which get no token. There can be more than 20,000 small files.',
  oneExportForEachClientAndTenant:
    'One export for each client and tenant at a time. Groups hold at most 20,000 people.',
  fhirCernerComMillenniumBulkData: 'fhir.cerner.com, Millennium bulk data',
  docsOracleComMfbda: 'docs.oracle.com, mfbda',
  oracleHealthSoarian: 'Oracle Health Soarian',
  requiresAccessTokenMayBeTextInPlace: 'requiresAccessToken may be text in place of a truth value.',
  docsOracleComSfbda: 'docs.oracle.com, sfbda',
  theGroupA1CPracticeId:
    'The group a-1.c-[practiceId] is a whole practice. Meant for a run once or once a month, not for every day.',
  docsAthenahealthComFHIRBulkExport: 'docs.athenahealth.com, FHIR bulk export workflow',
  veradigmAlteraAllscripts: 'Veradigm / Altera (Allscripts)',
  groupsAreMadeInTheRecord:
    'Groups are made in the record system; search Group for the id. Provenance comes only when it is asked for.',
  developerVeradigmComBulkData: 'developer.veradigm.com, Bulk Data',
  noPublicDescriptionOfABulk:
    'No public description of a bulk export was found. Keys need "use": "sig", which the key set of Populus has.',
  whereNoBulkExportIsOffered:
    'Where no bulk export is offered, a person signs in (SMART App Launch) and Populus reads by paging.',
  noPublicDescriptionOfABulkExport:
    'No public description of a bulk export was found; the test of the connection shows what the server offers.',
  needsThePermissionSystemGroupRead:
    'Needs the permission system/Group.read besides those of the types; Populus asks for it. The server asks for waits of up to two hours; Populus asks for the status sooner.',
  anyFHIRServer: 'Any FHIR server',
  registerThePublicKeySetBy:
    'Register the public key set, by address where the server allows it, and ask for the permissions that Populus lists.',
  hL7BulkDataAccessIG: 'HL7 Bulk Data Access IG',
  hL7SMARTAppLaunchIGBackend: 'HL7 SMART App Launch IG, Backend Services',
  hapiFHIRSmileCDR: 'HAPI FHIR / Smile CDR',
  filesAreKeptForTwoHours:
    'Files are kept for two hours unless it was changed. DELETE of a finished export is answered with 404.',
  version88IgnoresSinceAt:
    'Version 8.8 ignores _since at the level of patients and answers with everything: choose the system or a group for refreshes. Deletions are not reported at any level.',
  exportsMoveOnOnceAMinute:
    'Exports move on once a minute, and the server asks for two minutes between status requests. It may ask for an access token for files where it asks for none otherwise.',
  observedWithHAPIFHIRJPAServer: 'Observed with HAPI FHIR JPA server 8.8.0',
  azureHealthDataServices: 'Azure Health Data Services',
  filesGoToTheStorageAccount:
    'Files go to the storage account of the customer, which needs its own sign-in. Resources may be there twice.',
  learnMicrosoftComFHIRExportData: 'learn.microsoft.com, FHIR export data',
  googleCloudHealthcare: 'Google Cloud Healthcare',
  filesGoToAStorageBucket:
    'Files go to a storage bucket of the customer. Copy them to this computer and open the folder.',
  docsCloudGoogleComBulkExport: 'docs.cloud.google.com, bulk export',
  awsHealthLake: 'AWS HealthLake',
  docsAwsAmazonComHealthLakeOperations: 'docs.aws.amazon.com, HealthLake operations: export',
  groupsAreAllAndRunoutFiles:
    'Groups are "all" and "runout". Files are kept for 24 hours. The address of this network has to be allowed by CMS.',
  aFileMayBeFetchedSix:
    'A file may be fetched six times and is kept for 72 hours. An export of more than 30 hours is given up by the server.',
  theClientIdIsTheClient:
    'The client id is the client token of CMS, and the kid is the number that CMS gave to the key.',
  smartReferenceServer: 'SMART reference server',
  aServerForTestsAnUnknown:
    'A server for tests. An unknown group gives an empty export, and a permission that is missing drops its type silently.',
  hostThePublicKeySet: 'Host the public key set',
  saveThePublicKeySetAnd:
    'Save the public key set and put it at an https address that anybody can read, with the content type application/json: a page of your organization, or a storage bucket that is public for this one file. It contains no secret. Then let Populus check the address.',
  signInAtFhirEpicCom:
    'Sign in at fhir.epic.com, create a backend application, choose the bulk data APIs, and enter the address of the key set, one for test and one for production. Each site then has to activate the client id, map it to a user, and tell you the id of its group.',
  registerASystemAccountInThe:
    'Register a system account in the code console of Oracle Health with the address of the key set, and ask the site to grant it the permissions that Populus shows.',
  askOracleHealthToRegisterA:
    'Ask Oracle Health to register a system application with the public key set and the permissions that Populus shows.',
  makeATwoLeggedApplicationIn:
    'Make a two-legged application in the developer portal of athenahealth with the address of the key set, and have the practice approve it. The group of a whole practice is a-1.c- and its number.',
  registerTheApplicationInTheDeveloper:
    'Register the application in the developer portal of Veradigm; the practice then enables it for its data.',
  sendThePublicKeySetTo: 'Send the public key set to the site, which registers the application in MEDITECH Greenfield.',
  askNextGenSupportForABackend: 'Ask NextGen support for a backend application, and send the public key set.',
  registerABulkApplicationInThe:
    'Register a bulk application in the developer portal of eClinicalWorks with the address of the key set, and add the permission system/Group.read.',
  registerAnApplicationInMicrosoftEntra:
    'Register an application in Microsoft Entra ID, add a client secret, and give it the role FHIR Data Exporter on the FHIR service.',
  makeAnAccessTokenForA:
    'Make an access token for a service account that may export from the FHIR store, and enter it as the token.',
  makeAnAccessTokenForARole:
    'Make an access token for a role that may start export jobs on the data store, and enter it.',
  makeCredentialsInTheBCDAPortal:
    'Make credentials in the BCDA portal of CMS, and have CMS allow the public address of your network. Enter the client id and the secret.',
  getClientIdAndSecretFrom:
    'Get client id and secret from CMS after the attestation of your organization, and enter both.',
  makeAClientTokenAndRegister:
    'Make a client token and register the public key in the DPC portal of CMS. The client id is the token, and the kid is the id that the portal shows for the key.',
  registerAClientWithThePublic:
    'Register a client with the public key set in the administration of the server, or choose no sign-in for an open server.',
  openTheRegistrationPageOfThe:
    'Open the registration page of the server, paste the public key set, and copy the client id.',
  makeAKeyPair: 'Make a key pair',
  populusMakesItAndKeepsThe:
    'Populus makes it and keeps the private half sealed on this computer. ES384 fits nearly every server; take RS384 where the vendor asks for RSA.',
  whereTheVendorTakesAnUpload: (value: Text) => `${value} Where the vendor takes an upload, the file itself is enough.`,
  registerWithTheServer: 'Register with the server',
  registerWithName: (name: Text) => `Register with ${name}`,
  giveTheAdministratorOfTheServer:
    'Give the administrator of the server the public key set, or its address, and the list of permissions. You get a client id back.',
  testTheConnection: 'Test the connection',
  testTheSignIn: 'Test the sign-in',
  populusSignsInComparesWhatWas:
    'Populus signs in, compares what was granted with what it will ask for, and says what is missing.',
  thereIsNoVendorProfileOf: (known: Text) => `There is no vendor profile of this name. Known are: ${known}.`
})
