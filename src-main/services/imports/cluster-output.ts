import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  partMeasuresPath,
  partPath,
  recordPlacesPath,
  recordsPath,
  RESULTS_FILE,
  STATUS_FILE
} from '#shared/cluster/cluster-run.ts'
import type { ImportSource, ImportSources } from './import-source.ts'
import { openFile, openFileRange } from './read-file.ts'

/** Whether a folder is what a run of `populus cluster` wrote. @param path absolute */
export function isClusterOutput(path: string): boolean {
  return existsSync(join(path, STATUS_FILE)) && existsSync(join(path, 'shards'))
}

/** How many parts a run wrote, up to the first that is missing. @param path absolute path of its folder */
export async function partsOfOutput(path: string): Promise<number> {
  const there = new Set((await readdir(join(path, 'shards'))).map((name) => `shards/${name}`))
  let parts = 0
  while (there.has(partPath(parts))) parts++
  return parts
}

/** The files of a run that are opened. @param path absolute path of its folder */
export async function clusterSources(path: string): Promise<ImportSources> {
  const parts = await partsOfOutput(path)
  const namesOf = (path: (part: number) => string) => Array.from({ length: parts }, (_, part) => path(part))
  const paths = [partPath, recordsPath, recordPlacesPath, partMeasuresPath]
  const names = [STATUS_FILE, RESULTS_FILE, ...paths.flatMap(namesOf)]
  const sources = await Promise.all(
    names.filter((name) => existsSync(join(path, name))).map((name) => sourceOf(path, name))
  )
  return { label: basename(path), kind: 'cluster', sources, skipped: [] }
}

async function sourceOf(folder: string, name: string): Promise<ImportSource> {
  const path = join(folder, name)
  const { size } = await stat(path)
  return {
    name,
    bytes: size,
    seekable: true,
    read: (range) => (range === undefined ? openFile(path) : openFileRange(path, range))
  }
}
