import { screensConnectionsExportsMessages as m } from '#messages/screens/connections/exports.ts'
import type { ExportRun, FileProgress } from '#shared/export-run.ts'
import type { StatusKind } from '../../../ui/primitives/status-kind.ts'

/** A state as it is shown: its mark and its word. */
export interface FileState {
  readonly kind: StatusKind
  readonly word: string
}

/** How the states of a file, and of all files of a type, are shown. */
export const fileStates: Readonly<Record<FileProgress['state'] | 'verified', FileState>> = {
  waiting: { kind: 'nodata', word: m.waiting },
  downloading: { kind: 'info', word: m.downloading },
  stored: { kind: 'closed', word: m.stored },
  failed: { kind: 'danger', word: m.notComplete },
  verified: { kind: 'closed', word: m.verified }
}

/** Whether what is stored has been compared with the manifest. */
export function isVerified({ state }: Pick<ExportRun, 'state'>): boolean {
  return state === 'committed' || state === 'partial' || state === 'committing'
}
