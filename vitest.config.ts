import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = [
  { find: /^#shared\//, replacement: `${at('src-main/shared')}/` },
  { find: /^#engine\//, replacement: `${at('src-renderer/engine')}/` }
]

/** Files that take long. They begin first, so that none of them is left over for one processor at the end. */
const longest = [
  'test/integration/measure-pack/records.test.ts',
  'test/crash/bulk/killed-export.test.ts',
  'test/fault/snapshot-faults.test.ts',
  'test/integration/measures/reference-engine.test.ts',
  'test/crash/killed-content.test.ts',
  'test/integration/measures/official-packs.test.ts',
  'test/crash/killed-keeper.test.ts',
  'test/integration/measure-pack/peer.test.ts',
  'test/integration/bulk/export-command.test.ts',
  'test/unit/headless/populus.test.ts',
  'test/property/store/store-builder.test.ts',
  'test/integration/measures/measure-command.test.ts'
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.indexOf(relative(import.meta.dirname, moduleId).replaceAll('\\', '/'))
      return at < 0 ? longest.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  plugins: [svelte({ configFile: at('svelte.config.js') })],
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
    sequence: { sequencer: LongestFirst },
    // Many tests start the program again and again; Node need not compile it each time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    reporters: ['default']
  }
})
