// What is distributed beside the packages: policy templates, bill of materials, licenses, and the checksums of all files.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'

/** The same sources give the same archive, byte for byte. */
const noTime = new Date(1980, 0, 1)

/**
 * Writes these files into the folder of the packages.
 * @param {{ root: string, output: string, version: string }} places the checkout, and the folder of the packages
 * @returns {Promise<string[]>} names of the files, checksums last
 */
export async function putBesidePackages({ root, output, version }) {
  mkdirSync(output, { recursive: true })
  const named = (end) => `Populus-${version}-${end}`
  const archive = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  const templates = join(root, 'resources', 'policies')
  const paths = readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(templates, path)).isFile())
    .sort()
  for (const path of paths)
    await archive.add(path.replaceAll('\\', '/'), new Uint8ArrayReader(readFileSync(join(templates, path))), {
      lastModDate: noTime,
      extendedTimestamp: false
    })
  writeFileSync(join(output, named('policies.zip')), await archive.close())
  copyFileSync(join(root, 'out', 'sbom.cdx.json'), join(output, named('sbom.cdx.json')))
  copyFileSync(join(root, 'out', 'THIRD-PARTY-NOTICES.txt'), join(output, named('third-party-notices.txt')))

  const sums = named('sha256sums.txt')
  const files = readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().startsWith('populus') && entry.name !== sums)
    .map(({ name }) => name)
    .sort()
  const lines = files.map((name) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(output, name)))
      .digest('hex')
    return `${hash}  ${name}\n`
  })
  writeFileSync(join(output, sums), lines.join(''))
  return [...files, sums]
}
