import { NO_DAY } from '../../base/fhir/missing.ts'
import { claimOfRows, type ClaimTables } from './claim-tables.ts'
import type { Table } from '../../store/model/store.ts'

/** Why a claim is no evidence of anything, whatever it is for. */
export const claimFaults = [
  '',
  'not in force',
  'preauthorization',
  'not processed',
  'denied',
  'no day of service'
] as const

export type ClaimFault = (typeof claimFaults)[number]

const notInForce = new Set(['cancelled', 'draft', 'entered-in-error'])
const notForCare = new Set(['preauthorization', 'predetermination'])

const cached = new WeakMap<Table, Uint8Array>()

/**
 * Index into {@link claimFaults} per claim, 0 for claims that count: those in force, for care that was given, processed
 * without error, and with at least one line that was not denied.
 */
export function claimFaultsOf(tables: ClaimTables): Uint8Array {
  const found = cached.get(tables.claims) ?? findFaults(tables)
  cached.set(tables.claims, found)
  return found
}

function findFaults({ claims, items, key }: ClaimTables): Uint8Array {
  const denied = deniedClaims(claims, items, key)
  const matches = (name: string, values: (value: string) => boolean): ((row: number) => boolean) => {
    const column = claims.columns.get(name)
    if (column?.kind !== 'dictionary') return () => false
    const wanted = column.values.map(values)
    return (row) => wanted[column.codes[row]!] === true
  }
  const isOutOfForce = matches('status', (status) => notInForce.has(status))
  const isNotForCare = matches('use', (use) => notForCare.has(use))
  const isUnprocessed = matches('outcome', (outcome) => outcome === 'error')
  const fault = (row: number): ClaimFault => {
    if (isOutOfForce(row)) return 'not in force'
    if (isNotForCare(row)) return 'preauthorization'
    if (isUnprocessed(row)) return 'not processed'
    if (denied[row] === 1) return 'denied'
    return claims.day![row] === NO_DAY ? 'no day of service' : ''
  }
  return Uint8Array.from({ length: claims.rows }, (_, row) => claimFaults.indexOf(fault(row)))
}

/** 1 for claims that were denied as a unit, or line by line. */
function deniedClaims(claims: Table, items: Table | undefined, key: ClaimTables['key']): Uint8Array {
  const denied = new Uint8Array(claims.rows)
  const ofClaim = claims.columns.get('denial_reason')
  if (ofClaim?.kind === 'dictionary') ofClaim.codes.forEach((code, row) => (denied[row] = code < 0 ? 0 : 1))
  const ofLine = items?.columns.get('denial_reason')
  if (items === undefined || ofLine?.kind !== 'dictionary' || ofLine.values.length === 0) return denied
  const claim = claimOfRows(items, key)
  // 1: a line was denied, 2: a line was not.
  const lines = new Uint8Array(claims.rows)
  for (let row = 0; row < items.rows; row++) if (claim[row]! >= 0) lines[claim[row]!]! |= ofLine.codes[row]! < 0 ? 2 : 1
  lines.forEach((seen, row) => {
    if (seen === 1) denied[row] = 1
  })
  return denied
}
