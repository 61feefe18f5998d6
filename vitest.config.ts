import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = [
  { find: /^#shared\//, replacement: `${at('src-main/shared')}/` },
  { find: /^#engine\//, replacement: `${at('src-renderer/engine')}/` }
]

export default defineConfig({
  plugins: [svelte({ configFile: at('svelte.config.js') })],
  resolve: { alias },
  test: {
    environment: 'node',
    include: ['test/{unit,property,architecture,integration,fault,crash,security,conformance}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Many tests start the program again and again; Node need not compile it each time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    reporters: ['default']
  }
})
