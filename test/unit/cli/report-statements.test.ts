import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newBoard, type Board } from '#engine/boards/board.ts'
import { writeBoard } from '#engine/boards/board-file.ts'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { statementNeeds } from '../../../src-main/cli/report/statement-needs.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { screened } from '../../support/screened-women.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const measure = 'breast-cancer-screening'
/** In the column of the measure, by its title. */
const statements = {
  results: `select population, count(*) n from measure_result where measure like '%/${measure}' group by 1 order by 1`,
  features: 'select measure_breast_cancer_screening as outcome, count(*) n from person_feature group by 1 order by 1',
  lists:
    "select value_set, count(*) > 0 as has_codes from value_set_code where value_set like '%ammography%' group by 1",
  cohorts: 'select title, count(*) n from cohort_member group by 1',
  models: 'select count(*) n from model_risk'
}

async function report(
  shown: readonly string[],
  ...more: readonly string[]
): Promise<{ text: string; problems: readonly string[]; err: string; code: number }> {
  const folder = temporaryFolder()
  // 60 women are in the denominator; 36 of them had a mammogram.
  writeFileSync(
    join(folder, 'data.ndjson'),
    screened(36, 60)
      .map((each) => JSON.stringify(each))
      .join('\n')
  )
  const board: Board = {
    ...newBoard('b1', 'Statements'),
    items: shown.map((statement, index) => ({
      kind: 'figure',
      id: `i${index}`,
      place: { x: 0, y: index * 4, width: 6, height: 4 },
      source: { of: 'sql', statement, values: {}, figure: 'rows' },
      show: 'table'
    }))
  }
  const women: SavedCohort = {
    id: 'women',
    definition: {
      format: COHORT_FORMAT,
      title: 'Women',
      people: 'living',
      steps: [{ type: 'filter', dimension: 'sex', values: ['female'] }]
    }
  }
  writeFileSync(join(folder, 'board.json'), writeBoard(board, shown.includes(statements.cohorts) ? [women] : []).text)
  const files = ['--board', join(folder, 'board.json'), '--out', join(folder, 'out')]
  const days = ['--period', '2025', '--as-of', '2025-12-31', '--json']
  const { code, out, err } = await runPopulus(['report', join(folder, 'data.ndjson'), ...files, ...days, ...more])
  const html = readFileSync(join(folder, 'out', 'statements-2025-12-31.html'), 'utf8')
  const { problems } = JSON.parse(out) as { readonly problems: readonly string[] }
  return { text: html.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|'), problems, err, code }
}

it('statements of a report read the results of measures, and the cohorts of the board', async () => {
  // Less memory than what any population takes, so that it is divided.
  const { text, problems, code, err } = await report(
    [statements.results, statements.features, statements.cohorts],
    '--memory',
    '256MB'
  )
  expect([code, problems], err).toEqual([0, []])
  expect(text).toContain('|denominator|60|')
  expect(text).toContain('|initial-population|60|')
  expect(text).toContain('|numerator|36|')
  expect(text).toContain('|denominator|24|numerator|36|')
  expect(text).toContain('|Women|60|')
  // What was evaluated is said in the report, as for a figure of a measure.
  expect(text).toContain('measures from 2025-01-01 to 2025-12-31')
})

it('a statement that reads no results has none computed, and one that cannot be run says why', async () => {
  const { text, problems, code, err } = await report([statements.lists, statements.models])
  expect([code, problems], err).toEqual([
    1,
    [expect.stringMatching(/^Predictions of models \(table model_risk\) are not part of reports/)]
  ])
  expect(text).not.toContain('measures from 2025-01-01')
  expect(text).toContain('Predictions of models (table model_risk) are not part of reports')
  expect(text).toContain('|https://populus.example/ValueSet/mammography|')
})

it.each([
  [statements.results, ['results']],
  ['with r as (select * from main.Measure_Result) select 1 from r', ['results']],
  [statements.features, ['results']],
  ['select * from person_feature', ['results']],
  ['select f.* from patient p natural join person_feature f', ['results']],
  ['select count(*), avg(age) from person_feature where conditions > 1', []],
  ["select 'measure_result' from patient -- measure_result", []],
  ['select code from value_set_code', ['lists']],
  [statements.models, ['models']]
])('%s', (statement, needs) => {
  const found = statementNeeds(statement)
  expect(Object.entries(found).flatMap(([name, needed]) => (needed ? [name] : []))).toEqual(needs)
})
