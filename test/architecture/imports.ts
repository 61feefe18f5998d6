import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** One import statement: who imports, and what (a path from the root for our own files, else the package's name). */
export interface Import {
  readonly from: string
  readonly to: string
  readonly own: boolean
  readonly typeOnly: boolean
}

/** Paths of all source files under `folders`, relative to the root, with `/`. */
export function sourceFiles(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort()
  )
}

export function readSource(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

const statement = /(?:^|[\n;>{}])\s*(?:import|export)\s+(type\s+)?(?:[^'"`;()]*?\s+from\s+)?(['"])([^'"]+)\2/g
const dynamic = /\bimport\s*\(\s*(['"])([^'"]+)\1\s*\)/g

function target(from: string, specifier: string): { to: string; own: boolean } {
  const path = specifier.split('?')[0] ?? specifier
  if (path.startsWith('#messages/')) return { to: `src-renderer/shared/messages/en-US/${path.slice(10)}`, own: true }
  if (path.startsWith('#shared/')) return { to: `src-renderer/shared/${path.slice(8)}`, own: true }
  if (path.startsWith('#engine/')) return { to: `src-renderer/engine/${path.slice(8)}`, own: true }
  if (path.startsWith('.')) return { to: join(dirname(from), path).split(sep).join('/'), own: true }
  const parts = path.split('/')
  return { to: path.startsWith('node:') ? path : parts.slice(0, path.startsWith('@') ? 2 : 1).join('/'), own: false }
}

/** Every import and re-export of a file, the dynamic ones included. */
export function importsOf(file: string): Import[] {
  const text = readSource(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/[^\n]*/g, '$1')
  const found = [
    ...[...text.matchAll(statement)].map((match) => ({ specifier: match[3]!, typeOnly: match[1] !== undefined })),
    ...[...text.matchAll(dynamic)].map((match) => ({ specifier: match[2]!, typeOnly: false }))
  ]
  return found.map(({ specifier, typeOnly }) => ({ from: file, typeOnly, ...target(file, specifier) }))
}
