import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { signatureSentence } from '#shared/governance/file-signature.ts'
import { systemClock } from '../../ports/system.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../services/publishers/file-signature.ts'
import { checkSignedFile, signatureFile } from '../../services/publishers/signed-files.ts'
import { keyFingerprint } from '../../services/publishers/trusted-publishers.ts'
import { openOutput } from '../commands/output-file.ts'
import { packKeyDeclaration, packSignDeclaration, packVerifyDeclaration } from '../declarations/pack.ts'
import { commandSignatureRules, recordSignature } from '../data/signed-input.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { readSecretFile } from '../terminal/secret-file.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** `populus pack key`: a key pair of a publisher. */
export const packKeyCommand = defineCommand(packKeyDeclaration, async ({ values }, io) => {
  const output = await openOutput(values.out, values.force, io)
  const { text, key } = makePublisherKey()
  await output.write([text])
  const fingerprint = keyFingerprint(key)
  io.out(values.json ? `${JSON.stringify({ key, fingerprint })}\n` : m.theKeyIsWritten(key, fingerprint))
  return 0
})

/** `populus pack sign`: the signature of a file, next to it. */
export const packSignCommand = defineCommand(packSignDeclaration, async ({ values, positionals: { file } }, io) => {
  const publisher = readPublisherKey(await readSecretFile({ path: values.key, namedBy: '--key', managed: false }))
  const digest = digestOfFile(await bytesOf(file))
  const out = values.out ?? signatureFile(file)
  const output = await openOutput(out, values.force, io)
  const { key } = publisher
  await recordSignature(io, 'content.signed', 'success', { ...digest, key })
  await output.write([signDigest(digest, publisher, systemClock.now())])
  io.out(values.json ? `${JSON.stringify({ ...digest, key })}\n` : m.signedWithTheKey(key, digest.sha256))
  return 0
})

/** `populus pack verify`: whose signature a file has. */
export const packVerifyCommand = defineCommand(packVerifyDeclaration, async ({ values, positionals: { file } }, io) => {
  const { publishers, list } = await commandSignatureRules(io)
  const trusted = [...values.trusted.map((key) => ({ name: m.whoWasNamed, key })), ...publishers]
  const rules = { required: false, publishers: trusted }
  const verdict = checkSignedFile(resolve(file), await bytesOf(file), m.theFile, rules)
  if (verdict.state === 'unknown' && list !== undefined) io.err(m.theListOfPublishersCannotBeRead(list))
  io.out(values.json ? `${JSON.stringify(verdict)}\n` : `${terminalText(signatureSentence(verdict))}\n`)
  return verdict.state === 'trusted' ? 0 : verdict.state === 'unknown' ? 1 : 2
})

async function bytesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileToSignCannotBe, { cause })
  })
}
