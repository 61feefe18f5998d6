import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What became of a mutation. `unviable`: the tests could not even start, which is no proof of anything. */
export type Verdict = 'killed' | 'survived' | 'timeout'

/** A copy of the checkout that may be damaged. */
export interface Workspace {
  /** Runs test files with a changed source file, and puts the file back. */
  tryWith(file: string, changed: string, tests: readonly string[]): Promise<Verdict>
  /** Whether the tests pass as they are. */
  passes(tests: readonly string[]): Promise<boolean>
  read(file: string): string
  close(): void
}

const copied = ['src-main', 'src-renderer', 'resources', 'test', 'build']
const files = ['package.json', 'tsconfig.json', 'svelte.config.js', 'vitest.config.ts', 'electron.vite.config.ts']
/** Milliseconds for the tests of one mutation; an endless loop counts as noticed. */
const timeLimit = 120_000

/** Copies the checkout at `root` into a temporary folder; its packages are shared. */
export function openWorkspace(root: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'populus-mutation-'))
  for (const name of copied) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes('node_modules')
    })
  }
  for (const name of files) cpSync(join(root, name), join(folder, name))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const peers = join(root, 'test/peers/node_modules')
  if (existsSync(peers)) symlinkSync(peers, join(folder, 'test/peers/node_modules'))

  function run(tests: readonly string[]): Promise<Verdict> {
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
    return new Promise((done) => {
      const child = spawn(process.execPath, [vitest, 'run', '--bail=1', '--reporter=dot', ...tests], {
        cwd: folder,
        stdio: 'ignore',
        detached: true
      })
      let verdict: Verdict | undefined
      const timer = setTimeout(() => {
        verdict = 'timeout'
        process.kill(-child.pid!, 'SIGKILL')
      }, timeLimit)
      child.on('close', (code) => {
        clearTimeout(timer)
        done(verdict ?? (code === 0 ? 'survived' : 'killed'))
      })
    })
  }

  return {
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    passes: async (tests) => (await run(tests)) === 'survived',
    async tryWith(file, changed, tests) {
      const path = join(folder, file)
      const original = readFileSync(path, 'utf8')
      writeFileSync(path, changed)
      try {
        return await run(tests)
      } finally {
        writeFileSync(path, original)
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true })
  }
}
