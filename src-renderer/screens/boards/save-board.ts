import { writeBoard } from '#engine/boards/board-file.ts'
import type { Board } from '#engine/boards/board.ts'
import type { App } from '../../state/app.ts'
import { recordExport } from '../../state/record-export.ts'
import { fileName, saveText } from '../../ui/copy/save-text.ts'

/** Writes the definition of a board to a file, and says what was left out of it. */
export function saveBoardFile(app: Pick<App, 'transport' | 'toasts'>, board: Board): void {
  const { text, leftOut } = writeBoard(board)
  const leaving = { what: 'board', format: 'json', rows: board.items.length - leftOut, names: false } as const
  void recordExport(app, leaving, () => {
    saveText(fileName(board.title, 'board.json'), text, 'application/json')
    if (leftOut > 0)
      app.toasts.show(
        `Saved without ${leftOut} ${leftOut === 1 ? 'list that names' : 'lists that name'} single people`,
        { kind: 'partial' }
      )
  })
}
