import { cpSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { builtInContentFile } from '../../../build/built-in-content-file.ts'
import { packBuiltInContent, readBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'
import {
  builtInDefinitionsOf,
  readBuiltInDefinitions
} from '../../../src-main/services/definitions/built-in-definitions.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const shipped = resolve(import.meta.dirname, '../../../resources/measures/core')

/** Resources with one measure of those that come with the program, which are read in a moment. @returns absolute path */
function oneMeasure(): string {
  const resources = temporaryFolder()
  for (const name of ['asthma-controller', 'value-sets/asthma.json'])
    cpSync(join(shipped, name), join(resources, 'measures', 'core', name), { recursive: true })
  return resources
}

/** Runs what the build adds to its output. @param core absolute path of the folder with measures @returns absolute path of the folder with the files */
async function buildOutput(core: string): Promise<string> {
  const folder = temporaryFolder()
  const { generateBundle } = builtInContentFile(core, '1.2.3')
  if (typeof generateBundle !== 'function') throw new TypeError('no hook')
  const emitFile = ({ fileName = '', source = '' }: { fileName?: string; source?: string | Uint8Array }): string => {
    writeFileSync(join(folder, fileName), source)
    return fileName
  }
  await Reflect.apply(generateBundle, { emitFile }, [])
  return folder
}

describe('the pack that comes with the program', () => {
  it('is the same from the file of the build as from the folder of measures', async () => {
    const core = join(oneMeasure(), 'measures', 'core')
    const built = await buildOutput(core)
    const fromBuild = await readBuiltInContent({ resources: 'nowhere', threads: join(built, 'headless.js') })
    const fromSource = await packBuiltInContent(core)
    expect(fromBuild.entry).toEqual(fromSource.entry)
    expect(gunzipSync(fromBuild.bytes).equals(gunzipSync(fromSource.bytes))).toBe(true)
  })

  it('has the same definitions from the file of the build as from the folder of measures', async () => {
    const resources = oneMeasure()
    const built = await buildOutput(join(resources, 'measures', 'core'))
    const fromBuild = await readBuiltInDefinitions(
      { resources: 'nowhere', threads: join(built, 'headless.js') },
      '1.2.3'
    )
    expect(fromBuild.map(({ kind, origin }) => [kind, origin])).toEqual([
      ['measure', 'Populus 1.2.3'],
      ['value-set', 'Populus 1.2.3']
    ])
    const threads = join(temporaryFolder(), 'src-main', 'headless.ts')
    expect(await readBuiltInDefinitions({ resources, threads }, '1.2.3')).toEqual(fromBuild)
    expect(await builtInDefinitionsOf(await packBuiltInContent(join(resources, 'measures', 'core')), '1.2.3')).toEqual(
      fromBuild
    )
  })

  it('comes from the folder of measures where nothing was built', async () => {
    const threads = join(temporaryFolder(), 'src-main', 'headless.ts')
    const { entry } = await readBuiltInContent({ resources: oneMeasure(), threads })
    expect(entry.facts).toMatchObject({ libraries: 1, valueSets: 1 })
    expect(entry.facts.measures).toHaveLength(1)
  })

  it('is read again after a failure', async () => {
    const threads = join(temporaryFolder(), 'src-main', 'headless.ts')
    await expect(readBuiltInContent({ resources: 'nowhere', threads })).rejects.toThrow('ENOENT')
    const { entry } = await readBuiltInContent({ resources: oneMeasure(), threads })
    expect(entry.id).toBe('built-in')
  })
})
