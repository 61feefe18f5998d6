import { csvField } from '#shared/delimited-field.ts'
import { codeSystemName, codeSystemUrl, ndc } from '../../base/codes/code-systems.ts'
import type { ContentDocument } from './content-document.ts'

/** What a pack adds to lists, as a file that can be imported again. */
export interface AdditionsFile {
  readonly text: string
  readonly ending: 'csv' | 'json'
}

/**
 * Codes as a table `list, code system, code, display`, a crosswalk from NDC as `ndc, rxcui`; anything else, and both
 * together, as the pack itself.
 */
export function additionsFile(document: ContentDocument): AdditionsFile {
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
  return { text: JSON.stringify(document), ending: 'json' }
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}
