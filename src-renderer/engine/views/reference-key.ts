import { parseReference } from '../base/fhir/references.ts'
import { isObject } from './path-value.ts'

const SLASH = 47

/**
 * `getReferenceKey([type])` of SQL on FHIR: the id of the resource that a Reference points to, equal to that resource's
 * `getResourceKey()`. Undefined when the reference names no id (only a display, a contained or conditional reference) or
 * points to another type than `type`.
 */
export function referenceKey(reference: unknown, type: string | undefined): string | undefined {
  if (!isObject(reference)) return undefined
  const text = reference['reference']
  if (typeof text !== 'string') return undefined
  // Nearly every reference is `Type/id` of the wanted type.
  if (type !== undefined && text.charCodeAt(type.length) === SLASH && text.startsWith(type)) {
    if (text.indexOf('/', type.length + 1) < 0) return text.slice(type.length + 1) || undefined
  }
  const parsed = parseReference(text)
  if (parsed === undefined || parsed.kind === 'contained' || parsed.kind === 'conditional') return undefined
  if (parsed.kind === 'absolute' && parsed.type === undefined) return undefined
  const target = parsed.type ?? reference['type']
  return type === undefined || target === undefined || target === type ? parsed.id : undefined
}
