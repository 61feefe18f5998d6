import { engineMatchingMessages as m } from '#messages/engine/matching.ts'
import { defined } from '#shared/language/defined.ts'
import { NO_DAY, NO_OFFSET } from '../base/fhir/missing.ts'
import { NONE, NO_INTEGER, type Column } from '../store/model/column.ts'
import type { Store, Table } from '../store/model/store.ts'

/** When records of one person from two sources say the same thing. */
export interface DuplicateRule {
  readonly table: string
  readonly label: string
  /** In a sentence for people, after "Same person and". */
  readonly rule: string
  /** All of these are the same, or absent in both. */
  readonly same: readonly string[]
  /** All of these are there. */
  readonly needs: readonly string[]
  /** One of these is there, or `timed` tells the time of day. */
  readonly oneOf?: readonly string[]
  /** Tells the time of day; without `oneOf` it has to. */
  readonly timed?: string
}

const values = ['value', 'unit', 'coded_value', 'value_text', 'value_boolean']

/** The rules, by table. Records of one source are never duplicates: its own server tells them apart. */
export const duplicateRules: readonly DuplicateRule[] = [
  {
    table: 'encounter',
    label: m.encounters,
    rule: m.classStartAndEndWithThe,
    same: ['class', 'period_start', 'period_end'],
    needs: ['class', 'period_start'],
    timed: 'period_start'
  },
  {
    table: 'observation',
    label: m.observations,
    rule: m.codeTimeAndResultWithoutA,
    same: ['code', 'effective', ...values],
    needs: ['code', 'effective'],
    oneOf: values,
    timed: 'effective'
  },
  {
    table: 'condition',
    label: m.conditions,
    rule: m.codeOnsetAndDateOfRecording,
    same: ['code', 'category', 'onset', 'recorded_date'],
    needs: ['code'],
    oneOf: ['onset', 'recorded_date']
  },
  {
    table: 'procedure',
    label: m.procedures,
    rule: m.codeAndTime,
    same: ['code', 'performed_start'],
    needs: ['code', 'performed_start']
  },
  {
    table: 'immunization',
    label: m.immunizations,
    rule: m.vaccineAndDay,
    same: ['code', 'occurrence', 'status'],
    needs: ['code', 'occurrence']
  },
  {
    table: 'medication_request',
    label: m.prescriptions,
    rule: m.drugDateAndQuantity,
    same: ['code', 'authored_on', 'quantity', 'days_supply'],
    needs: ['code', 'authored_on']
  },
  {
    table: 'diagnostic_report',
    label: m.diagnosticReports,
    rule: m.codeAndTime,
    same: ['code', 'effective'],
    needs: ['code', 'effective']
  },
  {
    table: 'explanation_of_benefit',
    label: m.claims,
    rule: m.claimNumberFirstDayOfService,
    same: ['identifier', 'type', 'status', 'billable_start', 'total_submitted', 'payment_amount'],
    needs: ['identifier', 'billable_start']
  },
  {
    table: 'coverage',
    label: m.coverages,
    rule: m.payerMemberNumberAndFirstDay,
    same: ['payor_name', 'subscriber_id', 'type', 'period_start'],
    needs: ['payor_name', 'subscriber_id']
  }
]

/** Duplicates of one table. */
export interface DuplicatesOfTable {
  readonly table: string
  readonly resourceType: string
  /** Resources that are left out. */
  readonly count: number
}

/** What records of several sources say twice. */
export interface DuplicateRecords {
  /** By resource type: the resource that stays for each, which is itself for most. */
  readonly leaders: ReadonlyMap<string, Int32Array>
  readonly tables: readonly DuplicatesOfTable[]
}

/**
 * Finds what several sources say about one person. Of records that say the same, those of the source stay that has most of
 * them, so that two events that one source tells apart stay two.
 * @param store in which people were joined
 */
export function duplicateRecords(store: Store): DuplicateRecords {
  const leaders = new Map<string, Int32Array>()
  const tables: DuplicatesOfTable[] = []
  for (const rule of duplicateRules) {
    const table = store.tables.get(rule.table)
    const file = table && store.resources.get(table.resourceType)?.file
    if (table?.patient === undefined || file === undefined || store.sources === undefined) continue
    const { ofFile } = store.sources
    const leader = Int32Array.from(file, (_, index) => index)
    const sourceOf = (row: number): number => ofFile[file[table.resource[row]!]!] ?? NONE
    let count = 0
    for (const rows of sameRows(table, rule, sourceOf)) count += keepOneSource(rows, table, sourceOf, leader)
    if (count === 0) continue
    leaders.set(table.resourceType, leader)
    tables.push({ table: rule.table, resourceType: table.resourceType, count })
  }
  return { leaders, tables }
}

