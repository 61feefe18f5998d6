import { describe, expect, it } from 'vitest'
import { importsOf, readSource, sourceFiles } from './imports.ts'

const imports = sourceFiles('src-main', 'src-renderer').flatMap(importsOf)

/** The folder right inside another one that a file is in; undefined for files elsewhere and right there. */
function childOf(parent: string, file: string): string | undefined {
  const rest = file.startsWith(`${parent}/`) ? file.slice(parent.length + 1).split('/') : []
  return rest.length > 1 ? rest[0] : undefined
}

/** Imports among the folders of a parent that lead to a folder behind, or to one that is not listed. */
function wrongArrows(parent: string, order: readonly string[]): readonly string[] {
  return imports.flatMap(({ from, to }) => {
    const [left, right] = [childOf(parent, from), childOf(parent, to)]
    if (left === undefined || right === undefined || left === right) return []
    const places = [order.indexOf(right), order.indexOf(left)]
    return places[0]! >= 0 && places[0]! < places[1]! ? [] : [`${left} -> ${right}`]
  })
}

/** Folders of the first column of a table, from the top. */
const rowsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^\| ([^|]*)\|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!)
  )

const lineOf = (name: string): readonly string[] =>
  new RegExp(`^\\s*${name} {2,}(.+)$`, 'm').exec(readSource('docs/architecture.md'))![1]!.split(/, | \(.*?\),? ?/)

describe('the order of folders in documents', () => {
  it.each([
    ['src-main', rowsOf(readSource('src-main/README.md'))],
    ['src-renderer', rowsOf(readSource('src-renderer/README.md'))],
    ['src-renderer/engine', rowsOf(readSource('src-renderer/engine/README.md'))],
    ['src-main', lineOf('src-main')],
    ['src-renderer/engine', lineOf('engine')],
    ['src-renderer', ['shared', 'engine', ...lineOf('page')]]
  ])('of %s is that of the imports', (parent, order) => {
    expect(order.length).toBeGreaterThan(5)
    expect([...new Set(wrongArrows(parent, order))]).toEqual([])
  })

  it('is compared', () => {
    expect(wrongArrows('src-renderer', ['engine', 'shared'])).toContain('engine -> shared')
    expect(wrongArrows('src-renderer', ['shared'])).toContain('engine -> shared')
  })
})
