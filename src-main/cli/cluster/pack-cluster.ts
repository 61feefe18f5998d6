import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { AppError } from '#shared/app-error.ts'
import { openOutput } from '../commands/output-file.ts'
import { clusterPackDeclaration } from './declarations.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { tarArchive, type TarFile } from './tar-archive.ts'

/** Folders of the program that its processes on a cluster need. */
const folders = [
  'out/main',
  'resources/views',
  'resources/registries',
  'resources/measures',
  'resources/readmission',
  'resources/risk'
]

/** `populus cluster pack`: an archive of this program and Node for the executors. */
export const packClusterCommand = defineCommand(clusterPackDeclaration, async ({ values }, io) => {
  const root = dirname(io.resources)
  if (!existsSync(join(root, 'out/main/headless.js'))) throw new AppError('not-found', m.buildTheProgramFirst)
  const output = await openOutput(values.out, values.force, io)
  const node = values.node ?? process.execPath
  if (values.node === undefined && process.platform !== 'linux')
    throw new AppError('invalid-input', m.nameANodeForLinux)
  const files: TarFile[] = [
    { name: 'node', bytes: await readFile(node), executable: true },
    { name: 'package.json', bytes: await readFile(join(root, 'package.json')) }
  ]
  for (const folder of folders) files.push(...(await filesIn(root, folder)))
  await output.write([await promisify(gzip)(Buffer.concat([...tarArchive(files)]))])
  io.out(m.packed(files.length))
  return 0
})

async function filesIn(root: string, folder: string): Promise<TarFile[]> {
  const files: TarFile[] = []
  for (const entry of (await readdir(join(root, folder), { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1
  )) {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) files.push(...(await filesIn(root, name)))
    else files.push({ name, bytes: await readFile(join(root, name)) })
  }
  return files
}
