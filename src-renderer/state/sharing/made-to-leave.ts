import { sharedMessages as shared } from '#messages/shared.ts'
import { stateMessages as m } from '#messages/state.ts'
import { FigureHider, FigureRecorder, type DataOf } from '#engine/sharing/published/figure-release.ts'
import type { PublishedCount, ReleaseAnswer } from '#shared/governance/published-count.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { App } from '../app.ts'

/** What comparing counts needs of the page. */
type ComparingApp = Pick<App, 'transport' | 'session' | 'tasks'>

/** What entering them needs. */
type EnteringApp = ComparingApp & Pick<App, 'toasts'>

/** What the making of something that leaves needs of the page. */
export type LeavingApp = EnteringApp & Pick<App, 'smallCells'>

/** What leaves, for the register of published counts. */
export interface LeavingCounts extends Pick<DataExport, 'what'> {
  readonly format: string
  /** Without personal data. */
  readonly title: string
}

/** Names data by what is in them; another snapshot than the one that is loaded has its own name. */
export function dataOf({ session }: Pick<App, 'session'>): DataOf {
  const extent = session.loaded?.extent
  return (snapshot) =>
    extent === undefined || (snapshot !== '' && snapshot !== extent.snapshot.id)
      ? `snapshot ${snapshot}`
      : extent.identity.data
}

/**
 * Enters counts of people in the register before they leave. Where comparing them with what left before takes longer than a
 * moment, the status bar says how far it is, and can cancel it.
 * @returns which of them must not leave
 * @throws AppError `not-allowed` where together with what left before they would tell a small group, `cancelled`
 */
export async function enterCounts(
  app: EnteringApp,
  leaving: LeavingCounts,
  counts: readonly PublishedCount[]
): Promise<ReleaseAnswer> {
  const answer = await solveCounts(app, 'published.enter', leaving, counts)
  if (answer.unsolved !== undefined) app.toasts.show(shared.someCountsAreWithheldUnsolved(answer.unsolved))
  return answer
}

/**
 * Compares counts of people that are only shown so far with what left before, as {@link enterCounts} does, and enters nothing.
 * @throws AppError as {@link enterCounts}
 */
export function compareCounts(
  app: ComparingApp,
  leaving: LeavingCounts,
  counts: readonly PublishedCount[]
): Promise<ReleaseAnswer> {
  return solveCounts(app, 'published.compare', leaving, counts)
}

async function solveCounts(
  { transport, session, tasks }: ComparingApp,
  call: 'published.enter' | 'published.compare',
  { what, format, title }: LeavingCounts,
  counts: readonly PublishedCount[]
): Promise<ReleaseAnswer> {
  if (counts.length === 0) return { withheld: [], small: 0 }
  const task = crypto.randomUUID()
  // It is over already, or the services are gone, which the call itself tells.
  const cancel = (): void => void transport.call('published.cancel', { task }).catch(() => undefined)
  const stop = transport.subscribe('published.progress', (told) => {
    if (told.task !== task) return
    tasks.update({ title: m.comparingWithWhatLeftBefore, fraction: told.fraction, detail: title, cancel }, task)
  })
  try {
    return await transport.call(call, {
      what,
      format,
      title: title.slice(0, 200),
      people: session.loaded?.extent.identity.people ?? [],
      counts: [...counts],
      task
    })
  } finally {
    stop()
    tasks.drop(task)
  }
}

/**
 * Makes something that leaves: once to see which counts are in it, and again without those that must not leave. Use it
 * between the records of the audit log.
 * @param make synchronous; writes all its figures by the formats of the page
 * @throws AppError as {@link enterCounts}
 */
export async function madeToLeave<T>(app: LeavingApp, leaving: LeavingCounts, make: () => T): Promise<T> {
  const named = dataOf(app)
  const recorder = new FigureRecorder(named)
  app.smallCells.whileLeaving(make, recorder)
  const { withheld } = await enterCounts(app, leaving, recorder.counts)
  return app.smallCells.whileLeaving(make, new FigureHider(withheld, named))
}
