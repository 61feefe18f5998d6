import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import * as v from 'valibot'
import type { PolicyDefinition, PolicyForm } from './policy-definition.ts'

/** A value that was read, or why it is none. */
export type DecodedPolicy<T> = { readonly value: T } | { readonly problem: string }

/**
 * Checks a value as a system gave it. The registry has numbers for switches and texts for structures; everything else has
 * to be of the declared type: nothing is guessed.
 */
export function decodePolicy<T>({ form, schema }: PolicyDefinition<T>, raw: unknown): DecodedPolicy<T> {
  const read = asForm(form, raw)
  if ('problem' in read) return read
  const checked = v.safeParse(schema, read.value)
  if (checked.success) return { value: checked.output }
  const [issue] = checked.issues
  const path = v.getDotPath(issue)
  return {
    problem: m.isNotValidExpected(path === null ? m.theValue : m.theValueAt(path), expected(issue))
  }
}

/** What an issue expected, without the value that was found. */
function expected({ expected: wanted, message, type }: v.BaseIssue<unknown>): string {
  if (type === 'regex') return message.startsWith('Invalid') ? m.anotherForm : message.replace(/^expected /, '')
  return (wanted ?? m.anotherValue).slice(0, 200)
}

function asForm(form: PolicyForm, raw: unknown): DecodedPolicy<unknown> {
  switch (form.kind) {
    case 'switch':
      if (typeof raw === 'boolean') return { value: raw }
      if (raw === 0 || raw === 1) return { value: raw === 1 }
      return { problem: m.expectedTrueOrFalseInThe }
    case 'number':
      return typeof raw === 'number' ? { value: raw } : { problem: m.expectedANumber }
    case 'choice':
    case 'text':
      return typeof raw === 'string' ? { value: raw } : { problem: m.expectedAText }
    case 'list':
      return Array.isArray(raw) ? { value: raw } : { problem: m.expectedAListOfTexts }
    case 'structure':
      return asStructure(raw)
  }
}

function asStructure(raw: unknown): DecodedPolicy<unknown> {
  const text = isLines(raw) ? raw.join('\n') : raw
  if (typeof text !== 'string') return { value: text }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { problem: m.theTextIsNotValidJSON }
  }
}

/** The registry has a long text as several lines. */
function isLines(raw: unknown): raw is readonly string[] {
  return Array.isArray(raw) && raw.length > 0 && raw.every((line) => typeof line === 'string')
}
