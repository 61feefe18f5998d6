/**
 * The elements of AuditEvent by the structure definitions of FHIR R4 (4.0.1) and R5 (5.0.0): minimum and maximum,
 * and the codes of bindings by the published value sets, where a code has to come from them or where we say that it does.
 */
interface Element {
  readonly min: number
  readonly max: number
  readonly children?: Elements
  readonly codes?: readonly string[]
  /** An element with several types: exactly one of these names. */
  readonly choice?: readonly string[]
}
export type Elements = Readonly<Record<string, Element>>

const many = Infinity
const anything: Element = { min: 0, max: 1 }
const required: Element = { min: 1, max: 1 }
const list: Element = { min: 0, max: many }

const coding: Elements = { system: required, code: required, display: anything }
const concept: Elements = { coding: { ...list, children: coding }, text: anything }
const reference: Elements = {
  reference: anything,
  display: anything,
  identifier: { ...anything, children: { system: anything, value: required } }
}
const actions = ['C', 'R', 'U', 'D', 'E']

export const auditEventR4: Elements = {
  resourceType: required,
  type: { ...required, children: coding },
  subtype: { ...list, children: coding },
  action: { ...anything, codes: actions },
  recorded: required,
  outcome: { ...anything, codes: ['0', '4', '8', '12'] },
  outcomeDesc: anything,
  purposeOfEvent: { ...list, children: concept },
  agent: {
    min: 1,
    max: many,
    children: {
      type: { ...anything, children: concept },
      role: { ...list, children: concept },
      who: { ...anything, children: reference },
      altId: anything,
      name: anything,
      requestor: required,
      network: { ...anything, children: { address: anything, type: { ...anything, codes: ['1', '2', '3', '4', '5'] } } }
    }
  },
  source: {
    ...required,
    children: { site: anything, observer: { ...required, children: reference }, type: { ...list, children: coding } }
  },
  entity: {
    ...list,
    children: {
      what: { ...anything, children: reference },
      type: { ...anything, children: coding },
      role: { ...anything, children: coding },
      name: anything,
      description: anything,
      query: anything,
      detail: {
        ...list,
        children: { type: required, value: { ...required, choice: ['valueString', 'valueBase64Binary'] } }
      }
    }
  }
}

export const auditEventR5: Elements = {
  resourceType: required,
  category: { ...list, children: concept },
  code: { ...required, children: concept },
  action: { ...anything, codes: actions },
  severity: {
    ...anything,
    codes: ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug']
  },
  recorded: required,
  outcome: {
    ...anything,
    children: { code: { ...required, children: coding }, detail: { ...list, children: concept } }
  },
  authorization: { ...list, children: concept },
  patient: { ...anything, children: reference },
  agent: {
    min: 1,
    max: many,
    children: {
      type: { ...anything, children: concept },
      role: { ...list, children: concept },
      who: { ...required, children: reference },
      requestor: anything,
      network: { ...anything, choice: ['networkReference', 'networkUri', 'networkString'] }
    }
  },
  source: {
    ...required,
    children: {
      site: anything,
      observer: { ...required, children: reference },
      type: { ...list, children: concept }
    }
  },
  entity: {
    ...list,
    children: {
      what: { ...anything, children: reference },
      role: { ...anything, children: concept },
      query: anything,
      detail: {
        ...list,
        children: {
          type: { ...required, children: concept },
          value: { ...required, choice: ['valueString', 'valueBoolean', 'valueInteger'] }
        }
      }
    }
  }
}

/** Codes of the value sets audit-event-type (DICOM CID 400) and audit-event-sub-type (CID 401), and of others that are used. */
export const publishedCodes: Readonly<Record<string, readonly string[]>> = {
  'http://dicom.nema.org/resources/ontology/DCM': [
    ...Array.from({ length: 15 }, (_, index) => String(110100 + index)),
    ...Array.from({ length: 23 }, (_, index) => String(110120 + index)),
    ...Array.from({ length: 6 }, (_, index) => String(110150 + index))
  ],
  'http://terminology.hl7.org/CodeSystem/extra-security-role-type': [
    'authserver',
    'datacollector',
    'dataprocessor',
    'datasubject',
    'humanuser'
  ],
  'http://terminology.hl7.org/CodeSystem/security-source-type': ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  'http://terminology.hl7.org/CodeSystem/audit-entity-type': ['1', '2', '3', '4'],
  'http://terminology.hl7.org/CodeSystem/object-role': Array.from({ length: 24 }, (_, index) => String(index + 1)),
  'http://terminology.hl7.org/CodeSystem/v3-ActReason': ['TREAT', 'CAREMGT', 'HQUALIMP', 'HCOMPL'],
  'http://hl7.org/fhir/issue-severity': ['fatal', 'error', 'warning', 'information', 'success']
}

/** What does not fit a definition, as paths with the reason; nothing when all fits. */
export function misfits(value: unknown, elements: Elements, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`]
  const members = value as Readonly<Record<string, unknown>>
  const choices = Object.values(elements).flatMap(({ choice }) => choice ?? [])
  const unknown = Object.keys(members)
    .filter((name) => elements[name] === undefined && !choices.includes(name))
    .map((name) => `${path}.${name}: not in the definition`)
  return [...unknown, ...Object.entries(elements).flatMap(([name, element]) => ofElement(members, name, element, path))]
}

function ofElement(
  members: Readonly<Record<string, unknown>>,
  name: string,
  { min, max, children, codes, choice }: Element,
  path: string
): string[] {
  const place = `${path}.${name}`
  const found = (choice ?? [name]).filter((each) => members[each] !== undefined)
  if (choice !== undefined)
    return found.length < min || found.length > max ? [`${place}[x]: ${found.length} of it`] : []
  const value = members[name]
  if (value === undefined) return min > 0 ? [`${place}: missing`] : []
  if (max > 1 !== Array.isArray(value)) return [`${place}: ${max > 1 ? 'has to be' : 'cannot be'} a list`]
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length === 0) return [`${place}: an empty list`]
  return items.flatMap((item) => [
    ...(item === '' ? [`${place}: an empty text`] : []),
    ...(codes === undefined || codes.includes(String(item)) ? [] : [`${place}: ${String(item)} is no code of it`]),
    ...(children === undefined ? [] : misfits(item, children, place))
  ])
}

/** Every coding in a resource. */
export function codingsIn(value: unknown): { readonly system: string; readonly code: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const { system, code } = value as { readonly system?: unknown; readonly code?: unknown }
  const codings = typeof system === 'string' && typeof code === 'string' ? [{ system, code }] : []
  return [...codings, ...Object.values(value).flatMap(codingsIn)]
}
