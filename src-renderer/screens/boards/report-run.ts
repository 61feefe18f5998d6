import { boardDay, type Board } from '#engine/boards/board.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { PinnedDefinition } from '#shared/governance/definition.ts'
import { toWireError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { buildReport, type ItemAnswer } from '../../board-reports/build-report.ts'
import { leavingReports, type BuildReport } from '../../board-reports/leaving-report.ts'
import { compareCounts, dataOf, enterCounts, type LeavingCounts } from '../../state/sharing/made-to-leave.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import { reportFacts } from '../../board-reports/report-facts.ts'
import type { ReportDocument } from '../../board-reports/report-document.ts'
import type { App } from '../../state/app.ts'
import { stateLabel } from '../common/definition-labels.ts'
import { asksMeasures } from './context-text.ts'
import { createFormat, type Format } from '../../ui/format/format.ts'

type ReportApp = Pick<
  App,
  | 'boardFigures'
  | 'context'
  | 'definitions'
  | 'definitionsOf'
  | 'fitness'
  | 'info'
  | 'tasks'
  | 'measures'
  | 'session'
  | 'smallCells'
  | 'toasts'
  | 'transport'
>

/** Versions of measures, registries, cohorts and the board that a report rests on, by their hashes, and what is not approved. */
function definitionsText(pinned: readonly PinnedDefinition[]): string {
  const pins = pinned.map(({ name, version, hash, state }) => {
    const pin = [version, hash?.slice(0, 12)].filter((each) => each !== undefined).join(', ')
    return `${name} (${pin}${pin === '' ? '' : ', '}${stateLabel(state)})`
  })
  return pins.join('; ')
}

/** Formats that suppress small counts as for everything that leaves. */
function leavingFormat({ session, smallCells }: ReportApp, release: FigureRelease): Format {
  const limit = smallCells.exportLimit
  return createFormat({
    locale: navigator.language,
    smallCellLimit: () => limit,
    release: () => release,
    dimensions: () => session.dimensions,
    label: () => session.loaded?.label ?? '',
    notes: () => []
  })
}

/** The report of a board, computed. */
export interface ComputedReport {
  /** Makes it with formats that ask about each figure. */
  readonly build: BuildReport
}

/**
 * A report as it would leave now, to be shown before it does: what is withheld for what left before is withheld here, too, and
 * nothing is entered in the register of published counts.
 * @throws AppError as {@link reportsToLeave}
 */
export async function reportToPreview(
  app: ReportApp,
  { build }: ComputedReport,
  title: string
): Promise<ReportDocument> {
  const about = { what: 'board', format: 'html', title } as const
  const [report] = await leavingReports(
    [build],
    dataOf(app),
    async (counts) => (await compareCounts(app, about, counts)).withheld
  )
  return defined(report)
}

/**
 * Reports as they leave together, without counts that must not for what left before. Use it between the records of the audit
 * log.
 * @throws AppError `not-allowed` where they would tell a small group together with that
 */
export function reportsToLeave(
  app: ReportApp,
  reports: readonly ComputedReport[],
  about: Omit<LeavingCounts, 'what'>
): Promise<readonly ReportDocument[]> {
  return leavingReports(
    reports.map(({ build }) => build),
    dataOf(app),
    async (counts) => (await enterCounts(app, { what: 'board', ...about }, counts)).withheld
  )
}

/**
 * Computes a board to make a report of it.
 * @param group narrows the people further, for a report of one practice, provider or payer
 */
export async function computeReport(app: ReportApp, board: Board, group?: Filter): Promise<ComputedReport> {
  const filters =
    group === undefined
      ? board.filters
      : [...board.filters.filter(({ dimension }) => dimension !== group.dimension), group]
  const context: Context = { asOf: boardDay(board, app.context.lastDay), filters }
  const answers = new Map<string, ItemAnswer>()
  for (const item of board.items) {
    if (item.kind === 'text') continue
    try {
      answers.set(item.id, { answer: await app.boardFigures.ask(item.source, context) })
    } catch (error) {
      answers.set(item.id, { problem: toWireError(error).message })
    }
  }
  const { incomplete, loaded } = app.session
  await app.definitions.load()
  const origin = {
    label: loaded?.label ?? '',
    limit: app.smallCells.exportLimit,
    incomplete,
    definitions: definitionsText(app.definitions.pinned(app.definitionsOf('board') ?? [])),
    version: app.info.version,
    measured: asksMeasures(board) ? app.measures.choice.label : undefined,
    madeAt: Date.now()
  }
  await app.fitness.ready()
  const build = (release: FigureRelease): ReportDocument => {
    const format = leavingFormat(app, release)
    return buildReport(board, answers, format, reportFacts(board, context, origin, format), (from, figures) =>
      app.fitness.sentence(app.fitness.of(from, figures))
    )
  }
  return { build }
}
