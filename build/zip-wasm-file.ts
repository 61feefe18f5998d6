import type { Plugin } from 'vite'

/**
 * zip.js fetches its WebAssembly from a `data:` address, which our content security policy forbids. This replaces the one
 * module that holds that address by one with the address of the same code as a file of the page.
 */
export function zipWasmFile(): Plugin {
  return {
    name: 'zip-wasm-file',
    enforce: 'pre',
    load(id) {
      if (!/[\\/]@zip\.js[\\/]zip\.js[\\/]lib[\\/]core[\\/]zlib-streams-inline\.js$/.test(id.split('?')[0] ?? ''))
        return undefined
      return `import url from '@zip.js/zip.js/dist/zip-module.wasm?url'
      export function configureZlibModule(configure) {
        configure({ wasmURI: new URL(url, globalThis.location.href).href })
      }`
    }
  }
}
