import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newBoard, type Board } from '#engine/boards/board.ts'
import { writeBoard } from '#engine/boards/board-file.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import type { Criterion } from '#engine/cohorts/definition/criteria.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { screened } from '../../support/screened-women.ts'
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
      item('v', 0, {
        of: 'sql',
        statement: 'select gender || :word as kind, count(*) n from patient where length(gender) > :letters group by 1',
        values: { word: ' person', letters: '3' },
        figure: 'rows'
      }),
      item('u', 0, {
        of: 'sql',
        statement: 'select count(ucum_value) as converted from observation',
        values: {},
        figure: 'rows'
      }),
      item('k', 4, { of: 'population', panel: 'overview', params: {}, figure: 'key:people' }),
      item('b', 4, {
        of: 'sql',
        statement: 'select birth_date, count(*) n from patient group by 1',
        values: {},
        figure: 'rows'
      }),
      item('c', 8, { of: 'cohort', cohort: 'women', figure: 'funnel' }),
      item('w', 12, {
        of: 'worklist',
        view: { rates: [], statuses: [], owners: [], nextVisit: 'any', sort: { column: 'age', descending: false } },
        figure: 'measures'
      })
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
      problems: [
        expect.stringMatching(/^The file of the board does not define this cohort\./),
        expect.stringMatching(/^Views of the worklist rest on what was recorded about care gaps/)
      ]
    }
  ])
  const html = readFileSync(join(folder, 'out', 'people-2026-10-31.html'), 'utf8')
  expect(html).toContain('The file of the board does not define this cohort.')
  expect(html).toMatch(/<td>female<\/td>/)
  expect(html).toMatch(/<td>female person<\/td>/)
  expect(html).not.toMatch(/<td[^>]*>(4|26)<\/td>|person-/)
  // What identifies people is masked: of dates of birth the year is left.
  expect(html).toContain('<td>1960</td>')
  expect(html).not.toContain('1960-01-01')
})

it('populus report says what there is in the place of PNG', async () => {
  const { code, err } = await runPopulus(['report', 'data', '--board', 'a.json', '--out', 'out', '--format', 'png'])
  expect([code, err]).toEqual([2, expect.stringMatching(/--format png: .* Choose pictures: it writes .* as SVG\./)])
})

it('populus report evaluates measures and the cohorts of the board, and suppresses their small counts', async () => {
  const folder = temporaryFolder()
  const records = [...screened(36, 60), ...people.slice(0, 4)]
  writeFileSync(join(folder, 'data.ndjson'), records.map((each) => JSON.stringify(each)).join('\n'))
  const key = 'breast-cancer-screening/rate'
  const cohort = (id: string, step: Criterion): SavedCohort => ({
    id,
    definition: { format: COHORT_FORMAT, title: id, people: 'living', steps: [step] }
  })
  const board: Board = {
    ...newBoard('b1', 'Screening'),
    items: [
      item('m', 0, { of: 'measures', panel: 'measure', params: { key }, figure: 'status' }),
      item('k', 4, { of: 'measures', panel: 'measure', params: { key: 'no-such/rate' }, figure: 'status' }),
      item('g', 8, { of: 'cohort', cohort: 'unscreened', figure: 'funnel' }),
      item('s', 12, { of: 'cohort', cohort: 'men', figure: 'funnel' }),
      item('u', 16, { of: 'population', panel: 'overview', params: {}, figure: 'no-such-figure' })
    ]
  }
  const cohorts = [
    cohort('unscreened', { type: 'measure', measure: 'breast-cancer-screening', population: 'gap' }),
    cohort('men', { type: 'filter', dimension: 'sex', values: ['male'] })
  ]
  writeFileSync(join(folder, 'board.json'), writeBoard(board, cohorts).text)
  const { code, out, err } = await runPopulus([
    'report',
    join(folder, 'data.ndjson'),
    '--board',
    join(folder, 'board.json'),
    '--out',
    join(folder, 'out'),
    '--period',
    '2025',
    '--as-of',
    '2025-12-31',
    // Less than what any population takes, so that it is divided.
    '--memory',
    '256MB',
    '--json'
  ])
  expect([code, (JSON.parse(out) as { problems: unknown }).problems], err).toEqual([
    1,
    [
      'There is no measure with the rate "no-such/rate". Name the file or folder of the measure with --measures.',
      'This version of Populus does not know the figure "no-such-figure" of the board. Update Populus, or take the figure off the board.'
    ]
  ])
  const html = readFileSync(join(folder, 'out', 'screening-2025-12-31.html'), 'utf8')
  const text = html.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|')
  // The 24 without a mammogram and the 36 with one, of the 64 below, would tell that there are 4 men.
  expect(text).toContain('|No data|suppressed|Closed|suppressed|')
  expect(text).toContain('|Living, in view|64|1. Breast cancer screening: open gap|24|40|0|')
  expect(text).toContain('|1. Sex: Male|suppressed|suppressed|suppressed|')
  expect(text).toContain('measures from 2025-01-01 to 2025-12-31')
})

it('populus report writes a series by month, whose counts are compared with each other', async () => {
  const folder = temporaryFolder()
  const bornOn = (id: string, birthDate: string) => ({ resourceType: 'Patient', id, gender: 'female', birthDate })
  // Forty people, of whom four were born in the second month, and thirty in the third.
  const born = [
    ...people,
    ...people.slice(0, 10).map((each) => ({ ...each, id: `${each.id}-more` })),
    ...Array.from({ length: 4 }, (_, index) => bornOn(`february-${index}`, '2026-02-10')),
    ...Array.from({ length: 30 }, (_, index) => bornOn(`march-${index}`, '2026-03-10'))
  ]
  writeFileSync(join(folder, 'data.ndjson'), born.map((each) => JSON.stringify(each)).join('\n'))
  const key = 'breast-cancer-screening/rate'
  const board: Board = {
    ...newBoard('b1', 'Series'),
    items: [
      item('k', 0, { of: 'population', panel: 'overview', params: {}, figure: 'key:people' }),
      item('m', 4, { of: 'measures', panel: 'measure', params: { key }, figure: 'status' })
    ]
  }
  writeFileSync(join(folder, 'board.json'), JSON.stringify(board))
  const command = ['report', join(folder, 'data.ndjson'), '--board', join(folder, 'board.json')]
  const out = join(folder, 'out')
  const series = ['--out', out, '--as-of', '2026-03-15', '--months', '3', '--json']
  const { code, out: told, err } = await runPopulus([...command, ...series])
  const files = ['series-2026-01-31.html', 'series-2026-02-28.html', 'series-2026-03-15.html']
  expect([code, JSON.parse(told)], err).toMatchObject([0, { asOf: '2026-03-15', files }])
  const texts = files.map((file) => readFileSync(join(out, file), 'utf8').replace(/<[^>]*>/g, '|'))
  for (const [index, period] of [
    '2025-02-01 to 2026-01-31',
    '2025-03-01 to 2026-02-28',
    '2025-03-16 to 2026-03-15'
  ].entries())
    expect(texts[index]).toContain(`measures from ${period}`)
  const refused = await runPopulus([...command, ...series, '--period', '2025'])
  expect([refused.code, refused.out]).toEqual([2, expect.stringContaining('either --months or --period')])
})
