import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import type { ErrorCode } from '#shared/app-error.ts'
import type { ExportProblem } from '#shared/export-run.ts'
import { splitServerText } from '../../auth/server-text.ts'

type Advice = Pick<ExportProblem, 'todo' | 'action'>

const advice: Readonly<Record<ErrorCode, Advice>> = {
  network: {
    todo: m.whatIsStoredStaysGoOn,
    action: 'resume'
  },
  'not-allowed': {
    todo: m.checkTheClientIDTheKey,
    action: 'connection'
  },
  'invalid-input': {
    todo: m.changeWhatTheConnectionAsksFor,
    action: 'connection'
  },
  'not-supported': {
    todo: m.checkLevelAndGroupOfThe,
    action: 'connection'
  },
  'not-found': { todo: m.startAgainWithAFullExport, action: 'restart' },
  'out-of-space': { todo: m.freeSomeSpaceOnTheDisk, action: 'space' },
  'unreadable-file': {
    todo: m.whatWasStoredBeforeIsDamaged,
    action: 'restart'
  },
  cancelled: { todo: m.resumeAtAnyTimeWhat, action: 'resume' },
  internal: { todo: m.tryToGoOnIfIt, action: 'resume' }
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

/** An export that a server had and has no more. It cannot go on where it was. */
export function goneProblem(): ExportProblem {
  return { what: m.theServerHasTheExportNoMore, todo: m.exportAgainTheServerPrepares, action: 'restart' }
}
