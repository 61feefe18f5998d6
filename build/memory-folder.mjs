// Finds a place in memory for the files that tests write.
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'
import { isRunning } from '../src-main/storage/files/is-running.ts'

/** Where Linux has a file system in memory. */
const shared = '/dev/shm'
/** Many times what the tests were seen to have in files at a time (112 MB in those that write most). */
const minFreeBytes = 4 * 1024 ** 3
/** What is left for programs then is no less than what the tests need besides. */
const minFreeMemory = 2 * minFreeBytes
const prefix = 'populus-tests-'

/**
 * Whether a list of mounts has a file system in memory at a place, from which programs may be started: some tests write scripts.
 * @param {string} mounts as `/proc/mounts` has it @param {string} path absolute
 */
export function hasMemoryAt(mounts, path) {
  const found = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .findLast(([, place]) => place === path)
  return found !== undefined && found[2] === 'tmpfs' && !(found[3] ?? '').split(',').includes('noexec')
}

/**
 * Makes a folder in memory. Tests of what a crash leaves wait for the disk at every step, up to half of their time; what they look for is no other there.
 * Files of a run that was killed are removed by the next one.
 * @returns {string | undefined} absolute path; undefined where the system has no such place, or not enough room
 */
export function makeMemoryFolder() {
  if (process.platform !== 'linux' || !hasMemoryAt(readFileSync('/proc/mounts', 'utf8'), shared)) return undefined
  for (const name of readdirSync(shared))
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
      rmSync(join(shared, name), { recursive: true, force: true })
  const { bavail, bsize } = statfsSync(shared)
  if (bavail * bsize < minFreeBytes || freemem() < minFreeMemory) return undefined
  const folder = join(shared, `${prefix}${process.pid}`)
  mkdirSync(folder, { mode: 0o700 })
  return folder
}
