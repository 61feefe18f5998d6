import type { ExportTable } from '../../interchange/export-table.ts'

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const percentColumns = new Set(['Rate', 'Low', 'High', 'Rate with evidence', 'Target'])

function cellText(name: string, value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'string') return escaped(value)
  if (percentColumns.has(name)) return `${(value * 100).toFixed(1)} %`
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(2)
}

/** For printing on A4 or Letter, landscape; the head of a table is repeated on each page. */
const style = `@page{size:landscape;margin:14mm}
body{font:10pt/1.35 system-ui,sans-serif;color:#111;background:#fff;margin:16px}
h1{font-size:16pt;margin:0 0 4px}h2{font-size:12pt;margin:20px 0 4px;break-after:avoid}
p{margin:0 0 6px;max-width:90ch}
table{border-collapse:collapse;width:100%;font-size:8.5pt}
thead{display:table-header-group}tr{break-inside:avoid}
th,td{border-bottom:1px solid #bbb;padding:3px 6px;text-align:left;vertical-align:top}
th{border-bottom:2px solid #555}td.n{text-align:right;font-variant-numeric:tabular-nums}`

function section({ name, description, source, rows, columns }: ExportTable): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column.name)}</th>`).join('')
  const body = Array.from({ length: rows }, (_, row) => {
    const cells = columns.map(({ name: title, cell }) => {
      const value = cell(row)
      return `<td${typeof value === 'number' ? ' class="n"' : ''}>${cellText(title, value)}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<section><h2>${escaped(name)}</h2><p>${escaped(description)} ${escaped(source)}.</p><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></section>`
}

/** A page of tables that prints well, from a browser to paper or PDF. It has no scripts and loads nothing. */
export function printPage(title: string, about: string, tables: readonly ExportTable[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body><h1>${escaped(title)}</h1><p>${escaped(about)}</p>${tables.map(section).join('')}</body></html>`
}
