import { chartCaption, chartTitle, reportChart, type ChartShape } from './report-chart.ts'
import type { ReportSummary } from './report-summary.ts'
import type { PrintedPages, PrintedSection } from './printed-pages.ts'

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** For printing on A4 or Letter, landscape; the head of a table is repeated on each page. */
const style = `@page{size:landscape;margin:14mm}
body{font:10pt/1.35 system-ui,sans-serif;color:#111;background:#fff;margin:16px}
h1{font-size:16pt;margin:0 0 4px}h2{font-size:12pt;margin:20px 0 4px;break-after:avoid}h3{font-size:10pt;margin:10px 0 2px;break-after:avoid}
p{margin:0 0 6px;max-width:100ch}
table{border-collapse:collapse;width:100%;font-size:9pt}
thead{display:table-header-group}tr,.entry{break-inside:avoid}
th,td{border-bottom:1px solid #bbb;padding:3px 6px;text-align:left;vertical-align:top}
th{border-bottom:2px solid #555}.n{text-align:right;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:110px 1fr;gap:1px 10px;margin:0;font-size:9pt}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}
figure{margin:10px 0 0;break-inside:avoid}figcaption{font-size:9pt;color:#444}
svg{display:block;max-width:100%;font:11px system-ui,sans-serif}.bar{fill:#9db8d6}.interval{stroke:#123;stroke-width:1.5}.target{stroke:#b00020;stroke-width:2}.grid{stroke:#ddd}.label,.value{text-anchor:end}.scale{text-anchor:middle;fill:#555}`

function table({ rows, columns }: PrintedSection): string {
  const of = (index: number): string => (columns[index]!.numeric ? ' class="n"' : '')
  const head = columns.map(({ name }, index) => `<th scope="col"${of(index)}>${escaped(name)}</th>`).join('')
  const body = rows.map(
    (row) => `<tr>${row.map((text, index) => `<td${of(index)}>${escaped(text)}</td>`).join('')}</tr>`
  )
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function entries({ rows, columns }: PrintedSection): string {
  return rows
    .map(([head = '', ...rest]) => {
      const lines = rest.flatMap((text, index) =>
        text === '' ? [] : [`<dt>${escaped(columns[index + 1]!.name)}</dt><dd>${escaped(text)}</dd>`]
      )
      return `<div class="entry"><h3>${escaped(head)}</h3><dl>${lines.join('')}</dl></div>`
    })
    .join('')
}

function shape(mark: ChartShape): string {
  if (mark.kind === 'bar') {
    return `<rect class="bar" x="${mark.x}" y="${mark.y}" width="${mark.width.toFixed(1)}" height="${mark.height}"/>`
  }
  if ('text' in mark) return `<text class="${mark.kind}" x="${mark.x}" y="${mark.y}">${escaped(mark.text)}</text>`
  return `<line class="${mark.kind}" x1="${mark.x1.toFixed(1)}" x2="${mark.x2.toFixed(1)}" y1="${mark.y1}" y2="${mark.y2}"/>`
}

function summarySection({ facts, bars }: ReportSummary): string {
  const list = facts.map(({ label, text }) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`).join('')
  const { width, height, shapes } = reportChart(bars)
  const chart = `<figure><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(chartTitle)}">${shapes.map(shape).join('')}</svg><figcaption>${escaped(chartCaption)}</figcaption></figure>`
  return `<section><h2>Summary</h2><dl>${list}</dl>${bars.length === 0 ? '' : chart}</section>`
}

function section(part: PrintedSection): string {
  const { name, description, as } = part
  return `<section><h2>${escaped(name)}</h2><p>${escaped(description)}</p>${as === 'table' ? table(part) : entries(part)}</section>`
}

/** A page of its own that prints well, from a browser to paper or PDF. It has no scripts and loads nothing. */
export function printPage({ title, about, summary, sections }: PrintedPages): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body><h1>${escaped(title)}</h1><p>${escaped(about)}</p>${summary === undefined ? '' : summarySection(summary)}${sections.map(section).join('')}</body></html>`
}
