import type { Day } from '../../base/figures/filter.ts'
import { isResourceType } from '../../base/fhir/resource-types.ts'
import { lastWrittenDay } from '../../base/fhir/last-day.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { targetOf, type DateTimeColumn, type DictionaryColumn } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** What Consents deny. */
export interface ConsentDenials {
  /** People whose records are denied altogether. */
  readonly people: Bitset
  /** What is denied of other people, by ordinal. */
  readonly parts: ReadonlyMap<number, DeniedRecords>
}

/** Parts of a person's records. */
export interface DeniedRecords {
  /** Security labels as `system|code`. */
  readonly labels: Set<string>
  readonly types: Set<string>
}

/** Consents that are not about the use of records. */
const otherMatters: ReadonlySet<string> = new Set([
  ...['research', 'treatment', 'adr'],
  ...['acd', 'dnr', 'emrgonly', 'hcd', 'polst', 'rsdid', 'rsreid', 'research']
])

/**
 * Reads what active Consents deny on a day. What cannot be evaluated is denied: a base decision of deny leaves the person
 * out, whatever its exceptions permit, and so does an exception that denies and names neither labels nor types of resources.
 */
export function consentDenials(store: Store, asOf: Day): ConsentDenials {
  const people = emptyBitset(store.patients)
  const parts = new Map<number, DeniedRecords>()
  const consents = store.tables.get('consent')
  if (consents === undefined) return { people, parts }
  const base = baseDecisions(consents, asOf)
  base.forEach((decision, row) => {
    const person = consents.patient?.[row] ?? -1
    if (decision === 'deny' && person >= 0) setBit(people, person)
  })
  for (const { person, labels, types } of deniedExceptions(store, base, asOf)) {
    if (labels.length + types.length === 0 || !types.every(isResourceType)) setBit(people, person)
    const denied = parts.get(person) ?? { labels: new Set(), types: new Set() }
    parts.set(person, denied)
    for (const label of labels) denied.labels.add(label)
    for (const type of types) denied.types.add(type)
  }
  return { people, parts }
}

/**
 * The people whose active Consents permit the use of their records on a day. Only a Consent that says so counts: status
 * `active` and a base decision of permit. What its exceptions deny is in {@link consentDenials}.
 */
export function consentPermissions(store: Store, asOf: Day): Bitset {
  const people = emptyBitset(store.patients)
  const consents = store.tables.get('consent')
  if (consents === undefined) return people
  const status = textOf(consents, 'status')
  baseDecisions(consents, asOf).forEach((decision, row) => {
    const person = consents.patient?.[row] ?? -1
    if (decision === 'permit' && status(row) === 'active' && person >= 0) setBit(people, person)
  })
  return people
}

/** Base decision of each consent that applies: `deny`, `permit` or '' where it names none; undefined where it does not apply. */
function baseDecisions(table: Table, asOf: Day): readonly (string | undefined)[] {
  const text = (name: string) => textOf(table, name)
  const [status, scope, category, decision] = [text('status'), text('scope'), text('category'), text('decision')]
  const within = period(table, asOf)
  return Array.from({ length: table.rows }, (_, row) => {
    const isOther = otherMatters.has(scope(row)) || otherMatters.has(category(row))
    return (status(row) || 'active') === 'active' && !isOther && within(row) ? decision(row) : undefined
  })
}

interface DeniedException {
  readonly person: number
  readonly labels: string[]
  readonly types: string[]
}

function deniedExceptions(store: Store, base: readonly (string | undefined)[], asOf: Day): Iterable<DeniedException> {
  const found = new Map<string, DeniedException>()
  const table = store.tables.get('consent_provision')
  if (table === undefined) return []
  const reference = table.column('consent_id', 'reference')
  const numbers = table.column('number', 'integer').values
  const concept = table.column('code', 'concept').ids
  const [decision, criterion] = [textOf(table, 'decision'), textOf(table, 'criterion')]
  const within = period(table, asOf)
  for (let row = 0; row < table.rows; row++) {
    const consent = targetOf(reference, row)
    const baseDecision = base[consent]
    const person = table.patient?.[row] ?? -1
    if (baseDecision === undefined || person < 0 || !within(row)) continue
    const denies = decision(row) === '' ? baseDecision !== 'deny' : decision(row) === 'deny'
    if (!denies) continue
    const key = `${consent} ${numbers[row]!}`
    const exception = found.get(key) ?? { person, labels: [], types: [] }
    found.set(key, exception)
    if (concept[row]! < 0) continue
    const code = store.concepts.codes[concept[row]!]!
    if (criterion(row) === 'security-label') exception.labels.push(`${store.concepts.systems[concept[row]!]!}|${code}`)
    else if (criterion(row) === 'class') exception.types.push(code)
  }
  return found.values()
}

function textOf(table: Table, name: string): (row: number) => string {
  const column = table.columns.get(name) as DictionaryColumn | undefined
  return (row) => (column === undefined || column.codes[row]! < 0 ? '' : column.values[column.codes[row]!]!)
}

/** Whether the period of a row has the day. */
function period(table: Table, asOf: Day): (row: number) => boolean {
  const [start, end] = (['period_start', 'period_end'] as const).map(
    (name) => table.columns.get(name) as DateTimeColumn | undefined
  )
  return (row) => {
    if ((start?.days[row] ?? NO_DAY) > asOf) return false
    const last = end === undefined ? NO_DAY : lastWrittenDay(end, row)
    return last === NO_DAY || last >= asOf
  }
}
