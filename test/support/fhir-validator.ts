import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from './temporary-folder.ts'

const classpath = join(import.meta.dirname, '../peers/validator/target/classpath.txt')

/** Whether `test/peers/install-validator.sh` has been run. */
export const hasValidator = existsSync(classpath)

/** What is wrong with a resource by FHIR R4. */
export interface InvalidResource {
  /** Under which name the resource was validated. */
  readonly name: string
  /** FHIRPath of the element. */
  readonly place: string
  readonly message: string
}

/**
 * Validates resources with the validator of HAPI FHIR, which takes half a minute to start.
 * @param resources lists of resources by a name
 * @throws Error when not every resource was validated
 */
export async function validateResources(
  resources: Readonly<Record<string, readonly unknown[]>>
): Promise<readonly InvalidResource[]> {
  const folder = temporaryFolder()
  const names = new Map(
    Object.entries(resources).map(([name, list], index) => {
      const file = join(folder, `${index}.ndjson`)
      writeFileSync(file, list.map((resource) => `${JSON.stringify(resource)}\n`).join(''))
      return [file, name] as const
    })
  )
  const words = ['-Xmx1500m', '-XX:+UseSerialGC', '-cp', readFileSync(classpath, 'utf8').trim(), 'ValidateResources']
  const { stdout } = await promisify(execFile)('java', [...words, ...names.keys()], { maxBuffer: 2 ** 28 })
  const lines = stdout.trimEnd().split('\n')
  const count = Object.values(resources).reduce((sum, list) => sum + list.length, 0)
  if (lines.pop() !== `${count} resources`) throw new Error(`The validator ended early:\n${stdout.slice(-2000)}`)
  return lines.map((line) => {
    const [file = '', number = '', place = '', message = ''] = line.split('\t')
    return { name: `${names.get(file) ?? file}, ${number}`, place, message }
  })
}
