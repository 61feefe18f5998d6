import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureCommand } from '../../../src-main/cli/commands/measure.ts'
import { beginDataFolder } from '../../support/data-folder.ts'
import { exists, isDuring, measureResources, record, retrieve } from '../../support/small-measures.ts'
import { headlessProgram, runPopulus, runDirectly } from '../../support/populus-command.ts'
import { unmanaged } from '../../support/policies.ts'

const root = resolve(import.meta.dirname, '../../..')
const passphrase = 'four unlikely words together'
const ids = Array.from({ length: 12 }, (_, index) => `p${index}`)
const lines = {
  Patient: ids.map((id) => ({ resourceType: 'Patient', id, birthDate: '1980-01-01' })),
  Condition: ids.map((id, index) => record('Condition', id, index % 3 === 0 ? 'asthma' : 'diabetes')),
  Procedure: ids.flatMap((id, index) =>
    index % 2 === 0
      ? []
      : [record('Procedure', id, 'eye-exam', { performedDateTime: index < 6 ? '2024-06-01' : '2025-06-01' })]
  )
}
const texts = Object.fromEntries(
  Object.entries(lines).map(([type, all]) => [
    `${type}.ndjson`,
    all.map((resource) => `${JSON.stringify(resource)}\n`).join('')
  ])
)
const resources = measureResources(
  [
    {
      name: 'Examined',
      denominator: exists(retrieve('Condition', 'Diabetes')),
      numerator: isDuring('performed', retrieve('Procedure', 'Exam'))
    }
  ],
  { Diabetes: ['diabetes'], Exam: ['eye-exam'] }
)

const folder = mkdtempSync(join(tmpdir(), 'populus-measure-'))
const [content, clear, sealed] = [join(folder, 'content.json'), join(folder, 'clear'), join(folder, 'sealed')]

beforeAll(async () => {
  writeFileSync(content, JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }))
  mkdirSync(clear)
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(clear, name), text)
  await beginDataFolder(sealed, passphrase, 'kept', texts)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function populus(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = await runPopulus(['measure', ...args], { POPULUS_PASSPHRASE: '', ...env })
  const parsed = run.out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as object]))
  // How long it took is no result.
  const results = parsed.map((result) => ({ ...result, seconds: undefined }))
  return { code: run.code, err: run.err, results }
}

describe('populus measure over a kept snapshot', () => {
  it.each([
    ['the summary', ['--period', '2025']],
    ['patients', ['--period', '2025', '--patients']],
    ['another period', ['--period', '2024-01-01..2024-12-31', '--patients']],
    ['a trace', ['--period', '2025', '--trace', 'p7']]
  ])('gives %s as over the same data in the clear', async (_, args) => {
    const open = await populus([content, '--data', clear, '--json', ...args])
    expect(open.code, open.err).toBe(0)
    const kept = await populus([content, '--data', sealed, '--json', ...args], { POPULUS_PASSPHRASE: passphrase })
    expect(kept.code, kept.err).toBe(0)
    expect(kept.results).toEqual(open.results)
    expect(open.results.at(-1)).toMatchObject({ patients: 12, groups: [{ id: 'rate' }] })
  })

  it('asks for the passphrase, and does not repeat a wrong one', async () => {
    expect((await populus([content, '--data', sealed])).err).toContain('POPULUS_PASSPHRASE')
    const wrong = await populus([content, '--data', sealed], { POPULUS_PASSPHRASE: 'three unlikely words' })
    expect([wrong.code, wrong.results]).toEqual([3, []])
    expect(wrong.err).not.toContain('unlikely')
  })
})

