import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { contentResources } from '#engine/measures/content-resources.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/measure-content.ts'
import { plainBytes } from '#engine/ndjson/gunzip.ts'
import { AppError } from '#shared/app-error.ts'
import { systemRandom } from '../../host/system.ts'
import { createImportCatalog } from '../../imports/import-catalog.ts'

/**
 * Reads measures with their libraries and value sets from bundles, packs, folders and archives.
 * @throws AppError `unreadable-file` when one is no JSON, `invalid-input` when there is no measure
 */
export async function readContent(paths: readonly string[]): Promise<MeasureContent> {
  const catalog = createImportCatalog({ random: systemRandom })
  const chosen = await Promise.all(paths.map((path) => withElm(resolve(path))))
  const { importId, files } = await catalog.open(chosen.flat())
  const resources: FhirObject[] = []
  for (const file of files.keys()) {
    const decoder = new TextDecoder()
    let json = ''
    const { chunks } = plainBytes(() => catalog.read(importId, file))
    for await (const chunk of chunks) json += decoder.decode(chunk, { stream: true })
    resources.push(...contentResources(parsed(json + decoder.decode())))
  }
  await catalog.close(importId)
  return readMeasureContent(resources)
}

/** A path and, for a folder, the ELM documents in it, which a walk for FHIR data passes by. */
async function withElm(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() !== true) return [path]
  const names = await readdir(path, { recursive: true })
  return [
    path,
    ...names
      .filter((name) => name.endsWith('.elm.json'))
      .sort()
      .map((name) => join(path, name))
  ]
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new AppError('unreadable-file', 'The measure content is no JSON.', { cause })
  }
}
