import { isResourceType } from '../../base/fhir/resource-types.ts'
import type { RejectReason } from '../model/store.ts'

type Json = Readonly<Record<string, unknown>>

/** A parsed resource of a known type with a usable id. */
export interface CheckedResource {
  readonly kind: 'resource'
  readonly type: string
  readonly id: string
  readonly resource: Json
}

/** What a line or entry turned out to be. */
export type Checked =
  | CheckedResource
  | { readonly kind: 'blank' }
  /** A Bundle with entries, which are to be read instead of it. */
  | { readonly kind: 'bundle' }
  | { readonly kind: 'fault'; readonly reason: RejectReason; readonly type: string | undefined }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** FHIR ids (R4 §2.24.0.1) and what exporters make of them: underscores, and more than 64 characters. */
const idForm = /^[A-Za-z0-9\-._]{1,128}$/
const typeForm = /^[A-Z][A-Za-z]{1,63}$/
const blank: Checked = { kind: 'blank' }

/**
 * Parses one line or entry and checks that it is a resource of a known type with an id.
 * @param fullUrl of a Bundle's entry; gives the id where the resource has none
 */
export function checkResource(bytes: Uint8Array, fullUrl: string | undefined): Checked {
  // A file may hold gigabytes of them.
  if (bytes.length === 0) return blank
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return { kind: 'fault', reason: 'not-utf8', type: undefined }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text.trim() === '' ? blank : { kind: 'fault', reason: 'not-json', type: undefined }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'fault', reason: 'not-a-resource', type: undefined }
  const resource = value as Json
  const type = resource['resourceType']
  if (typeof type !== 'string') return { kind: 'fault', reason: 'not-a-resource', type: undefined }
  if (type === 'Bundle') {
    const entries = resource['entry']
    return Array.isArray(entries) && entries.length > 0 ? { kind: 'bundle' } : blank
  }
  if (!isResourceType(type))
    return { kind: 'fault', reason: 'unknown-resource-type', type: typeForm.test(type) ? type : undefined }
  const id = resource['id']
  if (id === undefined && fullUrl !== undefined) {
    const id = idOfFullUrl(fullUrl)
    // An entry that is to be created has its id in the fullUrl only; the views look for it in the resource.
    if (id !== undefined) return { kind: 'resource', type, id, resource: { ...resource, id } }
  }
  if (typeof id !== 'string' || !idForm.test(id)) return { kind: 'fault', reason: 'missing-id', type }
  return { kind: 'resource', type, id, resource }
}

/** The id that a `fullUrl` gives: that of a `urn:uuid:`, or the last part of a URL `…/Type/id`. */
export function idOfFullUrl(fullUrl: string): string | undefined {
  const urn = /^urn:uuid:([0-9a-fA-F-]{36})$/.exec(fullUrl)
  if (urn !== null) return urn[1]!.toLowerCase()
  return /\/[A-Z][A-Za-z]+\/([A-Za-z0-9\-._]{1,128})$/.exec(fullUrl)?.[1]
}

const loose = new TextDecoder('latin1')

/** The resource type that broken text names near its beginning, for the accounts. */
export function typeHint(bytes: Uint8Array): string | undefined {
  const match = /"resourceType"\s*:\s*"([A-Z][A-Za-z]{1,63})"/.exec(loose.decode(bytes.subarray(0, 1024)))
  return match?.[1]
}
