import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { defined } from '#shared/language/defined.ts'
import { unitSuffix } from '../../base/fhir/unit-text.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import type { Day } from '../../base/figures/filter.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { resultsInText, textResult } from '../../population/registries/text-result.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { InputMeasure } from '../rates/measure-input.ts'

/** The latest record of one kind that a numerator looks for. */
export interface LatestRecord {
  /** Name of the value set or code, as the measure calls it. */
  readonly name: string
  readonly day: Day
  /** `9.4%`, `148/86 mmHg`, or that there is no number; '' for records that have no values. */
  readonly value: string
}

/** Concepts that each requirement looks for, by store. */
const wanted = new WeakMap<Store, WeakMap<DataRequirement, Uint8Array>>()

/** Marks the concepts that a requirement looks for. */
export function conceptsOf(
  store: Store,
  measure: Pick<InputMeasure, 'valueSets'>,
  requirement: DataRequirement
): Uint8Array {
  const ofStore = wanted.get(store) ?? new WeakMap<DataRequirement, Uint8Array>()
  wanted.set(store, ofStore)
  const known = ofStore.get(requirement)
  if (known !== undefined) return known
  const marks = new Uint8Array(store.concepts.size)
  const mark = (system: string, code: string): void => {
    const id = store.concepts.find(system, code)
    if (id >= 0) marks[id] = 1
  }
  for (const url of requirement.valueSets) {
    for (const [system, codes] of measure.valueSets?.get(url) ?? []) for (const code of codes) mark(system, code)
  }
  for (const { system, code } of requirement.single) mark(system ?? '', code)
  ofStore.set(requirement, marks)
  return marks
}

/** The table whose rows are the resources of a type, with all codes of each. */
export function codedTable(store: Store, type: string): Table | undefined {
  for (const table of store.tables.values()) {
    if (table.resourceType === type && store.codings.has(table.name) && table.patientOffsets !== undefined) return table
  }
  return undefined
}

function numberAt(table: Table, row: number): number {
  const value = table.columns.get('value')
  return value?.kind === 'number' ? value.values[row]! : Number.NaN
}

function unitAt(table: Table, row: number): string {
  const unit = table.columns.get('unit')
  const code = unit?.kind === 'dictionary' ? unit.codes[row]! : -1
  return unit?.kind !== 'dictionary' || code < 0 ? '' : unitSuffix(unit.values[code]!)
}

function textAt(table: Table, row: number): string {
  const text = table.columns.get('value_text')
  return text?.kind === 'dictionary' ? (text.values[text.codes[row]!] ?? '').trim() : ''
}

function isResult(text: string): boolean {
  return textResult(text) !== undefined || resultsInText(text) !== undefined
}

/** Whether the result of a row is a code, or yes or no. */
function isCoded(table: Table, row: number): boolean {
  const coded = table.columns.get('coded_value')
  const truth = table.columns.get('value_boolean')
  return (coded?.kind === 'concept' && coded.ids[row]! >= 0) || (truth?.kind === 'boolean' && truth.values[row] !== 2)
}

/** A row's value and unit, its text, or the values of its components with the unit of the first. */
function valueText(store: Store, table: Table, row: number, patient: number): string {
  const value = numberAt(table, row)
  if (!Number.isNaN(value)) return `${value}${unitAt(table, row)}`
  const text = textAt(table, row)
  // Any other text may name somebody: it is masked wherever it is shown.
  if (text !== '') return isResult(text) ? text : m.withATextInPlaceOf
  const parts = table.name === 'observation' ? store.tables.get('observation_component') : undefined
  if (parts?.patientOffsets === undefined) return ''
  const { codes, targets } = parts.column('observation_id', 'reference')
  const values: number[] = []
  let unit = ''
  let hasParts = false
  for (let part = parts.patientOffsets[patient]!; part < parts.patientOffsets[patient + 1]!; part++) {
    if (codes[part]! < 0 || targets[codes[part]!] !== row) continue
    hasParts = true
    if (Number.isNaN(numberAt(parts, part))) continue
    if (values.length === 0) unit = unitAt(parts, part)
    values.push(Math.round(numberAt(parts, part) * 10) / 10)
  }
  if (values.length === 0) return hasParts || isCoded(table, row) ? '' : m.withoutAResult
  // Blood pressure: the systolic value first.
  return `${values.sort((a, b) => b - a).join('/')}${unit}`
}

