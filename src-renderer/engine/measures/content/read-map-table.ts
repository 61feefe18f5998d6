import type { Crosswalk } from '../../base/codes/code-additions.ts'
import { codeSystemUrl, ndc } from '../../base/codes/code-systems.ts'
import { normalizeNdc } from '../../base/codes/ndc.ts'
import type { SheetRows } from './workbook-rows.ts'

/** Headings of a crosswalk between any two code systems. */
const headings = {
  sourceSystem: ['source system', 'source code system', 'source vocabulary', 'from system'],
  sourceCode: ['source code', 'from code', 'local code'],
  targetSystem: ['target system', 'target code system', 'target vocabulary', 'to system'],
  targetCode: ['target code', 'to code', 'standard code']
} as const

type Place = keyof typeof headings

/** The crosswalks of a table, and how many of its rows could not be taken. */
export interface MapTable {
  readonly crosswalks: readonly Crosswalk[]
  readonly left: number
}

/** Where the columns of such a table stand; undefined when the row does not head one. */
export function mapColumnsOf(row: readonly string[]): Readonly<Record<Place, number>> | undefined {
  const names = row.map((cell) => cell.trim().toLowerCase().replaceAll(/[_-]+/g, ' '))
  const indexOf = (place: Place): number =>
    names.findIndex((name) => headings[place].some((heading) => heading === name))
  const columns = {
    sourceSystem: indexOf('sourceSystem'),
    sourceCode: indexOf('sourceCode'),
    targetSystem: indexOf('targetSystem'),
    targetCode: indexOf('targetCode')
  }
  return Object.values(columns).every((column) => column >= 0) ? columns : undefined
}

/**
 * Reads tables `source_system, source_code, target_system, target_code`: what codes of one system, such as local ones, mean in
 * another. A system that has no known name is taken as its address.
 */
export function readMapTable(sheets: readonly SheetRows[]): MapTable {
  const found = new Map<string, { source: string; target: string; codes: Map<string, Set<string>> }>()
  let left = 0
  for (const { rows } of sheets) {
    const head = rows.findIndex((row) => mapColumnsOf(row) !== undefined)
    const columns = head < 0 ? undefined : mapColumnsOf(rows[head]!)
    if (columns === undefined) continue
    for (const row of rows.slice(head + 1)) {
      const cell = (place: Place): string => row[columns[place]]?.trim() ?? ''
      const [written, targetCode] = [cell('sourceCode'), cell('targetCode')]
      if (written === '' && targetCode === '') continue
      const source = systemOf(cell('sourceSystem'))
      const target = systemOf(cell('targetSystem'))
      const code = source === ndc ? normalizeNdc(written) : written
      if (source === undefined || target === undefined || code === undefined || code === '' || targetCode === '') {
        left++
        continue
      }
      const key = `${source}\n${target}`
      const map = found.get(key) ?? { source, target, codes: new Map<string, Set<string>>() }
      found.set(key, map)
      map.codes.set(code, (map.codes.get(code) ?? new Set<string>()).add(targetCode))
    }
  }
  return {
    crosswalks: Array.from(found.values(), ({ source, target, codes }) => ({
      source,
      target,
      codes: Object.fromEntries(Array.from(codes, ([code, targets]) => [code, [...targets]]))
    })),
    left
  }
}

function systemOf(text: string): string | undefined {
  return codeSystemUrl(text) ?? (/^(?:https?:\/\/|urn:)\S+$/i.test(text) ? text : undefined)
}
