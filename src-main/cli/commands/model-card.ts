import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { modelCard, modelCardText } from '#engine/models/card/model-card.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { modelCardDeclaration } from '../declarations/model.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { smallCellsOf } from '../terminal/small-cells.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from './output-file.ts'
import { readModelFile } from './model-data.ts'

/** `populus model card`. */
export const modelCardCommand = defineCommand(modelCardDeclaration, async ({ values }, io) => {
  if (values.out !== undefined) await refuseFiles(io, 'model card --out', m.modelCardsInAFile)
  const model = await readModelFile(values.model)
  const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
  const written = modelCard(model, smallCells.limit)
  if (values.out !== undefined) {
    const output = await openOutput(values.out, values.force, io)
    await output.write([modelCardText(written)])
  } else
    io.out(
      values.json ? `${JSON.stringify({ ...written, hash: model.hash })}\n` : terminalLines(modelCardText(written))
    )
  return 0
})

/** Lines of a text as a terminal may show them. */
export function terminalLines(text: string): string {
  return text.split('\n').map(terminalText).join('\n')
}
