import { AppError } from '#shared/app-error.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { systemClock } from '../../ports/system.ts'
import { createLogger } from '../../log/logger.ts'

/**
 * Runs an export and logs its start and its end, as the window does.
 * @param file absolute path of the log
 * @throws what `run` throws
 */
export async function loggedExport(
  file: string,
  kind: 'full' | 'incremental',
  run: () => Promise<ExportResult>
): Promise<ExportResult> {
  const log = createLogger(file, systemClock)
  log.write('info', 'exports.began', { kind, reason: 'command' })
  try {
    const result = await run()
    const { state, files, bytes, types, deleted, completeness } = result
    log.write('info', 'exports.ended', {
      state,
      files,
      bytes,
      resources: Object.values(types).reduce((sum, { resources }) => sum + resources, 0),
      deleted,
      rejected: completeness?.rejected ?? 0,
      ...(completeness === undefined ? {} : { completeness: completeness.state })
    })
    return result
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal'
    log.write(code === 'cancelled' ? 'info' : 'error', 'exports.stopped', { code })
    throw error
  }
}
