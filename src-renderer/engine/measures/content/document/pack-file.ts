import { csvField } from '#shared/delimited-field.ts'
import { codeSystemName, codeSystemUrl, ndc } from '../../../base/codes/code-systems.ts'
import { contentBundle } from './content-bundle.ts'
import type { ContentDocument } from './content-document.ts'

/** A pack as a file that can be imported again. */
export interface PackFile {
  readonly text: string
  readonly ending: 'csv' | 'json'
}

/**
 * Measures as a FHIR Bundle, codes as a table `list, code system, code, display`, a crosswalk from NDC as `ndc, rxcui`; several of them
 * together as the pack itself.
 */
export function packFile(document: ContentDocument): PackFile {
  const { codes = [], crosswalks = [], resources } = document
  const isOnly = (part: readonly unknown[]): boolean =>
    resources.length === 0 && part.length > 0 && codes.length + crosswalks.length === part.length
  if (isOnly(codes) && codes.every(({ system }) => codeSystemUrl(codeSystemName(system)) === system)) {
    const rows = codes.map(({ list, system, code, display = '' }) => [list, codeSystemName(system), code, display])
    return { text: table([['list', 'code system', 'code', 'display'], ...rows]), ending: 'csv' }
  }
  if (isOnly(crosswalks) && crosswalks.every(({ source }) => source === ndc)) {
    const rows = crosswalks.flatMap((item) => Object.entries(item.codes).map(([code, to]) => [code, to.join(' ')]))
    return { text: table([['ndc', 'rxcui'], ...rows]), ending: 'csv' }
  }
  const content = codes.length + crosswalks.length === 0 ? contentBundle(document) : document
  return { text: `${JSON.stringify(content, undefined, 2)}\n`, ending: 'json' }
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}
