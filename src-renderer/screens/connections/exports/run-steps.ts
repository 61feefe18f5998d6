import { commonMessages as common } from '#messages/common.ts'
import { screensConnectionsExportsMessages as m } from '#messages/screens/connections/exports.ts'
import { nouns } from '#messages/nouns.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { hasEnded, type ShownRun } from '../../../state/connections/exports.svelte.ts'
import type { Format } from '../../../ui/format/format.ts'

/** A step of a run, as the row of steps shows it. */
interface RunStep {
  readonly id: string
  readonly label: string
  readonly detail: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
}

/** Steps with the states that belong to each, in their order. */
const steps = [
  { id: 'authorize', label: m.signIn, states: ['authorising'] },
  { id: 'request', label: m.request, states: ['kicking-off'] },
  { id: 'prepare', label: m.prepare, states: ['polling', 'manifest'] },
  { id: 'download', label: m.download, states: ['downloading'] },
  { id: 'verify', label: m.verify, states: ['verifying'] },
  { id: 'swap', label: common.save, states: ['committing'] }
] as const satisfies readonly { id: string; label: string; states: readonly ExportRun['state'][] }[]

/** Where a run is: the index of its step, -1 before the first, the number of steps when everything is done. */
function position(run: ExportRun): number {
  const index = steps.findIndex(({ states }) => (states as readonly string[]).includes(run.state))
  if (index >= 0) return index
  if (run.state === 'queued') return -1
  if (run.state === 'committed') return steps.length
  // What is missing was not downloaded, so the steps behind it are not done either.
  if (run.state === 'partial') return steps.findIndex(({ id }) => id === 'download')
  // It failed or was cancelled in the step that it entered last.
  const last = run.steps.findLast(({ state }) =>
    steps.some(({ states }) => (states as readonly string[]).includes(state))
  )
  if (last === undefined) return run.state === 'failed' ? 0 : -1
  return steps.findIndex(({ states }) => (states as readonly string[]).includes(last.state))
}

/** When a run entered a state for the last time. */
function enteredAt(run: ExportRun, state: ExportRun['state']): number | undefined {
  return run.steps.findLast((step) => step.state === state)?.at
}

/** The steps of a run. A crawl asks and prepares nothing. @param now milliseconds since 1970 */
export function runSteps(run: ShownRun, crawls: boolean, now: number, format: Format): RunStep[] {
  const current = position(run)
  const shown = steps.map(({ id, label }, index): RunStep => {
    const state =
      index < current
        ? 'done'
        : index > current
          ? 'waiting'
          : run.state === 'failed' || run.state === 'partial'
            ? 'failed'
            : hasEnded(run) || run.state === 'cancelled' || run.lastHeard !== undefined
              ? 'waiting'
              : 'running'
    const isUnknown = run.unread === 'locked' || (index === current && run.lastHeard !== undefined)
    const detail =
      run.unread === 'damaged' ? m.cannotBeRead : isUnknown ? m.notKnownNow : detailOf(id, run, state, now, format)
    return { id, label, state, detail }
  })
  return crawls ? shown.filter(({ id }) => id !== 'request' && id !== 'prepare') : shown
}

function detailOf(
  id: (typeof steps)[number]['id'],
  run: ExportRun,
  state: RunStep['state'],
  now: number,
  format: Format
): string {
  const signedIn = enteredAt(run, 'authorising')
  switch (id) {
    case 'authorize':
      if (signedIn !== undefined) return format.clock(signedIn)
      return state === 'failed' ? m.notReached : m.waitsItsTurn
    case 'request':
      if (run.wait !== undefined && state === 'running') return waitText(run.wait, now, format)
      return run.repairs ? m.whatIsMissing : run.since === undefined ? 'everything' : m.whatChanged
    case 'prepare': {
      if (run.wait !== undefined && state === 'running') return waitText(run.wait, now, format)
      if (state === 'running' && run.state === 'polling') return prepareText(run, now, format)
      const [from, to] = [enteredAt(run, 'polling'), enteredAt(run, 'downloading') ?? enteredAt(run, 'manifest')]
      return from !== undefined && to !== undefined && to >= from
        ? m.atTheServer(format.duration((to - from) / 1000))
        : m.atTheServerInText
    }
    case 'download': {
      if (run.files === 0) return state === 'done' ? m.noFiles : m.fileByFile
      const files = m.filesStoredOfFiles(format.count(run.filesStored), format.quantity(run.files, nouns.file))
      if (run.wait !== undefined && state === 'running') return waitText(run.wait, now, format)
      if (state === 'running' && run.filesStored === run.files) return m.thenTheMessagesOfTheServer(files)
      const left = state === 'running' && !run.paused ? secondsLeft(run, now) : undefined
      return left === undefined ? files : m.filesLeftLeft(files, format.duration(left))
    }
    case 'verify':
      return m.countsAndLastLines
    case 'swap':
      return run.unchanged ? m.nothingNew : state === 'done' ? m.snapshotSaved : m.lastSnapshotStays
  }
}

function waitText({ attempts, nextAt }: NonNullable<ExportRun['wait']>, now: number, format: Format): string {
  const next = nextAt <= now ? m.askingNow : m.nextInDuration(format.duration((nextAt - now) / 1000))
  return m.attemptNext(format.count(attempts + 1), next)
}

function prepareText({ poll }: ExportRun, now: number, format: Format): string {
  const { text, nextAt } = poll ?? {}
  const next =
    nextAt === undefined
      ? undefined
      : nextAt <= now
        ? m.lookingNow
        : m.nextStatusRequestIn(format.duration((nextAt - now) / 1000))
  return [text, next].filter(Boolean).join(', ') || m.atTheServerInText
}

/** Time that the files left take at the pace so far; undefined in the beginning, when there is none. */
function secondsLeft(run: ExportRun, now: number): number | undefined {
  const { files, filesStored } = run
  const downloading = enteredAt(run, 'downloading')
  if (downloading === undefined || filesStored === 0 || now <= downloading) return undefined
  return (((now - downloading) / 1000) * (files - filesStored)) / filesStored
}
