import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import * as v from 'valibot'

/** Where the program's own, read-only files are. */
export interface Installation {
  readonly version: string
  /** Views, registries and icons. */
  readonly resources: string
  /** The built page. */
  readonly page: string
  /** The built preload script. */
  readonly preload: string
  /** The program's file that is started as a thread. */
  readonly threads: string
}

const Manifest = v.object({ name: v.literal('populus'), version: v.string() })

/**
 * Finds the installation around a module: its own folder when it runs from source, two above it when it was built.
 *
 * @param moduleFolder `import.meta.dirname` of the entry
 */
export function findInstallation(moduleFolder: string): Installation {
  for (let folder = moduleFolder; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) {
      const { version } = v.parse(Manifest, JSON.parse(readFileSync(manifest, 'utf8')))
      const isBuilt = relative(folder, moduleFolder).split(sep)[0] === 'out'
      return {
        version,
        resources: join(folder, 'resources'),
        page: join(folder, 'out', 'renderer'),
        preload: join(folder, 'out', 'preload', 'preload.cjs'),
        threads: isBuilt ? join(folder, 'out', 'main', 'headless.js') : join(folder, 'src-main', 'headless.ts')
      }
    }
    if (dirname(folder) === folder) throw new Error('package.json of Populus not found')
  }
}
