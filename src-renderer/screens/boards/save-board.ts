import { screensBoardsMessages as m } from '#messages/screens/boards.ts'
import { cohortsOfBoard, writeBoard } from '#engine/boards/board-file.ts'
import { readBoard } from '#engine/boards/read-board.ts'
import type { Board } from '#engine/boards/board.ts'
import type { App } from '../../state/app.ts'
import { recordExport } from '../../state/record-export.ts'
import { fileName, saveText } from '../../ui/copy/save-text.ts'

/** Writes the definitions of a board and of its cohorts to a file, and says what was left out of it. */
export function saveBoardFile(app: Pick<App, 'transport' | 'toasts' | 'cohorts'>, board: Board): void {
  const { text, leftOut } = writeBoard(
    board,
    cohortsOfBoard(board, (id) => app.cohorts.find(id))
  )
  const leaving = { what: 'board', format: 'json', rows: board.items.length - leftOut, names: false } as const
  void recordExport(app, leaving, () => {
    const file = saveText(fileName(board.title, 'board.json'), text, 'application/json')
    if (leftOut > 0) app.toasts.show(m.savedWithoutListsThatNameSingle(leftOut), { kind: 'partial' })
    return file
  })
}

/**
 * Adds a board of a file, and those of its cohorts that are not there yet.
 * @returns id of the board
 * @throws AppError `invalid-input`
 */
export async function addBoardFile(app: Pick<App, 'boards' | 'cohorts'>, text: string): Promise<string> {
  const { board, cohorts } = readBoard(text)
  for (const cohort of cohorts) if (app.cohorts.find(cohort.id) === undefined) await app.cohorts.put(cohort)
  return app.boards.add(board).id
}
