import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lackOf } from '../../../src-main/cli/data/lack-of-data.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const patient = '{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1980-01-01"}\n'
const condition = (id: string): string =>
  `{"resourceType":"Condition","id":"${id}","subject":{"reference":"Patient/p"}}\n`
const conditions = Array.from({ length: 500 }, (_, index) => condition(`c${index}-${Math.sin(index)}`)).join('')
const compressed = gzipSync(conditions)
const foreign = { 'README.md': 'x', LICENSE: 'x', 'Patient.ndjson.sha256': 'x', '.DS_Store': 'x' }
const damaged = {
  ...foreign,
  'Patient.ndjson': patient,
  'Condition.ndjson.gz': compressed.subarray(0, compressed.length / 2),
  'Procedure.ndjson.bz2': 'BZh9',
  'More.ndjson': 'rubbish\n{"resourceType":"Patient"}\n'
}
const told =
  '2 lines or entries of the data are unreadable and were left out. ' +
  '1 file of the data is cut off, damaged or unreadable, so that an unknown part of it is missing. ' +
  '1 file or folder that may hold data was not read, or not to the end.'

/** The words of each command that opens a population, and whether its object has a field for what is missing. */
function commandsOn(data: string, results: string): readonly (readonly [readonly string[], boolean])[] {
  const cohort = join(results, 'cohort.json')
  writeFileSync(cohort, JSON.stringify({ format: 1, title: 'All', people: 'living', steps: [] }))
  return [
    [['sql', data, 'select count(*) n from patient', '--json'], true],
    [['sql', data, 'select count(*) n from patient', '--json', '--memory', '256MB'], true],
    [['view', 'patient', '--data', data, '--format', 'json'], false],
    [['risk', data, '--json'], true],
    [['cohort', data, '--definition', cohort, '--json'], true],
    [['deidentify', data, '--profile', 'safe-harbor', '--out', join(results, 'set.zip'), '--json'], true],
    [['export-tables', data, '--out', join(results, 'tables'), '--json'], true],
    [['pack', 'make', data, '--series', 'network', '--out', join(results, 'a.pack.json'), '--json'], true],
    [['match', `first=${data}`, `second=${folderOf({ 'Patient.ndjson': patient })}`, '--json'], true]
  ]
}

describe('data that are not all there', () => {
  it('are told of once, with names on standard error alone, and end each command with 1', async () => {
    const data = folderOf(damaged)
    for (const [words, hasField] of commandsOn(data, temporaryFolder())) {
      const { code, out, err } = await runPopulus(words)
      expect([words[0], code, err.split(told).length - 1]).toEqual([words[0], 1, 1])
      expect(err).toMatch(/See .*Condition\.ndjson\.gz.*Procedure\.ndjson\.bz2; "populus load --list"/)
      expect(err).not.toMatch(/rubbish|README|sha256/)
      if (hasField) expect(JSON.parse(out)).toMatchObject({ incomplete: told })
    }
  })

  it('are told of by load next to its list of files, each of them once', async () => {
    const data = folderOf(damaged)
    const { code, out, err } = await runPopulus(['load', data])
    expect([code, err]).toEqual([1, `${told}\n`])
    expect(out.split('left out: Procedure.ndjson.bz2')).toHaveLength(2)
    expect(JSON.parse((await runPopulus(['load', data, '--json'])).out)).toMatchObject({ incomplete: told })
    const unread = await runPopulus(['load', folderOf({ 'Patient.ndjson': patient, 'a.ndjson.xz': 'x' })])
    expect(unread.code).toBe(1)
  })

  it('are not what lies next to data, or values that cannot be read', async () => {
    const wrongDate = '{"resourceType":"Patient","id":"q","birthDate":"yesterday"}\n'
    const data = folderOf({ ...foreign, 'Patient.ndjson': patient + wrongDate, 'Empty.ndjson': '' })
    const { code, out, err } = await runPopulus(['sql', data, 'select count(*) n from patient', '--json'])
    expect([code, JSON.parse(out)]).toEqual([0, { columns: ['n'], rows: [[2]] }])
    expect(err).not.toContain('left out')
  })

  it.each([
    ['an empty folder', {}, /^There are no FHIR data in what was named\. Name a folder/m],
    ['text that is named like an archive', { 'data.zip': 'hello\n' }, /^Nothing can be read of the file that was/m],
    ['other files alone', { ...foreign, 'all.tar': 'x' }, /^There are no FHIR data in what was named\. 1 file or/m],
    [
      'a de-identified set',
      { 'patient.csv': 'id\n1\n', 'REPORT.md': 'x' },
      /^There are no .* Tables are there, .* de-id.* again\. Name/m
    ],
    ['rubbish', { 'a.ndjson': 'rubbish\n', 'b.ndjson': '{}\n' }, /^Nothing can be read of the 2 files that were/m]
  ])('are refused where nothing can be read: %s', async (_, files, sentence) => {
    const [data, results] = [folderOf(files), temporaryFolder()]
    const commands = commandsOn(data, results).filter(([words]) => words[0] !== 'match')
    for (const [words, hasField] of commands) {
      const { code, out, err } = await runPopulus(words)
      expect([words[0], code]).toEqual([words[0], 2])
      expect(err).toMatch(sentence)
      if (hasField) expect(JSON.parse(out)).toMatchObject({ error: { code: 'unreadable-file', exitCode: 2 } })
    }
    expect(readdirSync(results)).toEqual(['cohort.json'])
    const load = await runPopulus(['load', data, '--json'])
    expect(load.code).toBe(2)
    expect(load.err).toMatch(sentence)
    expect(JSON.parse(load.out)).toMatchObject({ patients: 0, incomplete: expect.stringMatching(sentence) as unknown })
  })
})

it.each([
  ['load', ['load', 'PATH', '--json']],
  ['a source', ['match', 'first=PATH', 'second=PATH', '--json']],
  ['measures', ['measure', 'PATH', '--data', '.', '--json']],
  ['a statement', ['sql', 'PATH', 'select 1', '--json']]
])('a path that leads nowhere is named as it was typed: %s', async (_, words) => {
  const { code, out, err } = await runPopulus(words.map((word) => word.replace('PATH', './no-such/export')))
  const message = 'There is no file or folder ./no-such/export. Check the name, and that its drive is connected.'
  expect([code, err]).toEqual([2, `${message}\n`])
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'not-found', message } })
})

