import type { ChartSize } from '../charts/model/chart-model.ts'
import type { Scene } from '../charts/model/scene.ts'
import { printTokens } from './print-tokens.ts'
import type { ReportDocument } from './report-document.ts'
import { reportHtml } from './report-html.ts'
import { reportHeight, reportScene } from './report-scene.ts'
import { sceneSvg } from './scene-svg.ts'
import { zipFiles, type ArchivedFile } from './zip-files.ts'

const WIDTH = 900
/** Height of the line that says what a picture shows, in forms that say it nowhere else. */
const NOTE_ROOM = 24

/** Draws a scene as PNG. It needs a canvas, so that only the page has one. */
export type DrawPng = (scene: Scene, size: ChartSize) => Uint8Array<ArrayBuffer>

/**
 * The charts of a report, a picture each with its source, and a page with their definitions, as an archive.
 * @param drawPng makes PNG files, each with its text next to it, in place of SVG, which holds its own
 */
export async function reportPictures(report: ReportDocument, drawPng?: DrawPng): Promise<Uint8Array<ArrayBuffer>> {
  const source = [report.about, ...report.facts.map(({ label, text }) => `${label}: ${text}`)].join('. ')
  const pictures = report.parts.flatMap((part) => (part.kind === 'text' ? [] : part.charts))
  const files = pictures.flatMap(({ label, model, alternative }, index): readonly ArchivedFile[] => {
    const { scene, size } = reportScene(model, { width: WIDTH, height: reportHeight(model) }, printTokens)
    const name = String(index + 1).padStart(2, '0')
    if (drawPng === undefined) {
      const svg = sceneSvg(onPaper(scene, size), size, { title: label, alternative, source, font: printTokens.font })
      return [{ name: `${name}.svg`, content: svg }]
    }
    const noted = withNote(scene, size, `${label}. ${report.about}`)
    return [
      { name: `${name}.png`, content: drawPng(onPaper(noted.scene, noted.size), noted.size) },
      { name: `${name}.txt`, content: `${label}\n\n${alternative}\n\n${source}\n` }
    ]
  })
  const page = await reportHtml({ ...report, parts: [] })
  return zipFiles([...files, { name: 'definitions.html', content: page }])
}

function onPaper(scene: Scene, size: ChartSize): Scene {
  return { ...scene, shapes: [{ kind: 'rect', x: 0, y: 0, ...size, fill: printTokens.page }, ...scene.shapes] }
}

function withNote(
  scene: Scene,
  { width, height }: ChartSize,
  text: string
): { readonly scene: Scene; readonly size: ChartSize } {
  const y = height + NOTE_ROOM / 2
  const note = { kind: 'text', x: 8, y, text, fill: printTokens.textSecondary, room: width - 16 } as const
  return { scene: { ...scene, shapes: [...scene.shapes, note] }, size: { width, height: height + NOTE_ROOM } }
}
