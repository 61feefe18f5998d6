import { commonMessages as common } from '#messages/common.ts'
import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import * as v from 'valibot'
import { structurePolicy } from './define-policy.ts'
import { ManagedConnection, PresetFile, VendorProfileChanges } from './policy-values.ts'

/** Policies that set something up for the user. */
export const presetPolicies = {
  ManagedConnections: structurePolicy({
    title: common.connections,
    description: m.connectionsThatEveryUserHasAnd,
    category: 'presets',
    schema: v.pipe(v.array(ManagedConnection), v.maxLength(100)),
    example: [
      {
        id: 'main-ehr',
        name: m.mainEHR,
        base: 'https://fhir.example.org/r4',
        vendor: 'generic',
        clientId: 'populus',
        level: 'group',
        group: 'all-patients'
      }
    ] as ManagedConnection[]
  }),
  ContentPacks: structurePolicy({
    title: m.contentPacks,
    description: m.packsOfMeasureContentThatEvery,
    category: 'presets',
    schema: v.pipe(v.array(PresetFile), v.maxLength(100)),
    example: [
      {
        path: 'C:\\ProgramData\\Populus\\quality-2027.json.gz',
        sha256: '3f'.repeat(32)
      }
    ] as PresetFile[]
  }),
  Boards: structurePolicy({
    title: m.boards,
    description: m.boardsThatEveryUserHasAnd,
    category: 'presets',
    schema: v.pipe(v.array(PresetFile), v.maxLength(100)),
    example: [{ path: 'C:\\ProgramData\\Populus\\quality.board.json', sha256: '5c'.repeat(32) }] as PresetFile[]
  }),
  VendorProfiles: structurePolicy({
    title: m.vendorProfiles,
    description: m.changesToTheBuiltInVendor,
    category: 'presets',
    schema: VendorProfileChanges,
    example: { generic: { mostDownloads: 2 } }
  })
} as const