it('a file that was cut when a snapshot was saved counts once, by its columns or by its note', () => {
  const note = { name: 'a.ndjson.gz', reason: 'It was cut.', mayHoldData: true as const }
  const file = { name: 'a.ndjson.gz', bytes: 9, lines: 2, stored: 1, ignored: 0, format: 'ndjson' as const, types: {} }
  const cut = { file: 0, reason: 'truncated-file' as const, line: 2, offset: 8, scope: 'resource' as const }
  const rejects = [{ ...cut, resourceType: undefined, path: undefined }]
  const columns = { files: [{ ...file, rejected: 1 }], rejects, rejectCounts: { 'truncated-file': 1 } }
  expect(lackOf(columns, [note], []).sentence).toBe(
    '1 file of the data is cut off, damaged or unreadable, so that an unknown part of it is missing.'
  )
  expect(lackOf(columns, [note], []).names).toEqual(['a.ndjson.gz'])
  const files = { files: [{ ...file, rejected: 0 }], rejects: [], rejectCounts: {} }
  expect(lackOf(files, [note], []).sentence).toBe(
    '1 file or folder that may hold data was not read, or not to the end.'
  )
})

it('what parts of a cluster count without a list is told as well', () => {
  const file = { name: 'a.ndjson', bytes: 9, lines: 4, stored: 1, rejected: 3, ignored: 0 }
  const report = {
    files: [{ ...file, format: 'ndjson' as const, types: {} }],
    rejects: [],
    rejectCounts: { 'not-json': 2, 'truncated-file': 1, 'bad-date': 7 }
  }
  expect(lackOf(report, [], [])).toEqual({
    sentence:
      '2 lines or entries of the data are unreadable and were left out. ' +
      '1 file of the data is cut off, damaged or unreadable, so that an unknown part of it is missing.',
    names: ['a.ndjson'],
    isEverything: false
  })
})
