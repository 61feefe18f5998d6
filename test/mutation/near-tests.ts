import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const importPattern = /(?:from\s+|import\s*\(\s*|import\s+|new URL\(\s*)'([^']+)'/g

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(?:ts|mjs|svelte)$/.test(name) && !name.includes('node_modules'))
}

function resolveImport(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#shared/')) return join('src-main/shared', specifier.slice('#shared/'.length))
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

/** Tests that start and kill processes again and again come last. */
function isSlow(file: string): boolean {
  return file.startsWith('test/crash/')
}

/**
 * Test files that reach a source file through imports, the nearest first.
 * @param most number of files to return
 */
export function nearTests(importers: ReadonlyMap<string, readonly string[]>, file: string, most: number): string[] {
  const seen = new Set([file])
  const tests: string[] = []
  const slow: string[] = []
  for (let level: readonly string[] = [file]; level.length > 0 && tests.length < most;) {
    const next = new Set(level.flatMap((each) => importers.get(each) ?? []).filter((each) => !seen.has(each)))
    for (const each of next) seen.add(each)
    const found = [...next].filter((each) => each.endsWith('.test.ts')).sort()
    tests.push(...found.filter((each) => !isSlow(each)))
    slow.push(...found.filter(isSlow))
    level = [...next]
  }
  return [...tests, ...slow].slice(0, most)
}
