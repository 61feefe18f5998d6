import { commonMessages as common } from '#messages/common.ts'
import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import type * as v from 'valibot'

/** Groups of policies, as the templates and the settings show them. */
export const policyCategories = {
  network: m.network,
  protection: m.protectionOfStoredData,
  export: m.leavingPopulus,
  access: m.access,
  audit: common.auditLog,
  presets: m.presets
} as const
export type PolicyCategory = keyof typeof policyCategories

/** How a policy is written down: decides its control in the templates and how a raw value is read. */
export type PolicyForm =
  | { readonly kind: 'switch' }
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, string>> }
  | { readonly kind: 'text' }
  | { readonly kind: 'list' }
  /** A structure, written as JSON where the system has texts only. */
  | { readonly kind: 'structure' }

/** One policy, declared once: templates, documents, checks and the settings screen are made from it. */
export interface PolicyDefinition<T, B extends T | undefined = T | undefined> {
  readonly form: PolicyForm
  /** Checks a value. */
  readonly schema: v.GenericSchema<unknown, T>
  readonly title: string
  /** What it does, in sentences. */
  readonly description: string
  readonly category: PolicyCategory
  /** The first version that knows it. */
  readonly since: string
  /** A malformed value of a security policy applies its strictest value; of any other it is ignored. */
  readonly security: boolean
  /** The value where nothing is set; `undefined` where that means no rule at all. */
  readonly builtIn: B
  /** The strictest value of a security policy. */
  readonly strictest: T | undefined
  /** A value for the templates. */
  readonly example: T
}
