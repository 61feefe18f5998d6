import { vendorsMessages as m } from '#messages/vendors.ts'
import type { VendorProfile } from './vendor.ts'

/** What the standard promises and nothing else. Other profiles state only where they differ. */
export const generic: VendorProfile = {
  id: 'generic',
  name: m.anyFHIRServer,
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
  personSignIn: 'unknown',
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
  recognize: undefined,
  notes: [m.registerThePublicKeySetBy],
  sources: [m.hL7BulkDataAccessIG, m.hL7SMARTAppLaunchIGBackend]
}
