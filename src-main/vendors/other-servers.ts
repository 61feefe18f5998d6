import { generic } from './generic.ts'
import type { VendorProfile } from './vendor.ts'

/** Payers' servers, servers of the cloud providers, and servers to build on. */
export const otherServers: readonly VendorProfile[] = [
  {
    ...generic,
    id: 'hapi',
    name: 'HAPI FHIR / Smile CDR',
    parameters: ['_type', '_typeFilter', '_since', '_outputFormat'],
    recognise: /HAPI|Smile/i,
    notes: [
      'Files are kept for two hours unless it was changed. DELETE of a finished export is answered with 404.',
      'Version 8.8 ignores _since at the level of patients and answers with everything: choose the system or a group for refreshes. Deletions are not told at any level.',
      'Exports move on once a minute, and the server asks for two minutes between looks. It may ask for an access token for files where it asks for none otherwise.'
    ],
    sources: ['hapifhir/hapi-fhir #4051, #4084', 'Observed with HAPI FHIR JPA server 8.8.0']
  },
  {
    ...generic,
    id: 'azure',
    name: 'Azure Health Data Services',
    parameters: ['_type', '_typeFilter', '_since', '_outputFormat', '_container'],
    auth: 'client_secret_post',
    keys: 'none',
    foreignStorage: true,
    recognise: /Azure|Microsoft/i,
    notes: [
      'Files go to the storage account of the customer, which needs its own sign-in. Resources may be there twice.'
    ],
    sources: ['learn.microsoft.com, FHIR export data']
  },
  {
    ...generic,
    id: 'google',
    name: 'Google Cloud Healthcare',
    person: 'no',
    levels: ['group'],
    parameters: ['_type'],
    auth: 'bearer',
    keys: 'none',
    foreignStorage: true,
    recognise: /Google/i,
    notes: ['Files go to a storage bucket of the customer. Copy them to this computer and open the folder.'],
    sources: ['docs.cloud.google.com, bulk export']
  },
  {
    ...generic,
    id: 'aws-healthlake',
    name: 'AWS HealthLake',
    person: 'no',
    kickOff: 'post',
    parameters: ['_type', '_since'],
    auth: 'bearer',
    keys: 'none',
    foreignStorage: true,
    recognise: /HealthLake|Amazon/i,
    notes: ['Files go to a storage bucket of the customer. Copy them to this computer and open the folder.'],
    sources: ['docs.aws.amazon.com, HealthLake operations: export']
  },
  {
    ...generic,
    id: 'bcda',
    name: 'CMS BCDA',
    person: 'no',
    levels: ['group', 'patient'],
    parameters: ['_type', '_since', '_typeFilter'],
    auth: 'client_secret_basic',
    keys: 'none',
    scopes: 'v2',
    since: 'reliable',
    recognise: /Beneficiary Claims Data|BCDA/i,
    notes: [
      'Groups are "all" and "runout". Files are kept for 24 hours. The address of this network has to be allowed by CMS.'
    ],
    sources: ['bcda.cms.gov', 'CMSgov/bcda-app']
  },
  {
    ...generic,
    id: 'ab2d',
    name: 'CMS AB2D',
    person: 'no',
    levels: ['patient'],
    parameters: ['_type', '_since', '_until', '_typeFilter'],
    auth: 'client_secret_basic',
    keys: 'none',
    mostFileRequests: 6,
    recognise: /AB2D/i,
    notes: [
      'A file may be fetched six times and is kept for 72 hours. An export of more than 30 hours is given up by the server.'
    ],
    sources: ['CMSgov/ab2d']
  },
  {
    ...generic,
    id: 'dpc',
    name: 'CMS DPC',
    person: 'no',
    levels: ['group'],
    parameters: ['_type', '_since', '_outputFormat'],
    recognise: /Data at the Point of Care|\bDPC\b/i,
    notes: ['The client id is the client token of CMS, and the kid is the number that CMS gave to the key.'],
    sources: ['CMSgov/dpc-app']
  },
  {
    ...generic,
    id: 'smart-reference',
    name: 'SMART reference server',
    person: 'no',
    parameters: [...generic.parameters.filter((name) => name !== '_until'), 'allowPartialManifests'],
    recognise: /SMART Sample Bulk Data/i,
    notes: [
      'A server for tests. An unknown group gives an empty export, and a permission that is missing drops its type silently.'
    ],
    sources: ['smart-on-fhir/bulk-data-server']
  }
]
