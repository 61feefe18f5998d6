import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleRecords, writeClusterOutput } from '../../support/cluster-output.ts'
import { runPopulus } from '../../support/populus-command.ts'

const root = mkdtempSync(join(tmpdir(), 'populus-opened-cluster-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const data = join(root, 'data')
const plain = join(root, 'plain')
const statements = [
  'select system, code, count(*) as n from condition group by 1, 2 order by n desc, code limit 20',
  "select count(*) as people, sum(gender = 'female') as women from patient",
  'select registry, count(*) as n from registry_member group by 1 order by 1'
]

/** What a run leaves that ended well. */
async function writeRun(): Promise<string> {
  const output = join(root, 'run')
  const files = await sampleRecords(12)
  mkdirSync(plain, { recursive: true })
  for (const { name: file, lines } of files) writeFileSync(join(plain, file), `${lines.join('\n')}\n`)
  await writeClusterOutput(files, 3, { output, folder: root })
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
    writeFileSync(join(broken, 'status.json'), JSON.stringify({ state: 'merging', shards: 3, label: 'Sample' }))
    expect((await ask()).out).toContain('has not ended well')
  })
})
