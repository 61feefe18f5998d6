import type { Plugin } from 'vite'
import { packBuiltInContent, packedFiles } from '../src-main/services/content/built-in-content.ts'
import { definitionsFile, builtInDefinitionsOf } from '../src-main/services/definitions/built-in-definitions.ts'

/**
 * Puts the built-in measures as one pack beside the built program, and the definitions in it: it would read their 300 files and
 * hash them at each start otherwise.
 * @param folder absolute path of `resources/measures/core`
 * @param version of the program
 */
export function builtInContentFile(folder: string, version: string): Plugin {
  return {
    name: 'built-in-content-file',
    async generateBundle() {
      const content = await packBuiltInContent(folder)
      const definitions = await builtInDefinitionsOf(content, version)
      this.emitFile({ type: 'asset', fileName: packedFiles.pack, source: content.bytes })
      this.emitFile({ type: 'asset', fileName: packedFiles.facts, source: JSON.stringify(content.entry.facts) })
      this.emitFile({ type: 'asset', fileName: definitionsFile, source: JSON.stringify(definitions) })
    }
  }
}
