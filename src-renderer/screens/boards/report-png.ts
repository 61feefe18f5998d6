import type { DrawPng } from '../../board-reports/report-pictures.ts'
import { printTokens } from '../../board-reports/print-tokens.ts'
import { sceneToPng } from '../../charts/drawing/echarts.ts'

/** Pixels per unit, so that pictures are sharp on slides and in print. */
const SCALE = 2

/** Draws a scene of a report on a canvas of the page. */
export const drawReportPng: DrawPng = (scene, size) => {
  const url = sceneToPng(scene, size, printTokens.page, printTokens.font, SCALE)
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (character) => character.charCodeAt(0))
}
