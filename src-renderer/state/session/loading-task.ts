import { stateSessionMessages as m } from '#messages/state/session.ts'
import type { LoadProgress } from '../../workers/store/protocol/load-protocol.ts'

/** How far a load is, as the status bar shows it: the parts that are done where there are parts, else the bytes that were read. */
export function loadingTask(
  label: string,
  { parts, bytes, totalBytes, files, totalFiles }: LoadProgress
): { readonly title: string; readonly fraction: number | undefined; readonly detail: string } {
  const read = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : undefined
  return {
    title: m.loadingLabel(label),
    fraction: parts === undefined ? read : parts.done / parts.count,
    detail:
      parts === undefined ? m.filesOfTotalFilesFiles(files, totalFiles) : m.doneOfCountParts(parts.done, parts.count)
  }
}
