import type { TableData } from '../ui/copy/delimited.ts'
import { printTokens } from './print-tokens.ts'
import type { ReportDocument, ReportItem } from './report-document.ts'
import { reportHeight, reportScene } from './report-scene.ts'
import { escapeXml, sceneSvg } from './scene-svg.ts'

/** Pixels of a chart in a report. */
const CHART_WIDTH = 900

function styleText(color: string): string {
  return `@page{size:landscape;margin:14mm}
body{font:15px/1.45 Inter,system-ui,"Segoe UI",Helvetica,Arial,sans-serif;color:#161a18;background:#fff;max-width:960px;margin:24px auto;padding:0 16px}
h1,h2{color:${color};line-height:1.25}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:0 0 2px;break-after:avoid}
p{margin:0 0 6px;max-width:90ch}.about,.caption,.subtitle{color:#484f4a;font-size:13px}
header{display:flex;gap:16px;align-items:center;border-bottom:2px solid ${color};padding-bottom:10px;margin-bottom:16px}header div{flex:1}
header img{max-height:48px;max-width:220px}
section{margin:0 0 26px;break-inside:avoid-page}section.break{break-before:page}
svg{display:block;max-width:100%;height:auto}.text{white-space:pre-line}
table{border-collapse:collapse;font-size:13px;margin:6px 0}th,td{border-bottom:1px solid #d5d9d2;padding:3px 8px;text-align:left;vertical-align:top}
th{border-bottom:2px solid #858c84}.n{text-align:right;font-variant-numeric:tabular-nums}tr{break-inside:avoid}
dl{display:grid;grid-template-columns:170px 1fr;gap:2px 12px;font-size:13px}dt{color:#484f4a}dd{margin:0;overflow-wrap:anywhere}
details{font-size:13px}.empty{padding:10px 12px;background:#eff1ed}`
}

function tableHtml(title: string, { columns, rows }: TableData): string {
  const of = (index: number): string => (columns[index]?.numeric === true ? ' class="n"' : '')
  const head = columns.map(({ label }, index) => `<th scope="col"${of(index)}>${escapeXml(label)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${row.map(({ text }, index) => `<td${of(index)}>${escapeXml(text)}</td>`).join('')}</tr>`)
    .join('')
  return `<table><caption hidden>${escapeXml(title)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

function paragraph(text: string, kind?: string): string {
  return text === '' ? '' : `<p${kind === undefined ? '' : ` class="${kind}"`}>${escapeXml(text)}</p>`
}

function partHtml(part: ReportItem): string {
  const open = `<section${part.pageBreak ? ' class="break"' : ''}>`
  if (part.kind === 'text') {
    const title = part.title === undefined ? '' : `<h2>${escapeXml(part.title)}</h2>`
    return `${open}${title}${part.paragraphs.map((text) => paragraph(text, 'text')).join('')}</section>`
  }
  const { title, subtitle, finding, caption, charts, table, showTable, empty } = part
  const head = `${open}<h2>${escapeXml(title)}</h2>${paragraph(subtitle, 'subtitle')}`
  if (empty !== undefined) return `${head}${paragraph(empty, 'empty')}</section>`
  const pictures = charts.map(({ label, model, alternative }) => {
    const drawn = reportScene(model, { width: CHART_WIDTH, height: reportHeight(model) }, printTokens)
    return sceneSvg(drawn.scene, drawn.size, { title: label, alternative, font: printTokens.font })
  })
  const values =
    table === undefined || (!showTable && charts.length === 0)
      ? ''
      : showTable
        ? tableHtml(title, table)
        : `<details><summary>The same as a table</summary>${tableHtml(title, table)}</details>`
  return `${head}${paragraph(finding)}${pictures.join('')}${values}${paragraph(caption, 'caption')}</section>`
}

function lastPage({ facts, definitions }: ReportDocument): string {
  const about = facts.map(({ label, text }) => `<dt>${escapeXml(label)}</dt><dd>${escapeXml(text)}</dd>`).join('')
  const rules = definitions.map(({ title, version, text, calculated, sources }) => {
    const from = sources
      .map(({ publisher, title: name, year, url }) => [publisher, name, year, url].filter(Boolean).join(', '))
      .join('; ')
    return `<dt>${escapeXml(title)}, version ${escapeXml(version)}</dt><dd>${escapeXml([text, calculated, from === '' ? '' : `Source: ${from}.`].filter(Boolean).join(' '))}</dd>`
  })
  return `<section class="break"><h2>Definitions and provenance</h2><dl>${about}</dl><dl>${rules.join('')}</dl></section>`
}

/**
 * A report as one HTML file. It has no scripts and loads nothing; its content security policy allows its own style alone, by
 * its hash.
 */
export async function reportHtml(report: ReportDocument): Promise<string> {
  const { title, description, brand, about, parts } = report
  const style = styleText(brand?.color ?? '#161a18')
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style)))
  const hash = btoa(String.fromCharCode(...digest))
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const logo = brand?.logo === undefined ? '' : `<img src="${escapeXml(brand.logo)}" alt="${escapeXml(brand.name)}">`
  const organization = brand === undefined || brand.name === '' ? '' : paragraph(brand.name, 'about')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeXml(policy)}"><meta name="viewport" content="width=device-width"><title>${escapeXml(title)}</title><style>${style}</style></head><body><header><div><h1>${escapeXml(title)}</h1>${organization}${paragraph(description ?? '')}${paragraph(about, 'about')}</div>${logo}</header><main>${parts.map(partHtml).join('')}${lastPage(report)}</main></body></html>`
}
