import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { buildOnCluster } from '../../support/cluster-shards.ts'
import { packContent } from '../../support/measure-input.ts'
import { runPopulus } from '../../support/populus-command.ts'

const root = mkdtempSync(join(tmpdir(), 'populus-opened-cluster-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const data = join(root, 'data')
const plain = join(root, 'plain')
const [pack] = packContent(['hba1c-control'])
const loadedAt = Date.UTC(2026, 10, 1)
const statements = [
  'select system, code, count(*) as n from condition group by 1, 2 order by n desc, code limit 20',
  "select count(*) as people, sum(gender = 'female') as women from patient",
  'select registry, count(*) as n from registry_member group by 1 order by 1'
]

/** What a run leaves that ended well. */
async function writeRun(): Promise<string> {
  const output = join(root, 'run')
  mkdirSync(join(output, 'shards'), { recursive: true })
  const sample = createSamplePopulation({ patients: 12 })
  const files = []
  for (const { name: file } of sample.files)
    files.push({ name: file, lines: (await text(sample.stream(file))).split('\n').filter((line) => line !== '') })
  mkdirSync(plain, { recursive: true })
  for (const { name: file, lines } of files) writeFileSync(join(plain, file), `${lines.join('\n')}\n`)
  const period = { start: '2026-01-01', end: '2026-12-31' }
  const answers = await buildOnCluster(
    files,
    3,
    { label: 'Sample', loadedAt, period },
    { content: pack!.content, folder: root }
  )
  for (const answer of answers)
    for (const [file, bytes] of answer.files) if (file.startsWith('shards/')) writeFileSync(join(output, file), bytes)
  writeFileSync(join(output, 'status.json'), JSON.stringify({ state: 'done', shards: 3, label: 'Sample' }))
  return output
}

const content = join(import.meta.dirname, '../../../resources/measures/core')
const onData = { POPULUS_DATA: data }
let output = ''
beforeAll(async () => {
  output = await writeRun()
})

describe('the output of a cluster', () => {
  it('answers statements as the files of the export do, part by part', async () => {
    for (const statement of statements) {
      const words = (path: string) => ['sql', path, statement, '--json', '--as-of', '2026-10-31', '--memory', '256MB']
      const [found, expected] = [await runPopulus(words(output), onData), await runPopulus(words(plain), onData)]
      expect(found.code).toBe(0)
      const { rows } = JSON.parse(found.out) as { readonly rows: readonly unknown[] }
      expect(rows.length).toBeGreaterThan(0)
      expect(rows).toEqual((JSON.parse(expected.out) as { readonly rows: unknown }).rows)
    }
  })

  it('is not opened for what needs the records themselves', async () => {
    const { code, err } = await runPopulus(['measure', content, '--data', output, '--period', '2026'], onData)
    expect(code).toBe(2)
    expect(err).toContain('not the records or the memory that this command needs')
  })

  it('is not opened with a part missing, cut or of a run that has not ended, by one sentence', async () => {
    const broken = join(root, 'broken')
    cpSync(output, broken, { recursive: true })
    const part = join(broken, 'shards', '00001.columns')
    const ask = () => runPopulus(['load', broken, '--json', '--memory', '256MB'], onData)
    writeFileSync(part, 'no columns')
    expect((await ask()).out).toContain('Part 2 of 3 of the cluster’s output is damaged')
    rmSync(part)
    const missing = await ask()
    expect(missing.code).toBe(2)
    expect(missing.out).toContain('Part 2 of 3 of the cluster’s output is missing')
    writeFileSync(join(broken, 'status.json'), JSON.stringify({ state: 'merging', shards: 3 }))
    expect((await ask()).out).toContain('has not ended well')
  })
})
