import { screensBoardsMessages as m } from '#messages/screens/boards.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import type { Board } from '#engine/boards/board.ts'
import { toWireError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { packGroups, type PackGroup } from '../../board-reports/pack-groups.ts'
import { reportFormats, type ReportDocument, type ReportFormat } from '../../board-reports/report-document.ts'
import { reportPictures } from '../../board-reports/report-pictures.ts'
import { writeReport } from '../../board-reports/write-report.ts'
import { zipFiles, type ArchivedFile } from '../../board-reports/zip-files.ts'
import type { App } from '../../state/app.ts'
import { releaseRecorded } from '../../state/record-export.ts'
import { saveBlob } from '../../ui/copy/save-blob.ts'
import { fileName } from '../../ui/copy/save-text.ts'
import { drawReportPng } from './report-png.ts'
import { computeReport, reportsToLeave, type ComputedReport } from './report-run.ts'

/** The forms in which the page saves a report: those of commands, and what needs a canvas. */
export type SavedFormat = ReportFormat | 'png'

/** What the audit log calls the forms. */
const recordedAs = { html: 'html', pptx: 'pptx', xlsx: 'xlsx', pictures: 'svg', png: 'png' } as const

/** Ends of file names, and media types. */
const savedFormats = { ...reportFormats, png: reportFormats.pictures } as const

function writeSaved(report: ReportDocument, format: SavedFormat): Promise<string | Uint8Array<ArrayBuffer>> {
  return format === 'png' ? reportPictures(report, drawReportPng) : writeReport(report, format)
}

/** Writes the report of a board to a file. */
export async function saveReport(app: App, board: Board, format: SavedFormat): Promise<void> {
  try {
    const computed = await computeReport(app, board)
    const [ending, type] = savedFormats[format]
    const leaving = { what: 'board', format: recordedAs[format], rows: board.items.length, names: false } as const
    const isSaved = await releaseRecorded(app, leaving, async () => {
      const about = { format: recordedAs[format], title: board.title }
      const [report] = await reportsToLeave(app, [computed], about)
      const content = await writeSaved(defined(report), format)
      // Pictures of two forms are archives both.
      const name = ending === 'zip' ? `${board.title} ${recordedAs[format]}` : board.title
      return saveBlob(fileName(name, ending), new Blob([content], { type }))
    })
    if (isSaved) app.toasts.show(m.savedTheReport(board.title))
  } catch (error) {
    app.toasts.show(toWireError(error).message, { kind: 'failed' })
  }
}

/** What a pack is made by, with its groups. */
export interface PackChoice {
  readonly dimension: string
  readonly label: string
  readonly values: readonly PackGroup[]
}

/** Writes a report for each group into one archive, with progress, until it is cancelled. */
export async function savePack(
  app: App,
  board: Board,
  format: SavedFormat,
  { dimension, label, values }: PackChoice
): Promise<void> {
  const task = 'board-pack'
  const { groups, leftOut } = packGroups(values, app.smallCells.exportLimit)
  const title = m.reportsByLabel(inSentence(label))
  let isCancelled = false
  const computed: ComputedReport[] = []
  try {
    for (const [index, group] of groups.entries()) {
      app.tasks.update(
        {
          title,
          fraction: index / groups.length,
          detail: m.indexOfGroups(index, groups.length),
          cancel: () => (isCancelled = true)
        },
        task
      )
      computed.push(await computeReport(app, board, { dimension, values: [group.value] }))
      if (isCancelled) {
        app.tasks.finish({ outcome: 'cancelled', text: m.cancelledNothingWasWritten(title) }, task)
        return
      }
    }
    const leaving = { what: 'board', format: recordedAs[format], rows: groups.length, names: false } as const
    const isSaved = await releaseRecorded(app, leaving, async () => {
      const named = m.titleByLabel(board.title, label)
      const reports = await reportsToLeave(app, computed, { format: recordedAs[format], title: named })
      const archive = await zipFiles(await filesOf(reports, groups, format))
      return saveBlob(
        fileName(`${named} ${recordedAs[format]}`, 'zip'),
        new Blob([archive], { type: 'application/zip' })
      )
    })
    if (!isSaved) {
      app.tasks.finish({ outcome: 'cancelled', text: m.cancelledNothingWasWritten(title) }, task)
      return
    }
    const few = leftOut === 0 ? '' : m.groupsLeftOutForFewPeople(leftOut)
    app.tasks.finish(
      { outcome: leftOut === 0 ? 'done' : 'partial', text: m.titleFilesFilesFew(title, groups.length, few) },
      task
    )
  } catch (error) {
    app.tasks.finish({ outcome: 'failed', text: m.titleFailed(title) }, task)
    app.toasts.show(toWireError(error).message, { kind: 'failed' })
  }
}

/** A file for each group, named for it. */
async function filesOf(
  reports: readonly ReportDocument[],
  groups: readonly PackGroup[],
  format: SavedFormat
): Promise<readonly ArchivedFile[]> {
  const files: ArchivedFile[] = []
  for (const [index, report] of reports.entries()) {
    const { label } = groups[index]!
    const content = await writeSaved({ ...report, title: `${report.title}: ${label}` }, format)
    const name = fileName(label, savedFormats[format][0])
    files.push({ name: files.some((file) => file.name === name) ? `${index + 1}-${name}` : name, content })
  }
  return files
}
