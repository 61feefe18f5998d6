/**
 * Reads the code tables of ICD-10-CM and ICD-10-PCS (Centers for Medicare & Medicaid Services and National Center for
 * Health Statistics; public domain) in the layout of their order files, one file a fiscal year.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Fiscal year that the name of an order file tells, as in `icd10cm_order_2026.txt`. */
function yearOf(path) {
  const year = /(20\d\d)/.exec(basename(path))?.[1]
  if (year === undefined) throw new Error(`The name of ${path} does not tell the fiscal year.`)
  return Number(year)
}

/**
 * @param paths order files; the latest one tells which codes are in use
 * @returns codes without dots, categories too, each with the first and last fiscal year that has it
 */
export function readOrderFiles(paths) {
  const codes = new Map()
  for (const path of [...paths].sort((a, b) => yearOf(a) - yearOf(b))) {
    const year = yearOf(path)
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const code = line.slice(6, 14).trim()
      if (code === '') continue
      codes.set(code, { first: codes.get(code)?.first ?? year, last: year })
    }
  }
  return { codes, year: Math.max(...paths.map(yearOf)) }
}

/** As FHIR writes an ICD-10-CM code: with a dot after the category. */
export function dotted(code) {
  return code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code
}

/**
 * Codes that begin with a code, that code among them.
 * @returns codes in order, with whether they are retired: in a table of an earlier year but not in the latest
 */
export function selectPrefix({ codes, year }, prefix) {
  const bare = prefix.replaceAll('.', '')
  const found = [...codes].filter(([code]) => code.startsWith(bare)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (found.length === 0) throw new Error(`No code begins with ${prefix}`)
  return found.map(([code, { last }]) => ({ code, retired: last < year }))
}
