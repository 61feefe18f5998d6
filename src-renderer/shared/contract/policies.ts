import * as v from 'valibot'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'
import { policyStates } from '../policy/effective-policies.ts'

/** A policy as it is shown. */
export const PolicyRow = v.object({
  name: v.string(),
  title: v.string(),
  description: v.string(),
  category: v.string(),
  security: v.boolean(),
  /** The value in words. */
  value: v.string(),
  state: v.picklist(policyStates),
  /** Where it is set: a registry key or a file. */
  place: v.optional(v.string())
})
export type PolicyRow = v.InferOutput<typeof PolicyRow>

const Bound = v.object({ policy: v.string(), minimum: Natural, maximum: Natural })

/** The policies in force on this computer. */
export const PolicyReport = v.object({
  /** Whether anything is set or wrong; otherwise nobody manages this computer. */
  managed: v.boolean(),
  rows: v.array(PolicyRow),
  problems: v.array(v.object({ place: v.string(), name: v.optional(v.string()), message: v.string() })),
  /** What the page offers; the services refuse the rest, like everything that another policy does not allow. */
  allowed: v.object({
    passphrase: v.boolean(),
    /** The window may be without a lock. */
    noAppLock: v.boolean(),
    /** Files of measure content may be without a signature. */
    unsignedFiles: v.boolean()
  }),
  /** Between which numbers a setting has to be. */
  bounds: v.object({
    keepDays: v.optional(Bound),
    idleLockMinutes: v.optional(Bound),
    memoryMegabytes: v.optional(Bound),
    smallCellLimit: v.optional(Bound)
  })
})
export type PolicyReport = v.InferOutput<typeof PolicyReport>

/** Calls about managed policies. */
export const policyMethods = {
  /** Reads the policies of this computer again, and tells which hold. */
  'policies.get': method(None, PolicyReport, 'anyone')
} as const

/** Events about managed policies. */
export interface PolicyEvents {
  /** The organization changed a policy. */
  readonly 'policies.changed': PolicyReport
}
