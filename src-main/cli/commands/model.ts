import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { parseArgs } from 'node:util'
import { highCostShares, modelOutcomes } from '#engine/models/examples/model-outcomes.ts'
import { AppError } from '#shared/app-error.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions } from '../terminal/passphrase.ts'
import { smallCellHelp, smallCellOptions } from '../terminal/small-cells.ts'
import { memoryHelp, memoryOptions } from '../shards/memory-budget.ts'
import { timeoutOf } from '../terminal/supervised-command.ts'
import { showCard } from './model-card.ts'
import { scoreFromFiles, scoreOnnx } from './model-score.ts'
import { trainFromFiles } from './model-train.ts'

const help = m.usagePopulusModelTrainPathOutcome(
  modelOutcomes.map(({ id }) => id).join(', '),
  highCostShares.join(', '),
  memoryHelp,
  smallCellHelp
)

/** `populus model`: models that are trained on this computer. */
export const modelCommand: CliCommand = {
  name: 'model',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        outcome: { type: 'string' },
        share: { type: 'string' },
        model: { type: 'string' },
        onnx: { type: 'string' },
        'as-of': { type: 'string' },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        timeout: { type: 'string' },
        ...memoryOptions,
        ...smallCellOptions,
        ...passphraseOptions
      }
    })
    const [action, ...paths] = positionals
    const timeout = timeoutOf(values.timeout)
    if (timeout !== undefined) io.limit?.(timeout, m.theCommand)
    if (action === 'card') return showCard(values, io)
    if (action !== 'train' && action !== 'score') throw new AppError('invalid-input', m.sayWhatToDoWithA)
    if (paths.length === 0) throw new AppError('invalid-input', m.nameAtLeastOneFileOr)
    if (action === 'train') return trainFromFiles(paths, values, io)
    return values.onnx === undefined ? scoreFromFiles(paths, values, io) : scoreOnnx(paths, values.onnx, values, io)
  }
}
