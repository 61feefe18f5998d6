import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { MAX_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { readMergeTask } from '../../../src-main/cli/cluster/shard-task.ts'
import { frameKinds, SHARD_PROTOCOL, type ShardFrame } from '../../../src-main/cli/cluster/shard-frames.ts'
import { skipped } from '../../support/skipped.ts'

const job = join(import.meta.dirname, '../../../resources/cluster/populus_cluster.py')
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) skipped('python3 is not here, so that the job on Spark does not read its options.')

/** Stands in for Spark, which is not asked before the options are right. */
const stubs: Readonly<Record<string, string>> = {
  'pyarrow/__init__.py': 'fs = None',
  'pyspark/__init__.py': 'TaskContext = None',
  'pyspark/sql/__init__.py':
    'functions = None\nclass SparkSession:\n    builder = type("Builder", (), {"appName": lambda self, name: exit("Spark was asked.")})()'
}
const folder = mkdtempSync(join(tmpdir(), 'populus-job-'))
for (const [path, text] of Object.entries(stubs)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
afterAll(() => rmSync(folder, { recursive: true }))

/** What the job says to a number. */
function said(number: string): string {
  const options = ['--input', 'in', '--output', 'out', '--shards', '2', `--small-cells=${number}`]
  const { stderr, status } = spawnSync('python3', [job, ...options], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' }
  })
  expect(status).toBe(1)
  return stderr.trim()
}

describe.skipIf(!hasPython)('the number of small cells of a job on Spark', () => {
  const sentence = `--small-cells takes a whole number from 0 to ${MAX_SMALL_CELLS}.`
  it('has the maximum of the program, and says so in the same words', () => {
    for (const number of [String(MAX_SMALL_CELLS + 1), '-1', 'ten']) expect(said(number)).toBe(sentence)
  })
  it('is read up to the maximum', () => {
    for (const number of ['0', String(MAX_SMALL_CELLS)]) expect(said(number)).toBe('Spark was asked.')
  })
})

it('a process that joins shards takes no number above the maximum either', () => {
  const frame = (smallCells: number): ShardFrame => ({
    kind: frameKinds.task,
    bytes: new TextEncoder().encode(JSON.stringify({ version: SHARD_PROTOCOL, shards: 1, cohorts: [], smallCells }))
  })
  expect(readMergeTask(frame(MAX_SMALL_CELLS)).smallCells).toBe(MAX_SMALL_CELLS)
  expect(() => readMergeTask(frame(MAX_SMALL_CELLS + 1))).toThrow()
})
