import { isRecord, recordsIn, textIn } from './json-values.ts'

/**
 * What an identifier is. `mbi`: Medicare Beneficiary Identifier. `ssn`: Social Security number. `member`: member number of a
 * payer, which a family may share. `record`: medical record number. `other`: anything else.
 */
export type IdentifierKind = 'mbi' | 'ssn' | 'member' | 'record' | 'other'

/** An identifier of a person that passed the checks of its kind. */
export interface PersonIdentifier {
  readonly kind: IdentifierKind
  readonly system: string
  readonly value: string
}

const mbiSystem = 'http://hl7.org/fhir/sid/us-mbi'
const ssnSystem = 'http://hl7.org/fhir/sid/us-ssn'
const kindsByCode = new Map<string, IdentifierKind>([
  ['MC', 'mbi'],
  ['MB', 'member'],
  ['UM', 'member'],
  ['SS', 'ssn'],
  ['MR', 'record']
])

/** Reads `Patient.identifier`. Identifiers without a system, and those that fail a check, identify nobody and are left out. */
export function readIdentifiers(value: unknown): readonly PersonIdentifier[] {
  return recordsIn(value).flatMap((identifier) => {
    const system = textIn(identifier, 'system')
    const text = textIn(identifier, 'value')
    if (system === undefined || text === undefined || identifier['use'] === 'old') return []
    const kind = kindOf(system, identifier['type'])
    const plain = text.toUpperCase().replace(/[\s-]/g, '')
    return isValidIdentifier(kind, plain) ? [{ kind, system: kind === 'mbi' ? mbiSystem : system, value: plain }] : []
  })
}

function kindOf(system: string, type: unknown): IdentifierKind {
  if (system === mbiSystem) return 'mbi'
  if (system === ssnSystem || system === 'urn:oid:2.16.840.1.113883.4.1') return 'ssn'
  const codes = isRecord(type) ? recordsIn(type['coding']).map((coding) => textIn(coding, 'code')?.toUpperCase()) : []
  for (const code of codes) {
    const kind = code === undefined ? undefined : kindsByCode.get(code)
    // Type MC is also used for the former Medicare numbers, which are no MBI.
    if (kind !== undefined) return kind === 'mbi' ? 'other' : kind
  }
  return 'other'
}

/**
 * Whether an identifier can be one of its kind: the format of an MBI, the numbers that the Social Security Administration
 * assigns, and the check digit of card numbers that begin with 80840 (ISO/IEC 7812, as for the NPI). Placeholders fail.
 * @param value without spaces and hyphens, in upper case
 */
export function isValidIdentifier(kind: IdentifierKind, value: string): boolean {
  if (value.length < 3 || /^(.)\1*$/.test(value) || placeholders.has(value)) return false
  if (kind === 'mbi') return isMbi(value)
  if (kind === 'ssn') return isSsn(value)
  return !/^80840\d{10}$/.test(value) || hasCheckDigit(value)
}

const placeholders = new Set(['UNKNOWN', 'UNK', 'NONE', 'NULL', 'TEST', '123456789', '1234567890', '0123456789'])

/** CMS, Medicare Beneficiary Identifier format: C A AN N A AN N A A N N without S, L, O, I, B and Z. An MBI has no check digit. */
export function isMbi(value: string): boolean {
  const letter = '[AC-HJKMNP-RT-Y]'
  const either = '[0-9AC-HJKMNP-RT-Y]'
  return new RegExp(`^[1-9]${letter}${either}\\d${letter}${either}\\d${letter}{2}\\d{2}$`).test(value)
}

/** SSA: no area 000, 666 or 900 to 999, no group 00, no serial 0000; and not the ones known from advertisements. */
function isSsn(value: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(value) && value !== '078051120' && value !== '219099999'
}

/** The check digit by the formula of Luhn. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
