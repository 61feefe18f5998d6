import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** The rows of the tables in a document, each as its cells. */
function rowsOf(name: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(root, 'docs/security', name), 'utf8').split('\n')
  const rows = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1))
  return rows
    .filter(
      (cells, index) =>
        !cells.every((cell) => /^[\s-]+$/.test(cell)) && !rows[index + 1]?.every((cell) => /^[\s-]+$/.test(cell))
    )
    .map((cells) => cells.map((cell) => cell.trim()))
}

const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`([\w./-]+\.(?:ts|svelte|md))`/g)].map(([, path]) => path!)

describe.each([
  ['threat-model.md', 30],
  ['control-map.md', 40]
])('every claim in docs/security/%s', (name, claims) => {
  const rows = rowsOf(name)

  it('is there', () => expect(rows.length).toBeGreaterThanOrEqual(claims))

  it('names code and a test, and each of them exists', () => {
    const wrong = rows.flatMap((cells) => {
      const paths = pathsIn(cells.join(' '))
      const code = paths.filter((path) => /^src-/.test(path))
      const tests = pathsIn(cells.at(-1)!).filter((path) => /^test\/.*\.test\.ts$/.test(path))
      const missing = paths.filter((path) => !existsSync(join(root, path)))
      return code.length > 0 && tests.length > 0 && missing.length === 0
        ? []
        : [`${cells[0]}: ${missing.join(', ') || 'no code or no test'}`]
    })
    expect(wrong).toEqual([])
  })
})

describe('the threat model', () => {
  it('has each kind of threat', () => {
    const kinds = new Set(rowsOf('threat-model.md').map(([kind]) => kind))
    for (const kind of [
      'Spoofing',
      'Tampering',
      'Repudiation',
      'Information disclosure',
      'Denial of service',
      'Elevation of privilege'
    ])
      expect(kinds).toContain(kind)
  })
})
