import { existsSync } from 'node:fs'
import { isFinal } from '#shared/export-state.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import { asksTheSame, type ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { readExportJournal } from '../../bulk/journal/journal.ts'
import { planRepair, type Repair } from '../../bulk/journal/repair.ts'
import { mayRepair } from '../../services/exports/repair-plan.ts'
import { requestDifferences } from '../../services/exports/same-request.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { journalsIn, setExportAside } from './plain-folder.ts'

/**
 * What an export into a folder has to complete: the incomplete export that is there, when the same is asked for again, or
 * one that was being completed when the program ended. It is set aside, so that its successor has a journal of its own.
 * @returns `undefined` when there is nothing to complete, or it is not known what is missing
 */
export async function repairInFolder(folder: string, request: ExportRequest): Promise<Repair | undefined> {
  const { present, earlier } = journalsIn(folder)
  if (existsSync(earlier)) {
    const begun = await readExportJournal(present, diskFiles)
    // What has ended is not done again, and an interrupted renaming is not either.
    if (!isFinal(begun.state)) return planOf(await readExportJournal(earlier, diskFiles))
  }
  if (!existsSync(present)) return undefined
  const progress = await readExportJournal(present, diskFiles)
  if (progress.request === undefined || !isSame(progress.request, request)) return undefined
  const plan = planOf(progress)
  if (plan !== undefined) await setExportAside(folder)
  return plan
}

function isSame(asked: ExportRequest, request: ExportRequest): boolean {
  return asksTheSame(asked, { ...request, base: asked.base }) && requestDifferences(asked, request).length === 0
}

/** The plan to complete an export that has ended incomplete. */
function planOf(progress: ExportProgress): Repair | undefined {
  if (progress.state !== 'partial' || progress.result === undefined) return undefined
  const { completeness } = JSON.parse(progress.result) as ExportResult
  if (completeness === undefined || !mayRepair(completeness)) return undefined
  const missing = completeness.missing.filter(({ reason }) => reason !== 'not-permitted')
  return planRepair(
    progress,
    missing.map(({ type }) => type)
  )
}
