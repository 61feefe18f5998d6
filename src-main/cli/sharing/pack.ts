import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions } from '../terminal/passphrase.ts'
import { smallCellHelp, smallCellOptions } from '../terminal/small-cells.ts'
import { memoryHelp, memoryOptions } from '../shards/memory-budget.ts'
import { comparePackOfFiles } from './compare-pack-of-files.ts'
import { makePackOfFiles } from './make-pack-of-files.ts'

const help = `Usage: populus pack make <path…> --series NAME --out FILE [--as-of DATE] [--earlier FILE]… [--json]
       populus pack compare <path…> --pack FILE [--seal SEAL] [--as-of DATE] [--out FILE] [--json]
       populus pack show --pack FILE [--seal SEAL] [--json]

Shares figures without people. A pack holds the definitions of the registries with their code lists, counts of people in all and by
age, sex, race and ethnicity, hashes and the version of the program. No row of a person is in it, and no name of a site, payer or
practice. Another site counts the same over its own data, by the definitions in the pack, and sees both side by side.

  make           counts, and writes the pack; prints its seal, which the recipient should get by another way, such as by telephone
  compare        counts the pack's questions in these data; prints each aggregate with the difference of the shares and its interval
                 (Newcombe); --out writes all of them to a CSV file. Counts of these data stay on this computer
  show           prints what a pack holds

  --series NAME  packs of one series are sent to the same recipients
  --earlier FILE a pack of the series that was sent before; may be given several times. What it shows or withholds is taken into
                 account, and a pack that would tell a small group together with it is refused
  --pack FILE    a pack; one that was changed, in whatever byte, is refused
  --seal SEAL    the seal that the sender told; a pack with another one is refused
  --as-of DATE   date of the counts, YYYY-MM-DD; by default the last day with data
  --json         print one object in place of text
  --out FILE     write to this file; --force replaces a file that is there
${memoryHelp}
${smallCellHelp}
  --passphrase-file FILE
                 file that only this account can read, with the passphrase of encrypted data in its first line
  --passphrase-fd N
                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it

Example: populus pack make exports/2026-10 --series network-diabetes --out 2026-10.pack.json
`

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
      throw new AppError('invalid-input', 'Say what to do with a pack: make, compare or show.')
    if (action !== 'show' && paths.length === 0)
      throw new AppError('invalid-input', 'Name at least one file or folder.')
    if (action === 'make') return makePackOfFiles(paths, values, io)
    return comparePackOfFiles(action === 'show' ? undefined : paths, values, io)
  }
}
