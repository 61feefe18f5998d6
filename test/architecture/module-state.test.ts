import { expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/**
 * Modules with a variable of their own, and why nobody notices whether it was used before. Files of tests share modules, and
 * so do the windows and commands of one program.
 */
const harmless: Readonly<Record<string, string>> = {
  'src-main/host/process/account-domain.ts': 'the domain of the account, asked of the system once',
  'src-main/storage/sealed/seal-stream.ts': 'how many streams share the buffers',
  'src-main/storage/sealed/sealed-now.ts':
    'frames of open files that were read last, which are let go when a file is closed',
  'src-renderer/charts/drawing/appearance.ts': 'colors of the theme, read again when it changes',
  'src-renderer/charts/drawing/draw-queue.ts': 'whether the queue is being drawn',
  'src-renderer/charts/drawing/measure-text.ts': 'a canvas to measure text with',
  'src-renderer/charts/drawing/warm-up.ts': 'whether the chart library was warmed up',
  'src-renderer/engine/cohorts/events/code-lists.ts': 'numbers that no two lists have in common',
  'src-renderer/engine/cql/elm/library/budget.ts': 'what the evaluation of one person may use, set before each',
  'src-renderer/engine/cql/translate/pooled-random.ts': 'how much of the pool is used',
  'src-renderer/engine/ingest/scanner/kernel.ts': 'the compiled kernel',
  'src-renderer/engine/store/collect/content-hash.ts': 'room to work in',
  'src-renderer/engine/store/model/exchange.ts': 'the exchange under way, within one call',
  'src-renderer/workers/store/store-cohorts.ts': 'the factor of units, once the worker has loaded it'
}

it('modules keep nothing that makes a difference to whoever uses them next', () => {
  const found = sourceFiles('src-main', 'src-renderer')
    // A worker is a program by itself; the kernel is compiled to another language.
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.worker.ts') && !file.includes('/scanner/kernel/'))
    .filter((file) => /^(?:export )?let /m.test(readSource(file)))
  expect(found.toSorted()).toEqual(Object.keys(harmless).toSorted())
})
