import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { ValueSetExpansions, type Expansion } from '#engine/measures/definition/value-set-expansions.ts'
import { AppError } from '#shared/app-error.ts'

/** A code list of the built-in measures. */
export interface BuiltInValueSet {
  readonly url: string
  readonly name: string
  readonly codes: Expansion
}

/** What was read, by folder of resources: what comes with the program does not change while it runs. */
const valueSets = new Map<string, Promise<readonly BuiltInValueSet[]>>()

/**
 * The value sets of the built-in measures of this installation. They are read once.
 * @param resources the folder that holds `measures/`
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export function readValueSets(resources: string): Promise<readonly BuiltInValueSet[]> {
  const known = valueSets.get(resources)
  if (known !== undefined) return known
  const found = readFrom(resources)
  valueSets.set(resources, found)
  // What failed may succeed later; whoever asked hears of the failure.
  found.catch(() => valueSets.delete(resources))
  return found
}

async function readFrom(resources: string): Promise<readonly BuiltInValueSet[]> {
  const folder = join(resources, 'measures', 'core', 'value-sets')
  try {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    const expansions = new ValueSetExpansions()
    const names = new Map<string, string>()
    for (const file of files) {
      const valueSet = JSON.parse(await readFile(join(folder, file), 'utf8')) as FhirObject
      expansions.add(valueSet)
      const url = textOf(valueSet['url']) ?? ''
      names.set(url, textOf(valueSet['title']) ?? textOf(valueSet['name']) ?? url)
    }
    return Array.from(expansions.finish(), ([url, codes]) => ({ url, name: names.get(url) ?? url, codes }))
  } catch (cause) {
    throw new AppError('unreadable-file', m.theCodeListsOfThisInstallation, { cause })
  }
}
