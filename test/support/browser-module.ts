import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileModule } from 'svelte/compiler'
import { temporaryFolder } from './temporary-folder.ts'

const require = createRequire(import.meta.url)

/** A module of the project as Node itself loads it, which is how {@link browserModule} sees what it imports. */
export function nativeModule(path: string): unknown {
  return require(path)
}

/**
 * A module with runes as the page has it. Tests otherwise get what a server would run, where effects do nothing.
 * @param path absolute path of a `.svelte.ts` file
 */
export function browserModule(path: string): unknown {
  const source = stripTypeScriptTypes(readFileSync(path, 'utf8'))
  const { code } = compileModule(source, { generate: 'client', filename: path }).js
  const linked = code.replaceAll(/(from |import )'([^']+)'/g, (_, word: string, name: string) => {
    if (name === 'svelte') return `${word}'${import.meta.resolve('svelte/internal/client')}'`
    const found = name.startsWith('.') ? pathToFileURL(resolve(dirname(path), name)).href : import.meta.resolve(name)
    return `${word}'${found}'`
  })
  const file = join(temporaryFolder(), `${basename(path, '.svelte.ts')}.mjs`)
  writeFileSync(file, linked)
  return require(file)
}

/** What runes stand for, so that a test can have a state of its own next to such a module. */
export interface Runes {
  readonly state: (value: unknown) => object
  readonly get: (state: object) => unknown
  readonly set: (state: object, value: unknown) => void
  /** Runs something whose effects last until the returned function is called. */
  readonly effect_root: (run: () => void) => () => void
  /** Runs the effects that wait. */
  readonly flush: () => void
}

/** The runes of {@link browserModule}. */
export function runes(): Runes {
  return require('svelte/internal/client') as Runes
}
