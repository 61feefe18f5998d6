import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { RunSummaryReporter } from './test/support/run-summary.ts'

const fromRoot = (path: string): string => resolve(import.meta.dirname, path)
const alias = [
  { find: /^#shared\//, replacement: `${fromRoot('src-main/shared')}/` },
  { find: /^#engine\//, replacement: `${fromRoot('src-renderer/engine')}/` }
]

/** Where the whole run wants the summary of these tests. */
const summaryFile = process.env['POPULUS_TEST_SUMMARY']

/** Kinds of tests whose files take longest; they begin first, so that none is left over for one processor at the end. */
const slowKinds = ['crash', 'conformance', 'integration', 'fault', 'property']

/** Vitest's own order (the longest of the last run first, where its cache is at hand) within the kinds of tests. */
class SlowKindsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const kind = relative(fromRoot('test'), moduleId).split(/[\\/]/)[0]!
      const rank = slowKinds.indexOf(kind)
      return rank < 0 ? slowKinds.length : rank
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
    include: ['test/{unit,property,architecture,integration,fault,crash,security,conformance}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One more than there are processors to count on: many tests wait for the disk or for processes that they started.
    maxWorkers: 3,
    sequence: { sequencer: SlowKindsFirst },
    // Many tests start the program again and again; Node need not compile it each time.
    // Commands that a test starts without a data folder of its own must not find the one of whoever runs the tests.
    env: {
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
      POPULUS_DATA: join(tmpdir(), 'populus-tests-have-no-data-folder')
    },
    reporters: ['default', ...(summaryFile === undefined ? [] : [new RunSummaryReporter(summaryFile)])]
  }
})