/** Statuses of records that tell of nothing that happened. */
const tellNothing: ReadonlySet<string> = new Set(['entered-in-error', 'cancelled', 'not-done'])

/** Tells whether the record of a row tells of something that happened, by its status. */
function happenedIn(table: Table): (row: number) => boolean {
  const status = table.columns.get('status')
  if (status?.kind !== 'dictionary') return () => true
  const nothing = status.values.map((value) => tellNothing.has(value))
  return (row) => nothing[status.codes[row]!] !== true
}

function latestOf(
  store: Store,
  measure: InputMeasure,
  requirement: DataRequirement,
  patient: number,
  asOf: Day
): LatestRecord | undefined {
  const table = codedTable(store, requirement.type)
  if (table?.day === undefined) return undefined
  const marks = conceptsOf(store, measure, requirement)
  const { offsets, ids } = defined(store.codings.get(table.name))
  const rowsOf = defined(table.patientOffsets)
  const happened = happenedIn(table)
  for (let row = rowsOf[patient + 1]! - 1; row >= rowsOf[patient]!; row--) {
    const day = table.day[row]!
    if (day === NO_DAY || day > asOf || !happened(row)) continue
    for (let index = offsets[row]!; index < offsets[row + 1]!; index++) {
      if (marks[ids[index]!] !== 1) continue
      return { name: requirement.codes[0] ?? '', day, value: valueText(store, table, row, patient) }
    }
  }
  return undefined
}

/** How many records of one kind a person has, by code where the kind has codes. */
export function recordsOfKind(
  store: Store,
  measure: InputMeasure,
  requirement: DataRequirement,
  patient: number
): number {
  const table = codedTable(store, requirement.type)
  if (table === undefined || !requirement.closed) return 0
  const marks = conceptsOf(store, measure, requirement)
  const { offsets, ids } = defined(store.codings.get(table.name))
  const rowsOf = defined(table.patientOffsets)
  let found = 0
  for (let row = rowsOf[patient]!; row < rowsOf[patient + 1]!; row++) {
    if (ids.subarray(offsets[row], offsets[row + 1]).some((id) => marks[id] === 1)) found++
  }
  return found
}

/** What a person's records hold of the kinds that a numerator looks for by code, up to a date. */
export interface EvidenceSummary {
  /** Of the kinds that can meet the numerator alone, where there are such. */
  readonly latest: LatestRecord | undefined
  /** Names of kinds of which there is nothing; without a latest record, of those that can meet the numerator alone. */
  readonly missing: readonly string[]
}

/**
 * Looks for the kinds of record by code, each by its name; it says what is there, not that it counts. Records that were entered
 * in error, and what was canceled or not done, are not there.
 * @param sufficient names of the kinds that can meet the numerator alone; all when undefined
 */
export function evidenceSummary(
  store: Store,
  measure: InputMeasure,
  requirements: readonly DataRequirement[],
  patient: number,
  asOf: Day,
  sufficient?: readonly string[]
): EvidenceSummary {
  const found = new Map<string, LatestRecord | undefined>()
  for (const requirement of requirements) {
    const name = requirement.codes[0]
    if (!requirement.closed || name === undefined) continue
    const known = found.get(name)
    const record = latestOf(store, measure, requirement, patient, asOf)
    found.set(name, known === undefined || (record !== undefined && record.day > known.day) ? record : known)
  }
  const isSufficient = (name: string): boolean => sufficient?.includes(name) !== false
  let latest: LatestRecord | undefined
  const missing: string[] = []
  for (const [name, record] of found) {
    if (record === undefined) missing.push(name)
    else if (isSufficient(name) && (latest === undefined || record.day > latest.day)) latest = record
  }
  return { latest, missing: latest === undefined ? missing.filter(isSufficient) : missing }
}
