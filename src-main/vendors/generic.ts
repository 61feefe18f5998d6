import type { VendorProfile } from './vendor.ts'

/** What the standard promises and nothing else. Other profiles state only where they differ. */
export const generic: VendorProfile = {
  id: 'generic',
  name: 'Any FHIR server',
  levels: ['system', 'patient', 'group'],
  bulkExport: 'yes',
  kickOff: 'get-commas',
  parameters: [
    '_type',
    '_since',
    '_until',
    '_typeFilter',
    '_elements',
    '_outputFormat',
    'patient',
    'includeAssociatedData',
    'organizeOutputBy'
  ],
  auth: 'private_key_jwt',
  person: 'unknown',
  keys: 'hosted-or-uploaded',
  scopes: 'by-server',
  retryAfterCapSeconds: 300,
  mostDownloads: 5,
  deleteWhenStored: true,
  since: 'unknown',
  mostFileRequests: 10,
  headers: {},
  foreignStorage: false,
  permissionTypes: [],
  recognise: undefined,
  notes: [
    'Register the public key set, by address where the server allows it, and ask for the permissions that Populus lists.'
  ],
  sources: ['HL7 Bulk Data Access IG', 'HL7 SMART App Launch IG, Backend Services']
}
