import * as v from 'valibot'
import { structurePolicy } from './define-policy.ts'
import { ManagedConnection, VendorProfileChanges } from './policy-values.ts'

/** Policies that set something up for the user. */
export const presetPolicies = {
  ManagedConnections: structurePolicy({
    title: 'Connections',
    description:
      'Connections that every user has and none can change or delete. Keys and secrets are not part of them: they are made on each computer and stored in its keyring.',
    category: 'presets',
    schema: v.pipe(v.array(ManagedConnection), v.maxLength(100)),
    example: [
      {
        id: 'main-ehr',
        name: 'Main EHR',
        base: 'https://fhir.example.org/r4',
        vendor: 'generic',
        clientId: 'populus',
        level: 'group',
        group: 'all-patients'
      }
    ] as ManagedConnection[]
  }),
  VendorProfiles: structurePolicy({
    title: 'Vendor profiles',
    description: 'Changes to the built-in vendor profiles, by their ids, before those of the user.',
    category: 'presets',
    schema: VendorProfileChanges,
    example: { generic: { mostDownloads: 2 } }
  })
} as const
