import { globSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { RunSummaryReporter } from './test/support/run-summary.ts'

const fromRoot = (path: string): string => resolve(import.meta.dirname, path)
const alias = [
  { find: /^#messages\//, replacement: `${fromRoot('src-renderer/shared/messages/en-US')}/` },
  { find: /^#shared\//, replacement: `${fromRoot('src-renderer/shared')}/` },
  { find: /^#engine\//, replacement: `${fromRoot('src-renderer/engine')}/` }
]

/** Where the whole run wants the summary of these tests. */
const summaryFile = process.env['POPULUS_TEST_SUMMARY']

/** Kinds of tests whose files take longest; they begin first, so that none is left over for one processor at the end. */
const slowKinds = ['crash', 'conformance', 'integration', 'fault', 'property']

const kinds = [...slowKinds, 'security', 'architecture', 'unit']
/** A few files that take long, each of its own kind. */
const aloneKinds = ['crash', 'conformance']
/** In the order in which they run. */
const projectNames = ['alone', 'slow', 'quick']
const testsOf = (wanted: readonly string[]): string[] => wanted.map((kind) => `test/${kind}/**/*.test.ts`)

/**
 * Files that replace modules, themselves or by a helper, need modules of their own, and so a process of their own; and so do
 * those that load the builder of packages, which listens to every signal from then on, and those that change how the process
 * collects its garbage, to count what is left.
 */
const replacing = globSync(testsOf(kinds), { cwd: import.meta.dirname })
  .filter((path) =>
    /\bvi\.(?:mock|doMock|resetModules)\(|started-program|electron-builder|reachable-bytes/.test(
      readFileSync(fromRoot(path), 'utf8')
    )
  )
  .map((path) => path.replaceAll('\\', '/'))

/** Files of these kinds follow each other in the same processes. A process ends with its project, and frees its memory. */
const shared = (name: string, wanted: readonly string[]) => ({
  extends: true as const,
  test: {
    name,
    include: testsOf(wanted),
    exclude: replacing,
    isolate: false,
    setupFiles: [fromRoot('test/support/leave-nothing.ts')]
  }
})

/**
 * One project after the other, because a process is used again only as long as the next file is of its project; within one
 * by kinds, and then Vitest's own order (the longest of the last run first, where its cache is at hand).
 */
class SlowKindsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId, project }: TestSpecification): number => {
      const kind = relative(fromRoot('test'), moduleId).split(/[\\/]/)[0]!
      return projectNames.indexOf(project.name) * kinds.length + kinds.indexOf(kind)
    }
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

export default defineConfig({
  plugins: [svelte({ configFile: fromRoot('svelte.config.js') })],
  resolve: { alias },
  test: {
    environment: 'node',
    // A focused test would leave the others out unseen.
    allowOnly: false,
    projects: [
      { extends: true, test: { name: 'alone', include: [...testsOf(aloneKinds), ...replacing] } },
      shared('slow', ['integration', 'fault', 'property']),
      shared('quick', ['security', 'architecture', 'unit'])
    ],
    // Only what hangs may reach these, also on a computer that has much else to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // One more than there are processors to count on: many tests wait for the disk or for processes that they started.
    maxWorkers: 3,
    // Most of what a test makes is garbage when it ends: with more room before it is collected, collecting takes less.
    execArgv: ['--min-semi-space-size=64', '--max-semi-space-size=64'],
    sequence: { sequencer: SlowKindsFirst },
    // Many tests start the program again and again; Node need not compile it each time.
    // Commands that a test starts without a data folder of its own must not find the one of whoever runs the tests.
    env: {
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache'),
      POPULUS_DATA: join(tmpdir(), 'populus-tests-have-no-data-folder')
    },
    reporters: ['default', ...(summaryFile === undefined ? [] : [new RunSummaryReporter(summaryFile)])]
  }
})
