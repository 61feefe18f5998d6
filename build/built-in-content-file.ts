import type { Plugin } from 'vite'
import { packBuiltInContent, packedFiles } from '../src-main/services/content/built-in-content.ts'

/**
 * Puts the built-in measures as one pack beside the built program: it would read their 300 files at each start otherwise.
 * @param folder absolute path of `resources/measures/core`
 */
export function builtInContentFile(folder: string): Plugin {
  return {
    name: 'built-in-content-file',
    async generateBundle() {
      const { bytes, entry } = await packBuiltInContent(folder)
      this.emitFile({ type: 'asset', fileName: packedFiles.pack, source: bytes })
      this.emitFile({ type: 'asset', fileName: packedFiles.facts, source: JSON.stringify(entry.facts) })
    }
  }
}
