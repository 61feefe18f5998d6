import { parseArgs } from 'node:util'
import { highCostShares, modelOutcomes } from '#engine/models/examples/model-outcomes.ts'
import { AppError } from '#shared/app-error.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions } from '../terminal/passphrase.ts'
import { smallCellHelp, smallCellOptions } from '../terminal/small-cells.ts'
import { timeoutOf } from '../terminal/supervised-command.ts'
import { showCard } from './model-card.ts'
import { scoreFromFiles, scoreOnnx } from './model-score.ts'
import { trainFromFiles } from './model-train.ts'

const help = `Usage: populus model train <path…> --outcome NAME [--as-of DATE] [--out FILE] [--json]
       populus model score <path…> --model FILE [--as-of DATE] [--out FILE] [--json]
       populus model score <path…> --onnx FILE [--as-of DATE] [--out FILE] [--json]
       populus model card --model FILE [--out FILE] [--json]

Trains a model of risk on the data, on this computer: a regression, and trees where they discriminate better on later people by more
than the interval of the difference. It is trained on earlier index dates and tested on later ones. Where the events are too few, there
is no later period or one outcome alone, no model is made, and the reason is printed.

  train          trains a model and prints how it does on later people; --out writes the model (JSON), which holds counts and no person
  score          predicts with a model; prints counts and how far the data have moved since. --out writes the people to a CSV file
  card           prints the model card: purpose, data, figures, groups, limits, hash; --out writes it as Markdown

  --outcome NAME ${modelOutcomes.map(({ id }) => id).join(', ')}
  --share N      of high-cost-12m: the share of people with the highest cost, ${highCostShares.join(', ')} (default: 0.1)
  --model FILE   a model that train wrote; one that was changed is refused
  --onnx FILE    a model of your own (ONNX) over columns of numbers of the table person_feature; each is an input by its name, or the
                 metadata "features" lists them, by commas. Its last output is the probability
  --as-of DATE   last day that counts, YYYY-MM-DD; by default the last day with data
  --json         print one object in place of text
  --out FILE     write to this file; --force replaces a file that is there
  --timeout S    seconds that everything may take (default: no limit)
${smallCellHelp}
  --passphrase-file FILE
                 file that only this account can read, with the passphrase of encrypted data in its first line
  --passphrase-fd N
                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it

A predicted risk is for deciding whom to look at first. It is no instruction to treat.

Example: populus model train exports/2026-10 --outcome readmission-30 --out readmission.json --json
`

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
        ...smallCellOptions,
        ...passphraseOptions
      }
    })
    const [action, ...paths] = positionals
    const timeout = timeoutOf(values.timeout)
    if (timeout !== undefined) io.limit?.(timeout, 'The command')
    if (action === 'card') return showCard(values, io)
    if (action !== 'train' && action !== 'score')
      throw new AppError('invalid-input', 'Say what to do with a model: train, score or card.')
    if (paths.length === 0) throw new AppError('invalid-input', 'Name at least one file or folder.')
    if (action === 'train') return trainFromFiles(paths, values, io)
    return values.onnx === undefined ? scoreFromFiles(paths, values, io) : scoreOnnx(paths, values.onnx, values, io)
  }
}
