import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { FoundDefinition } from '#shared/governance/definition.ts'
import { readBuiltInContent, type BuiltInContent } from '../content/built-in-content.ts'
import { packDefinitions } from './pack-definitions.ts'

/** Name of the file that the build writes beside the program. */
export const definitionsFile = 'built-in-definitions.json'

/** What was read, by program: what comes with it does not change while it runs. */
const definitions = new Map<string, Promise<readonly FoundDefinition[]>>()

/**
 * The definitions of the built-in measures: as its build worked them out, or from the measures where the program runs from its
 * source. They are read once.
 * @param paths as of {@link readBuiltInContent}
 * @param version of the program
 */
export function readBuiltInDefinitions(
  paths: Readonly<Record<'resources' | 'threads', string>>,
  version: string
): Promise<readonly FoundDefinition[]> {
  const known = definitions.get(paths.threads)
  if (known !== undefined) return known
  const built = join(dirname(paths.threads), definitionsFile)
  const found = existsSync(built)
    ? readFile(built, 'utf8').then((text) => v.parse(v.array(FoundDefinition), JSON.parse(text)))
    : readBuiltInContent(paths).then((content) => builtInDefinitionsOf(content, version))
  definitions.set(paths.threads, found)
  // What failed may succeed later; whoever asked hears of the failure.
  found.catch(() => definitions.delete(paths.threads))
  return found
}

/** The definitions of the built-in pack. @param version of the program */
export function builtInDefinitionsOf(
  { entry, bytes }: BuiltInContent,
  version: string
): Promise<readonly FoundDefinition[]> {
  return packDefinitions([{ entry, read: async () => bytes }], version)
}
