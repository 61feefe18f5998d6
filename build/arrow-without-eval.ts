import type { Plugin } from 'vite'

/**
 * apache-arrow compiles its null test with `new Function`, which our content security policy forbids.
 * This replaces that one module by a closure with the same contract.
 */
export function arrowWithoutEval(): Plugin {
  return {
    name: 'arrow-without-eval',
    enforce: 'pre',
    load(id) {
      if (!/[\\/]apache-arrow[\\/]builder[\\/]valid\.mjs$/.test(id.split('?')[0] ?? '')) return undefined
      return `export function createIsValidFunction(nullValues) {
        if (!nullValues || nullValues.length === 0) return () => true
        const nulls = new Set(nullValues)
        return (value) => !nulls.has(value)
      }`
    }
  }
}
