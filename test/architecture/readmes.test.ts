import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const readmes = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync(['{src-*,resources}/**/README.md', 'docs/**/*.md'], { cwd: root })
]

/** Files and folders that a text names: links within the project, and names in code spans that look like a path of it. */
function namedPaths(text: string): readonly string[] {
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)].map(([, path]) => path!)
  const spans = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|svelte|mjs))`/g)].map(([, path]) => path!)
  const folders = [...text.matchAll(/`((?:src-main|src-renderer|test|resources|build)(?:\/[\w.-]+)*)`/g)].map(
    ([, path]) => path!
  )
  return [...links, ...spans, ...folders]
}

/** All sources, from the root. */
const sources = globSync(['src-*/**/*.{ts,svelte}', 'test/**/*.ts', 'build/**/*.mjs'], {
  cwd: root,
  exclude: ['**/node_modules']
}).map((path) => `/${path.replaceAll('\\', '/')}`)

/** A path may be named from the folder of the text or from the root; the end of a path is enough for a source. */
function exists(path: string, folder: string): boolean {
  if ([folder, root].some((place) => existsSync(join(place, path)))) return true
  return sources.some((source) => source.endsWith(`/${path.replace(/^(?:\.\.?\/)+/, '')}`))
}

describe('documents', () => {
  it.each(readmes)('%s names only files and folders that are there', (file) => {
    const folder = dirname(join(root, file))
    const missing = namedPaths(readFileSync(join(root, file), 'utf8')).filter((path) => !exists(path, folder))
    expect(missing).toEqual([])
  })
  // Folders that hold only folders, and screens, which are named as people see them, need no word.
  it.each(readmes.filter((file) => file.startsWith('src-') && !file.includes('bulk')))(
    '%s has a word for every folder beside it',
    (file) => {
      const folder = dirname(join(root, file))
      const text = readFileSync(join(root, file), 'utf8')
      const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
      const unnamed = folders.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(text))
      expect(unnamed).toEqual([])
    }
  )
})
