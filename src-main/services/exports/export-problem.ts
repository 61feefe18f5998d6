import type { ErrorCode } from '#shared/app-error.ts'
import type { ExportProblem } from '#shared/export-run.ts'
import { splitServerText } from '../../auth/server-text.ts'

type Advice = Pick<ExportProblem, 'todo' | 'action'>

const advice: Readonly<Record<ErrorCode, Advice>> = {
  network: {
    todo: 'What is stored stays. Go on when the server can be reached; the export continues where it was.',
    action: 'resume'
  },
  'not-allowed': {
    todo: 'Check the client ID, the key and the permissions of this connection, and test its sign-in. Then go on.',
    action: 'connection'
  },
  'invalid-input': {
    todo: 'Change what the connection asks for, or choose another vendor profile, and start again.',
    action: 'connection'
  },
  'not-supported': {
    todo: 'Check level and group of the connection. A server without bulk export can be searched in its place.',
    action: 'connection'
  },
  'not-found': { todo: 'Start again with a full export.', action: 'restart' },
  'out-of-space': { todo: 'Free some space on the disk, and go on; what is stored stays.', action: 'space' },
  'unreadable-file': {
    todo: 'What was stored before is damaged or its key is gone. Start again with a full export.',
    action: 'restart'
  },
  cancelled: { todo: 'Go on when it suits; what is stored stays.', action: 'resume' },
  internal: { todo: 'Try to go on. If it repeats, start again, and look in the log.', action: 'resume' }
}

/** A failure as what happened, what the server said, and what to do. */
export function exportProblem(code: ErrorCode, text: string): ExportProblem {
  const { text: what, server } = splitServerText(text)
  return {
    what,
    ...(server === undefined ? {} : { server }),
    ...advice[code]
  }
}
