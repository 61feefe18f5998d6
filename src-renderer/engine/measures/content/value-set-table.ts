import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { codeSystemUrl } from '../../base/codes/code-systems.ts'
import type { SheetRows } from './workbook-rows.ts'

/** Value sets of a table, and what of it could not be taken, counted by reason. */
export interface ValueSetTable {
  readonly valueSets: readonly FhirObject[]
  readonly notes: readonly string[]
}

/** Columns of a value set download, by the headings that are in use (VSAC: "Code List", "Expansion List", bundles of all). */
const headings = {
  code: ['code', 'code value'],
  display: ['description', 'descriptor', 'display', 'code description', 'display name'],
  system: ['code system oid', 'code system', 'codesystem', 'code system name', 'system', 'codesystem oid'],
  oid: ['value set oid', 'valueset oid', 'oid', 'value set identifier', 'value set url', 'valueset'],
  name: ['value set name', 'valueset name', 'value set'],
  version: ['expansion version', 'definition version', 'value set version', 'version']
} as const
type Column = keyof typeof headings

interface Collected {
  name: string | undefined
  version: string | undefined
  readonly codes: Map<string, { system: string; code: string; display: string | undefined }>
}

/**
 * Reads value sets from the tables that VSAC offers for download: one value set with its name and OID above the codes, or
 * many with the OID in a column. Tables of a workbook may share what stands above.
 * @throws AppError `invalid-input` when no table has codes with their system
 */
export function readValueSetTable(sheets: readonly SheetRows[]): ValueSetTable {
  const found = new Map<string, Collected>()
  const facts = factsAbove(sheets)
  let tables = 0
  let withoutSystem = 0
  let withoutSet = 0
  for (const { rows } of sheets) {
    const head = rows.findIndex(isHeading)
    if (head < 0) continue
    tables++
    const columns = columnsOf(rows[head]!)
    const cell = (row: readonly string[], column: Column): string | undefined => {
      for (const index of columns.get(column) ?? []) {
        const value = row[index]?.trim()
        if (value !== undefined && value !== '') return value
      }
      return undefined
    }
    for (const row of rows.slice(head + 1)) {
      const code = cell(row, 'code')
      if (code === undefined) continue
      const system = (columns.get('system') ?? [])
        .map((index) => codeSystemUrl(row[index] ?? ''))
        .find((url) => url !== undefined)
      const oid = cell(row, 'oid') ?? facts.oid
      if (system === undefined) withoutSystem++
      else if (oid === undefined) withoutSet++
      else {
        const set = collected(
          found,
          addressOf(oid),
          cell(row, 'name') ?? facts.name,
          cell(row, 'version') ?? facts.version
        )
        set.codes.set(`${system}|${code}`, { system, code, display: cell(row, 'display') })
      }
    }
  }
  if (tables === 0 || found.size === 0) {
    throw new AppError('invalid-input', withoutSet > 0 ? m.theTableDoesNotSayWhich : m.thereIsNoTableOfCodesIn)
  }
  const notes: string[] = []
  if (withoutSystem > 0) notes.push(m.codesWereLeftOutBecauseTheir(withoutSystem))
  if (withoutSet > 0) notes.push(m.codesWereLeftOutBecauseNo(withoutSet))
  return { valueSets: [...found].map(([url, set]) => valueSetOf(url, set)), notes }
}

/** Whether tables say which value set their codes belong to. */
export function namesValueSets(sheets: readonly SheetRows[]): boolean {
  const isNamed = (row: readonly string[]): boolean => isHeading(row) && columnsOf(row).has('oid')
  return factsAbove(sheets).oid !== undefined || sheets.some(({ rows }) => rows.some(isNamed))
}

function isHeading(row: readonly string[]): boolean {
  const columns = columnsOf(row)
  return columns.has('code') && columns.has('system')
}

function columnsOf(row: readonly string[]): ReadonlyMap<Column, readonly number[]> {
  const names = row.map((cell) => cell.trim().toLowerCase())
  const columns = new Map<Column, readonly number[]>()
  for (const column of Object.keys(headings) as Column[]) {
    const places = headings[column].map((heading) => names.indexOf(heading)).filter((position) => position >= 0)
    if (places.length > 0) columns.set(column, places)
  }
  return columns
}

/** OID, name and version that stand in lines of two cells, above the codes or on a sheet of their own. */
function factsAbove(sheets: readonly SheetRows[]): {
  readonly oid: string | undefined
  readonly name: string | undefined
  readonly version: string | undefined
} {
  const facts = new Map<string, string>()
  for (const { rows } of sheets) {
    const head = rows.findIndex(isHeading)
    for (const [key, value] of head < 0 ? rows : rows.slice(0, head)) {
      const name = key?.trim().toLowerCase().replace(/:$/, '') ?? ''
      if (value !== undefined && value.trim() !== '' && !facts.has(name)) facts.set(name, value.trim())
    }
  }
  const of = (names: readonly string[]): string | undefined =>
    names.map((name) => facts.get(name)).find((value) => value !== undefined)
  return { oid: of(headings.oid), name: of(['name', ...headings.name]), version: of(headings.version) }
}

/** The address under which measures name a value set of VSAC. */
function addressOf(oid: string): string {
  return /^(https?:|urn:)/.test(oid) ? oid.split('|')[0]! : `http://cts.nlm.nih.gov/fhir/ValueSet/${oid}`
}

function collected(
  found: Map<string, Collected>,
  url: string,
  name: string | undefined,
  version: string | undefined
): Collected {
  let set = found.get(url)
  if (set === undefined) {
    set = { name, version, codes: new Map() }
    found.set(url, set)
  }
  return set
}

function valueSetOf(url: string, { name, version, codes }: Collected): FhirObject {
  return {
    resourceType: 'ValueSet',
    url,
    ...(version === undefined ? {} : { version }),
    ...(name === undefined ? {} : { name, title: name }),
    status: 'active',
    expansion: {
      contains: [...codes.values()].map(({ system, code, display }) =>
        display === undefined ? { system, code } : { system, code, display }
      )
    }
  }
}
