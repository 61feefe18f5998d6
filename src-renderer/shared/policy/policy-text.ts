import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { PolicyForm } from './policy-definition.ts'
import { policies, type PolicyName } from './policies.ts'

/** A value in words, for people. */
export function policyValueText(name: PolicyName, value: unknown): string {
  if (value === undefined) return m.notSet
  const form: PolicyForm = policies[name].form
  switch (form.kind) {
    case 'switch':
      return value === true ? m.on : m.off
    case 'number':
      return Number(value).toLocaleString(activeLocale)
    case 'choice':
      return form.choices[textOf(value)] ?? textOf(value)
    case 'text':
      return textOf(value)
    case 'list':
      return Array.isArray(value) && value.length > 0 ? value.join(', ') : m.none
    case 'structure':
      return structureText(value)
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function structureText(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value)
  if (value.length === 0) return m.none
  return value.map((item) => JSON.stringify(item)).join(', ')
}
