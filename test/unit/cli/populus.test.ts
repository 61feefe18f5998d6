import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { headlessProgram, runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const populus = (...words: string[]): Promise<CommandOutcome> => runPopulus(words)

/** The same in a process of its own, for what concerns its threads. */
function startedPopulus(...words: string[]): { code: number | null; out: string } {
  const { status, stdout } = spawnSync(process.execPath, [headlessProgram, ...words], { encoding: 'utf8' })
  return { code: status, out: stdout }
}

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const patient = '{"resourceType":"Patient","id":"p","gender":"female"}\n'
const condition = '{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"}}\n'
const good = { 'Patient.ndjson': patient, 'Condition.ndjson.gz': gzipSync(condition), 'notes.txt': 'x' }

describe('populus load', () => {
  it('prints one object with --json and ends with 0 when all is stored', async () => {
    const { code, out, err } = await populus('load', folderOf(good), '--json')
    expect(err).toMatch(/^left out: notes.txt .*\n$/)
    expect(code).toBe(0)
    const report = JSON.parse(out) as Record<string, unknown>
    expect(report).toMatchObject({
      types: {
        Condition: { resources: 1, rejected: 0, ignored: 0 },
        Patient: { resources: 1, rejected: 0, ignored: 0 }
      },
      patients: 1,
      rejects: {},
      files: 2,
      bytes: patient.length + condition.length
    })
    expect(Object.keys(report)).toEqual([
      'types',
      'patients',
      'rejects',
      'files',
      'bytes',
      'seconds',
      'mbPerSecond',
      'peakRssMb'
    ])
    for (const measured of ['seconds', 'mbPerSecond', 'peakRssMb']) expect(report[measured]).toBeTypeOf('number')
    expect(out.trim().split('\n')).toHaveLength(1)
  })
  it('says that it saves nothing, and calls nothing stored', async () => {
    const { out } = await populus('load', '--help')
    expect(out).toContain('read into memory for this command alone')
    expect(out).not.toMatch(/\bstored\b/)
    expect((await populus('load', folderOf(good))).out).toMatch(/^Resource type +read +rejected +ignored\n/)
  })
  it('prints a table for people, what was left out, and with --list every reject', async () => {
    const { code, out } = await populus(
      'load',
      folderOf({ ...good, 'More.ndjson': '\nrubbish\n{"resourceType":"Patient"}\n' }),
      '--list'
    )
    expect(code).toBe(1)
    expect(out).toMatch(/^Patient +1 +1 +0$/m)
    expect(out).toContain(
      'Not JSON (not-json): 1. The line cannot be read as JSON, so there is no resource in it. Look at the line in the file.'
    )
    expect(out).toContain('left out: notes.txt')
    expect(out).toContain('More.ndjson, line 2 (byte 1): Not JSON')
    expect(out).toContain('More.ndjson, line 3 (byte 9): No id (Patient)')
  })
  it('gives the same with several threads, also for a file that they share', async () => {
    const people = Array.from(
      { length: 2000 },
      (_, index) => `{"resourceType":"Patient","id":"p${index}","gender":"female"}`
    )
    const folder = folderOf({ ...good, 'Many.ndjson': `${people.join('\n')}\n`, 'Bad.ndjson': '\nrubbish\n' })
    const [first, three] = ['1', '3'].map((threads) => {
      const { code, out } = startedPopulus('load', folder, '--json', '--threads', threads)
      expect(code).toBe(1)
      const {
        seconds: _seconds,
        mbPerSecond: _rate,
        peakRssMb: _peak,
        ...rest
      } = JSON.parse(out) as Record<string, unknown>
      return rest
    })
    expect(first).toMatchObject({ patients: 2001, files: 4 })
    expect(three).toEqual(first)
    expect((await populus('load', folder, '--threads', '0')).code).toBe(2)
  })
  it('takes several paths', async () => {
    const [a, b] = [folderOf({ 'a.ndjson': patient }), folderOf({ 'b.ndjson': patient })]
    const { code, out } = await populus('load', a, join(b, 'b.ndjson'), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ files: 2, types: { Patient: { resources: 1, ignored: 1 } } })
  })
  it('ends with 2 when nothing can be stored', async () => {
    expect((await populus('load', folderOf({ 'a.ndjson': 'rubbish\n' }), '--json')).code).toBe(2)
    const empty = await populus('load', folderOf({}))
    expect(empty.code).toBe(2)
    const missing = await populus('load', join(temporaryFolder(), 'nothing'))
    expect([missing.code, missing.out]).toEqual([2, ''])
    expect(missing.err).not.toContain(' at ')
  })
})

describe('populus risk', () => {
  it('prints one object of counts, and a sentence for a date that is none', async () => {
    const { code, out } = await populus('risk', folderOf(good), '--json', '--as-of', '2026-10-31')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ asOf: '2026-10-31', people: 1 })
    expect((await populus('risk', folderOf(good), '--as-of', '2026-02-30')).err).toContain('Write the date of --as-of')
  })
})

