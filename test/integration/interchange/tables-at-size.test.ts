import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resultTable } from '#engine/tables/interchange/result-table.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import type { SqlValue } from '#engine/tables/model/column-cells.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Files of many rows and of texts that formats are sensitive to, as Python's own readers have them.

const hasPython = spawnSync('python3', ['--version']).status === 0
const program = join(import.meta.dirname, 'read_tables.py')

/** Writes a table in both formats, and reads them by Python. */
async function readBack(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
  how?: string
): Promise<unknown> {
  const folder = temporaryFolder()
  const table = resultTable({ columns, rows }, { name, description: 'A table', source: 'A test' })
  const files = (['csv', 'xlsx'] as const).map((format) => ({ format, path: join(folder, `table.${format}`) }))
  for (const { format, path } of files) writeFileSync(path, Buffer.concat(await writeFile(table, format)))
  const paths = files.map(({ path }) => path)
  const { stdout, stderr, status } = spawnSync('python3', [program, ...paths, ...(how === undefined ? [] : [how])], {
    encoding: 'utf8',
    maxBuffer: 1 << 28
  })
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout)
}

interface Read {
  readonly names: readonly string[]
  readonly sheets: readonly (readonly (readonly (string | number | null)[])[])[]
  readonly csv: readonly (readonly string[])[]
}

describe.skipIf(!hasPython)('tables as files', () => {
  it('of more rows than a sheet holds are complete, in their order, in CSV and in as many sheets as it takes', async () => {
    const beyond = 1001
    const count = 1_048_575 + beyond
    const rows = Array.from({ length: count }, (_, row): SqlValue[] => [row, row % 1000 === 0 ? `row ${row}` : null])
    expect(await readBack('people', ['n', 'text'], rows, 'numbered')).toEqual({
      names: ['people', 'people 2', 'Definition'],
      rows: [1_048_575, beyond],
      csv: count,
      same: true
    })
  })

  it('have the texts of several parts as they are, but for what would be a formula', async () => {
    const plain = [
      'line\nbreak',
      'carriage\r\nreturn',
      'lone\rreturn',
      '" , ;',
      '_x0041_',
      ' lead ',
      'ü漢😀',
      ']]><&amp;'
    ]
    /** With an apostrophe before what a spreadsheet would take for a formula (OWASP, "CSV injection"). */
    const formulas = new Map([
      ['=1+1', "'=1+1"],
      ['+cmd|x', "'+cmd|x"],
      ['-2', "'-2"],
      ['@a', "'@a"],
      ['\t=1', "'\t'=1"],
      ['a;=1', "a;'=1"]
    ])
    const texts = [...plain, ...formulas.keys()]
    const count = 25_003
    const rows = Array.from({ length: count }, (_, row): SqlValue[] => [row, texts[row % texts.length]!])
    const { sheets, csv } = (await readBack('people', ['n', 'text'], rows)) as Read
    expect(sheets[0]!.slice(1)).toEqual(rows)
    expect(csv).toHaveLength(count + 1)
    expect(csv.slice(1)).toEqual(rows.map(([row, text]) => [String(row), formulas.get(String(text)) ?? String(text)]))
  })

  it('have a row for each missing value of a single column', async () => {
    const { sheets, csv } = (await readBack('people', ['text'], [['a'], [null], ['b'], [null]])) as Read
    expect(csv).toEqual([['text'], ['a'], [''], ['b'], ['']])
    expect(sheets[0]!.map(([text]) => text)).toEqual(['text', 'a', null, 'b', null])
  })

  it('say how many texts a workbook cuts, and keep the name of its definitions apart', async () => {
    const long = 'x'.repeat(32_768)
    const { names, sheets, csv } = (await readBack('definition', ['text'], [[long], ['short'], [long]])) as Read
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(2)
    expect(names.at(-1)).toBe('Definition')
    expect(sheets[0]!.slice(1).map(([text]) => String(text).length)).toEqual([32_767, 5, 32_767])
    expect(sheets[1]!.find(([label]) => label === 'Cut texts')?.[1]).toMatch(/^2 texts are longer than the 32,767/)
    expect(csv.slice(1)).toEqual([[long], ['short'], [long]])
  })
})
