import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { arrowWithoutEval } from './build/arrow-without-eval.ts'
import { builtInContentFile } from './build/built-in-content-file.ts'
import { manifestVersion } from './build/manifest-version.ts'
import { sqlWasmFile } from './build/sql-wasm-file.ts'
import { zipWasmFile } from './build/zip-wasm-file.ts'

const at = (path: string): string => resolve(import.meta.dirname, path)
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }
const onlyVersion = manifestVersion(at('package.json'), version)
const alias = [
  { find: /^#messages\//, replacement: `${at('src-renderer/shared/messages/en-US')}/` },
  { find: /^#shared\//, replacement: `${at('src-renderer/shared')}/` },
  { find: /^#engine\//, replacement: `${at('src-renderer/engine')}/` }
]

export default defineConfig({
  main: {
    resolve: { alias },
    plugins: [onlyVersion, sqlWasmFile(), builtInContentFile(at('resources/measures/core'), version)],
    build: {
      externalizeDeps: false,
      outDir: at('out/main'),
      rolldownOptions: {
        input: {
          index: at('src-main/index.ts'),
          loopback: at('src-main/loopback.ts'),
          headless: at('src-main/headless.ts')
        }
      }
    }
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload script must be one CommonJS file; `.cjs` because the package is a module.
      rolldownOptions: {
        input: { preload: at('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: at('src-renderer'),
    resolve: { alias },
    plugins: [onlyVersion, arrowWithoutEval(), zipWasmFile(), svelte({ configFile: at('svelte.config.js') })],
    worker: { format: 'es', plugins: () => [onlyVersion, arrowWithoutEval(), zipWasmFile()] },
    build: {
      outDir: at('out/renderer'),
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: at('src-renderer/index.html') } }
    }
  }
})
