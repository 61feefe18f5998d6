import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Attempt } from './attempt.ts'
import { importersIn, nearTests } from './near-tests.ts'
import { mutated, mutationsOf } from './operators.ts'

/** How {@link sampleAttempts} draws. */
export interface SampleOptions {
  /** Root of the checkout. */
  readonly root: string
  /** Files and folders to change, relative to the root. */
  readonly paths: readonly string[]
  readonly count: number
  readonly seed: number
  /** Maximum number of test files for one change. */
  readonly testFiles: number
}

function filesBelow(root: string, path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(path, name))
    .sort()
}

/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Draws small changes of the code at random, the same ones for the same seed and the same code. */
export function sampleAttempts({ root, paths, count, seed, testFiles }: SampleOptions): Attempt[] {
  const random = randomNumbers(seed)
  const importers = importersIn(root)
  return paths
    .flatMap((path) => filesBelow(root, path))
    .flatMap((file) => mutationsOf(readFileSync(join(root, file), 'utf8')).map((mutation) => ({ file, mutation })))
    .map((each) => ({ ...each, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ file, mutation }) => ({
      title: `${file}:${mutation.line} ${mutation.operator}`,
      file,
      change: (text) => mutated(text, mutation),
      tests: nearTests(importers, file, testFiles)
    }))
}
