// Writes the licenses of everything that is bundled, and the bill of materials beside them:
// `node build/notices.mjs [file]`, out/THIRD-PARTY-NOTICES.txt unless named.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cyclonedx } from './cyclonedx.mjs'
import { bundledPackages, noticesText } from './third-party-notices.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const output = resolve(process.argv[2] ?? join(root, 'out', 'THIRD-PARTY-NOTICES.txt'))

const sources = ['src-main', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
)
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const bundled = bundledPackages(sources, lock)
const packages = bundled.map(({ path, ...facts }) => {
  const folder = join(root, path)
  return { ...facts, texts: licenseFiles(folder).map((file) => readFileSync(file, 'utf8').trim()) }
})
mkdirSync(dirname(output), { recursive: true })
writeFileSync(output, noticesText(packages))
const program = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { version, license, integrity } = lock.packages['node_modules/electron']
const materials = [...bundled, { name: 'electron', version, license, integrity }]
writeFileSync(
  join(dirname(output), 'sbom.cdx.json'),
  `${JSON.stringify(cyclonedx(program, materials), undefined, 2)}\n`
)
process.stdout.write(`${packages.length} packages\n`)

/** Files of a package, or of its folder of licenses, that say under which license it is. */
function licenseFiles(folder, pattern = /^(licen[cs]e|copying|notice)/i) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((left, other) => (left.name < other.name ? -1 : 1))
  return entries
    .filter(({ name }) => pattern.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? licenseFiles(join(folder, entry.name), /./) : [join(folder, entry.name)]
    )
}
