import { registerHooks } from 'node:module'

// `node --import` of this file gives a program the stand-in in the place of Electron.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('stand-in-electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context)
})