describe('populus measure', () => {
  it('says of each line about a patient which measure it is about', async () => {
    const core = join(root, 'resources/measures/core')
    const wanted = ['asthma-controller', 'copd-controller', 'shared', 'value-sets'].map((name) => join(core, name))
    const { out } = await runPopulus(['measure', ...wanted, '--data', clear, '--period', '2025', '--patients'])
    const lines = out.split('\n').filter((line) => line.startsWith('••••'))
    expect(lines).toHaveLength(24)
    for (const measure of ['asthma-controller', 'copd-controller'])
      expect(lines.filter((line) => line.startsWith(`••••  ${measure}  `))).toHaveLength(12)
  })

  it('translates CQL text that lies next to the measure, and says where the text is wrong', async () => {
    const pack = join(folder, 'cql')
    mkdirSync(pack)
    const [measure, , ...valueSets] = resources
    writeFileSync(join(pack, 'measure.json'), JSON.stringify(measure))
    for (const [index, valueSet] of valueSets.entries())
      writeFileSync(join(pack, `value-set-${index}.json`), JSON.stringify(valueSet))
    const text = `library Examined version '1'
using FHIR version '4.0.1'
valueset "Diabetes": 'http://example.org/ValueSet/Diabetes'
valueset "Exam": 'http://example.org/ValueSet/Exam'
context Patient
define "denominator": exists [Condition: "Diabetes"]
define "numerator": exists [Procedure: "Exam"]
`
    writeFileSync(join(pack, 'Examined.cql'), text)
    const good = await populus([pack, '--data', clear, '--period', '2025', '--json'])
    expect(good.err).not.toContain('error')
    expect(good.results).toMatchObject([{ groups: [{ populations: { denominator: 8, numerator: 4 } }] }])
    writeFileSync(join(pack, 'Examined.cql'), text.replace('using FHIR', 'using QICore').replace('4.0.1', '6.0.0'))
    const other = await populus([pack, '--data', clear])
    expect(other.err).toContain('Examined.cql:2:1 error: This text is written for the model QICore 6.0.0')
    expect(other.code).toBe(2)
  })

  it('says with --json which version of each definition a result rests on, and whether it is approved', async () => {
    const data = join(folder, 'registry')
    mkdirSync(data)
    const shipped = join(root, 'resources/measures/core')
    let printed = ''
    const out = (text: string): void => void (printed += text)
    const io = {
      ...{ out, err: () => undefined, terminal: false, policies: unmanaged },
      ...{ resources: join(root, 'resources'), data }
    }
    const words = [content, shipped, '--data', clear, '--period', '2025', '--json']
    await runDirectly(measureCommand, words, io)
    const results = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { measure: string; definition: { hash: string; state: string } })
    expect(results.length).toBeGreaterThan(2)
    for (const { measure, definition } of results) {
      expect(definition.hash).toMatch(/^[0-9a-f]{64}$/)
      // What comes with the program is approved with it; a bundle that was never imported is not in the registry.
      expect([measure, definition.state]).toEqual([measure, measure.includes('example.org') ? 'unknown' : 'approved'])
    }
    expect(new Set(results.map(({ definition }) => definition.state))).toEqual(new Set(['approved', 'unknown']))
  })

  it('draws how far it is on a terminal, and takes the line away', async () => {
    let drawn = ''
    const err = (text: string): void => void (drawn += text)
    const io = { out: () => undefined, err, terminal: true, policies: unmanaged, resources: join(root, 'resources') }
    expect(await runDirectly(measureCommand, [content, '--data', clear, '--period', '2025'], io)).toBe(0)
    for (const what of [
      'Reading the measures: 0 of 1 files',
      'Reading the data: ',
      'Taking what the measures read: '
    ]) {
      expect(drawn).toContain(`\r\u001b[K${what}`)
    }
    // Nothing of it is left before the last line.
    expect(drawn.slice(drawn.lastIndexOf('\u001b[K') + '\u001b[K'.length)).toMatch(
      /^Loading [\d.]+ s, extraction .*\n$/
    )
  })

  it('prints names from the content without what would steer a terminal', async () => {
    const steering = join(folder, 'steering.json')
    const [measure, ...rest] = resources
    writeFileSync(steering, JSON.stringify([{ ...measure, title: 'Exam \u001b[2J' }, ...rest]))
    let printed = ''
    const out = (text: string): void => void (printed += text)
    const io = { out, err: () => undefined, terminal: false, policies: unmanaged, resources: join(root, 'resources') }
    expect(await runDirectly(measureCommand, [steering, '--data', clear, '--period', '2025'], io)).toBe(0)
    expect(printed).toContain('Exam \ufffd[2J')
    expect(printed).not.toContain('\u001b')
  })

  it('begins its time limit before anything is read', async () => {
    const limits: unknown[] = []
    const io = {
      out: () => undefined,
      err: () => undefined,
      terminal: false,
      policies: unmanaged,
      resources: join(root, 'resources'),
      limit: (...limit: readonly unknown[]) => void limits.push(limit)
    }
    const nowhere = join(folder, 'nowhere.json')
    await expect(runDirectly(measureCommand, [nowhere, '--data', clear, '--timeout', '5'], io)).rejects.toMatchObject({
      code: 'not-found'
    })
    expect(limits).toEqual([[5, 'The command']])
    await expect(runDirectly(measureCommand, [nowhere, '--data', clear, '--timeout', '0'], io)).rejects.toThrow(
      '--timeout takes'
    )
  })

  it('ends with a sentence and code 130 when it is interrupted', async () => {
    const large = join(folder, 'large')
    mkdirSync(large)
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(large, name), text)
    const many = Array.from({ length: 300_000 }, (_, index) =>
      record('Procedure', `p${index % 12}`, 'eye-exam', { id: `e${index}` })
    )
    writeFileSync(join(large, 'Many.ndjson'), many.map((resource) => JSON.stringify(resource)).join('\n'))
    // A value set that is missing is named before the data are read: then the command is under way.
    const lacking = join(folder, 'lacking.json')
    writeFileSync(lacking, JSON.stringify(resources.slice(0, -1)))
    const child = spawn(process.execPath, [headlessProgram, 'measure', lacking, '--data', large], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let said = ''
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString()
      if (said.endsWith('Import it from VSAC.\n')) child.kill('SIGINT')
    })
    const [code] = (await once(child, 'close')) as [number | null]
    expect([code, said.split('\n').slice(1)]).toEqual([130, ['Canceled.', '']])
  })
})
