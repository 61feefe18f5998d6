import { describe, expect, it } from 'vitest'
import { clusterFilesOf, partPath, requireEndedRun } from '#shared/cluster/cluster-run.ts'
import { sortPicked } from '../../../src-renderer/state/session/dropped-files.ts'

const named = (...names: readonly string[]) => names.map((name) => ({ name }))
const done = (shards: number): string => JSON.stringify({ state: 'done', shards, label: 'Plan' })

describe('the files of a run', () => {
  it('are found in any folder and in the order of the parts, up to the first that is missing', () => {
    const files = named('x/a.txt', 'x/run/shards/00001.columns', 'x/run/status.json', 'x/run/shards/00000.columns')
    expect(clusterFilesOf([...files, ...named('x/run/shards/00003.columns')])).toEqual({
      status: { name: 'x/run/status.json' },
      results: undefined,
      parts: named('x/run/shards/00000.columns', 'x/run/shards/00001.columns'),
      records: [],
      measures: []
    })
    const records = ['00000', '00001'].flatMap((part) => [`records/${part}.places`, `records/${part}.blocks`])
    const some = named('status.json', partPath(0), partPath(1), ...records)
    expect(clusterFilesOf(some)?.records.map((part) => [part.records.name, part.places.name])).toEqual([
      ['records/00000.blocks', 'records/00000.places'],
      ['records/00001.blocks', 'records/00001.places']
    ])
    expect(clusterFilesOf(some.slice(0, -1))?.records).toEqual([])
    const runs = named('measures/00000.runs', 'measures/00001.runs')
    expect(clusterFilesOf([...some, ...runs])?.measures).toEqual(runs)
    expect(clusterFilesOf([...some, ...runs.slice(1)])?.measures).toEqual([])
    expect(clusterFilesOf(named('status.json', partPath(0), 'results/results.json'))?.results?.name).toBe(
      'results/results.json'
    )
    expect(clusterFilesOf(named('status.json', 'Patient.ndjson'))).toBeUndefined()
  })

  it('are taken alone when the folder is picked in the page, under its name', () => {
    const pick = (name: string) => ({ name, file: new File([], name) })
    const picked = sortPicked(
      [
        'plan/records/00000.blocks',
        'plan/records/00000.places',
        'plan/results/person_hcc/part-00000.parquet',
        'plan/shards/00000.columns',
        'plan/status.json'
      ].map(pick)
    )
    expect(picked).toMatchObject({ label: 'plan', isClusterRun: true, skipped: [] })
    expect(picked.files.map(({ name }) => name)).toEqual([
      'plan/status.json',
      'plan/shards/00000.columns',
      'plan/records/00000.blocks',
      'plan/records/00000.places'
    ])
    expect(sortPicked([pick('Patient.ndjson')]).isClusterRun).toBe(false)
  })

  it('are opened only when the run has ended well and every part is there', () => {
    expect(requireEndedRun(done(2), 2).label).toBe('Plan')
    expect(() => requireEndedRun(done(3), 1)).toThrow('Part 2 of 3')
    expect(() => requireEndedRun(JSON.stringify({ state: 'merging', shards: 1, label: '' }), 1)).toThrow(
      'not ended well'
    )
    expect(() => requireEndedRun('nothing', 1)).toThrow('status.json')
  })
})
