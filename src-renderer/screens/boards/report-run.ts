import { boardDay, type Board } from '#engine/boards/board.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { PinnedDefinition } from '#shared/governance/definition.ts'
import { toWireError } from '#shared/app-error.ts'
import { buildReport, type ItemAnswer } from '../../board-reports/build-report.ts'
import { reportFacts } from '../../board-reports/report-facts.ts'
import type { ReportDocument } from '../../board-reports/report-document.ts'
import type { App } from '../../state/app.ts'
import { stateLabel } from '../common/definition-labels.ts'
import { createFormat, type Format } from '../../ui/format/format.ts'

type ReportApp = Pick<
  App,
  'boardFigures' | 'context' | 'definitions' | 'definitionsOf' | 'fitness' | 'info' | 'session' | 'smallCells'
>

/** Versions of measures, registries, cohorts and the board that a report rests on, by their hashes, and what is not approved. */
function definitionsText(pinned: readonly PinnedDefinition[]): string {
  const own = pinned.map(({ name, version, hash, state }) => {
    const pin = [version, hash?.slice(0, 12)].filter((each) => each !== undefined).join(', ')
    return `${name} (${pin}${pin === '' ? '' : ', '}${stateLabel(state)})`
  })
  return own.join('; ')
}

/** Formats that suppress small counts as for everything that leaves. */
function leavingFormat({ session, smallCells }: ReportApp): Format {
  const limit = smallCells.exportLimit
  return createFormat({
    locale: navigator.language,
    smallCellLimit: () => limit,
    dimensions: () => session.dimensions,
    label: () => session.loaded?.label ?? '',
    notes: () => []
  })
}

/**
 * Computes a board and makes a report of it.
 * @param group narrows the people further, for a report of one practice, provider or payer
 */
export async function computeReport(app: ReportApp, board: Board, group?: Filter): Promise<ReportDocument> {
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
  const format = leavingFormat(app)
  const { incomplete, loaded } = app.session
  await app.definitions.load()
  const origin = {
    label: loaded?.label ?? '',
    limit: app.smallCells.exportLimit,
    incomplete,
    definitions: definitionsText(app.definitions.pinned(app.definitionsOf('board') ?? [])),
    version: app.info.version,
    madeAt: Date.now()
  }
  await app.fitness.ready()
  return buildReport(board, answers, format, reportFacts(board, context, origin, format), (provenance, figures) =>
    app.fitness.sentence(app.fitness.of(provenance, figures))
  )
}
