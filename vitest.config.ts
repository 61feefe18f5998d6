import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string): string => resolve(import.meta.dirname, path)
const alias = [
  { find: /^#shared\//, replacement: `${fromRoot('src-main/shared')}/` },
  { find: /^#engine\//, replacement: `${fromRoot('src-renderer/engine')}/` }
]

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
    // Files that took longest in the last run begin first: vitest sorts by its cache, and by size without one.
    maxWorkers: 3,
    // Many tests start the program again and again; Node need not compile it each time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    reporters: ['default']
  }
})
