import type { Context } from '#engine/base/figures/filter.ts'
import type { Board } from '#engine/boards/board.ts'
import { toWireError } from '#shared/app-error.ts'
import type { ItemAnswer } from '../../../src-renderer/board-reports/build-report.ts'
import type { FigureAnswers } from './figure-answers.ts'

/**
 * Computes every figure of a board.
 * @param problems takes the reasons of those that cannot be computed
 */
export async function computeItems(
  board: Board,
  figures: FigureAnswers,
  context: Context,
  problems: Set<string>
): Promise<ReadonlyMap<string, ItemAnswer>> {
  const answers = new Map<string, ItemAnswer>()
  for (const item of board.items) {
    if (item.kind === 'text') continue
    try {
      answers.set(item.id, { answer: await figures.answer(item.source, context) })
    } catch (error) {
      const problem = toWireError(error).message
      problems.add(problem)
      answers.set(item.id, { problem })
    }
  }
  return answers
}
