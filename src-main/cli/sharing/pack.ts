import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions } from '../terminal/passphrase.ts'
import { smallCellHelp, smallCellOptions } from '../terminal/small-cells.ts'
import { memoryHelp, memoryOptions } from '../shards/memory-budget.ts'
import { comparePackOfFiles } from './compare-pack-of-files.ts'
import { makePackOfFiles } from './make-pack-of-files.ts'

const help = m.usagePopulusPackMakePathSeries(memoryHelp, smallCellHelp)

/** `populus pack`: sealed packs of definitions and counts, for other sites. */
export const packCommand: CliCommand = {
  name: 'pack',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        series: { type: 'string' },
        earlier: { type: 'string', multiple: true, default: [] },
        pack: { type: 'string' },
        seal: { type: 'string' },
        'as-of': { type: 'string' },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        ...memoryOptions,
        ...smallCellOptions,
        ...passphraseOptions
      }
    })
    const [action, ...paths] = positionals
    if (action !== 'make' && action !== 'compare' && action !== 'show')
      throw new AppError('invalid-input', m.sayWhatToDoWithA)
    if (action !== 'show' && paths.length === 0) throw new AppError('invalid-input', m.nameAtLeastOneFileOr)
    if (action === 'make') return makePackOfFiles(paths, values, io)
    return comparePackOfFiles(action === 'show' ? undefined : paths, values, io)
  }
}
