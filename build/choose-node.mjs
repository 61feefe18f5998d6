// Which Node runs Populus. Plain JavaScript for whatever Node is on the PATH.

/** Below it Node ignores HTTPS_PROXY, and lacks security releases. */
const oldest = [24, 5]

/** @param {string} version such as 24.5.0, with or without a leading v */
function isCurrent(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

/** Compares two versions by their numbers. */
function byVersion(candidate, other) {
  const [left, right] = [candidate, other].map(({ version }) => version.replace(/^v/, '').split('.').map(Number))
  const index = left.findIndex((number, place) => number !== right[place])
  return index < 0 ? 0 : left[index] - right[index]
}

/**
 * The first that is current among the running Node, the one that the user installed, and the one that came with the
 * packages; where none is, the newest of them and a warning.
 * @param {readonly ({ path: string, version: string } | undefined)[]} candidates
 */
export function chooseNode(candidates) {
  const found = candidates.filter((candidate) => candidate !== undefined)
  const current = found.find(({ version }) => isCurrent(version))
  if (current !== undefined) return { path: current.path, warning: undefined }
  const newest = [...found].sort(byVersion).at(-1)
  const warning =
    `Node ${newest.version.replace(/^v/, '')} lacks security releases and ignores HTTPS_PROXY. ` +
    'Install Node 24.5 or later, and Populus will use it.'
  return { path: newest.path, warning }
}
