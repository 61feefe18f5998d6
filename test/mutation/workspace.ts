import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the tests said of a change; `timeout` when they did not end, as with an endless loop. */
export type Verdict = 'killed' | 'survived' | 'timeout'

/** A copy of the checkout that may be damaged. */
export interface Workspace {
  /** Runs test files with a changed source file, and puts the file back. */
  tryWith(file: string, changed: string, tests: readonly string[]): Promise<Verdict>
  /** Runs test files without any change. @returns what the runner printed when one of them failed */
  failureOf(tests: readonly string[]): Promise<string | undefined>
  read(file: string): string
  close(): void
}

const copied = ['src-main', 'src-renderer', 'resources', 'test', 'build']
const files = ['package.json', 'tsconfig.json', 'svelte.config.js', 'vitest.config.ts', 'electron.vite.config.ts']
/** Milliseconds for the tests of one mutation; an endless loop counts as noticed. */
const timeLimit = 120_000
/** More of them for each file when all of them run without a change. */
const timeLimitPerFile = 30_000
/** So many test files are tried first; most changes are noticed by them. */
const nearest = 3

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

  function run(tests: readonly string[], limit: number): Promise<{ verdict: Verdict; printed: string }> {
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
    return new Promise((done) => {
      const child = spawn(process.execPath, [vitest, 'run', '--bail=1', '--maxWorkers=1', '--reporter=dot', ...tests], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true
      })
      const printed: Buffer[] = []
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk))
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        process.kill(-child.pid!, 'SIGKILL')
      }, limit)
      child.on('close', (code) => {
        clearTimeout(timer)
        const verdict = isLate ? 'timeout' : code === 0 ? 'survived' : 'killed'
        done({ verdict, printed: Buffer.concat(printed).toString() })
      })
    })
  }

  return {
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    async failureOf(tests) {
      const { verdict, printed } = await run(tests, timeLimit + tests.length * timeLimitPerFile)
      return verdict === 'survived' ? undefined : printed
    },
    async tryWith(file, changed, tests) {
      const path = join(folder, file)
      const original = readFileSync(path, 'utf8')
      writeFileSync(path, changed)
      try {
        const { verdict } = await run(tests.slice(0, nearest), timeLimit)
        if (verdict !== 'survived' || tests.length <= nearest) return verdict
        return (await run(tests.slice(nearest), timeLimit)).verdict
      } finally {
        writeFileSync(path, original)
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true })
  }
}
