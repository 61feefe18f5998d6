// Starts the command without a window: `npm run --silent populus -- …`.
// Plain JavaScript, so that any Node can say which one is needed.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `The populus command needs Node 24; this is Node ${process.versions.node}. ` +
      'The right one is installed with the packages: "npm ci", and then "npm run --silent populus -- …".\n'
  )
  process.exit(2)
}
await import('../src-main/headless.ts')
