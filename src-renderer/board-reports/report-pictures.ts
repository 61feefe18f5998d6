import { printTokens } from './print-tokens.ts'
import type { ReportDocument } from './report-document.ts'
import { reportHtml } from './report-html.ts'
import { reportHeight, reportScene } from './report-scene.ts'
import { sceneSvg } from './scene-svg.ts'
import { zipFiles } from './zip-files.ts'

const WIDTH = 900

/** The charts of a report, an SVG each with its source, and a page with their definitions, as an archive. */
export async function reportPictures(report: ReportDocument): Promise<Uint8Array<ArrayBuffer>> {
  const source = [report.about, ...report.facts.map(({ label, text }) => `${label}: ${text}`)].join('. ')
  const pictures = report.parts.flatMap((part) => (part.kind === 'text' ? [] : part.charts))
  const files = pictures.map(({ label, model, alternative }, index) => {
    const { scene, size } = reportScene(model, { width: WIDTH, height: reportHeight(model) }, printTokens)
    const shapes = [{ kind: 'rect' as const, x: 0, y: 0, ...size, fill: printTokens.page }, ...scene.shapes]
    const svg = sceneSvg({ ...scene, shapes }, size, { title: label, alternative, source, font: printTokens.font })
    return { name: `${String(index + 1).padStart(2, '0')}.svg`, content: svg }
  })
  const page = await reportHtml({ ...report, parts: [] })
  return zipFiles([...files, { name: 'definitions.html', content: page }])
}
