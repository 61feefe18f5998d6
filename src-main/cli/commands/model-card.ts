import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { modelCard, modelCardText } from '#engine/models/card/model-card.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { commandRegister } from '../data/command-register.ts'
import { dataPath } from '../data/open-data.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { modelCardDeclaration } from '../declarations/model.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from './output-file.ts'
import { modelMark, readModelFile } from './model-data.ts'

/** `populus model card`. */
export const modelCardCommand = defineCommand(modelCardDeclaration, async ({ values }, io) => {
  if (values.out !== undefined) await refuseFiles(io, 'model card --out', m.modelCardsInAFile)
  const model = await readModelFile(values.model)
  const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
  const written = modelCard(model, smallCells.limit)
  if (values.out !== undefined) {
    const output = await openOutput(values.out, values.force, io)
    const { document } = model
    const published = commandRegister(dataPath(undefined, io), passphraseSourceOf(values), io)
    const about = { what: 'model-card', format: 'md', title: document.title.slice(0, 200) }
    const identity = { people: [modelMark(document)], data: `snapshot ${document.data.id}` }
    const card = await published.leave(about, identity, smallCells.limit, (release) =>
      modelCard(model, smallCells.limit, { data: identity.data, isTold: (count) => release.hidesCount(count) })
    )
    await output.write([modelCardText(card)])
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
