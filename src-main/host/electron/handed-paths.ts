import { resolve } from 'node:path'
import * as v from 'valibot'
import { isDeepLink } from '#shared/contract/deep-link.ts'

/**
 * The folders and files on a command line of Electron: without the program itself, the entry script of an unpackaged
 * build, and switches (Chromium's and Electron's own among them).
 */
export function pathsFromCommandLine(argv: readonly string[], packaged: boolean, folder: string): string[] {
  return wordsOf(argv, packaged)
    .filter((word) => !isDeepLink(word))
    .map((path) => resolve(folder, path))
}

/** The links of the program on a command line; the system puts the one that was opened there. */
export function linksFromCommandLine(argv: readonly string[], packaged: boolean): string[] {
  return wordsOf(argv, packaged).filter(isDeepLink)
}

/**
 * The arguments by which Electron starts the program again: switches, the entry script of an unpackaged build, and what is to be opened.
 * @param argv command line of this start
 */
export function argumentsToStart(argv: readonly string[], packaged: boolean, words: readonly string[]): string[] {
  const given = argv.slice(1)
  const switches = given.filter((word) => word.startsWith('-'))
  const scripts = packaged ? [] : given.filter((word) => !word.startsWith('-') && word !== '').slice(0, 1)
  return [...switches, ...scripts, ...words]
}

function wordsOf(argv: readonly string[], packaged: boolean): string[] {
  const words = argv.slice(1).filter((word) => !word.startsWith('-') && word !== '')
  return words.slice(packaged ? 0 : 1)
}

/** What a second start hands to the first one. Checked, because it comes from another process. */
export const HandedPaths = v.object({
  paths: v.pipe(v.array(v.string()), v.maxLength(1_000)),
  links: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(16_384))), v.maxLength(10)))
})
