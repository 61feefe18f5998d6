import { expect, it } from 'vitest'
import { readView, readExploreViews } from '../../../src-renderer/state/explore/view-file.ts'
import { readQueryFile } from '../../../src-renderer/state/sql/query-file.ts'
import { presentDraft } from '../../../src-renderer/state/sql/workbench-parts.ts'

const earlier = {
  title: 'Poor control',
  dimensions: ['age5', 'measure:latest_haemoglobin_a1c'],
  chosen: { 'measure:latest_haemoglobin_a1c': ['9.0'] },
  pivot: { rows: 'age5', columns: 'measure:latest_haemoglobin_a1c', measure: 'latest_haemoglobin_a1c' }
}

const present = {
  title: 'Poor control',
  dimensions: ['age5', 'measure:latest_hemoglobin_a1c'],
  chosen: { 'measure:latest_hemoglobin_a1c': ['9.0'] },
  pivot: { rows: 'age5', columns: 'measure:latest_hemoglobin_a1c', measure: 'latest_hemoglobin_a1c' }
}

it('opens saved views that name a measure as it was called before', () => {
  expect(readView(JSON.stringify(earlier))).toEqual([present])
  const file = { format: 'populus-explore-views', version: 1, views: [earlier] }
  expect(readExploreViews(JSON.stringify(file))).toEqual([present])
})

it('leaves views with the present names as they are', () => {
  expect(readView(JSON.stringify(present))).toEqual([present])
})

it('opens query files that name a column as it was called before', () => {
  const file = '-- name: High\nSELECT avg(Latest_Haemoglobin_A1c), my_latest_haemoglobin_a1c FROM person;\n'
  expect(readQueryFile(file, 'file')).toEqual([
    { title: 'High', text: 'SELECT avg(latest_hemoglobin_a1c), my_latest_haemoglobin_a1c FROM person' }
  ])
})

it('opens stored tabs and saved statements that name a column as it was called before', () => {
  const [before, after] = ['SELECT latest_haemoglobin_a1c FROM x', 'SELECT latest_hemoglobin_a1c FROM x']
  const draft = presentDraft({
    tabs: [{ id: 1, title: 'T', text: before, opened: { title: 'T', text: before }, values: {} }],
    selected: 1,
    saved: [{ title: 'S', text: before }]
  })
  expect(draft).toEqual({
    tabs: [{ id: 1, title: 'T', text: after, opened: { title: 'T', text: after }, values: {} }],
    selected: 1,
    saved: [{ title: 'S', text: after }]
  })
})
