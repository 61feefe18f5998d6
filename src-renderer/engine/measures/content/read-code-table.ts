import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import type { AddedCode, Crosswalk } from '../../base/codes/code-additions.ts'
import { codeSystemUrl, ndc, rxNorm } from '../../base/codes/code-systems.ts'
import { normalizeNdc } from '../../base/codes/ndc.ts'
import { mapColumnsOf, readMapTable } from './read-map-table.ts'
import type { SheetRows } from './workbook-rows.ts'

/** Codes of a table, and what of it could not be taken, counted by reason. `list` is empty where the table names none. */
export interface CodeTable {
  readonly codes: readonly AddedCode[]
  readonly crosswalks: readonly Crosswalk[]
  readonly notes: readonly string[]
}

const headings = {
  code: ['code', 'code value', 'concept code'],
  system: ['code system', 'codesystem', 'code system name', 'code system oid', 'system', 'vocabulary'],
  display: ['display', 'description', 'descriptor', 'long description', 'short description', 'name', 'display name'],
  list: ['list', 'code list', 'list name', 'registry'],
  ndc: ['ndc', 'ndc11', 'ndc 11', 'ndc code', 'ndc number', 'national drug code', 'package ndc', 'ndcpackagecode']
} as const
/** Columns with RxNorm concepts: of the product, of its ingredients. */
const rxNormHeading = /^(?:.* )?(?:rxcuis?|rxnorm(?: codes?| cuis?)?)$/

interface Columns {
  readonly code: number
  readonly system: number
  readonly display: number
  readonly list: number
  readonly ndc: number
  readonly rxNorm: readonly number[]
  /** The system of a column that is headed by its name, such as `CPT`. */
  readonly headed: string | undefined
}

function columnsOf(row: readonly string[]): Columns {
  const names = row.map((cell) => cell.trim().toLowerCase().replaceAll(/[_-]+/g, ' '))
  const column = (key: keyof typeof headings): number =>
    names.findIndex((name) => headings[key].some((heading) => heading === name))
  const rxNormColumns = [...names.keys()].filter((index) => rxNormHeading.test(names[index]!))
  const ndcColumn = column('ndc')
  const isMap = ndcColumn >= 0 && rxNormColumns.length > 0
  const headed = isMap ? -1 : row.findIndex((cell) => named(cell) !== undefined)
  const code = column('code')
  return {
    code: code < 0 ? headed : code,
    system: column('system'),
    display: column('display'),
    list: column('list'),
    ndc: ndcColumn,
    rxNorm: rxNormColumns,
    headed: code < 0 && headed >= 0 ? named(row[headed]!) : undefined
  }
}

/** The system of a heading such as `CPT`, `CPT code`, `ICD-10-CM`, `NDC11`. */
function named(heading: string): string | undefined {
  const name = heading
    .trim()
    .replace(/[ _]codes?$/i, '')
    .replace(/^ndc[ _]?11$/i, 'NDC')
  return /^(?:https?:|urn:)/i.test(name) ? undefined : codeSystemUrl(name)
}

function isCrosswalk({ ndc: source, rxNorm: targets }: Columns): boolean {
  return source >= 0 && targets.length > 0
}

function isCodes({ code, system, headed }: Columns): boolean {
  return code >= 0 && (system >= 0 || headed !== undefined)
}

/** The headings of a table. The name of a code system heads codes in the first row only: further down it is a value. */
function headOf(rows: SheetRows['rows']): { readonly at: number; readonly columns: Columns } | undefined {
  const first = rows.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  for (const [index, row] of rows.entries()) {
    const columns = columnsOf(row)
    if (isCrosswalk(columns) || (isCodes(columns) && (columns.headed === undefined || index === first))) {
      return { at: index, columns }
    }
  }
  return undefined
}

/** Whether tables are a crosswalk, or codes that name a list of Populus. */
export function isCodeTable(sheets: readonly SheetRows[]): boolean {
  return sheets.some(({ rows }) => {
    if (rows.some((row) => mapColumnsOf(row) !== undefined)) return true
    const columns = headOf(rows)?.columns
    return columns !== undefined && (isCrosswalk(columns) || columns.list >= 0 || columns.headed !== undefined)
  })
}