describe('populus model', () => {
  it('refuses with the reason where nothing can be learned, and a model that is none', async () => {
    const folder = folderOf(good)
    const { code, out } = await populus('model', 'train', folder, '--outcome', 'readmission-30', '--json')
    const divided = await populus(
      'model',
      'train',
      folder,
      '--outcome',
      'readmission-30',
      '--memory',
      '256MB',
      '--json'
    )
    expect([divided.code, divided.out]).toEqual([code, out])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ outcome: 'readmission-30', model: null })
    expect((JSON.parse(out) as { readonly reason: string }).reason).toBe(
      'No model was made: the data contain no inpatient stay.'
    )
    expect((await populus('model', 'train', folder, '--outcome', 'weather')).err).toContain(
      '--outcome takes one of: readmission-30,'
    )
    expect((await populus('model', 'score', folder)).err).toContain('Name the file of the model with --model')
    expect((await populus('model', 'card', '--model', join(folder, 'Patient.ndjson'))).err).toContain(
      'no model of this version'
    )
    expect((await populus('model')).err).toContain('Say what to do with populus model: train, score, card.')
  })
})

describe('populus pack', () => {
  it('makes a pack that another one compares with, and refuses it with another seal', async () => {
    const folder = folderOf(good)
    const pack = join(folderOf({}), 'a.pack.json')
    const made = await populus(
      'pack',
      'make',
      folder,
      '--series',
      'network',
      '--out',
      pack,
      '--as-of',
      '2026-10-31',
      '--json'
    )
    expect(made.code).toBe(0)
    const { seal } = JSON.parse(made.out) as { readonly seal: string }
    const compared = await populus(
      'pack',
      'compare',
      folder,
      '--pack',
      pack,
      '--seal',
      seal,
      '--as-of',
      '2026-10-31',
      // Less than what any population takes, so that it is divided.
      '--memory',
      '256MB',
      '--json'
    )
    expect(JSON.parse(compared.out)).toMatchObject({ series: 'network', seal, sealChecked: true, different: 0 })
    const definition = (steps: readonly unknown[]): string =>
      join(
        folderOf({ 'women.json': JSON.stringify({ format: 1, title: 'Women', people: 'living', steps }) }),
        'women.json'
      )
    const women = definition([{ type: 'filter', dimension: 'sex', values: ['female'] }])
    const common = ['pack', 'make', folder, '--series', 'network', '--out', pack, '--force'] as const
    expect((await populus(...common, '--cohort', women, '--as-of', '2026-10-31')).code).toBe(0)
    const shown = JSON.parse((await populus('pack', 'show', '--pack', pack, '--json')).out) as {
      readonly cohorts: readonly { readonly id: string; readonly title: string }[]
      readonly aggregates: readonly { readonly key: string }[]
    }
    expect(shown.cohorts.map(({ title }) => title)).toEqual(['Women'])
    expect(shown.aggregates.map(({ key }) => key)).toContain(`cohort/${shown.cohorts[0]!.id}`)
    const practice = definition([{ type: 'filter', dimension: 'practice', values: ['Elm St'] }])
    expect((await populus(...common, '--cohort', practice)).err).toContain(
      '“Women” cannot go into the pack: it filters'
    )
    expect((await populus('pack', 'show', '--pack', pack, '--seal', '00')).err).toContain('another seal')
    expect((await populus('pack', 'make', folder, '--out', pack)).err).toContain(
      'populus pack make needs --series NAME'
    )
  })
})

describe('populus sql', () => {
  it('prints columns and rows', async () => {
    const folder = folderOf(good)
    const { code, out } = await populus(
      'sql',
      folder,
      'select gender, count(*) as n from patient where id = ? group by 1',
      '--param',
      'p',
      '--json'
    )
    expect([code, JSON.parse(out)]).toEqual([0, { columns: ['gender', 'n'], rows: [['female', 1]] }])
    expect((await populus('sql', folder, 'select id, patient_id from condition')).out).toBe('id  patient_id\nc   p\n')
  })
  it('finds members of registries by codes that were added to their lists', async () => {
    const code = '{"coding":[{"system":"urn:local","code":"SUGAR"}]}'
    const local = condition.replace('"id":"c"', `"id":"c","recordedDate":"2024-01-01","code":${code}`)
    const folder = folderOf({ 'Patient.ndjson': patient, 'Condition.ndjson': local })
    const table = join(folderOf({ 'codes.csv': 'list,system,code\nDiabetes,urn:local,SUGAR\n' }), 'codes.csv')
    const ask = (...more: string[]) =>
      populus('sql', folder, "select count(*) from registry_member where registry = 'diabetes'", '--json', ...more)
    expect(JSON.parse((await ask()).out)).toMatchObject({ rows: [[0]] })
    expect(JSON.parse((await ask('--codes', table)).out)).toMatchObject({ rows: [[1]] })
    expect(await ask('--list', 'Diabetes')).toMatchObject({ code: 2 })
  })

  it('writes no count of few people to a file without a reason, and shows it on this computer', async () => {
    const folder = folderOf(good)
    const file = join(temporaryFolder(), 'answer.csv')
    const sql = 'select gender, count(*) as n from patient group by 1'
    const { err } = await populus('sql', folder, sql, '--format', 'csv', '--out', file)
    expect(readFileSync(file, 'utf8')).toContain('female,<11')
    expect(err).toContain('Counts of 1 to 10 in n are shown as <11')
    const refused = await populus('sql', folder, sql, '--format', 'csv', '--out', file, '--force', '--small-cells', '0')
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toContain('only for a reason')
    expect((await populus('sql', folder, sql)).out).toBe('gender  n\nfemale  1\n')
    const { out } = await populus('sql', folder, sql, '--json', '--small-cells', '10')
    expect(JSON.parse(out)).toEqual({ columns: ['gender', 'n'], rows: [['female', '<11']] })
  })
  it('ends with 2 and a sentence when the statement is wrong', async () => {
    const { code, out, err } = await populus('sql', folderOf(good), 'select * from pateint', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'invalid-input', retryable: false, exitCode: 2 } })
    expect(err).toContain('Did you mean “patient”?')
    expect((await populus('sql', folderOf(good))).code).toBe(2)
    expect((await populus('sql', folderOf(good), 'delete from patient')).code).toBe(2)
  })
})

