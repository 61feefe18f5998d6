import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newBoard, type Board } from '#engine/boards/board.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const people = Array.from({ length: 30 }, (_, index) => ({
  resourceType: 'Patient',
  id: `person-${index}`,
  gender: index < 4 ? 'male' : 'female',
  birthDate: '1960-01-01'
}))
const item = (id: string, y: number, source: FigureSource): Board['items'][number] => ({
  kind: 'figure',
  id,
  place: { x: 0, y, width: 6, height: 4 },
  source,
  show: 'table'
})

it('populus report writes a board without a window, with reasons for what it cannot compute and no small count', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'data.ndjson'), people.map((each) => JSON.stringify(each)).join('\n'))
  const board: Board = {
    ...newBoard('b1', 'People'),
    items: [
      item('s', 0, {
        of: 'sql',
        statement: 'select gender, count(*) n from patient group by 1',
        values: {},
        figure: 'rows'
      }),
      item('k', 4, { of: 'population', panel: 'overview', params: {}, figure: 'key:people' }),
      item('m', 8, { of: 'measures', panel: 'scorecard', params: {}, figure: 'scorecard' })
    ]
  }
  writeFileSync(join(folder, 'board.json'), JSON.stringify(board))
  const { code, out, err } = await runPopulus([
    'report',
    join(folder, 'data.ndjson'),
    '--board',
    join(folder, 'board.json'),
    '--out',
    join(folder, 'out'),
    '--as-of',
    '2026-10-31',
    '--json'
  ])
  expect([code, JSON.parse(out)], err).toEqual([
    1,
    {
      board: 'People',
      asOf: '2026-10-31',
      files: ['people-2026-10-31.html'],
      leftOut: 0,
      problems: ['Measures are not evaluated by this command. Save the report in the window to have them.']
    }
  ])
  const html = readFileSync(join(folder, 'out', 'people-2026-10-31.html'), 'utf8')
  expect(html).toContain('Measures are not evaluated by this command.')
  expect(html).toMatch(/<td>female<\/td>/)
  expect(html).not.toMatch(/<td[^>]*>(4|26)<\/td>|person-/)
})
