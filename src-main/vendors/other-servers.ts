import { vendorsMessages as m } from '#messages/vendors.ts'
import { generic } from './generic.ts'
import type { VendorProfile } from './vendor.ts'

/** Payers' servers, servers of the cloud providers, and servers to build on. */
export const otherServers: readonly VendorProfile[] = [
  {
    ...generic,
    id: 'hapi',
    name: m.hapiFHIRSmileCDR,
    parameters: ['_type', '_typeFilter', '_since', '_outputFormat'],
    recognize: /HAPI|Smile/i,
    notes: [m.filesAreKeptForTwoHours, m.version88IgnoresSinceAt, m.exportsMoveOnOnceAMinute],
    sources: ['hapifhir/hapi-fhir #4051, #4084', m.observedWithHAPIFHIRJPAServer]
  },
  {
    ...generic,
    id: 'azure',
    name: m.azureHealthDataServices,
    parameters: ['_type', '_typeFilter', '_since', '_outputFormat', '_container'],
    auth: 'client_secret_post',
    keys: 'none',
    foreignStorage: true,
    recognize: /Azure|Microsoft/i,
    notes: [m.filesGoToTheStorageAccount],
    sources: [m.learnMicrosoftComFHIRExportData]
  },
  {
    ...generic,
    id: 'google',
    name: m.googleCloudHealthcare,
    personSignIn: 'no',
    levels: ['group'],
    parameters: ['_type'],
    auth: 'bearer',
    keys: 'none',
    foreignStorage: true,
    recognize: /Google/i,
    notes: [m.filesGoToAStorageBucket],
    sources: [m.docsCloudGoogleComBulkExport]
  },
  {
    ...generic,
    id: 'aws-healthlake',
    name: m.awsHealthLake,
    personSignIn: 'no',
    kickOff: 'post',
    parameters: ['_type', '_since'],
    auth: 'bearer',
    keys: 'none',
    foreignStorage: true,
    recognize: /HealthLake|Amazon/i,
    notes: [m.filesGoToAStorageBucket],
    sources: [m.docsAwsAmazonComHealthLakeOperations]
  },
  {
    ...generic,
    id: 'bcda',
    name: 'CMS BCDA',
    personSignIn: 'no',
    levels: ['group', 'patient'],
    parameters: ['_type', '_since', '_typeFilter'],
    auth: 'client_secret_basic',
    keys: 'none',
    scopes: 'v2',
    since: 'reliable',
    recognize: /Beneficiary Claims Data|BCDA/i,
    notes: [m.groupsAreAllAndRunoutFiles],
    sources: ['bcda.cms.gov', 'CMSgov/bcda-app']
  },
  {
    ...generic,
    id: 'ab2d',
    name: 'CMS AB2D',
    personSignIn: 'no',
    levels: ['patient'],
    parameters: ['_type', '_since', '_until', '_typeFilter'],
    auth: 'client_secret_basic',
    keys: 'none',
    mostFileRequests: 6,
    recognize: /AB2D/i,
    notes: [m.aFileMayBeFetchedSix],
    sources: ['CMSgov/ab2d']
  },
  {
    ...generic,
    id: 'dpc',
    name: 'CMS DPC',
    personSignIn: 'no',
    levels: ['group'],
    parameters: ['_type', '_since', '_outputFormat'],
    recognize: /Data at the Point of Care|\bDPC\b/i,
    notes: [m.theClientIdIsTheClient],
    sources: ['CMSgov/dpc-app']
  },
  {
    ...generic,
    id: 'smart-reference',
    name: m.smartReferenceServer,
    personSignIn: 'no',
    parameters: [...generic.parameters.filter((name) => name !== '_until'), 'allowPartialManifests'],
    recognize: /SMART Sample Bulk Data/i,
    notes: [m.aServerForTestsAnUnknown],
    sources: ['smart-on-fhir/bulk-data-server']
  }
]
