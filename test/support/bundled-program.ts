import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/**
 * Puts a program with everything that it imports into one file, for a file of tests that starts it again and again: so it is
 * there in half of the time. It lies inside the checkout, where the program looks for its resources. To be called outside of
 * tests and hooks.
 * @param program the TypeScript file that is started
 * @returns absolute path of the file, which is there until the tests of the calling file have ended
 */
export async function bundledProgram(program: URL): Promise<string> {
  const programs = join(root, 'node_modules/.cache/populus-tests')
  mkdirSync(programs, { recursive: true })
  const folder = mkdtempSync(join(programs, 'program-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    // The translator of CQL is larger than all the rest of a program: to copy it takes longer than to load it from its package.
    ssr: { noExternal: true, external: ['@cqframework/cql'] },
    build: {
      ssr: fileURLToPath(program),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'program.mjs', codeSplitting: false } }
    }
  })
  return join(folder, 'program.mjs')
}