describe('populus tables', () => {
  it('lists tables with columns, types and meaning, without data', async () => {
    const { code, out } = await populus('tables', '--json')
    expect(code).toBe(0)
    const tables = JSON.parse(out) as {
      name: string
      description: string
      columns: { name: string; type: string; description: string }[]
    }[]
    const patients = tables.find(({ name }) => name === 'patient')!
    expect(patients.columns.find(({ name }) => name === 'birth_date')).toMatchObject({ type: 'TEXT' })
    expect(patients.columns.every(({ description }) => description !== '')).toBe(true)
    expect((await populus('tables')).out).toMatch(/^observation\n {2}\S/m)
  })
})

describe('populus', () => {
  it('explains itself', async () => {
    const overview = await populus('--help')
    expect(overview.code).toBe(0)
    for (const command of ['load', 'sql', 'tables', 'sample']) {
      expect(overview.out).toContain(`  ${command}`)
      const help = await populus(command, '--help')
      expect([help.code, help.err]).toEqual([0, ''])
      expect(help.out).toContain(`Usage: populus ${command}`)
    }
  })
  it('ends with 2 on wrong usage', async () => {
    expect((await populus()).code).toBe(2)
    expect((await populus('frobnicate')).err).toBe(
      'There is no command "frobnicate". "populus --help" lists all commands.\n'
    )
    const near = await populus('lod', 'smp', '--json')
    expect(near.code).toBe(2)
    expect(near.err).toContain('There is no command "lod". Did you mean load?')
    expect(JSON.parse(near.out)).toMatchObject({ error: { code: 'invalid-input', exitCode: 2 } })
    const option = await populus('load', '.', '--nothing')
    expect(option.code).toBe(2)
    expect(option.err).toContain('--nothing')
  })
  it('survives a reader that closes the pipe', () => {
    const script = `"${process.execPath}" "${headlessProgram}" tables | head -1`
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toBe('allergy_intolerance\n')
  })
})

describe('populus view', () => {
  const view = {
    resourceType: 'ViewDefinition',
    resource: 'Patient',
    status: 'active',
    select: [
      {
        column: [
          { name: 'id', path: 'getResourceKey()' },
          { name: 'active', path: 'active', type: 'boolean' }
        ]
      }
    ]
  }
  const files = () => {
    const folder = folderOf({
      'Patient.ndjson': '{"resourceType":"Patient","id":"p","active":true}\n{"resourceType":"Patient","id":"q"}\n',
      'view.json': JSON.stringify(view)
    })
    return { folder, data: join(folder, 'Patient.ndjson'), file: join(folder, 'view.json') }
  }

  it('prints rows as CSV and JSON', async () => {
    const { data, file } = files()
    const csv = await populus('view', file, '--data', data)
    expect(csv).toMatchObject({ code: 0, out: 'id,active\r\np,1\r\nq,\r\n' })
    expect(csv.err).toContain('2 rows from 2 resources')
    const { out } = await populus('view', file, '--data', data, '--format', 'json')
    expect(JSON.parse(out)).toEqual([{ id: 'p', active: true }, { id: 'q' }])
  })
  it('writes files, and takes a view of its own by name', async () => {
    const { data, folder } = files()
    const out = join(folder, 'rows.parquet')
    expect((await populus('view', 'patient', '--data', data, '--format', 'parquet', '--out', out)).code).toBe(0)
    expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1')
  })
  it('says what is wrong', async () => {
    const { data, file, folder } = files()
    expect(await populus('view', 'nonsense', '--data', data)).toMatchObject({ code: 2, out: '' })
    expect((await populus('view', file)).code).toBe(2)
    expect((await populus('view', file, '--data', data, '--format', 'arrow')).err).toContain('--out')
    writeFileSync(join(folder, 'bad.json'), '{"resource":"Patient","select":[{"column":[{"name":"x","path":"a("}]}]}')
    expect((await populus('view', join(folder, 'bad.json'), '--data', data)).code).toBe(2)
  })
})
