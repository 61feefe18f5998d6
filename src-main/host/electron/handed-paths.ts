import { resolve } from 'node:path'
import * as v from 'valibot'

/**
 * The folders and files on a command line of Electron: without the program itself, the entry script of an unpackaged
 * build, and switches (Chromium's and Electron's own among them).
 */
export function pathsFromCommandLine(argv: readonly string[], packaged: boolean, folder: string): string[] {
  const words = argv.slice(1).filter((word) => !word.startsWith('-') && word !== '')
  return words.slice(packaged ? 0 : 1).map((path) => resolve(folder, path))
}

/** What a second start hands to the first one. Checked, because it comes from another process. */
export const HandedPaths = v.object({ paths: v.pipe(v.array(v.string()), v.maxLength(1_000)) })
