import type { ReportDocument, ReportFormat } from './report-document.ts'
import { reportHtml } from './report-html.ts'
import { reportPictures } from './report-pictures.ts'
import { reportPptx } from './report-pptx.ts'
import { reportXlsx } from './report-xlsx.ts'

/** A report as the content of a file. */
export function writeReport(report: ReportDocument, format: ReportFormat): Promise<string | Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'html':
      return reportHtml(report)
    case 'pptx':
      return reportPptx(report)
    case 'xlsx':
      return reportXlsx(report)
    case 'pictures':
      return reportPictures(report)
  }
}