/**
 * Reads tables of codes: `list, system, code, display`, or with the system as the heading of the codes; and crosswalks with
 * columns such as `ndc, rxcui`, of which the NDC may be written in any of its forms, or between any two systems.
 */
export function readCodeTable(sheets: readonly SheetRows[]): CodeTable {
  const codes = new Map<string, AddedCode>()
  const crosswalk = new Map<string, Set<string>>()
  const left = { system: 0, ndc: 0, rxNorm: 0, mapped: 0 }
  const isMap = ({ rows }: SheetRows): boolean => rows.some((row) => mapColumnsOf(row) !== undefined)
  const maps = readMapTable(sheets.filter(isMap))
  left.mapped = maps.left
  for (const { rows } of sheets.filter((sheet) => !isMap(sheet))) {
    const head = headOf(rows)
    if (head === undefined) continue
    const { columns } = head
    const body = rows.slice(head.at + 1)
    if (isCrosswalk(columns)) readCrosswalkRows(body, columns, crosswalk, left)
    else readCodeRows(body, columns, codes, left)
  }
  return {
    codes: [...codes.values()],
    crosswalks: [
      ...maps.crosswalks,
      ...(crosswalk.size === 0
        ? []
        : [
            {
              source: ndc,
              target: rxNorm,
              codes: Object.fromEntries([...crosswalk].map(([key, to]) => [key, [...to]]))
            }
          ])
    ],
    notes: notesOf(left)
  }
}

interface LeftOut {
  system: number
  ndc: number
  rxNorm: number
  /** Rows of crosswalks between any two systems. */
  mapped: number
}

function notesOf({ system, ndc: numbers, rxNorm: targets, mapped }: LeftOut): readonly string[] {
  const counted = (count: number, singular: string, many: string): string => `${count} ${count === 1 ? singular : many}`
  return [
    ...(system > 0 ? [m.leftOutBecauseTheCodeSystem(counted(system, m.codeWas, m.codesWere))] : []),
    ...(numbers > 0 ? [m.leftOut11DigitsOr10(counted(numbers, m.ndcWas, m.nDCsWere))] : []),
    ...(mapped > 0 ? [m.leftOutACodeOrA(counted(mapped, m.rowWas, m.rowsWere))] : []),
    ...(targets > 0 ? [m.leftOutWithoutAnRxNormCode(counted(targets, m.ndcWas, m.nDCsWere))] : [])
  ]
}

function readCrosswalkRows(
  rows: readonly (readonly string[])[],
  { ndc: source, rxNorm: targets }: Columns,
  into: Map<string, Set<string>>,
  left: LeftOut
): void {
  for (const row of rows) {
    const written = row[source]?.trim() ?? ''
    if (written === '') continue
    const code = normalizeNdc(written)
    const found = targets.flatMap((index) => (row[index] ?? '').split(/[^0-9]+/).filter((digits) => digits !== ''))
    if (code === undefined) left.ndc++
    else if (found.length === 0) left.rxNorm++
    else {
      const known = into.get(code) ?? new Set()
      into.set(code, known)
      for (const rxNormCode of found) known.add(rxNormCode)
    }
  }
}

function readCodeRows(
  rows: readonly (readonly string[])[],
  columns: Columns,
  into: Map<string, AddedCode>,
  left: LeftOut
): void {
  const cell = (row: readonly string[], index: number): string => row[index]?.trim() ?? ''
  for (const row of rows) {
    const written = cell(row, columns.code)
    if (written === '') continue
    const system = columns.headed ?? codeSystemUrl(cell(row, columns.system))
    if (system === undefined) {
      left.system++
      continue
    }
    const code = system === ndc ? normalizeNdc(written) : written
    if (code === undefined) {
      left.ndc++
      continue
    }
    const [list, display] = [cell(row, columns.list), cell(row, columns.display)]
    into.set(`${list}|${system}|${code}`, { list, system, code, ...(display === '' ? {} : { display }) })
  }
}
