import { vendorsMessages as m } from '#messages/vendors.ts'
import { generic } from './generic.ts'
import type { VendorProfile } from './vendor.ts'

/** Vendors of electronic health records. */
export const ehrVendors: readonly VendorProfile[] = [
  {
    ...generic,
    id: 'epic',
    name: 'Epic',
    personSignIn: 'offered',
    levels: ['group'],
    parameters: ['_type', '_typeFilter', '_since', '_outputFormat'],
    keys: 'hosted',
    scopes: 'v1',
    since: 'unreliable',
    headers: { 'Epic-Client-ID': '{clientId}' },
    recognize: /\bEpic\b/i,
    notes: [m.thePublicKeySetHasTo, m.theSiteMapsTheClientId, m.oneExportForEachClientAnd],
    sources: [m.fhirEpicComFHIRBulkData, 'smart-on-fhir/smart-fetch']
  },
  {
    ...generic,
    id: 'oracle-millennium',
    name: m.oracleHealthMillennium,
    personSignIn: 'offered',
    levels: ['group', 'patient'],
    parameters: ['_type', '_typeFilter', '_since', 'includeAssociatedData', '_outputFormat'],
    scopes: 'v1',
    mostDownloads: 3,
    recognize: /^(?!.*Soarian).*(?:\bCerner\b|Oracle Health)/i,
    notes: [m.listsAreWrittenWithCommasRepeated, m.filesAreRedirectsToShortLived, m.oneExportForEachClientAndTenant],
    sources: [m.fhirCernerComMillenniumBulkData, m.docsOracleComMfbda]
  },
  {
    ...generic,
    id: 'oracle-soarian',
    name: m.oracleHealthSoarian,
    levels: ['group', 'patient'],
    parameters: ['_type', '_outputFormat'],
    recognize: /Soarian/i,
    notes: [m.requiresAccessTokenMayBeTextInPlace],
    sources: [m.docsOracleComSfbda]
  },
  {
    ...generic,
    id: 'athenahealth',
    name: 'athenahealth',
    personSignIn: 'offered',
    levels: ['group'],
    parameters: ['_type', '_since', '_outputFormat'],
    scopes: 'v1',
    recognize: /athena/i,
    notes: [m.theGroupA1CPracticeId],
    sources: [m.docsAthenahealthComFHIRBulkExport]
  },
  {
    ...generic,
    id: 'veradigm',
    name: m.veradigmAlteraAllscripts,
    personSignIn: 'offered',
    levels: ['group'],
    parameters: ['_type'],
    recognize: /Veradigm|Allscripts|Altera/i,
    notes: [m.groupsAreMadeInTheRecord],
    sources: [m.developerVeradigmComBulkData]
  },
  {
    ...generic,
    id: 'meditech',
    name: 'MEDITECH',
    personSignIn: 'needed',
    bulkExport: 'unknown',
    recognize: /MEDITECH/i,
    notes: [m.noPublicDescriptionOfABulk, m.whereNoBulkExportIsOffered],
    sources: ['onc-healthit/inferno-program #418']
  },
  {
    ...generic,
    id: 'nextgen',
    name: 'NextGen',
    personSignIn: 'needed',
    bulkExport: 'unknown',
    recognize: /NextGen/i,
    notes: [m.noPublicDescriptionOfABulkExport, m.whereNoBulkExportIsOffered],
    sources: []
  },
  {
    ...generic,
    id: 'eclinicalworks',
    name: 'eClinicalWorks',
    personSignIn: 'offered',
    levels: ['patient', 'group'],
    permissionTypes: ['Group'],
    recognize: /eClinicalWorks|\beCW\b/i,
    notes: [m.needsThePermissionSystemGroupRead],
    sources: ['onc-healthit/onc-certification-g10-test-kit #420']
  }
]
