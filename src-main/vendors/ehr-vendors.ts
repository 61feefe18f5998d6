import { generic } from './generic.ts'
import type { VendorProfile } from './vendor.ts'

/** Vendors of electronic health records. */
export const ehrVendors: readonly VendorProfile[] = [
  {
    ...generic,
    id: 'epic',
    name: 'Epic',
    person: 'offered',
    levels: ['group'],
    parameters: ['_type', '_typeFilter', '_since', '_outputFormat'],
    keys: 'hosted',
    scopes: 'v1',
    since: 'unreliable',
    headers: { 'Epic-Client-ID': '{clientId}' },
    recognise: /\bEpic\b/i,
    notes: [
      'The public key set has to be hosted at a web address; keys for test and production are separate.',
      'The site maps the client id to a user and hands out the id of the group.',
      'One export for each client and group at a time; an export may take days.'
    ],
    sources: ['fhir.epic.com, FHIR Bulk Data', 'smart-on-fhir/smart-fetch']
  },
  {
    ...generic,
    id: 'oracle-millennium',
    name: 'Oracle Health Millennium',
    person: 'offered',
    levels: ['group', 'patient'],
    parameters: ['_type', '_typeFilter', '_since', 'includeAssociatedData', '_outputFormat'],
    scopes: 'v1',
    mostDownloads: 3,
    recognise: /^(?!.*Soarian).*(?:\bCerner\b|Oracle Health)/i,
    notes: [
      'Lists are written with commas; repeated parameters are not taken. _typeFilter needs _type, one filter for each type.',
      'Files are redirects to short-lived storage links, which get no token. There can be more than 20,000 small files.',
      'One export for each client and tenant at a time. Groups hold at most 20,000 people.'
    ],
    sources: ['fhir.cerner.com, Millennium bulk data', 'docs.oracle.com, mfbda']
  },
  {
    ...generic,
    id: 'oracle-soarian',
    name: 'Oracle Health Soarian',
    levels: ['group', 'patient'],
    parameters: ['_type', '_outputFormat'],
    recognise: /Soarian/i,
    notes: ['requiresAccessToken may be text in place of a truth value.'],
    sources: ['docs.oracle.com, sfbda']
  },
  {
    ...generic,
    id: 'athenahealth',
    name: 'athenahealth',
    person: 'offered',
    levels: ['group'],
    parameters: ['_type', '_since', '_outputFormat'],
    scopes: 'v1',
    recognise: /athena/i,
    notes: [
      'The group a-1.c-[practiceId] is a whole practice. Meant for a run once or once a month, not for every day.'
    ],
    sources: ['docs.athenahealth.com, FHIR bulk export workflow']
  },
  {
    ...generic,
    id: 'veradigm',
    name: 'Veradigm / Altera (Allscripts)',
    person: 'offered',
    levels: ['group'],
    parameters: ['_type'],
    recognise: /Veradigm|Allscripts|Altera/i,
    notes: [
      'Groups are made in the record system; search Group for the id. Provenance comes only when it is asked for.'
    ],
    sources: ['developer.veradigm.com, Bulk Data']
  },
  {
    ...generic,
    id: 'meditech',
    name: 'MEDITECH',
    person: 'needed',
    bulkExport: 'unknown',
    recognise: /MEDITECH/i,
    notes: [
      'No public description of a bulk export was found. Keys need "use": "sig", which the key set of Populus has.',
      'Where no bulk export is offered, a person signs in (SMART App Launch) and Populus reads by paging.'
    ],
    sources: ['onc-healthit/inferno-program #418']
  },
  {
    ...generic,
    id: 'nextgen',
    name: 'NextGen',
    person: 'needed',
    bulkExport: 'unknown',
    recognise: /NextGen/i,
    notes: [
      'No public description of a bulk export was found; the test of the connection shows what the server offers.',
      'Where no bulk export is offered, a person signs in (SMART App Launch) and Populus reads by paging.'
    ],
    sources: []
  },
  {
    ...generic,
    id: 'eclinicalworks',
    name: 'eClinicalWorks',
    person: 'offered',
    levels: ['patient', 'group'],
    permissionTypes: ['Group'],
    recognise: /eClinicalWorks|\beCW\b/i,
    notes: [
      'Needs the permission system/Group.read besides those of the types; Populus asks for it. Waits of up to two hours are asked for; Populus looks sooner.'
    ],
    sources: ['onc-healthit/onc-certification-g10-test-kit #420']
  }
]
