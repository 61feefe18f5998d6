import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const importPattern = /(?:from\s+|import\s*\(\s*|import\s+|new URL\(\s*)'([^']+)'/g

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(?:ts|mjs|svelte)$/.test(name) && !name.includes('node_modules'))
}

function resolveImport(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#shared/')) return join('src-renderer/shared', specifier.slice('#shared/'.length))
  if (specifier.startsWith('#engine/')) return join('src-renderer/engine', specifier.slice('#engine/'.length))
  return specifier.startsWith('.') ? join(dirname(file), specifier) : undefined
}

/** Who imports whom: for each file of the checkout, the files that import it. */
export function importersIn(root: string): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>()
  for (const file of ['src-main', 'src-renderer', 'test', 'build'].flatMap((folder) => sourceFiles(root, folder))) {
    for (const [, specifier] of readFileSync(join(root, file), 'utf8').matchAll(importPattern)) {
      const target = resolveImport(file, specifier!)
      if (target === undefined) continue
      importers.set(target, [...(importers.get(target) ?? []), file])
    }
  }
  return importers
}

/** Whether a test starts and kills processes again and again, which is too slow for one change after another. */
function isTooSlow(test: string): boolean {
  return test.startsWith('test/crash/')
}

/** Whether a test is about the part of the program that a file belongs to: both lie in a folder of the same name. */
function isOfSamePart(test: string, file: string): boolean {
  const part = file.split('/').at(-2)
  return test
    .split('/')
    .slice(2, -1)
    .includes(part ?? '')
}

/**
 * Test files that reach a source file through imports: those of the same part of the program first, then the nearest.
 * @param most maximum number of files to return
 */
export function nearTests(importers: ReadonlyMap<string, readonly string[]>, file: string, most: number): string[] {
  const seen = new Set([file])
  const tests: { readonly name: string; readonly distance: number }[] = []
  let level: readonly string[] = [file]
  for (let distance = 1; level.length > 0; distance += 1) {
    level = [...new Set(level.flatMap((each) => importers.get(each) ?? []))].filter((each) => !seen.has(each))
    for (const name of level) {
      seen.add(name)
      const far = isOfSamePart(name, file) ? 0 : 100
      if (name.endsWith('.test.ts') && !isTooSlow(name)) tests.push({ name, distance: distance + far })
    }
  }
  return tests
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name)
}