/** Groups of rows that say the same; only people with records of several sources have any. */
function* sameRows(table: Table, rule: DuplicateRule, sourceOf: (row: number) => number): Generator<readonly number[]> {
  const read = (names: readonly string[] = []) => names.flatMap((name) => table.columns.get(name) ?? [])
  const same = read(rule.same).map(signatureOf)
  const needs = read(rule.needs).map(signatureOf)
  const oneOf = rule.oneOf && read(rule.oneOf).map(signatureOf)
  const timed = rule.timed === undefined ? undefined : table.columns.get(rule.timed)
  /** Whether enough is recorded to tell that two records say the same. */
  const tellsEnough = (row: number): boolean =>
    !needs.some((each) => each(row) === '') &&
    (oneOf?.some((each) => each(row) !== '') === true ||
      (timed === undefined ? oneOf === undefined : hasTime(timed, row)))
  const offsets = defined(table.patientOffsets)
  for (let person = 0; person + 1 < offsets.length; person++) {
    const end = offsets[person + 1]!
    const first = sourceOf(offsets[person]!)
    let isShared = false
    for (let row = offsets[person]! + 1; row < end && !isShared; row++) isShared = sourceOf(row) !== first
    if (!isShared) continue
    const groups = new Map<string, number[]>()
    for (let row = offsets[person]!; row < end; row++) {
      if (table.resource[row]! < 0 || !tellsEnough(row)) continue
      const signature = same.map((each) => each(row)).join('\n')
      const group = groups.get(signature)
      if (group === undefined) groups.set(signature, [row])
      else group.push(row)
    }
    for (const group of groups.values()) if (group.length > 1) yield group
  }
}

/** Leaves the rows of one source. @returns how many resources are left out */
function keepOneSource(
  rows: readonly number[],
  { resource }: Table,
  sourceOf: (row: number) => number,
  leader: Int32Array
): number {
  const bySource = new Map<number, number[]>()
  for (const row of rows) bySource.set(sourceOf(row), [...(bySource.get(sourceOf(row)) ?? []), row])
  const [[chosenSource, stays], ...others] = Array.from(bySource).sort(
    ([a, sourceRows], [b, other]) => other.length - sourceRows.length || a - b
  ) as [[number, number[]], ...[number, number[]][]]
  if (chosenSource === NONE) return 0
  let count = 0
  for (const [, list] of others)
    list.forEach((row, index) => {
      leader[resource[row]!] = resource[stays[index] ?? stays[0]!]!
      count++
    })
  return count
}

/** The value of a row as a text, '' where there is none. */
function signatureOf(column: Column): (row: number) => string {
  switch (column.kind) {
    case 'dictionary':
      return (row) => (column.codes[row]! < 0 ? '' : column.values[column.codes[row]!]!)
    case 'concept':
      return (row) => (column.ids[row]! < 0 ? '' : String(column.ids[row]))
    case 'date':
      return (row) => (column.days[row] === NO_DAY ? '' : String(column.days[row]))
    case 'dateTime':
      return (row) => {
        const offset = column.offset[row]!
        const minutes = offset === NO_OFFSET ? 0 : offset
        return column.days[row] === NO_DAY
          ? ''
          : String(column.days[row]! * 86_400_000 + column.millis[row]! - minutes * 60_000)
      }
    case 'number':
      return (row) => (Number.isNaN(column.values[row]!) ? '' : String(column.values[row]))
    case 'integer':
      return (row) => (column.values[row] === NO_INTEGER ? '' : String(column.values[row]))
    case 'boolean':
      return (row) => (column.values[row] === 2 ? '' : String(column.values[row]))
    default:
      return () => ''
  }
}

/** Precision of a minute and finer, see `PrecisionCode`. */
const MINUTES = 4

function hasTime(column: Column, row: number): boolean {
  return column.kind === 'dateTime' && column.precision[row]! >= MINUTES
}
