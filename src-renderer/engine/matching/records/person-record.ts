import { defined } from '#shared/language/defined.ts'
import { isRecord, recordsIn, textIn } from './json-values.ts'
import { readIdentifiers, type PersonIdentifier } from './person-identifiers.ts'
import { normalName, normalPhone, normalText } from './normalize.ts'

/** A name that a record gives for a person, normalized. */
export interface PersonName {
  readonly family: string
  readonly given: string
  /** First letter of the second given name; undefined where there is none. */
  readonly middle: string | undefined
}

/** An address, normalized. */
export interface PersonAddress {
  readonly line: string
  readonly city: string
  readonly state: string
  /** The first five digits of the postal code. */
  readonly postalCode: string
}

/** What one Patient resource says about who somebody is. Absent values are absent: nothing stands in for them. */
export interface PersonRecord {
  /** Id of the Patient resource, with its source. */
  readonly id: string
  readonly source: string
  /** Current and former names; the first is the one in use. */
  readonly names: readonly PersonName[]
  /** JR, SR, II, III or IV. */
  readonly suffix: string | undefined
  readonly sex: 'female' | 'male' | undefined
  /** `YYYY-MM-DD`; undefined without day and month. */
  readonly birthDate: string | undefined
  /** Whether the record says that the person has died; undefined when it does not say. */
  readonly deceased: boolean | undefined
  /** `YYYY-MM-DD` of death, where the record gives it. */
  readonly deathDate: string | undefined
  readonly addresses: readonly PersonAddress[]
  /** Phone numbers by their last ten digits, and email addresses. */
  readonly contacts: readonly string[]
  readonly identifiers: readonly PersonIdentifier[]
  /** Ids in their source of the records that are to be used in place of this one, and of those in place of which this one is. */
  readonly replacedBy: readonly string[]
  readonly replaces: readonly string[]
  /** `meta.lastUpdated` as it is written; '' without. */
  readonly lastUpdated: string
}

const suffixes = new Map([
  ['JR', 'JR'],
  ['JUNIOR', 'JR'],
  ['SR', 'SR'],
  ['SENIOR', 'SR'],
  ['II', 'II'],
  ['III', 'III'],
  ['IV', 'IV']
])

/** Reads a Patient resource. @param id with its source */
export function readPersonRecord(resource: unknown, id: string, source: string): PersonRecord {
  const patient = isRecord(resource) ? resource : {}
  const names = recordsIn(patient['name'])
  const inUse = names.filter((name) => !isFormer(name))
  const ordered = [...inUse, ...names.filter(isFormer)]
  const died = textIn(patient, 'deceasedDateTime')
  const flag = patient['deceasedBoolean']
  return {
    id,
    source,
    names: ordered.flatMap(readName),
    suffix: ordered.flatMap((name) => suffixOf(name) ?? [])[0],
    sex: sexOf(textIn(patient, 'gender')),
    birthDate: fullDate(textIn(patient, 'birthDate')),
    deceased: died !== undefined ? true : typeof flag === 'boolean' ? flag : undefined,
    deathDate: fullDate(died),
    addresses: recordsIn(patient['address']).flatMap(readAddress),
    contacts: recordsIn(patient['telecom']).flatMap(readContact),
    identifiers: readIdentifiers(patient['identifier']),
    replacedBy: linkedBy(patient, 'replaced-by'),
    replaces: linkedBy(patient, 'replaces'),
    lastUpdated: (isRecord(patient['meta']) ? textIn(patient['meta'], 'lastUpdated') : undefined) ?? ''
  }
}

/** Ids of the Patients that links of a type name. */
function linkedBy(patient: Readonly<Record<string, unknown>>, type: string): readonly string[] {
  return recordsIn(patient['link']).flatMap((link) => {
    const other = link['other']
    if (link['type'] !== type || !isRecord(other)) return []
    const id = /(?:^|\/)Patient\/([^/]+)(?:\/_history\/[^/]+)?$/.exec(textIn(other, 'reference') ?? '')?.[1]
    return id === undefined ? [] : [id]
  })
}

function isFormer(name: Readonly<Record<string, unknown>>): boolean {
  return name['use'] === 'old' || name['use'] === 'maiden'
}

function readName(name: Readonly<Record<string, unknown>>): PersonName[] {
  const given: unknown = name['given']
  const parts = Array.isArray(given) ? given.filter((part) => typeof part === 'string') : []
  // A given name may hold the middle name, too.
  const [first = '', second = ''] = parts.flatMap((part) => normalText(part).split(' '))
  const family = normalName(stripSuffix(textIn(name, 'family') ?? ''))
  if (family === '' && first === '') return []
  return [{ family, given: normalName(first), middle: second === '' ? undefined : second.slice(0, 1) }]
}

function stripSuffix(family: string): string {
  const words = normalText(family).split(' ')
  return words.length > 1 && suffixes.has(defined(words.at(-1))) ? words.slice(0, -1).join(' ') : words.join(' ')
}

function suffixOf(name: Readonly<Record<string, unknown>>): string | undefined {
  const list: unknown = name['suffix']
  const written = Array.isArray(list) ? list.filter((part) => typeof part === 'string') : []
  const last = normalText(textIn(name, 'family') ?? '')
    .split(' ')
    .slice(1)
    .at(-1)
  return [...written.map(normalText), last ?? ''].map((text) => suffixes.get(text)).find((text) => text !== undefined)
}

function sexOf(gender: string | undefined): PersonRecord['sex'] {
  return gender === 'female' || gender === 'male' ? gender : undefined
}

/** Records of unknown date often have the first of January 1900 or 1901 in its place. */
function fullDate(text: string | undefined): string | undefined {
  const day = text === undefined ? undefined : /^(\d{4}-\d{2}-\d{2})/.exec(text)?.[1]
  return day === '1900-01-01' || day === '1901-01-01' ? undefined : day
}

function readAddress(address: Readonly<Record<string, unknown>>): PersonAddress[] {
  const lines: unknown = address['line']
  const line = Array.isArray(lines) && typeof lines[0] === 'string' ? normalText(lines[0]) : ''
  const postalCode = /^\d{5}/.exec(textIn(address, 'postalCode') ?? '')?.[0] ?? ''
  const city = normalText(textIn(address, 'city') ?? '')
  if (line === '' && postalCode === '' && city === '') return []
  return [{ line, city, state: normalText(textIn(address, 'state') ?? ''), postalCode }]
}

function readContact(contact: Readonly<Record<string, unknown>>): string[] {
  const value = textIn(contact, 'value') ?? ''
  if (contact['system'] === 'email') return value.includes('@') ? [value.trim().toUpperCase()] : []
  const phone = normalPhone(value)
  return phone === undefined ? [] : [phone]
}
